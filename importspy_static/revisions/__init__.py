"""What a git repository has in a revision: listings and contents, read in memory. See docs/decisions/0016."""
