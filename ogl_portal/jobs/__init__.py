"""Scheduled jobs: what the portal does by itself, and locks, so that one process does it at a time."""
