"""From a module as it comes out to the contract that says so. See docs/decisions/0013."""
