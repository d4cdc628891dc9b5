"""Wagtail's own checker, which looks at the finished page in the preview (axe-core), in words for editors."""

from wagtail.admin.userbar import ContentCheckerItem

# Rule of axe or of Wagtail → what is wrong, what to do. No other rules are run, so that each has its words.
MESSAGES = {
    "alt-text-quality": (
        "Der Alternativtext sieht aus wie ein Dateiname",
        "Beschreiben Sie in einem Satz, was man auf dem Bild sieht.",
    ),
    "button-name": ("Eine Schaltfläche hat keinen Text", "Schreiben Sie, was sie tut."),
    "empty-heading": ("Eine Überschrift ist leer", "Schreiben Sie die Überschrift, oder entfernen Sie den Baustein."),
    "empty-meta-description": (
        "Der Seite fehlt eine Beschreibung",
        "Füllen Sie den Anreißer aus oder unter »Adresse und Suche« die Beschreibung für Suchmaschinen.",
    ),
    "empty-table-header": (
        "Eine Kopfzelle der Tabelle ist leer",
        "Sagen Sie in jeder Kopfzelle, was in ihrer Zeile oder Spalte steht.",
    ),
    "frame-title": ("Ein eingebetteter Inhalt hat keinen Titel", "Geben Sie ihm einen Titel, der sagt, was er zeigt."),
    "heading-order": (
        "Die Überschriften überspringen eine Ebene",
        "Stellen Sie die Ebene auf »Überschrift«, oder setzen Sie eine Überschrift davor.",
    ),
    "image-alt": (
        "Ein Bild hat keinen Alternativtext",
        "Beschreiben Sie in einem Satz, was man sieht, oder kreuzen Sie »Nur Schmuck« an.",
    ),
    "image-redundant-alt": (
        "Der Alternativtext wiederholt den Text daneben",
        "Er wird zweimal vorgelesen. Beschreiben Sie das Bild, oder kreuzen Sie »Nur Schmuck« an.",
    ),
    "input-button-name": ("Eine Schaltfläche im Formular hat keinen Text", "Schreiben Sie, was sie tut."),
    "link-name": ("Ein Link hat keinen Text", "Schreiben Sie, wohin er führt, oder entfernen Sie ihn."),
    "p-as-heading": (
        "Ein Absatz sieht aus wie eine Überschrift",
        "Nehmen Sie den Baustein »Überschrift«: Vorlesegeräte springen von Überschrift zu Überschrift.",
    ),
    "valid-lang": (
        "Die Auszeichnung der Sprache ist ungültig",
        "Entfernen Sie die Auszeichnung im Text, und setzen Sie sie neu, zum Beispiel mit »EN«.",
    ),
}


class GermanChecker(ContentCheckerItem):
    axe_run_only = list(MESSAGES)
    axe_messages = {rule: {"error_name": name, "help_text": advice} for rule, (name, advice) in MESSAGES.items()}
