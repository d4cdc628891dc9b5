"""What a file holds that its readers do not see at first, and the German words for it."""

from dataclasses import asdict, dataclass, field
from typing import Any

_MAX_NAMES = 20


@dataclass
class Told:
    """What a file holds that its readers do not see at first. ``hidden``: names of sheets, or »Folie 3«. ``unseen``:
    German clauses on text of a PDF that is not seen on its pages, with the numbers of these. ``signature``: one on
    a signature that does not hold."""

    changes: int = 0
    comments: int = 0
    hidden_text: int = 0
    notes: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    embedded: int = 0
    linked: int = 0
    hidden: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    signature: str = ""

    def __bool__(self) -> bool:
        return any(value for key, value in asdict(self).items() if key != "names")

    def add_name(self, name: str | None) -> None:
        plain = " ".join((name or "").split())[:80]
        if plain and plain not in self.names and len(self.names) < _MAX_NAMES:
            self.names.append(plain)

    def add(self, other: "Told") -> None:
        """What an embedded file holds is held by the file that it is in."""
        for key, value in asdict(other).items():
            if key != "names":
                setattr(self, key, getattr(self, key) + value)
        for name in other.names:
            self.add_name(name)

    def as_json(self) -> dict[str, Any]:
        """What differs from nothing, for a JSON field; empty where nothing is to be told."""
        return {key: value for key, value in asdict(self).items() if value} if self else {}


def sentence(told: dict[str, Any]) -> str:
    """One German clause about what ``Told.as_json`` gave, for example »3 Änderungen und 1 Kommentar (von …)«."""
    parts = [
        _count(told.get("changes", 0), "nachverfolgte Änderung", "nachverfolgte Änderungen"),
        _count(told.get("comments", 0), "Kommentar", "Kommentare"),
        _count(told.get("hidden_text", 0), "Stelle mit verborgenem Text", "Stellen mit verborgenem Text"),
        _count(told.get("notes", 0), "Folie mit Notizen", "Folien mit Notizen"),
        _count(told.get("hidden_rows", 0), "ausgeblendete Zeile", "ausgeblendete Zeilen"),
        _count(told.get("hidden_columns", 0), "ausgeblendete Spalte", "ausgeblendete Spalten"),
        _count(told.get("embedded", 0), "eingebettete Datei", "eingebettete Dateien"),
        _count(told.get("linked", 0), "Verknüpfung mit einer anderen Datei", "Verknüpfungen mit anderen Dateien"),
    ]
    if hidden := told.get("hidden", []):
        parts.append(f"ausgeblendet: {', '.join(f'»{name}«' for name in hidden)}")
    clauses = [", ".join(filter(None, parts)), *told.get("unseen", []), told.get("signature", "")]
    text = "; ".join(filter(None, clauses))
    return f"{text}; von {', '.join(told['names'])}" if told.get("names") else text


def advice(ending: str, told: dict[str, Any]) -> str:
    """How to mend it, in the program that the file comes from. ``told``: as for ``sentence``."""
    if ending in {"docx", "xlsx", "pptx"}:
        return (
            "Wählen Sie in Word, Excel oder PowerPoint »Datei«, »Informationen«, »Auf Probleme überprüfen«, »Dokument "
            "prüfen«, und entfernen Sie dort, was nicht öffentlich werden soll. Eingebettetes ersetzen Sie durch ein "
            "Bild."
        )
    if ending == "pdf":
        return " ".join(said for key, said in _PDF.items() if told.get(key))
    return (
        "Wählen Sie in LibreOffice »Bearbeiten«, »Änderungen nachverfolgen«, »Alle annehmen«, "
        "löschen Sie Kommentare und "
        "Ausgeblendetes, ersetzen Sie Eingebettetes durch ein Bild, und speichern Sie die Datei noch einmal."
    )


_PDF = {
    "unseen": "Wenden Sie im PDF-Programm die Funktion »Schwärzen« an, oder löschen Sie den Text im ursprünglichen "
    "Dokument und exportieren Sie es neu. Eine Fläche darüber, ein Zuschnitt oder eine ausgeblendete Ebene genügt "
    "nicht.",
    "signature": "Soll die Signatur gelten, brauchen Sie die Datei so, wie sie nach dem Signieren gespeichert wurde. "
    "Fragen Sie nach, wenn Sie nicht wissen, woher sie stammt.",
}


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
