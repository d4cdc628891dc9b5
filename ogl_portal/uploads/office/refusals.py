"""Why an office file is not taken, beside what every archive may be refused for."""

import re
from urllib.parse import urlsplit

from ogl_portal.uploads.refusals import Refused


def macros(ending: str) -> Refused:
    return Refused(
        "macros",
        f"Die Datei enthält Makros, also Programme. Es wurde nichts gespeichert. Bitte speichern "
        "Sie sie ohne Makros als "
        f"{ending.upper()} und laden Sie sie noch einmal hoch.",
    )


def signed() -> Refused:
    return Refused(
        "signed",
        "Die Datei ist digital unterschrieben; ihre Angaben zu Personen lassen sich nicht "
        "entfernen, ohne die Unterschrift "
        "zu brechen. Es wurde nichts gespeichert. Bitte laden Sie eine Version ohne Unterschrift oder ein PDF hoch.",
    )


def loads(place: str, ending: str) -> Refused:
    """``place``: where from, as the file says it; only the name of a computer is shown."""
    try:
        host = re.sub(r"[^\w.:-]", "", urlsplit(place).hostname or "")[:80]
    except ValueError:
        host = ""
    way = (
        "In LibreOffice löst »Bearbeiten«, »Verknüpfungen zu externen Dateien« eine Verknüpfung."
        if ending.startswith("od")
        else "In Word, Excel und PowerPoint hebt »Datei«, »Informationen«, »Verknüpfungen mit Dateien bearbeiten« eine "
        "Verknüpfung auf."
    )
    source = f"von »{host}«" if host else "aus einer anderen Datei"
    return Refused(
        "loads",
        f"Die Datei holt beim Öffnen etwas von anderer Stelle ({source}). Dort kann bekannt werden, wer sie liest, und "
        "was von dort kommt, kann sich ändern oder fehlen. Es wurde nichts gespeichert. Bitte fügen Sie Bilder und "
        f"Objekte fest in das Dokument ein, statt sie zu verknüpfen. {way}",
    )


def converted() -> Refused:
    return Refused(
        "converted",
        "Die Datei enthält Teile in einem anderen Format, die erst Word beim Öffnen umwandelt. Was darin steht, lässt "
        "sich nicht prüfen. Es wurde nichts gespeichert. Bitte öffnen Sie die Datei in Word, speichern Sie sie dort "
        "noch einmal als DOCX und laden Sie diese Version hoch.",
    )


def starts_programs() -> Refused:
    return Refused(
        "programs",
        "Die Datei enthält eine DDE-Verknüpfung, die beim Öffnen andere Programme starten kann. Es wurde nichts "
        "gespeichert. Bitte ersetzen Sie das Feld oder die Verknüpfung im ursprünglichen Dokument durch den Text und "
        "laden Sie diese Version hoch.",
    )
