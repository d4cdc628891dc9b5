"""The cards of the editorial side."""
