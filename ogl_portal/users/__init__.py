"""People who work here, the groups that they belong to, and what they may know of."""
