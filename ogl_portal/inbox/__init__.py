"""Inbox: messages of the contact form reach those who are responsible, and are answered from here."""
