"""What is typed into the admin outlives the session, a crash and a second person (docs/engineering/typed-text.md)."""
