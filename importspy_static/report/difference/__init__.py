"""How two sides differ, in the forms that people and programs read."""
