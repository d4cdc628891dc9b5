"""Sizes, small numbers and lists as they stand in a German sentence."""

from collections.abc import Iterable

_NO_BREAK = "\N{NO-BREAK SPACE}"
NUMBER_WORDS = (
    *("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn"),
    *("vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig"),
)


def file_size(size: int | None) -> str:
    """Bytes as German readers expect them: ``4,2 MB``, ``640 KB``, ``1 GB``; empty for nothing.

    Decimal prefixes (IEC 80000-13), as the old site used them. Everything that tells a size asks here: public pages,
    Wagtail's forms and lists, refusals, summaries; so one file never has two sizes.
    """
    if not size:
        return ""
    if size < 999_500:  # more would round to 1000 KB
        return f"{max(1, round(size / 1000))}{_NO_BREAK}KB"
    number, unit = (size / 1_000_000, "MB") if size < 999_950_000 else (size / 1_000_000_000, "GB")
    return f"{number:.1f}".removesuffix(".0").replace(".", ",") + f"{_NO_BREAK}{unit}"


def number_word(number: int) -> str:
    """»dreizehn«; digits above twenty. One is »ein«, as it stands before a noun."""
    return NUMBER_WORDS[number - 1] if 1 <= number <= len(NUMBER_WORDS) else str(number)


def grouped(number: int) -> str:
    """»583.109«: the digits in groups of three."""
    return f"{number:,}".replace(",", ".")


def and_list(words: Iterable[str]) -> str:
    """»A«, »A und B«, »A, B und C«; empty for nothing."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} und {last}" if others else last
