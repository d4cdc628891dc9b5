"""The workplace of staff: the registry of dashboard cards, what all reports share, and how both write things."""
