"""Values that the layers hand to each other. Imports nothing of ours, and nothing heavy."""
