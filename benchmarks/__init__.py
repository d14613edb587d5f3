"""How long this program takes, beside others that do about the same. See README.md."""
