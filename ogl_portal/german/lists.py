"""Several things in one sentence."""

from collections.abc import Iterable


def and_list(words: Iterable[str]) -> str:
    """»A«, »A und B«, »A, B und C«; empty for nothing."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} und {last}" if others else last
