"""Mail to staff: a digest of what waits for a person, and what is to be done where mails do not arrive."""
