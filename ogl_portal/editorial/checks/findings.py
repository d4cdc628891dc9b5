"""What a check says: where, how grave, in one sentence, and what to do."""

from dataclasses import dataclass

from django.db import models


class Severity(models.TextChoices):
    """A fault shuts somebody out; a hint is for the editor to judge. What is told in public: ``accessibility``."""

    FAULT = "fault", "Fehler"
    HINT = "hint", "Hinweis"


class Rule(models.TextChoices):
    """What is checked. The values are kept in the database and stay the same."""

    ALT_MISSING = "alt-missing", "Alternativtext fehlt"
    ALT_FILE_NAME = "alt-file-name", "Alternativtext ist ein Dateiname"
    ALT_PICTURE_OF = "alt-picture-of", "Alternativtext beginnt mit »Bild von«"
    ALT_IS_CAPTION = "alt-is-caption", "Alternativtext gleicht der Bildunterschrift"
    TABLE_HEADERS = "table-headers", "Tabelle ohne Kopfzellen"
    TABLE_CAPTION = "table-caption", "Tabelle ohne Beschriftung"
    TABLE_EMPTY_HEADER = "table-empty-header", "Leere Kopfzelle"
    HEADING_ORDER = "heading-order", "Zwischenüberschrift ohne Überschrift"
    EMPTY_SECTION = "empty-section", "Überschrift ohne Text"
    BOLD_AS_HEADING = "bold-as-heading", "Fettschrift statt Überschrift"
    LINK_TEXT = "link-text", "Link sagt nicht, wohin er führt"
    EMPTY_LINK = "empty-link", "Link ohne Text"
    BARE_ADDRESS = "bare-address", "Link zeigt die nackte Adresse"
    ADMIN_LINK = "admin-link", "Link führt in die Verwaltung"
    OWN_LINK = "own-link", "Link auf Eigenes führt ins Leere"
    FILE_CONTENT = "file-content", "Datei enthält Verborgenes"
    BINNED_PICTURE = "binned-picture", "Bild liegt im Papierkorb"
    CREDIT_MISSING = "credit-missing", "Bildnachweis fehlt"
    LANGUAGE = "language", "Englisch ohne Auszeichnung"
    LONG_SENTENCE = "long-sentence", "Langer Satz"
    NAME = "name", "Schreibweise eines Namens"
    SAME_TITLE = "same-title", "Zwei Seiten mit einem Titel"
    TAKEN_ADDRESS = "taken-address", "Adresse, die das Portal selbst braucht"


@dataclass(frozen=True)
class FindingPlace:
    """A spot in the editor: the field, then ids of blocks and names of parts below it, and the same in words."""

    path: tuple[str, ...]
    label: str

    @property
    def block(self) -> str:
        """Id of the innermost block with one of its own; empty for plain fields."""
        return next((step for step in reversed(self.path[1:]) if len(step) == 36), "")

    @property
    def anchor(self) -> str:
        """Where a link in the editor leads to without a script."""
        return f"#block-{self.block}-section" if self.block else f"#id_{self.path[0]}"


@dataclass(frozen=True)
class Finding:
    rule: Rule
    severity: Severity
    place: FindingPlace
    sentence: str
    advice: str

    @property
    def is_fault(self) -> bool:
        return self.severity is Severity.FAULT
