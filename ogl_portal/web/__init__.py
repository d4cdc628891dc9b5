"""What stands between a browser and us: front, limits, content policy, public forms, serving files, calls to others."""
