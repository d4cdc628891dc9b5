"""News items: their dates, their list, their pages."""

from itertools import cycle

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client

from news.listing import PAGE_SIZE, news_list, related_news
from news.models import NewsDate, NewsPage
from tests.combinations import Listing, compare_counts
from tests.factories import ImageFactory, LabPageFactory, NewsPageFactory, Portal, TopicFactory


def titles(query: str = "") -> list[str]:
    return [item.title for item in news_list(QueryDict(query)).page]


def test_news_are_as_late_as_they_may_be(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    other = NewsPageFactory(parent=portal.news, title="Andere", date="2019", labs=[lab])
    for date in ("2022-10", "2021", "2022-10-05", "2022"):
        NewsPageFactory(parent=portal.news, title=date, date=date, labs=[lab])
    NewsPageFactory(parent=portal.news, title="Ohne Datum", dates=[], labs=[lab])
    expected = ["2022", "2022-10", "2022-10-05", "2021", "Andere", "Ohne Datum"]
    assert [item.title for item in client.get("/labore/brandis/").context["related"]["news"]] == expected
    assert [item.title for item in related_news(other, 9)] == [title for title in expected if title != "Andere"]
    assert [item["title"] for item in client.get("/aktuelles/feed.json").json()["items"]] == expected


def test_news_with_fuzzy_dates_stand_in_the_order_of_time(portal: Portal) -> None:
    for date in ("2022-10", "2021", "2022-10-05", "2022-09-30", "2022"):
        NewsPageFactory(parent=portal.news, title=date, date=date)
    assert titles() == ["2022", "2022-10", "2022-10-05", "2022-09-30", "2021"]


def test_all_dates_are_shown_and_the_first_one_sorts(portal: Portal, client: Client) -> None:
    dates = [NewsDate(date="2022-06-21"), NewsDate(date="2022-10")]
    item = NewsPageFactory(parent=portal.news, slug="tagung", dates=dates)
    assert item.sort_date == "2022-06-21"
    content = client.get("/aktuelles/tagung/").content.decode()
    assert '<time datetime="2022-06-21">21.\xa0Juni 2022</time>' in content
    assert '<time datetime="2022-10">Oktober 2022</time>' in content


def test_an_impossible_date_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        NewsDate(date="2022-02-30").clean_fields(exclude={"news"})
    assert refusal.value.message_dict["date"] == ["Diesen Tag gibt es nicht: »2022-02-30«."]


def test_news_of_a_lab_may_live_below_the_lab_and_is_gathered_in_the_index(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    NewsPageFactory(parent=lab, title="Aus Brandis", slug="meldung")
    assert client.get("/labore/brandis/meldung/").status_code == 200
    assert "Aus Brandis" in client.get("/aktuelles/").content.decode()


def test_news_are_filtered_by_lab_topic_and_year(portal: Portal) -> None:
    lab, topic = LabPageFactory(parent=portal.labs, slug="brandis"), TopicFactory(slug="jugend")
    NewsPageFactory(parent=portal.news, title="A", date="2022-10", labs=[lab])
    NewsPageFactory(parent=portal.news, title="B", date="2021-05-05", topics=[topic])
    assert titles("labor=brandis") == ["A"]
    assert titles("thema=jugend") == ["B"]
    assert titles("jahr=2021") == ["B"]
    assert titles("jahr=2022&thema=jugend") == []
    assert titles("jahr=neulich&labor=atlantis") == ["A", "B"]


def test_counts_equal_results_for_every_combination(portal: Portal) -> None:
    labs = [LabPageFactory(parent=portal.labs, slug=slug) for slug in ("brandis", "norden")]
    topics = [TopicFactory(slug=slug) for slug in ("jugend", "daten")]
    shown = cycle([(labs[:1], topics), (labs, topics[:1]), ([], []), (labs[1:], topics[1:]), (labs, [])])
    for date in ("2021", "2022-10", "2022-10-05", "2020-02") * 4:
        its_labs, its_topics = next(shown)
        NewsPageFactory(parent=portal.news, date=date, labs=its_labs, topics=its_topics)

    def list_for(query: QueryDict) -> Listing:
        found = news_list(query)
        return found.page.paginator.count, found.filters

    values = {
        "labor": ("brandis", "norden"),
        "thema": ("jugend", "daten"),
        "jahr": ("2021", "2022"),
    }
    assert compare_counts(list_for, values) > 100


@pytest.mark.parametrize(("asked", "shown"), [("", 1), ("2", 2), ("99", 2), ("-1", 2), ("x", 1), ("0", 2)])
def test_pages_beyond_the_end_show_the_nearest(portal: Portal, asked: str, shown: int) -> None:
    for _ in range(PAGE_SIZE + 1):
        NewsPageFactory(parent=portal.news)
    assert news_list(QueryDict(f"seite={asked}")).page.number == shown


def test_drafts_are_not_listed(portal: Portal) -> None:
    NewsPageFactory(parent=portal.news, live=False)
    assert titles() == []


def test_related_news_come_from_the_same_labs(portal: Portal) -> None:
    lab, other = (LabPageFactory(parent=portal.labs) for _ in range(2))
    this = NewsPageFactory(parent=portal.news, title="Diese", labs=[lab, other])
    NewsPageFactory(parent=portal.news, title="Gleiches Labor", labs=[lab, other])
    NewsPageFactory(parent=portal.news, title="Fremd")
    assert [item.title for item in related_news(this)] == ["Gleiches Labor"]


@pytest.mark.parametrize(
    ("alt", "decorative", "sentence"),
    [
        ("", False, "Bitte einen Alternativtext schreiben oder »nur Schmuck« ankreuzen."),
        ("Ein Tisch", True, "Ein Schmuckbild hat keinen Alternativtext. Bitte eines entfernen."),
    ],
)
def test_a_picture_needs_either_a_text_or_the_choice(db: None, alt: str, decorative: bool, sentence: str) -> None:
    item = NewsPage(title="M", slug="m", picture=ImageFactory(), picture_alt=alt, picture_is_decorative=decorative)
    with pytest.raises(ValidationError) as refusal:
        item.clean_fields()
    assert refusal.value.message_dict["picture_alt"] == [sentence]


def test_a_decorative_picture_has_an_empty_alternative_text(portal: Portal, client: Client) -> None:
    NewsPageFactory(
        parent=portal.news, slug="bild", picture=ImageFactory(title="Kein Text"), picture_is_decorative=True
    )
    content = client.get("/aktuelles/bild/").content.decode()
    assert 'alt=""' in content
    assert "Kein Text" not in content
