"""Numbers that come in as text."""

_LONGEST = 18  # digits: what a key in the database can have, and far from where Python refuses to read on


def as_key(text: str) -> int | None:
    """The key of a record that ``text`` (from an address, a form or a link) names; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
