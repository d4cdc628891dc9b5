"""Raised and lowered characters where only plain text can stand: »m²«, »CO₂«."""

import html
import re

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_MARKED = re.compile(r"<(sup|sub)\b[^<>]*>([^<>]*)</\1\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:i|b|em|strong|u|span|sup|sub|sc|br|p)\b[^<>]*>", re.IGNORECASE)


def raised(text: str) -> str:
    """»2« as »²«; as it is where not every character has a raised form."""
    return text.translate(_RAISED) if text and all(ord(character) in _RAISED for character in text) else text


def lowered(text: str) -> str:
    """»2« as »₂«; as it is where not every character has a lowered form."""
    return text.translate(_LOWERED) if text and all(ord(character) in _LOWERED for character in text) else text


def flattened(markup: str) -> str:
    """HTML in which ``<sup>`` and ``<sub>`` are characters, for whoever drops its tags next."""
    return _MARKED.sub(lambda match: (raised if match[1].lower() == "sup" else lowered)(match[2]), markup)


def without_tags(text: str) -> str:
    """A title of another program, in which »<i>«, »<sub>« or »&amp;« may stand, as plain text."""
    return html.unescape(_TAG.sub("", flattened(text)))
