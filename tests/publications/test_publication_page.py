"""The landing page of a result document."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template import engines
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from ogl_portal.core.facts import facts_of
from publications.listing import literature_tables
from publications.models import Contributor, FileState, PublicationPage
from publications.models import publication as publication_model
from tests.factories import (
    FileVersionFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    Portal,
    PublicationPageFactory,
    TopicFactory,
)


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")


def facts(publication: PublicationPage) -> dict[str, list[str]]:
    return {fact.label: [value.text for value in fact.values] for fact in facts_of(publication) if fact.values}


def page(client: Client) -> str:
    response = client.get("/ergebnisse/leitfaden/")
    assert response.status_code == 200
    return response.content.decode()


def test_what_is_not_known_shows_as_nothing(publication: PublicationPage, client: Client) -> None:
    assert facts(publication) == {"Erschienen": ["ohne Jahr (o.\xa0J.)"], "Sprache": ["Deutsch"]}
    content = page(client)
    for word in ("Lizenz", "ISBN", "DOI", "URN", "unbekannt", "None", "Umfang"):
        assert word not in content


def test_what_is_known_shows(publication: PublicationPage, portal: Portal, client: Client) -> None:
    publication.date = "2022-10"
    publication.licence = "cc-by-4.0"
    publication.doi = "10.1000/182"
    publication.contributors = [
        Contributor(family_name="Muster", given_name="Mara"),
        Contributor(kind="body", name="Stadt Brandis", role="editor"),
    ]
    publication.labs = [LabPageFactory(parent=portal.labs, title="Brandis")]
    publication.topics = [TopicFactory(name="Jugend")]
    publication.save()
    FileVersionFactory(publication=publication)
    assert facts(PublicationPage.objects.get()) == {
        "Verfasst von": ["Mara Muster"],
        "Herausgegeben von": ["Stadt Brandis"],
        "Erschienen": ["Oktober 2022"],
        "Sprache": ["Deutsch"],
        "Umfang": ["12\xa0Seiten, 1\xa0KB"],
        "Lizenz": ["CC BY 4.0"],
        "DOI": ["10.1000/182"],
        "Labor": ["Brandis"],
        "Thema": ["Jugend"],
    }
    content = page(client)
    for words in ("Mara Muster", 'datetime="2022-10"', "https://doi.org/10.1000/182", "creativecommons.org"):
        assert words in content


def test_a_lab_that_is_not_public_is_not_named(publication: PublicationPage, portal: Portal) -> None:
    publication.labs = [LabPageFactory(parent=portal.labs, live=False)]
    assert "Labore" not in facts(publication)


def test_a_publication_without_a_file_offers_no_download(publication: PublicationPage, client: Client) -> None:
    assert "leitfaden.pdf" not in page(client)


def test_the_page_offers_the_current_file_with_its_extent(publication: PublicationPage, client: Client) -> None:
    FileVersionFactory(publication=publication)
    content = page(client)
    assert "/ergebnisse/leitfaden/leitfaden.pdf" in content
    assert "12\xa0Seiten" in content


@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.RUNNING, FileState.FAILED, FileState.WITHDRAWN])
def test_a_file_that_is_not_ready_is_not_offered(publication: PublicationPage, client: Client, state: Any) -> None:
    FileVersionFactory(publication=publication, state=state)
    assert "leitfaden.pdf" not in page(client)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("isbn", "978-3-16-148410-1", "Die Prüfziffer der ISBN »978-3-16-148410-1« stimmt nicht"),
        ("doi", "10/x", "»10/x« ist keine DOI"),
        ("urn", "urn:nbn:de:101:1-201102033593", "Die Prüfziffer der URN"),
        ("date", "31.02.2022", "Diesen Tag gibt es nicht: »31.02.2022«"),
    ],
)
def test_wrong_identifiers_and_dates_are_refused(
    publication: PublicationPage, field: str, value: str, sentence: str
) -> None:
    setattr(publication, field, value)
    with pytest.raises(ValidationError) as refusal:
        publication.full_clean()
    assert refusal.value.message_dict[field][0].startswith(sentence)


def test_a_doi_is_stored_bare(publication: PublicationPage) -> None:
    publication.doi = "https://doi.org/10.1000/182"
    publication.full_clean()
    assert publication.doi == "10.1000/182"


@pytest.mark.parametrize(
    ("contributor", "field"),
    [(Contributor(kind="body"), "name"), (Contributor(kind="person", given_name="Mara"), "family_name")],
)
def test_a_contributor_has_the_name_of_its_kind(contributor: Contributor, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        contributor.clean()
    assert field in refusal.value.message_dict


@pytest.mark.django_db
def test_title_and_subtitle_are_joined_as_librarians_do() -> None:
    assert (
        PublicationPage(title="Offene Kommune.", subtitle="Ein Leitfaden").full_title == "Offene Kommune: Ein Leitfaden"
    )
    assert PublicationPage(title="Offene Kommune").full_title == "Offene Kommune"


def test_what_a_template_makes_of_a_publication_asks_the_database_nothing(
    publication: PublicationPage, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    FileVersionFactory(publication=publication)
    LiteratureEntryFactory()
    request = rf.get("/")
    page = PublicationPage.objects.get()
    given = {**page.get_context(request), "request": request, "entry": literature_tables(request.GET)[0].entries[0]}
    tags = "{% citation_head record %}{% citation_box record page.url %}{% citation_entry entry %}"
    template = engines["django"].from_string(f"{{% load citation %}}{tags}{{{{ page.last_change.what }}}}")
    with django_assert_num_queries(0):
        shown = template.render(given)
    assert "citation_title" in shown
    assert "PDF, Version 1" in shown


def test_the_models_of_publications_know_few_others() -> None:
    """Whoever reads the record opens six modules beside it; how it is shown registers itself (core.page_views)."""
    tree = ast.parse(Path(publication_model.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name.startswith(("ogl_portal.", "labs.", "publications."))}
    assert len(ours) <= 6, sorted(ours)
