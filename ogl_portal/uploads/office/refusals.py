"""Why an office file is not taken, beside what every archive may be refused for."""

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
        "zu brechen. Es wurde nichts gespeichert. Bitte laden Sie eine Fassung ohne Unterschrift oder ein PDF hoch.",
    )
