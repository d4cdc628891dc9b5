"""The content checks find what shuts readers out, say where, and keep quiet about what is right."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from labs.models import LabPage, LabSubproject
from news.models import NewsPage
from ogl_portal.editorial.checks import Finding, FindingPlace, check
from ogl_portal.editorial.checks.content_nodes import (
    ContentNode,
    HeadingNode,
    LinkNode,
    PictureNode,
    RichTextNode,
    TableNode,
    TextNode,
    parts_of,
)
from ogl_portal.editorial.checks.language import english_passages
from ogl_portal.editorial.checks.names import near_name
from ogl_portal.editorial.checks.pages import check_page
from ogl_portal.editorial.checks.rules import sentences
from ogl_portal.pages.models import StandardPage
from tests.factories import AdminFactory, NewsPageFactory, Portal, StandardPageFactory, UserFactory

HERE = FindingPlace(("body", "b"), "Inhalt, Block 1")


def rules(*parts: ContentNode) -> list[str]:
    return [finding.rule for finding in check(parts)]


def html(text: str) -> RichTextNode:
    return RichTextNode(HERE, text)


def heading(level: int, text: str = "Titel") -> HeadingNode:
    return HeadingNode(FindingPlace(("body", f"{level}{text}"), "Überschrift"), level, text)


def words(text: str = "Text.") -> TextNode:
    return TextNode(FindingPlace(("body", "t"), "Text"), text)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([heading(2), words(), heading(3), words()], []),
        ([heading(3), words()], ["heading-order"]),
        ([heading(2), words(), heading(3), words(), heading(2), words()], []),
        ([words(), heading(2)], ["empty-section"]),
        ([heading(2, "A"), heading(2, "B"), words()], ["empty-section"]),
        ([heading(2), heading(3), words()], []),
    ],
)
def test_headings(parts: list[ContentNode], expected: list[str]) -> None:
    assert rules(*parts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p><a href="/x">hier</a></p>', ["link-text"]),
        ('<p><a href="/x">Mehr …</a></p>', ["link-text"]),
        ('<p><a href="/x"></a></p>', ["empty-link"]),
        ('<p><a href="/x">https://www.example.org/lange/adresse</a></p>', ["bare-address"]),
        ('<p><a href="/x">example.org</a></p>', ["bare-address"]),
        ('<p><a href="/x">Praxisleitfaden lesen</a></p>', []),
        ('<p><a href="/admin/pages/5/edit/">Praxisleitfaden lesen</a></p>', ["admin-link"]),
        ('<p><a href="/admin">Praxisleitfaden lesen</a></p>', ["admin-link"]),
        ('<p><a href="BASE_URL/admin/pages/5/edit/#_ftn1">[1]</a></p>', ["admin-link"]),
        ('<p><a href="https://andere.example/admin/">Praxisleitfaden lesen</a></p>', []),
        ('<p><a href="/administration-im-wandel/">Praxisleitfaden lesen</a></p>', []),
        ("<p><b>Wie es weitergeht</b></p>", ["bold-as-heading"]),
        ("<p><b>Wichtig:</b> Es geht weiter.</p>", []),
    ],
)
def test_rich_text(text: str, expected: list[str]) -> None:
    assert rules(html(text.replace("BASE_URL", settings.BASE_URL))) == expected


def test_a_button_into_the_admin_is_told() -> None:
    assert rules(LinkNode(HERE, "Leitfaden lesen", f"{settings.BASE_URL}/admin/documents/3/")) == ["admin-link"]
    assert rules(LinkNode(HERE, "", "/admin/pages/5/")) == ["admin-link"]
    assert rules(LinkNode(HERE, "Leitfaden lesen", "https://andere.example/")) == []


@pytest.mark.parametrize(
    ("alt", "decorative", "caption", "expected"),
    [
        ("", False, "", ["alt-missing"]),
        ("", True, "", []),
        ("IMG_2031.jpg", False, "", ["alt-file-name"]),
        ("Foto von einem Marktplatz", False, "", ["alt-picture-of"]),
        ("Menschen am runden Tisch", False, "Menschen am runden Tisch", ["alt-is-caption"]),
        ("Menschen am runden Tisch", False, "Auftakt", []),
    ],
)
def test_pictures(alt: str, decorative: bool, caption: str, expected: list[str]) -> None:
    assert rules(PictureNode(HERE, alt, decorative, caption)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"data": [["Land", "Zahl"], ["Hessen", "2"]], "first_row_is_table_header": True, "table_caption": "L"}, []),
        ({"data": [["Land"]], "table_caption": "L"}, ["table-headers"]),
        ({"data": [["Land"]], "first_row_is_table_header": True, "table_caption": " "}, ["table-caption"]),
        (
            {"data": [["Land", ""], ["Hessen", "2"]], "first_row_is_table_header": True, "table_caption": "L"},
            ["table-empty-header"],
        ),
        (  # the corner between both kinds of header cells may stay empty
            {
                "data": [["", "Zahl"], ["Hessen", "2"]],
                "first_row_is_table_header": True,
                "first_col_is_header": True,
                "table_caption": "L",
            },
            [],
        ),
    ],
)
def test_tables(value: dict[str, Any], expected: list[str]) -> None:
    assert rules(TableNode(HERE, value)) == expected


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Schkopua", "Schkopau"),
        ("Schkoppau", "Schkopau"),
        ("Ergebnisspräsentation", "Ergebnispräsentation"),
        ("Ergebnispräsentaton", "Ergebnispräsentation"),
        ("Mersebrug", "Merseburg"),
        ("Schkopau", None),
        ("Schkopauer", None),
        ("Würzburger", None),
        ("Modellkommunen", None),
        ("Warburg", None),
        ("Kommunen", None),
        ("partizipaton", None),
        ("Haus", None),
    ],
)
def test_names(word: str, name: str | None) -> None:
    assert near_name(word) == name


def test_a_slip_is_told_once_for_each_place() -> None:
    [finding] = check([words("In Schkopua und in Schkopua.")])
    assert (finding.rule, finding.sentence) == ("name", "»Schkopua«: Ist »Schkopau« gemeint?")


def test_sentences_do_not_end_at_abbreviations_or_dates() -> None:
    text = "Am 5. Oktober 2022 sprach Dr. Schade z. B. über Nr. 3. Danach wurde gewählt. »So ist es.« Ende."
    assert sentences(text) == [
        "Am 5. Oktober 2022 sprach Dr. Schade z. B. über Nr. 3. Danach wurde gewählt.",
        "»So ist es.«",
        "Ende.",
    ]


def test_long_sentences_are_hinted_at_but_not_in_quotations() -> None:
    long = " ".join(["Wort"] * 26) + "."
    assert rules(words(long)) == ["long-sentence"]
    assert rules(words(" ".join(["Wort"] * 25) + ".")) == []
    assert rules(TextNode(HERE, long, is_quote=True)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The people of the town have to decide on their future.", True),
        ("Die Initiative »Open Government Partnership« gibt es seit 2011.", False),
        ("Open Data, Open Government, Open Source und Open Access", False),
        ("Die Kommunen entscheiden, was in der Stadt gebaut wird.", False),
        ("On site", False),
    ],
)
def test_passages_in_english(text: str, found: bool) -> None:
    assert bool(english_passages(text)) is found


def test_a_passage_that_is_marked_is_left_alone() -> None:
    passage = "The people of the town have to decide on their future."
    assert rules(html(f"<p>{passage}</p>")) == ["language"]
    assert rules(html(f'<p><span lang="en">{passage}</span></p>')) == []


def body(*blocks: tuple[str, Any]) -> str:
    ids = (f"00000000-0000-4000-8000-{number:012}" for number in range(100))
    return json.dumps([{"type": kind, "value": value, "id": next(ids)} for kind, value in blocks])


def find(page: Any) -> list[Finding]:
    return check_page(page)


@pytest.mark.django_db
def test_a_finding_leads_to_its_block() -> None:
    page = StandardPage(
        title="Seite",
        body=body(("paragraph", "<p>Gut.</p>"), ("paragraph", '<p><a href="/kontakt/senden/">hier</a></p>')),
    )
    [finding] = find(page)
    assert finding.is_fault
    assert finding.place.block == "00000000-0000-4000-8000-000000000001"
    assert finding.place.anchor == "#block-00000000-0000-4000-8000-000000000001-section"
    assert finding.place.label == "Inhalt, Block 2 (Text)"


@pytest.mark.django_db
def test_all_kinds_of_fields_are_read() -> None:
    page = StandardPage(
        title="Besuch in Schkopua",
        teaser="Bericht aus Mersebrug",
        body=body(
            ("accordion", [{"id": "a", "type": "item", "value": {"title": "Brandsi", "text": '<a href="/">mehr</a>'}}]),
            ("quote", {"text": "Nach Würzbrug", "source": ""}),
            ("call_to_action", {"title": "T", "text": "", "link_text": "hier", "page": None, "url": "https://a.de/"}),
            ("picture", {"image": None, "alt": "bild.png", "decorative": False, "caption": "", "credit": ""}),
        ),
    )
    assert [finding.rule for finding in find(page)] == [
        "name", "name", "name", "link-text", "name", "link-text", "alt-file-name"
    ]  # fmt: skip


@pytest.mark.django_db
def test_child_lists_and_the_picture_of_a_news_item_are_read() -> None:
    lab = LabPage(title="Labor", subprojects=[LabSubproject(title="Teil", description='<a href="/">hier</a>')])
    [finding] = find(lab)
    assert finding.place.path == ("subprojects", "description")
    assert "Teil" in finding.place.label
    assert [finding.rule for finding in find(NewsPage(title="M", picture_id=1, picture_alt=""))] == ["alt-missing"]


@pytest.mark.usefixtures("programme_site")
@pytest.mark.django_db
def test_no_false_alarm_on_the_programmes_own_content() -> None:
    from wagtail.models import Page

    found = [
        (page.title, finding.sentence)
        for page in Page.objects.live().filter(depth__gt=1).specific()
        for finding in find(page)
        if finding.is_fault or finding.rule in {"name", "language"}
    ]
    assert found == []


# --- in the editor ---


def test_the_editor_lists_what_was_found_and_saves_all_the_same(client: Client, portal: Portal) -> None:
    client.force_login(AdminFactory())
    page = StandardPageFactory(
        parent=portal.home, title="Seite", body=body(("paragraph", '<p><a href="https://a.de/x">hier</a></p>'))
    )
    text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "1\N{NO-BREAK SPACE}Fehler zum Inhalt" in text
    assert 'href="#block-00000000-0000-4000-8000-000000000000-section"' in text
    page.save_revision().publish()
    assert client.get("/seite-" + page.slug.removeprefix("seite-") + "/").status_code == 200


def test_the_list_follows_the_newest_draft(client: Client, portal: Portal) -> None:
    client.force_login(AdminFactory())
    page = StandardPageFactory(parent=portal.home, title="Seite", body=body(("paragraph", "<p>Gut.</p>")))
    assert "nichts aufgefallen" in client.get(f"/admin/pruefung/{page.pk}/").content.decode()
    page.title = "Besuch in Schkopua"
    page.save_revision()
    text = client.get(f"/admin/pruefung/{page.pk}/").content.decode()
    assert "1\N{NO-BREAK SPACE}Hinweis zum Inhalt" in text
    assert "Ist »Schkopau« gemeint?" in text


def test_only_those_who_may_edit_see_the_list(client: Client, portal: Portal) -> None:
    client.force_login(UserFactory())
    assert client.get(f"/admin/pruefung/{portal.home.pk}/").status_code == 302


@pytest.mark.parametrize("level", ["", "drei"])
def test_a_draft_whose_heading_has_no_level_is_read(portal: Portal, level: str) -> None:
    """It is stored as it was typed; the editor opens it to mend it."""
    body = [{"type": "heading", "id": "a", "value": {"level": level, "text": "Ohne Ebene"}}]
    page = NewsPageFactory(parent=portal.news, body=json.dumps(body), live=False)
    [found] = [node for node in parts_of(page) if isinstance(node, HeadingNode)]
    assert (found.level, found.text) == (2, "Ohne Ebene")
