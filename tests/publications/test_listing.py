"""The list of publications, and what is related to what."""

from itertools import cycle

from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from publications.citation.sources import record_to_cite
from publications.listing import publication_list, related_publications
from tests.combinations import Listing, compare_counts
from tests.factories import FileVersionFactory, LabPageFactory, Portal, PublicationPageFactory, TopicFactory


def titles(query: str = "") -> list[str]:
    return [publication.title for publication in publication_list(QueryDict(query)).publications]


def test_what_stands_on_the_home_page_comes_first_then_the_newest(portal: Portal) -> None:
    for title, date, order in (("Alt", "2020", None), ("Neu", "2022-10", None), ("Vorn", "2019", 1)):
        PublicationPageFactory(parent=portal.publications, title=title, date=date, home_page_order=order)
    assert titles() == ["Vorn", "Neu", "Alt"]


def test_publications_are_filtered_by_kind_topic_lab_and_year(portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    topic = TopicFactory(slug="jugend")
    PublicationPageFactory(parent=portal.publications, title="A", kind="guide", date="2022-10", labs=[lab])
    PublicationPageFactory(parent=portal.publications, title="B", kind="report", date="2021", topics=[topic])
    assert titles("art=guide") == ["A"]
    assert titles("jahr=2021") == ["B"]
    assert titles("labor=brandis") == ["A"]
    assert titles("thema=jugend") == ["B"]
    assert titles("thema=jugend&art=guide") == []
    assert titles("art=gibt-es-nicht&jahr=abc") == ["A", "B"]


def test_counts_equal_results_for_every_combination(portal: Portal) -> None:
    labs = [LabPageFactory(parent=portal.labs, slug=slug) for slug in ("brandis", "norden")]
    topics = [TopicFactory(slug=slug) for slug in ("jugend", "daten")]
    shown = cycle([(labs[:1], topics), (labs, topics[:1]), ([], []), (labs[1:], topics[1:]), (labs, [])])
    for kind, date in [("guide", "2021"), ("report", "2022-10"), ("guide", "2022"), ("report", "")] * 4:
        its_labs, its_topics = next(shown)
        PublicationPageFactory(parent=portal.publications, kind=kind, date=date, labs=its_labs, topics=its_topics)

    def list_for(query: QueryDict) -> Listing:
        found = publication_list(query)
        return len(found.publications), found.filters

    values = {
        "art": ("guide", "report"),
        "thema": ("jugend", "daten"),
        "labor": ("brandis", "norden"),
        "jahr": ("2021", "2022"),
    }
    assert compare_counts(list_for, values) > 200


def test_a_long_list_has_pages(portal: Portal) -> None:
    for number in range(25):
        PublicationPageFactory(parent=portal.publications, title=f"Bericht {number:02}", date="2022")
    assert titles() == [f"Bericht {number:02}" for number in range(20)]
    assert titles("seite=2") == [f"Bericht {number:02}" for number in range(20, 25)]
    assert publication_list(QueryDict("seite=2")).page.paginator.count == 25


def test_a_publication_without_a_year_is_found_as_such(portal: Portal) -> None:
    PublicationPageFactory(parent=portal.publications, title="Undatiert", date="")
    PublicationPageFactory(parent=portal.publications, title="Datiert", date="2021-05")
    assert titles("jahr=ohne") == ["Undatiert"]
    years = publication_list(QueryDict("")).filters[3]
    assert [(choice.value, choice.label, choice.count) for choice in years.choices] == [
        ("2021", "2021", 1),
        ("ohne", "ohne Jahr", 1),
    ]


def test_drafts_are_not_listed(portal: Portal) -> None:
    PublicationPageFactory(parent=portal.publications, live=False)
    assert titles() == []


def test_related_publications_share_labs_and_topics(portal: Portal) -> None:
    lab, topic = LabPageFactory(parent=portal.labs), TopicFactory()
    this = PublicationPageFactory(parent=portal.publications, title="Dieses", labs=[lab], topics=[topic])
    PublicationPageFactory(parent=portal.publications, title="Thema", topics=[topic])
    PublicationPageFactory(parent=portal.publications, title="Labor", labs=[lab])
    PublicationPageFactory(parent=portal.publications, title="Fremd")
    assert [publication.title for publication in related_publications(this)] == ["Labor", "Thema"]


def test_related_publications_that_are_equally_close_stand_by_their_titles(portal: Portal) -> None:
    topic = TopicFactory()
    this = PublicationPageFactory(parent=portal.publications, title="Dieses", topics=[topic])
    for title in "DACB":
        PublicationPageFactory(parent=portal.publications, title=title, topics=[topic], live=title != "A")
    assert [publication.title for publication in related_publications(this)] == ["B", "C", "D"]


def test_the_list_costs_the_same_for_many_publications(
    portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        publication = PublicationPageFactory(parent=portal.publications, topics=[TopicFactory()])
        FileVersionFactory(publication=publication)
    portal.publications.get_url()  # asks for the sites once
    with django_assert_max_num_queries(11):  # one of them remembered where the content is watched
        for publication in publication_list(QueryDict("art=report")).publications:
            assert publication.current_version
            assert record_to_cite(publication).url
