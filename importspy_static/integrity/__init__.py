"""Whether a source still means what it meant: its fingerprints. The form that is digested is docs/fingerprints.md."""
