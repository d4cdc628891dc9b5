"""The reading view in parts: every page has one address, long documents stay light, pages and passages are cited."""

import gzip
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from ogl_portal.search import indexing
from publications import page_pictures as making
from publications.contents import ContentsChapter
from publications.files import delete_stored_files, page_pictures
from publications.models import DocumentPage, FileVersion, PublicationPage
from publications.reading import continued
from publications.reading_address import PAGES_OF_A_PART, page_address
from tests.factories import FileVersionFactory, Portal, PublicationPageFactory

PAGES = 53
ADDRESS = "/ergebnisse/bericht/"


def pages_of(version: FileVersion, count: int, words: str = "Offene Kommunen") -> None:
    """Pages of headings, paragraphs and tables, with a printed number two behind the counted one."""
    cell = {"header": True, "blocks": [{"kind": "paragraph", "spans": [{"text": "Jahr"}]}]}
    DocumentPage.objects.bulk_create(
        DocumentPage(
            version=version,
            number=number,
            label=str(number - 2) if number > 2 else "",
            text=f"Kapitel {number}\n\n{words} auf Seite {number}: Zahl {7000 + number}.",
            blocks=[
                {"kind": "heading", "level": 1, "spans": [{"text": f"Kapitel {number}"}]},
                {"kind": "paragraph", "spans": [{"text": f"{words} auf Seite {number}: Zahl {7000 + number}."}]},
                {"kind": "table", "rows": [[cell]]},
                {"kind": "paragraph", "spans": [{"text": "Zur letzten Seite", "href": f"#seite-{count}"}]},
            ],
        )
        for number in range(1, count + 1)
    )


@pytest.fixture
def report(portal: Portal) -> PublicationPage:
    publication = PublicationPageFactory(parent=portal.publications, title="Ein Bericht", slug="bericht", live=True)
    outline = [
        {"title": f"Kapitel {number}", "level": 1 if number % 10 == 1 else 2, "page": number, "label": ""}
        for number in range(1, PAGES + 1)
    ]
    version = FileVersionFactory(publication=publication, page_count=PAGES, text_characters=9, outline=outline)
    pages_of(version, PAGES)
    return publication


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "lxml")


def test_every_page_stands_at_its_address(report: PublicationPage, client: Client) -> None:
    for number in range(1, PAGES + 1):
        path, anchor = page_address(ADDRESS, number).split("#")
        if number in (1, 10, 11, PAGES):
            html = soup(client, path)
            assert html.find("section", id=anchor)
            assert len(html.select("section.reading__page")) == (3 if number == PAGES else PAGES_OF_A_PART)


def test_an_old_link_to_a_page_finds_the_way_on(report: PublicationPage, client: Client) -> None:
    """Behind »#« only the browser looks: each page that stands elsewhere is there as a link of that name."""
    html = soup(client, f"{ADDRESS}lesen/")
    for number in range(1, PAGES + 1):
        target = html.find(id=f"seite-{number}")
        assert target is not None
        if number > PAGES_OF_A_PART:
            assert target["href"] == page_address(ADDRESS, number)


def test_pages_are_named_by_what_is_printed_on_them(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/ab-seite-11/")
    assert html.select_one("#seite-12")["data-counted"] == "Seite\xa010 (PDF-Seite\xa012 von 53)"  # type: ignore[index]
    for place in html.select(".reading__head .kicker, [data-place] [data-counted]"):
        assert "Seiten\xa09–18 (PDF-Seiten\xa011–20 von 53)" in place.text
    assert [" ".join(link.text.split()) for link in html.select(".reading__parts a")] == [
        "Zurück: Seiten 1–8",
        "Weiter: Seiten 19–28",
    ]
    old = soup(client, f"{ADDRESS}lesen/").select_one("a#seite-42")
    assert old is not None
    assert old.text == "Weiter zu Seite 40"


def test_a_page_is_opened_by_its_printed_number_or_its_place_in_the_pdf(
    report: PublicationPage, client: Client
) -> None:
    for wanted, number in (("12", 14), ("PDF-Seite 12", 12), ("PDF-Seite 53", 53)):
        assert client.get(f"{ADDRESS}lesen/", {"seite": wanted})["Location"] == page_address(ADDRESS, number)
    html = soup(client, f"{ADDRESS}lesen/?seite=52")
    error = html.select_one("#seite-fehler")
    assert error is not None
    assert error.text == "Eine Seite »52« gibt es nicht. Es gibt Seiten\xa01–51 (PDF-Seiten\xa01–53)."


def test_links_inside_the_document_lead_to_the_right_part(report: PublicationPage, client: Client) -> None:
    link = "a:-soup-contains('Zur letzten Seite')"
    assert soup(client, f"{ADDRESS}lesen/").select_one(link)["href"] == page_address(ADDRESS, PAGES)  # type: ignore[index]
    assert soup(client, f"{ADDRESS}lesen/ab-seite-51/").select_one(link)["href"] == "#seite-53"  # type: ignore[index]


def test_parts_lead_to_one_another(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/ab-seite-11/")
    links = {str(link["rel"][0]): link["href"] for link in html.select(".reading__parts a")}
    assert links == {"prev": f"{ADDRESS}lesen/", "next": f"{ADDRESS}lesen/ab-seite-21/"}
    assert html.select_one("link[rel=canonical]")["href"].endswith("/lesen/ab-seite-11/")  # type: ignore[index,union-attr]
    assert not soup(client, f"{ADDRESS}lesen/ab-seite-51/").select(".reading__parts [rel=next]")


def test_parts_that_were_cut_otherwise_lead_on_and_those_that_never_were_do_not(
    report: PublicationPage, client: Client
) -> None:
    assert client.get(f"{ADDRESS}lesen/ab-seite-14/")["Location"] == f"{ADDRESS}lesen/ab-seite-11/"
    start = client.get(f"{ADDRESS}lesen/ab-seite-1/")
    assert (start.status_code, start["Location"]) == (301, f"{ADDRESS}lesen/")
    for wrong in ("ab-seite-54", "ab-seite-0", "sonstwo", "ab-seite-99999999"):
        assert client.get(f"{ADDRESS}lesen/{wrong}/").status_code == 404, wrong


def test_the_whole_document_is_on_one_page_to_print(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/ganz/")
    assert len(html.select("section.reading__page")) == PAGES
    assert html.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert html.select_one("a:-soup-contains('Zur letzten Seite')")["href"] == "#seite-53"  # type: ignore[index]


def test_the_contents_show_what_is_read_and_the_chapter_is_marked(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/ab-seite-21/")
    contents = html.select_one("nav#kapitel")
    assert contents is not None
    titles = [link.find("span").text for link in contents.select(".toc__1 > a")]  # type: ignore[union-attr]
    assert titles == [f"Kapitel {number}" for number in (1, 11, 21, 31, 41, 51)]
    assert [link["href"] for link in contents.select(".toc__2 > a")] == [f"#seite-{page}" for page in range(22, 31)]
    assert contents.select_one("[data-here] span").text == "Kapitel 21"  # type: ignore[union-attr]
    assert html.select_one("[data-chapter]").text == "Kapitel 21"  # type: ignore[union-attr]


def test_few_places_are_landmarks(report: PublicationPage, client: Client) -> None:
    """In the main part: the contents. 34 tables and 53 pages are none."""
    main = soup(client, f"{ADDRESS}lesen/").find("main")
    assert main is not None
    landmarks = main.select(
        "nav, aside, form[aria-label], section[aria-label], section[aria-labelledby], [role=region]"
    )
    assert [one["aria-label"] for one in landmarks] == ["Inhalt des Dokuments"]


def test_a_part_of_500_pages_is_light(report: PublicationPage, client: Client) -> None:
    """The text of a printed page is some 2,500 characters; what stands around it may not grow with the document."""
    version = report.versions.get()
    version.pages.all().delete()
    version.outline = [
        {
            "title": f"Kapitel {number} über Offenheit",
            "level": 1 if number % 10 == 1 else 2,
            "page": number,
            "label": "",
        }
        for number in range(1, 501)
    ]
    version.page_count = 500
    version.save()
    pages_of(version, 500)
    first = client.get(f"{ADDRESS}lesen/", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert len(first.content) < 12_000
    later = gzip.compress(client.get(f"{ADDRESS}lesen/ab-seite-251/").content)
    assert len(later) < 8_000


def test_each_page_offers_its_citation(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/")
    link = html.select_one("#seite-7 [data-cite]")
    assert link is not None
    quote = soup(client, str(link["href"]))
    text = " ".join(quote.select_one(".cite").text.split())  # type: ignore[union-attr]
    assert "S. 5 (PDF-Seite 7)" in text
    assert "/ergebnisse/bericht/lesen/#seite-7" in text


def test_a_passage_is_cited_with_a_link_that_marks_it(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/zitat/?pdf-seite=14&text=Seite%2014%3A%20Zahl%207014")
    assert "»Seite 14: Zahl 7014«" in html.text
    link = html.select(".cite a")[-1]["href"]
    assert str(link).endswith("/lesen/ab-seite-11/#absatz-14-2:~:text=Kommunen%20auf-,Seite%2014%3A%20Zahl%207014,-.")


def test_whatever_host_was_asked_a_document_has_one_address(report: PublicationPage, client: Client) -> None:
    """Citation, canonical address and pictures for others: as the page of the publication says."""
    site = (report.full_url or "").removesuffix(ADDRESS)
    for address in ("", "lesen/", "lesen/ab-seite-11/", "lesen/zitat/?pdf-seite=14"):
        body = client.get(f"{ADDRESS}{address}", headers={"Host": "127.0.0.1"}).content.decode()
        assert site in body, address
        assert "//127.0.0.1" not in body, address


def test_nobody_has_the_site_quote_what_no_document_says(report: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/zitat/?seite=12&text=Alles+erfunden<script>")
    assert "stehen so nicht auf" in html.text
    assert "erfunden" not in html.text
    for wrong in ("", "?seite=", "?seite=4711", "?text=a", "?pdf-seite=999"):
        assert client.get(f"{ADDRESS}lesen/zitat/{wrong}").status_code == 404


@pytest.fixture
def indexed(report: PublicationPage) -> PublicationPage:
    indexing.rebuild()
    return report


def test_words_are_found_in_the_document_and_marked_on_the_page(indexed: PublicationPage, client: Client) -> None:
    html = soup(client, f"{ADDRESS}lesen/suche/?q=7014")
    assert "1 Seite mit »7014«" in " ".join(html.text.split())
    [link] = html.select(".page-hits a")
    path, _, fragment = str(link["href"]).partition("#")
    assert path == f"{ADDRESS}lesen/ab-seite-11/?q=7014"
    assert fragment == "treffer-14"
    marks = soup(client, path).select("mark")
    assert [(mark.text, mark["id"]) for mark in marks] == [("7014", fragment)]
    assert marks[0].find_parent(id="absatz-14-2")


def test_what_was_typed_is_never_markup(indexed: PublicationPage, client: Client) -> None:
    for address in ("lesen/suche/", "lesen/"):
        body = client.get(f"{ADDRESS}{address}", {"q": "<script>alert(1)</script> \"'"}).content.decode()
        assert "<script>alert" not in body


def test_other_documents_are_not_searched(indexed: PublicationPage, portal: Portal, client: Client) -> None:
    other = PublicationPageFactory(parent=portal.publications, title="Anderes", slug="anderes")
    pages_of(FileVersionFactory(publication=other, page_count=3, text_characters=9), 3, "Maulwurf")
    indexing.rebuild()
    assert "»Maulwurf« steht nicht in diesem Dokument" in soup(client, f"{ADDRESS}lesen/suche/?q=Maulwurf").text
    assert len(soup(client, "/ergebnisse/anderes/lesen/suche/?q=Maulwurf").select(".page-hits li")) == 3


def test_a_hit_of_the_search_of_the_site_leads_to_the_marked_words(indexed: PublicationPage, client: Client) -> None:
    hits = soup(client, "/suche/?q=7014").select("a[href*='/lesen/']")
    assert hits
    assert urlsplit(str(hits[0]["href"])).query == "q=7014"


def test_words_that_are_too_common_are_told_apart_from_those_that_are_not_there(
    indexed: PublicationPage, client: Client
) -> None:
    sentence = "ist zu häufig; danach wird nicht gesucht."
    for word in ("der", "und die"):
        assert f"»{word}« {sentence}" in soup(client, f"{ADDRESS}lesen/suche/?q={word}").text
        assert f"»{word}« {sentence}" in soup(client, f"/suche/?q={word}").text
    assert "»Maulwurf« steht nicht in diesem Dokument" in soup(client, f"{ADDRESS}lesen/suche/?q=Maulwurf").text


# --- How a page looks ------------------------------------------------------------


def test_the_picture_of_a_page_is_made_once(
    report: PublicationPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def call(self: Any, function: Any, path: Any, number: int) -> making.PagePicture:
        made.append(number)
        return making.PagePicture(10, 14, b"RIFF a picture")

    monkeypatch.setattr(making.Sandbox, "call", call)
    for _ in range(2):
        response = client.get(f"{ADDRESS}seite-1-14.webp")
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert "public" in response["Cache-Control"]
    assert made == [14]
    assert client.get(f"{ADDRESS}seite-1-14.webp", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_only_pages_of_the_current_public_file_have_pictures(report: PublicationPage, client: Client) -> None:
    for address in ("seite-1-54.webp", "seite-2-1.webp", "seite-1-0.webp"):
        assert client.get(f"{ADDRESS}{address}").status_code == 404
    FileVersion.objects.update(state="withdrawn")
    assert client.get(f"{ADDRESS}seite-1-1.webp").status_code == 404


def test_a_page_that_cannot_be_painted_has_no_picture(report: PublicationPage, client: Client) -> None:
    assert client.get(f"{ADDRESS}seite-1-1.webp").status_code == 404  # the file of the factory is no PDF


def test_who_asks_for_many_new_pictures_has_to_wait(
    report: PublicationPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publications.serving.PICTURES_AT_A_TIME", 1)
    assert client.get(f"{ADDRESS}seite-1-1.webp").status_code == 404
    response = client.get(f"{ADDRESS}seite-1-2.webp")
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert "zehn Minuten" in response.content.decode()


def test_pictures_of_pages_go_with_the_publication(
    report: PublicationPage,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = making.PagePicture(10, 14, b"RIFF a picture")
    monkeypatch.setattr(making.Sandbox, "call", lambda *_: picture)
    client.get(f"{ADDRESS}seite-1-14.webp")
    [version] = report.versions.all()
    assert len(page_pictures(version)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        delete_stored_files([report.pk])
    assert page_pictures(version) == []


# --- The page of the publication ---------------------------------------------------


def test_the_landing_page_folds_its_contents_and_names_the_ways_down(report: PublicationPage, client: Client) -> None:
    html = soup(client, ADDRESS)
    assert [link["href"] for link in html.select(".pub__jumps a")] == ["#zitieren", "#angaben", "#inhalt-des-dokuments"]
    assert all(html.find(id=str(link["href"])[1:]) for link in html.select(".pub__jumps a"))
    assert len(html.select(".toc > li")) == 6
    assert len(html.select(".toc > li details")) == 6
    assert html.select(".toc__2 a")[20]["href"] == page_address(ADDRESS, 24)


def test_every_document_of_the_list_is_cited_with_one_click(report: PublicationPage, client: Client) -> None:
    cite = soup(client, "/ergebnisse/").select_one("details .cite")
    assert cite is not None
    assert "Ein Bericht" in cite.text


def entry(title: str, level: int, page: int, below: list[ContentsChapter] | None = None) -> ContentsChapter:
    return ContentsChapter(title, level, page, str(page), "", below or [])


def test_a_part_within_a_chapter_begins_with_the_headings_it_continues() -> None:
    chapter = entry("Labore", 1, 8, [entry("Brandis", 2, 9), entry("Anlass", 3, 9), entry("Bremen", 2, 12)])
    assert continued("<p>x</p><h2>Y</h2><h4>Z</h4>", chapter, 11) == []
    assert continued("<p>x</p>", chapter, 11) == []
    assert continued("<h3>Wirkung</h3>", chapter, 11) == [(2, "Labore")]
    assert continued("<h4>Wirkung</h4>", chapter, 11) == [(2, "Labore"), (3, "Brandis")]
    assert continued("<h3>Wirkung</h3>", None, 11) == [(2, "Abschnitt")]
