"""Outbox (transactional outbox pattern): mails are stored with what they tell of, and sent in the background."""
