"""What of the models ends up in a record."""

import pytest
from django.utils import timezone

from ogl_portal.german.dates import FuzzyDate
from publications.citation import ris
from publications.citation.german import availability
from publications.citation.record import Agent, Subject
from publications.citation.sources import accessibility_features, record_of_entry, record_of_publication, record_to_cite
from publications.enums import ContributorKind, ContributorRole, LiteratureKind
from publications.models import Contributor, FileVersion, LiteratureAuthor, PublicationPage
from tests.factories import (
    FileVersionFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    Portal,
    PublicationPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    page = PublicationPageFactory(
        parent=portal.publications,
        title="Öffnung & Wirkung",
        subtitle="Ein Bericht",
        slug="oeffnung",
        kind="interim_report",
        date="2022-10",
        licence="cc-by-4.0",
        abstract="<p>Erster &amp; <b>wichtiger</b> Absatz.</p><p>Zweiter.</p>",
    )
    page.topics = [TopicFactory(name="Open Data")]
    page.labs = [LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")]
    page.save()
    for order, values in enumerate(
        [
            {"kind": ContributorKind.BODY, "name": "Stadt Brandis", "role": ContributorRole.EDITOR},
            {"family_name": "Müßig", "given_name": "Änne von"},
        ]
    ):
        Contributor.objects.create(publication=page, sort_order=order, **values)
    return PublicationPage.objects.get(pk=page.pk)


def test_a_publication(publication: PublicationPage) -> None:
    record = record_of_publication(publication)
    assert record.key == "oeffnung"
    assert record.kind == "report"
    assert record.genre == "Zwischenbericht"
    assert record.full_title == "Öffnung & Wirkung: Ein Bericht"
    assert record.contributors == (
        Agent(literal="Stadt Brandis", role="editor"),
        Agent(family="Müßig", given="Änne von"),
    )
    assert record.issued == FuzzyDate(2022, 10)
    assert record.institution == "Stadt Brandis"
    assert record.publisher == ""
    assert record.licence_url == "https://creativecommons.org/licenses/by/4.0/deed.de"
    assert record.abstract == "Erster & wichtiger Absatz. Zweiter."
    assert record.keywords == ("Open Data",)
    assert record.about == (Subject("Brandis", "http://localhost/labore/brandis/"),)
    assert record.url == "http://localhost/ergebnisse/oeffnung/"
    assert (record.pdf_url, record.file, record.extent) == ("", None, "")


def test_the_file_lies_beside_the_page_and_the_version_stays(publication: PublicationPage) -> None:
    FileVersionFactory(publication=publication, number=1)
    newest = FileVersionFactory(publication=publication, number=2, page_count=96, content=b"%PDF-1.7 zwei")
    record = record_of_publication(publication)
    assert record.pdf_url == "http://localhost/ergebnisse/oeffnung/oeffnung.pdf"
    assert record.pdf_url.startswith(record.url)
    assert record.version == "2"
    assert record.extent == "96"
    assert record.file is not None
    assert record.file.url == "http://localhost/ergebnisse/oeffnung/oeffnung-v2.pdf"
    assert record.file.sha256 == newest.public_sha256
    assert record.file.size == newest.public_size


def test_the_first_version_is_not_numbered(publication: PublicationPage) -> None:
    FileVersionFactory(publication=publication)
    assert record_of_publication(publication).version == ""


@pytest.mark.parametrize(
    ("values", "institution"),
    [
        ({"publisher": "Bundeskanzleramt"}, "Bundeskanzleramt"),
        ({}, ""),
    ],
)
def test_who_stands_behind_a_report(portal: Portal, values: dict, institution: str) -> None:
    page = PublicationPageFactory(parent=portal.publications, **values)
    assert record_of_publication(page).institution == institution


def test_a_record_is_made_once_for_a_page(publication: PublicationPage, django_assert_num_queries) -> None:
    first = record_of_publication(publication)
    with django_assert_num_queries(0):
        assert record_of_publication(publication) is first


@pytest.mark.parametrize(
    ("inspection", "conforms", "features"),
    [
        ({}, None, ()),
        ({"tagged": False, "pictures": 0}, False, ("none",)),
        ({"tagged": True, "pictures": 2, "pictures_without_alt": [{"page": 1}]}, False, ("taggedPDF",)),
        (
            {"tagged": True, "pictures": 2, "pictures_without_alt": []},
            True,
            ("taggedPDF", "structuralNavigation", "alternativeText"),
        ),
    ],
)
def test_accessibility_is_what_was_measured(inspection: dict, conforms: bool | None, features: tuple) -> None:
    version = FileVersion(
        inspection=inspection, accessibility={"conforms": conforms}, processed_at=timezone.now(), outline=[]
    )
    assert accessibility_features(version) == features


@pytest.mark.parametrize(
    ("found", "is_readable"),
    [
        ({}, True),
        ({"scanned_pages": [], "unreadable_pages": []}, True),
        ({"scanned_pages": [3]}, False),
        ({"unreadable_pages": [{"number": 3, "share": 0.4}]}, False),
    ],
)
def test_a_file_with_pages_that_hold_no_text_is_not_readable_as_text(
    publication: PublicationPage, found: dict, is_readable: bool
) -> None:
    FileVersionFactory(publication=publication, accessibility={"conforms": True}, inspection={"tagged": True, **found})
    record = record_of_publication(publication)
    assert record.file is not None
    assert record.file.readable_as_text is is_readable
    assert "Keine Regel von PDF/UA-1 verletzt" in record.file.summary


def test_a_literature_entry() -> None:
    entry = LiteratureEntryFactory(
        kind=LiteratureKind.BOOK,
        title="Kommunales Open Government",
        is_edited=True,
        pages="VI, 272",
        place="Marburg",
        author="Laumer",
        note="Mit Besprechung.",
    )
    LiteratureAuthor.objects.filter(entry=entry).update(sort_order=1)
    LiteratureAuthor.objects.create(entry=entry, body_name="Landkreis Marburg-Biedenkopf", sort_order=2)
    record = record_of_entry(entry)
    assert record.kind == "book"
    assert record.extent == "VI, 272"
    assert record.pages == ""
    assert record.editors == (
        Agent("Laumer", "Mara", role="editor"),
        Agent(literal="Landkreis Marburg-Biedenkopf", role="editor"),
    )
    assert record.note == "Mit Besprechung."
    assert record.url == ""


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (LiteratureKind.CHAPTER, "chapter"),
        (LiteratureKind.REPORT, "report"),
        (LiteratureKind.JOURNAL_ARTICLE, "article-journal"),
        (LiteratureKind.NEWSPAPER_ARTICLE, "article-newspaper"),
    ],
)
def test_kinds_of_literature(kind: str, expected: str) -> None:
    entry = LiteratureEntryFactory(kind=kind, pages="145 ff.")
    assert record_of_entry(entry).kind == expected
    assert record_of_entry(entry).pages == "145 ff."


def test_what_is_not_on_the_site_is_not_cited_with_an_address_of_ours(publication: PublicationPage) -> None:
    record = record_of_publication(publication)
    assert (record.work_url, availability(record)) == ("", "")
    assert "http" not in ris.render([record])
    publication.source_url = "https://labor.example/bericht"
    record = record_to_cite(publication)
    assert availability(record) == "Verfügbar unter: https://labor.example/bericht"
    FileVersionFactory(publication=publication)
    record = record_to_cite(PublicationPage.objects.get(pk=publication.pk))
    assert availability(record) == f"Verfügbar unter: {publication.full_url}"
