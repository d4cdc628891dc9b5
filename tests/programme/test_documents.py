"""The committed sample documents are what the site and its search are shown and tested with."""

from __future__ import annotations

import tomllib
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest

from tests.words.test_public_pages import FAULTS

DOCUMENTS = Path(__file__).resolve().parents[2] / "ogl_portal" / "programme" / "documents"

# slug: (fewest pages, most pages, accessible)
EXPECTED = {
    "ermutigung-zur-offenen-kommune": (20, 28, True),
    "open-government-und-wirkungsorientierung": (18, 24, True),
    "abschlussveranstaltung-ergebnispraesentation": (14, 14, True),
    "projektbericht-2020-2022": (40, 80, True),
    "von-der-utopie-zur-kulturtechnik": (14, 20, True),
    "interim-report-2021": (7, 10, False),
}
ACCESSIBLE = [slug for slug, (_, _, accessible) in EXPECTED.items() if accessible]


def path_of(slug: str) -> Path:
    return DOCUMENTS / f"{slug}.pdf"


def text_of(slug: str) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(path_of(slug)) as pdf:
        return [sheet.get_textpage().get_text_range() for sheet in pdf]


def outline_depth(items: list[pikepdf.OutlineItem]) -> int:
    return 1 + max((outline_depth(item.children) for item in items), default=0) if items else 0


def is_conforming(slug: str) -> bool:
    return page.validate_pdf(str(path_of(slug)), profile=page.ValidationProfile.PDF_UA_1).is_compliant


@pytest.mark.parametrize("slug", EXPECTED)
def test_no_line_has_a_fault_that_was_mended_on_the_pages(slug: str) -> None:
    lines = [line for sheet in text_of(slug) for line in sheet.splitlines()]
    assert [(fault, line) for line in lines for fault, holds in FAULTS.items() if holds(line)] == []


def test_every_source_has_its_pdf_and_every_pdf_its_source() -> None:
    sources = {file.stem for file in DOCUMENTS.glob("*.md")} - {"README"}
    assert sources == {file.stem for file in DOCUMENTS.glob("*.pdf")} == set(EXPECTED)


@pytest.mark.parametrize("slug", EXPECTED)
def test_page_count_and_size(slug: str) -> None:
    fewest, most, _ = EXPECTED[slug]
    with pikepdf.open(path_of(slug)) as pdf:
        assert fewest <= len(pdf.pages) <= most
    assert path_of(slug).stat().st_size < 400_000


@pytest.mark.parametrize("slug", EXPECTED)
def test_the_cover_and_every_further_page_say_that_it_is_a_sample(slug: str) -> None:
    cover, *others = text_of(slug)
    assert "Musterdatei" in cover
    assert "nicht das Originaldokument" in " ".join(cover.split())
    assert all("Musterdatei · kein Originaldokument" in text for text in others)


@pytest.mark.parametrize("slug", ACCESSIBLE)
def test_the_accessible_ones_conform_to_pdf_ua(slug: str) -> None:
    assert is_conforming(slug)
    with pikepdf.open(path_of(slug)) as pdf:
        source = (DOCUMENTS / f"{slug}.md").read_text(encoding="utf-8")
        facts = tomllib.loads(source.split("+++")[1])
        assert pdf.Root.Lang == "de"
        assert pdf.docinfo["/Title"] == facts["title"]
        assert "/PageLabels" in pdf.Root


def test_the_interim_report_is_not_accessible_and_says_so() -> None:
    assert not is_conforming("interim-report-2021")
    with pikepdf.open(path_of("interim-report-2021")) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "/Lang" not in pdf.Root
        assert "/Title" not in pdf.docinfo
    assert "zu Vorführzwecken ohne Tags erstellt" in " ".join(text_of("interim-report-2021")[0].split())


def test_the_project_report_has_a_deep_outline_tags_and_a_chapter_for_each_lab() -> None:
    with pikepdf.open(path_of("projektbericht-2020-2022")) as pdf:
        with pdf.open_outline() as outline:
            assert outline_depth(outline.root) == 3
            chapters = [item.title for item in outline.root if item.title.startswith("Labor ")]
        assert len(chapters) == 13
        assert pdf.Root.MarkInfo.Marked
        labels = list(pdf.Root.PageLabels.Nums)
        assert labels[1].S == "/r"
        assert labels[3].S == "/D"


def test_the_slides_are_landscape() -> None:
    with pikepdf.open(path_of("abschlussveranstaltung-ergebnispraesentation")) as pdf:
        for sheet in pdf.pages:
            left, bottom, right, top = sheet.mediabox
            assert right - left > top - bottom


@pytest.mark.parametrize("slug", EXPECTED)
def test_no_source_holds_an_upright_quotation_mark_in_its_text(slug: str) -> None:
    body = (DOCUMENTS / f"{slug}.md").read_text(encoding="utf-8").split("+++", 2)[2]
    prose = [line for line in body.splitlines() if not line.startswith(("<", "!["))]
    assert not [line for line in prose if '"' in line or " - " in line]
