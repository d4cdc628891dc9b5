"""Correspondence: letters from readers that are due an answer, and the answering of them.

What messages of the contact form (``pages``) and reports of barriers (``accessibility``) have in common: a period, a
draft, an answer that goes out by mail once, reminders.
"""
