"""The four things that a federal site tells in sign language and in easy language (BITV 2.0 § 4)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrescribedPart:
    """``name`` is the field of both page types; ``law`` says in the law's words what belongs in."""

    name: str
    title: str
    easy_title: str
    law: str
    anchor: str


PARTS = (
    PrescribedPart(
        "essential",
        "Worum es in diesem Portal geht",
        "Darum geht es",
        "Informationen zu den wesentlichen Inhalten",
        "inhalte",
    ),
    PrescribedPart(
        "navigation", "Wie Sie sich zurechtfinden", "So finden Sie sich zurecht", "Hinweise zur Navigation", "wege"
    ),
    PrescribedPart(
        "statement",
        "Das Wichtigste aus der Erklärung zur Barrierefreiheit",
        "Erklärung zur Barrierefreiheit",
        "Erläuterung der wesentlichen Inhalte der Erklärung zur Barrierefreiheit",
        "erklaerung",
    ),
    PrescribedPart(
        "further",
        "Weitere Inhalte in Gebärdensprache und in Leichter Sprache",
        "Mehr in Einfacher Sprache und in Gebärdensprache",
        "Hinweise auf weitere Informationen in Gebärdensprache und in Leichter Sprache",
        "mehr",
    ),
)
