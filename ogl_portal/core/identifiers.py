"""Identifiers with their check digits, as Django validators that answer in German."""

import re

from django.core.exceptions import ValidationError
from stdnum import isbn, issn
from stdnum.exceptions import ValidationError as NumberError

from ogl_portal.german.laender import FEDERAL_KEY_PREFIXES

# Syntax of DOI names as Crossref recommends it for matching (ISO 26324 leaves the suffix open).
_DOI = re.compile(r"^10\.\d{4,9}/\S+$")
_URN_NBN = re.compile(r"^urn:nbn:[a-z0-9:._/\-]+\d$")


def normalise_doi(value: str) -> str:
    """The bare DOI name out of a DOI or one of its resolver addresses."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.IGNORECASE)


def validate_doi(value: str) -> None:
    if not _DOI.match(normalise_doi(value)):
        raise ValidationError(f"»{value}« ist keine DOI. Eine DOI beginnt mit 10. und hat einen Schrägstrich.")


def validate_isbn(value: str) -> None:
    try:
        isbn.validate(value)
    except NumberError as error:
        raise ValidationError(
            f"Die Prüfziffer der ISBN »{value}« stimmt nicht, oder es fehlen Ziffern. Bitte mit dem Buch vergleichen."
        ) from error


def validate_issn(value: str) -> None:
    try:
        issn.validate(value)
    except NumberError as error:
        raise ValidationError(f"Die ISSN »{value}« ist nicht gültig. Bitte mit dem Heft vergleichen.") from error


def urn_check_digit(urn_without_digit: str) -> str:
    """The check digit of a ``urn:nbn:de`` name, by the DNB's published weighting.

    Every character stands for a number of one or two digits; digit times position is summed up, the sum is divided
    by the last digit, and the last digit of the whole quotient is the check digit.
    """
    digits = "".join(_URN_CHARACTER_CODES[char] for char in urn_without_digit.lower())
    total = sum(int(digit) * position for position, digit in enumerate(digits, start=1))
    return str(total // int(digits[-1]))[-1]


# The table of the DNB (policy for URN names in the namespace urn:nbn:de).
_URN_CHARACTER_CODES = {
    "0": "1", "1": "2", "2": "3", "3": "4", "4": "5", "5": "6", "6": "7", "7": "8", "8": "9", "9": "41",
    "a": "18", "b": "14", "c": "19", "d": "15", "e": "16", "f": "21", "g": "22", "h": "23", "i": "24", "j": "25",
    "k": "42", "l": "26", "m": "27", "n": "13", "o": "28", "p": "29", "q": "31", "r": "12", "s": "32", "t": "33",
    "u": "11", "v": "34", "w": "35", "x": "36", "y": "37", "z": "38", "-": "39", ":": "17", "_": "43", "/": "45",
    ".": "47", "+": "49",
}  # fmt: skip


def validate_urn(value: str) -> None:
    urn = value.strip().lower()
    if not _URN_NBN.match(urn):
        raise ValidationError(f"»{value}« ist keine URN der Form urn:nbn:de:…")
    if urn.startswith("urn:nbn:de:") and urn_check_digit(urn[:-1]) != urn[-1]:
        raise ValidationError(f"Die Prüfziffer der URN »{value}« stimmt nicht. Bitte mit der Vorlage vergleichen.")


def validate_ags(value: str) -> None:
    """AGS: 8 digits for a municipality, 5 for a district; the first two name the Land."""
    if not re.fullmatch(r"\d{5}|\d{8}", value) or value[:2] not in FEDERAL_KEY_PREFIXES:
        raise ValidationError(
            f"»{value}« ist kein Amtlicher Gemeindeschlüssel: acht Ziffern für eine Gemeinde, fünf für einen Kreis, "
            "die ersten beiden stehen für das Land (01 bis 16)."
        )
