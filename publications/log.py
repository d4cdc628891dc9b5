"""What was done to a publication's files, in the log and in the history of its page."""

from typing import Any

from wagtail.log_actions import log

from publications.models.file import FileVersion

ADDED = "publications.version.add"
RETRIED = "publications.version.retry"
WITHDRAWN = "publications.version.withdraw"
RESTORED = "publications.version.restore"
REWRITTEN = "publications.version.rewrite"
READ = "publications.version.read"
ACCEPTED = "publications.version.accept"
CHECKED = "publications.version.check"

LOG_WORDS = {
    ADDED: ("PDF hochgeladen", "PDF »{file}« als Version {number} hochgeladen"),
    RETRIED: ("PDF-Prüfung wiederholt", "Prüfung der PDF-Version {number} von vorn begonnen"),
    WITHDRAWN: ("PDF zurückgezogen", "PDF-Version {number} zurückgezogen. Grund: {reason}"),
    RESTORED: ("PDF wieder abrufbar gemacht", "PDF-Version {number} wieder abrufbar gemacht. Grund: {reason}"),
    REWRITTEN: (
        "PDF an den Eintrag angeglichen",
        "Titel, Sprache, Lizenz und weitere Angaben in PDF-Version {number} an den Eintrag angeglichen. "
        "Prüfsumme der öffentlichen Datei jetzt: {sha256}",
    ),
    READ: ("Lesefassung freigegeben", "Lesefassung der PDF-Version {number} als durchgesehen vermerkt"),
    ACCEPTED: (
        "PDF trotz Bedenken freigegeben",
        "PDF-Version {number} freigegeben, obwohl Text in ihr verborgen oder aktiver Inhalt enthalten ist",
    ),
    CHECKED: ("PDF von Menschen geprüft", "Prüfung der PDF-Version {number} durch Menschen vermerkt"),
}


def log_version(version: FileVersion, action: str, user: Any, **data: str) -> None:
    """Note at the page of the publication who did what to which version; ``user`` is None for an import."""
    log(instance=version.publication, action=action, user=user, data={"number": version.number, **data})
