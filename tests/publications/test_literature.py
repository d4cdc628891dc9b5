"""The two tables of literature, sortable without JavaScript."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from publications.citation.sources import record_of_entry
from publications.listing import literature_tables
from publications.models import LiteratureAuthor, LiteratureEntry
from tests.factories import LiteratureEntryFactory, Portal


def library() -> None:
    for author, title, date, kind in (
        ("Zander", "Anfang", "2021", "book"),
        ("Öttl", "Mitte", "2019", "chapter"),
        ("Otto", "Zuletzt", "2020-05", "report"),
        ("Abel", "Artikel", "2020", "journal_article"),
    ):
        LiteratureEntryFactory(author=author, title=title, date=date, kind=kind)


def books(query: str = "") -> list[str]:
    return [entry.title for entry in literature_tables(QueryDict(query))[0].entries]


def test_books_and_articles_stand_in_two_tables(portal: Portal, client: Client) -> None:
    library()
    two = literature_tables(QueryDict())
    assert [table.title for table in two] == ["Bücher und Buchbeiträge", "Artikel (Journals, Zeitungen, etc.)"]
    assert [len(table.entries) for table in two] == [3, 1]
    content = client.get("/literatur/").content.decode()
    for words in ("Bücher und Buchbeiträge", "Artikel (Journals, Zeitungen, etc.)", "Öttl", "Zuletzt", "Artikel"):
        assert words in content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Mitte", "Zuletzt", "Anfang"]),
        ("sortierung=autor&richtung=ab", ["Anfang", "Zuletzt", "Mitte"]),
        ("sortierung=titel", ["Anfang", "Mitte", "Zuletzt"]),
        ("sortierung=jahr", ["Mitte", "Zuletzt", "Anfang"]),
        ("sortierung=jahr&richtung=ab", ["Anfang", "Zuletzt", "Mitte"]),
        ("sortierung=passwort&richtung=quer", ["Mitte", "Zuletzt", "Anfang"]),
    ],
)
def test_tables_are_sorted_by_the_address(query: str, titles: list[str]) -> None:
    library()
    assert books(query) == titles


def test_following_a_heading_sorts_and_following_it_again_turns_round(portal: Portal, client: Client) -> None:
    library()
    column = literature_tables(QueryDict("sortierung=titel"))[0].columns[1]
    assert (column.direction, column.url) == ("auf", "?sortierung=titel&richtung=ab#buecher")
    response = client.get("/literatur/" + column.url.partition("#")[0])
    content = response.content.decode()
    assert 'aria-sort="descending"' in content
    assert content.index("Zuletzt") < content.index("Mitte") < content.index("Anfang")


@pytest.mark.django_db
def test_names_are_written_as_in_a_bibliography() -> None:
    entry = LiteratureEntry(
        title="Handbuch",
        is_edited=True,
        authors=[
            LiteratureAuthor(family_name="Lucke", given_name="Jörn von"),
            LiteratureAuthor(body_name="Stadt Brandis"),
        ],
    )
    assert entry.author_names == "Lucke, Jörn von; Stadt Brandis (Hrsg.)"
    assert LiteratureEntry(title="Ohne Namen", is_edited=True).author_names == ""


def test_what_is_not_certain_about_an_entry_is_told_with_it(portal: Portal, client: Client) -> None:
    LiteratureEntryFactory(
        title="Aus der Adresse", note="Titel und Jahr aus der Webadresse erschlossen.", issn="0179-2326"
    )
    content = client.get("/literatur/").content.decode()
    assert "Titel und Jahr aus der Webadresse erschlossen." in content
    assert "ISSN 0179-2326" in content


def test_a_review_is_no_address_of_the_work(portal: Portal, client: Client) -> None:
    review = "https://zeitung.example/besprechung"
    LiteratureEntryFactory(title="Das Buch", url=review, leads_to_review=True, slug="buch", note="272 Seiten.")
    content = client.get("/literatur/").content.decode()
    assert f'<a href="{review}">Das Buch' not in content
    assert f'<a class="imprint__review" href="{review}">Besprechung<span class="visually-hidden">: Das Buch' in content
    record = record_of_entry(LiteratureEntry.objects.get(slug="buch"))
    assert (record.url, record.note) == ("", f"272 Seiten. Besprechung: {review}")


@pytest.mark.parametrize("names", [{}, {"family_name": "Muster", "body_name": "Stadt"}])
def test_an_author_is_a_person_or_a_body(names: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="entweder einen Nachnamen oder eine Körperschaft"):
        LiteratureAuthor(**names).clean()


def test_the_tables_cost_the_same_for_many_entries(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        LiteratureEntryFactory()
    with django_assert_max_num_queries(2):
        assert literature_tables(QueryDict())[0].entries[0].author_names
