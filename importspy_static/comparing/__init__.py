"""Two interfaces, compared as contracts. See docs/decisions/0016."""
