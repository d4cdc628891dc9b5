"""Which titles of files are taken over."""

from __future__ import annotations

import pytest

from publications.pdf.titles import own_title


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Microsoft PowerPoint - 2021_Folien.pptx",
        "Microsoft PowerPoint - Ergebnisse der Labore",
        "Microsoft Word - Abschlussbericht_final_v3",
        "Microsoft Excel - Tabelle",
        "Microsoft Office Word 2007 - Bericht",
        "Microsoft Word",
        "PowerPoint-Präsentation",
        "PowerPoint Presentation",
        "Présentation PowerPoint",
        "Microsoft Word-Dokument",
        "Dokument1",
        "Document1",
        "Document 12",
        "Präsentation1",
        "Mappe1",
        "Unbenannt-1",
        "Unbenannt",
        "untitled",
        "Untitled-3",
        "Ohne Titel",
        "Folie 1",
        "Slide 1",
        "Layout 1",
        "Scan_20210312",
        "IMG_0042",
        "Dokument1 (2)",
        "C:\\Users\\mustermann\\Desktop\\Bericht.odt",
        "C:/Users/mustermann/Bericht",
        "\\\\server\\abteilung\\Bericht",
        "mustermann\\Bericht",
        "file:///home/mustermann/Bericht",
        "/Users/mustermann/Desktop/Bericht",
        "~/Bericht",
        "https://example.org/bericht",
        "Bericht_druck.indd",
        "Broschüre.QXP",
        "Bericht.docx",
        "bericht.pdf",
        "þÿ\x00B\x00e",
        "Ber\ufffdcht",
        "2021 / 3",
        "Bericht.docx [Kompatibilitätsmodus]",
        "Bericht.docx (Schreibgeschützt)",
        "Bericht.docx - Word",
        "Dokument1 - Word",
        "Broschüre.qxp_Layout 1",
        "Broschüre.QXD:Layout 1",
        "Layout 1 (Page 1)",
        "Print Job",
        "Diapositive 1",
        "(anonymous)",
        "Neues Textdokument",
        "mustermann@example.org",
    ],
)
def test_what_programs_write_is_no_title(title: str) -> None:
    assert own_title(title) == ""


@pytest.mark.parametrize(
    "title",
    [
        "Abschlussbericht der Regionalen Open Government Labore",
        "Dokumente der Beteiligung",
        "Seitenwechsel",
        "Titelverteidiger: Kommunen öffnen sich",
        "Präsentation der Ergebnisse",
        "Layout und Gestaltung 2021",
        "Scannen im Rathaus",
        "Microsoft Office in der Verwaltung",
        "Word oder Writer?",
        "Bericht 2021/22",
        "Bericht Nr. 3",
        "OGP.Labore",
        "Projekt: Offene Kommune",
        "Book Launch",
        "Layout (Grundlagen)",
        "Bericht [Entwurf]",
        "Kommunen@Werk 2030",
    ],
)
def test_a_title_of_its_own_is_taken(title: str) -> None:
    assert own_title(f" {title.replace(' ', '  ')} ") == title
