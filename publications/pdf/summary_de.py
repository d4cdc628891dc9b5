"""Results in German sentences, for staff and for the label beside a download."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ogl_portal.german.formats import and_list, file_size
from publications.pdf import rules
from publications.pdf.accept import SAFE, Accepted
from publications.pdf.accessibility import ConformanceReport
from publications.pdf.blocks import ReadingView
from publications.pdf.clean import CleanedPDF
from publications.pdf.hidden import REASONS, REDACTIONS, Hidden, HiddenText
from publications.pdf.inspect import Inspection
from publications.pdf.legibility import UNREADABLE_SHARE, UnreadablePage, is_readable
from publications.pdf.pipeline import ProcessedFile, StageProblem

KINDS = {
    "JavaScript": ("Skript", "Skripte"),
    "Launch": ("Programmaufruf", "Programmaufrufe"),
    "SubmitForm": ("Formularversand", "Formularversände"),
    "ImportData": ("Datenimport", "Datenimporte"),
    "GoToE": ("Sprung in einen Anhang", "Sprünge in Anhänge"),
    "GoToR": ("Verweis auf einen fremden Ordner", "Verweise auf fremde Ordner"),
    "URI": ("unsicherer Link", "unsichere Links"),
    "AA": ("selbsttätige Aktion", "selbsttätige Aktionen"),
    "OpenAction": ("Aktion beim Öffnen", "Aktionen beim Öffnen"),
    "Named": ("selbsttätige Aktion", "selbsttätige Aktionen"),
    "XFA": ("XFA-Formular", "XFA-Formulare"),
    "FileAttachment": ("Dateianhang auf einer Seite", "Dateianhänge auf Seiten"),
    "attachment": ("eingebettete Datei", "eingebettete Dateien"),
    "author": ("Name in den Metadaten", "Namen in den Metadaten"),
    "comment author": ("Name an einem Kommentar", "Namen an Kommentaren"),
    "redaction note": ("Notiz an einer Schwärzung", "Notizen an Schwärzungen"),
    "software": ("Angabe zur Software", "Angaben zur Software"),
    "dates": ("Zeitstempel", "Zeitstempel"),
    "metadata": ("weitere Metadaten-Angabe", "weitere Metadaten-Angaben"),
    "image metadata": ("Bild mit Kameradaten", "Bilder mit Kameradaten"),
    "private data": ("Arbeitsdaten eines Programms", "Arbeitsdaten von Programmen"),
}
_MEDIA = ("Film, Ton oder 3D-Modell", "Filme, Töne oder 3D-Modelle")

_ERRORS = {
    "timeout": "die Prüfung dauerte zu lange",
    "memory": "die Prüfung brauchte zu viel Speicher",
    "limit": "die Datei ist für die Prüfung zu umfangreich",
    "damaged": "die Datei ist beschädigt",
}

HIDDEN_UNKNOWN = (
    "Ob die Datei Text enthält, den man auf ihren Seiten nicht sieht, ließ sich nicht feststellen. Bitte prüfen Sie "
    "besonders geschwärzte Stellen, bevor Sie die Datei veröffentlichen."
)

_PROBLEMS = {
    "text": "Der Text der Datei ließ sich nicht lesen; sie ist in der Suche nur mit Titel und Beschreibung zu "
    "finden, und "
    "eine Leseansicht gibt es nicht. Das PDF selbst ist davon nicht betroffen.",
    "cover": "Ein Bild der ersten Seite ließ sich nicht erzeugen. Das PDF selbst ist davon nicht betroffen; "
    "Sie können es ohne Titelbild veröffentlichen.",
    "pictures": "Die Abbildungen ließen sich nicht für die Leseansicht aufbereiten; sie zeigt nur deren "
    "Beschreibungen. Das "
    "PDF selbst ist davon nicht betroffen.",
}


def count(number: int, one: str, many: str) -> str:
    """ "1 Seite", "12 Seiten", "1.200 Seiten"."""
    return f"{number:,}\u00a0{one if number == 1 else many}".replace(",", ".")


def accepted(result: Accepted) -> str:
    """One sentence on what was uploaded."""
    sentence = (
        f"»{result.filename}« ist angenommen: {count(result.pages, 'Seite', 'Seiten')}, {file_size(result.size)}."
    )
    if result.repaired:
        sentence += " Die Datei war beschädigt und wurde repariert; bitte sehen Sie sich das Ergebnis an."
    if result.encrypted:
        sentence += " Die Nutzung war eingeschränkt; die öffentliche Version ist frei lesbar."
    return sentence


def inspection(result: Inspection) -> list[str]:
    """What staff should know about the content, the weightier first. Empty if there is nothing to say."""
    lines = [*_without_text(result)]
    if not result.tagged:
        lines.append(
            "Das Dokument hat keine Tags: Ein Screenreader erkennt weder Überschriften noch Listen oder Tabellen. "
            "Bitte exportieren Sie es mit Tags neu."
        )
    if result.pictures_without_alt:
        lines.append(
            f"{count(len(result.pictures_without_alt), 'Bild hat', 'Bilder haben')} keinen Alternativtext"
            f"{_on_pages(picture.page for picture in result.pictures_without_alt)}."
        )
    if not result.title:
        lines.append("In der Datei steht kein Titel; wir tragen den Titel aus dem Eintrag ein.")
    if not result.language:
        lines.append("In der Datei steht keine Sprache; wir tragen die Sprache aus dem Eintrag ein.")
    loose = [font.name for font in result.fonts if not font.embedded]
    if loose:
        lines.append(
            f"Nicht eingebettet: {and_list(loose[:5])}. Auf anderen Geräten kann das Dokument anders aussehen."
        )
    if "XFA" in result.active_content:
        lines.append(
            "Das Formular ist ein XFA-Formular, das die meisten Leseprogramme nicht anzeigen. Dieser Teil "
            "wird entfernt; "
            "bitte prüfen Sie, ob in der öffentlichen Version noch alle Felder und Texte stehen."
        )
    if result.hidden_layers:
        lines.append(
            f"Das Dokument hat ausgeblendete Ebenen ({and_list(result.hidden_layers[:5])}). Bitte prüfen Sie, "
            f"ob deren Inhalt "
            "öffentlich werden darf."
        )
    if result.comments:
        lines.append(
            f"Das Dokument enthält {count(result.comments, 'Kommentar', 'Kommentare')}. Die Namen der "
            f"Verfasser:innen entfernen "
            "wir, der Wortlaut bleibt. Bitte prüfen Sie, ob er öffentlich werden darf."
        )
    if result.signature:
        lines.append(_SIGNATURES[result.signature])
    return lines


_SIGNATURES = {
    "real": (
        "Das Dokument ist digital signiert. Es wird unverändert veröffentlicht, damit die Signatur gültig bleibt. Wer "
        "signiert hat, prüft das Portal nicht."
    ),
    "damaged": (
        "Das Dokument ist digital signiert, aber beschädigt: Leseprogramme könnten anderes zeigen, als geprüft wurde. "
        "Deshalb wird es repariert und gesäubert wie jedes andere, und in der öffentlichen Version ist die Signatur "
        "ungültig. Bitte erzeugen und signieren Sie es neu, wenn sie gelten soll."
    ),
    "former": (
        "Das Dokument wurde digital signiert und danach ergänzt; die Signatur gilt nicht für die ganze Datei. Deshalb "
        "wird diese gesäubert wie jede andere, und in der öffentlichen Version ist die Signatur ungültig. Soll sie "
        "gelten, laden Sie die Datei so hoch, wie sie nach dem Signieren gespeichert wurde."
    ),
    "pretended": (
        "Das Dokument sieht digital signiert aus, doch die Signatur passt nicht zu seinem Inhalt. Es wird gesäubert "
        "wie jedes andere. Bitte fragen Sie nach, woher die Datei stammt."
    ),
}
"""By signatures.Verdict."""

SIGNATURE_CLAUSES = {
    "damaged": "Das Dokument ist signiert, aber beschädigt; in der öffentlichen Version ist die Signatur ungültig",
    "former": "Das Dokument wurde nach dem Signieren ergänzt; in der öffentlichen Version ist die Signatur ungültig",
    "pretended": "Das Dokument sieht digital signiert aus, doch die Signatur passt nicht zu seinem Inhalt",
}
"""The same in short, of files that are cleaned in spite of a signature."""

KEPT_ACTIVE = "Die Datei ist digital signiert und enthält aktive Inhalte, die sich deshalb nicht entfernen lassen."


def kept_active(kinds: dict[str, int]) -> list[str]:
    """What of a signed file would run or be brought along at its readers, and what to do. Empty if nothing would."""
    if not kinds:
        return []
    words = and_list(count(number, *KINDS.get(kind, _MEDIA)) for kind, number in sorted(kinds.items()))
    return [
        f"{KEPT_ACTIVE} Gefunden: {words}.",
        "Manche Leseprogramme führen solche Inhalte aus oder öffnen sie. Am sichersten ist es, sie im ursprünglichen "
        "Dokument zu entfernen und dieses neu zu signieren. Braucht niemand die Signatur, laden Sie die Datei ohne sie "
        "hoch: Dann entfernt das Portal die Inhalte.",
    ]


_HIDDEN = {
    "covered": (
        "Unter einer Fläche, einem Bild oder einem Kommentar liegt Text",
        "Wenn die Stelle geschwärzt sein soll: Eine Fläche darüber genügt nicht. Wenden Sie im PDF-Programm die "
        "Funktion »Schwärzen« an, oder löschen Sie den Text im ursprünglichen Dokument und exportieren Sie es neu.",
    ),
    "marked": (
        "Text ist zum Schwärzen markiert, aber nicht geschwärzt",
        "Wenden Sie die Schwärzungen im PDF-Programm an (in Acrobat: »Anwenden«) und laden Sie die Datei neu hoch.",
    ),
    "colour": (
        "Text hat die Farbe seines Hintergrunds",
        "Wenn niemand ihn lesen soll, löschen Sie ihn im ursprünglichen Dokument und exportieren Sie es neu; sonst "
        "ändern Sie die Farbe.",
    ),
    "cropped": (
        "Text liegt außerhalb des sichtbaren Teils der Seite",
        "Zuschneiden verdeckt nur. Löschen Sie den Text im ursprünglichen Dokument und exportieren Sie es neu.",
    ),
    "layer": (
        "Text liegt auf einer ausgeblendeten Ebene",
        "Löschen Sie die Ebene oder exportieren Sie das Dokument ohne sie; soll man den Text lesen, blenden "
        "Sie sie ein.",
    ),
    "invisible": (
        "Text ist als unsichtbar angelegt",
        "Löschen Sie ihn im ursprünglichen Dokument und exportieren Sie es neu.",
    ),
    "transparent": (
        "Text ist durchsichtig",
        "Löschen Sie ihn im ursprünglichen Dokument und exportieren Sie es neu, oder nehmen Sie die "
        "Transparenz zurück.",
    ),
    "clipped": (
        "Text ist weggeschnitten, sodass man ihn nicht sieht",
        "Löschen Sie ihn im ursprünglichen Dokument und exportieren Sie es neu.",
    ),
    "tiny": (
        "Text ist so klein, dass ihn niemand lesen kann",
        "Löschen Sie ihn im ursprünglichen Dokument und exportieren Sie es neu.",
    ),
}
"""By the reasons of hidden.REASONS: what was found, and how to mend it."""

STILL_IN_FILE = (
    "In der Lesefassung und in der Suche steht dieser Text nicht. In der PDF-Datei selbst ist er noch enthalten: Wer "
    "sie herunterlädt, kann ihn dort kopieren."
)


def hidden(result: Hidden) -> list[str]:
    """What is in the file and not seen on its pages: by reason, with pages, short quotes and how to mend it. For staff
    only. Empty if there is nothing to say."""
    lines = [hidden_line(reason, found) for reason, found in by_reason(result.found)]
    if lines:
        lines.append(STILL_IN_FILE)
    if result.unchecked:
        lines.append(
            f"Ob Text verborgen ist, ließ sich für {pages(result.unchecked)} nicht prüfen: Die Datei ist dafür zu "
            "umfangreich. Bitte sehen Sie sich diese Seiten an, wenn etwas geschwärzt ist."
        )
    if result.unchecked_scans:
        lines.append(
            f"Für {pages(result.unchecked_scans)} ließ sich nicht prüfen, ob unter geschwärzten Stellen des Scans noch "
            "Text der Texterkennung liegt. Bitte sehen Sie sich diese Seiten an, wenn etwas geschwärzt ist."
        )
    return lines


UNCHECKED = "Ob Text verborgen ist, ließ sich nicht prüfen"


def hidden_clauses(result: Hidden) -> list[str]:
    """What `hidden` says in short, without quotes and advice: a clause for each reason, and one for pages that could
    not be looked at, scans included. Empty if there is nothing to say."""
    clauses = [
        f"{_HIDDEN[reason][0]} ({pages(entry.page for entry in found)})" for reason, found in by_reason(result.found)
    ]
    if unchecked := [*result.unchecked, *result.unchecked_scans]:
        clauses.append(f"{UNCHECKED} ({pages(unchecked)})")
    return clauses


def by_reason(found: Iterable[HiddenText]) -> list[tuple[str, list[HiddenText]]]:
    """The findings put together by reason, in the order of REASONS."""
    entries = list(found)
    groups = ((reason, [entry for entry in entries if entry.reason == reason]) for reason in REASONS)
    return [(reason, group) for reason, group in groups if group]


def hidden_line(reason: str, found: list[HiddenText]) -> str:
    """What was found for one reason, where, and how to mend it. Text whose characters the file does not tell is not
    quoted."""
    what, advice = _HIDDEN[reason]
    readable = [entry for entry in found if is_readable(entry.text)][:3]
    quotes = and_list(f"»{_shortened(entry.text)}«" for entry in readable)
    more = " und weitere Stellen" if len(found) > len(readable) else ""
    attention = "Achtung: " if reason in REDACTIONS else ""
    told = f": {quotes}{more}" if quotes else ""
    return f"{attention}{what} ({pages(entry.page for entry in found)}){told}. {advice}"


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()} …"


def _without_text(result: Inspection) -> Iterator[str]:
    scanned = len(result.scanned_pages)
    if scanned and scanned == result.pages:
        yield (
            "Das Dokument besteht nur aus Bildern seiner Seiten; Text sind höchstens Seitenzahlen und Stempel. Es "
            "lässt sich nicht durchsuchen und nicht vorlesen. "
            "Bitte verwenden Sie das Original statt eines Scans oder lassen Sie eine Texterkennung darüberlaufen."
        )
    elif scanned:
        yield (
            f"{count(scanned, 'Seite enthält', 'Seiten enthalten')} nur ein Bild und keinen Text außer etwa Seitenzahl "
            f"und Stempel ({pages(result.scanned_pages)}). Diese Seiten lassen sich nicht "
            "durchsuchen und nicht vorlesen."
        )
    if result.unreadable_pages:
        yield unreadable(result.unreadable_pages)


def unreadable(found: Sequence[UnreadablePage], *, most: int = 12) -> str:
    """Where text has no characters, with the share of each page, and what that means."""
    shares = [f"PDF-Seite\u00a0{page.number} ({percent(page.share)})" for page in found[:most]]
    if len(found) > most:
        shares.append(f"{count(len(found) - most, 'weitere Seite', 'weitere Seiten')}")
    sentence = (
        "Die Datei sagt nicht, welche Zeichen ihre Schrift zeigt. Suche und Vorlesegeräte können nicht lesen: "
        f"{and_list(shares)}."
    )
    if any(page.share >= UNREADABLE_SHARE for page in found):
        sentence += (
            f" Seiten, von denen {percent(UNREADABLE_SHARE)} der Zeichen oder mehr unlesbar sind, stehen weder in der "
            "Suche noch in der Lesefassung."
        )
    return (
        f"{sentence} Bitte erzeugen Sie das PDF im ursprünglichen Programm neu, am besten als PDF/A, oder lassen Sie "
        "eine Texterkennung darüberlaufen."
    )


def percent(share: float) -> str:
    """ "12 %", "unter 1 %"."""
    return f"{round(100 * share)}\u00a0%" if share >= 0.01 else "unter 1\u00a0%"


def pages(numbers: Iterable[int], *, most: int = 12) -> str:
    """ "PDF-Seite 4", "PDF-Seiten 1 bis 3, 7 und 9": places in the file. At most `most` groups are named."""
    groups: list[list[int]] = []
    for number in sorted(set(numbers)):
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    words = [
        str(group[0]) if len(group) == 1 else f"{group[0]}{' und ' if len(group) == 2 else ' bis '}{group[-1]}"
        for group in groups[:most]
    ]
    if len(groups) > most:
        words.append("weitere")
    single = len(groups) == 1 and len(groups[0]) == 1
    return f"PDF-{'Seite' if single else 'Seiten'}\u00a0{and_list(words)}"


def _on_pages(numbers: Iterable[int | None]) -> str:
    known = [number for number in numbers if number]
    return f" ({pages(known)})" if known else ""


def cleaned(result: CleanedPDF) -> str:
    """One or two sentences on what was removed."""
    if result.signed:
        return (
            "Die Datei ist digital signiert und wurde nicht verändert. Persönliche Angaben sind, falls vorhanden, noch "
            "enthalten; bitte prüfen Sie das, bevor Sie sie veröffentlichen."
        )
    if not result.removed:
        return "Es gab nichts zu entfernen. Titel, Sprache und Lizenz sind eingetragen."
    words = [count(entry.count, *KINDS.get(entry.kind, _MEDIA)) for entry in result.removed]
    return f"Entfernt: {and_list(words)}. Titel, Sprache und Lizenz sind eingetragen; Text und Bilder sind unverändert."


def label(report: ConformanceReport) -> str:
    """The label beside a download: "nach PDF/UA-1 maschinell geprüft: bestanden". Add the date and the human check."""
    if report.conforms is None:
        return f"nach PDF/UA-1 nicht geprüft: {_ERRORS.get(report.error, 'die Prüfung brach ab')}"
    if report.conforms:
        return "nach PDF/UA-1 maschinell geprüft: bestanden"
    if not report.failures:
        return "nach PDF/UA-1 maschinell geprüft: nicht bestanden"
    return f"nach PDF/UA-1 maschinell geprüft: {count(len(report.failures), 'Regel', 'Regeln')} verletzt"


def failures(report: ConformanceReport) -> list[str]:
    """The broken rules in lines; rules that mean the same to a reader are put together."""
    counts: dict[tuple[str, str], int] = {}
    for entry in report.failures:
        key = (rules.rule(entry.rule).title, entry.clause)
        counts[key] = counts.get(key, 0) + entry.count
    return [failure_line(title, number, clause) for (title, clause), number in counts.items()]


def failure_line(title: str, number: int, clause: str) -> str:
    """One line: "Ein Bild hat keinen Alternativtext (4-mal, Abschnitt 7.3)"."""
    times = "einmal" if number == 1 else f"{number}-mal"
    return f"{title} ({times}, Abschnitt {clause})" if clause else f"{title} ({times})"


def text(view: ReadingView | None) -> str:
    """One sentence on the reading view."""
    if view is None:
        return _PROBLEMS["text"]
    filled = sum(1 for page in view.pages if page.blocks)
    if not filled:
        return "Das Dokument enthält keinen Text, der sich lesen lässt; eine Lesefassung gibt es deshalb nicht."
    origin = "aus den Tags der Datei" if view.tagged else "aus den Zeilen der Seiten, denn die Datei hat keine Tags"
    return f"Gelesen: Text von {count(filled, 'Seite', 'Seiten')}, {origin}."


def problem(result: StageProblem) -> str:
    """What a stage that gave up means for the publication."""
    return _PROBLEMS.get(
        result.stage, f"Ein Schritt der Verarbeitung ist gescheitert. {SAFE} Bitte versuchen Sie es noch einmal."
    )


def processed(result: ProcessedFile) -> list[str]:
    """The result for staff, in the order in which they want to know it; what `hidden` says is told by itself."""
    lines = [accepted(result.accepted), *inspection(result.inspection), cleaned(result.cleaned)]
    lines.append(f"Barrierefreiheit: {label(result.after)}.")
    if result.worse:
        titles = and_list(f"»{rules.rule(rule).title}«" for rule in result.worse)
        lines.append(f"Achtung: Erst die öffentliche Version verletzt {titles}. Bitte melden Sie das der Technik.")
    if result.reading is not None:
        lines.append(text(result.reading))
    lines.extend(problem(entry) for entry in result.problems if entry.stage != "hidden")
    return lines
