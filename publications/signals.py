"""What publications tell others: arguments are named so that receivers need no import of models."""

from django.dispatch import Signal

# Sent with ``publication`` when one of its versions became public, was withdrawn or put back.
version_changed = Signal()
