"""The Handbuch as text: its links lead somewhere, its pictures are there, and what is written in it cannot do harm."""

import re

import pytest
from django.test import Client

from ogl_portal.handbook import chapters
from ogl_portal.users.models import RoleKey
from tests.teams.teams import person, signed_in

EVERY = [chapters.cover(), *chapters.chapters()]
MOST_BYTES = 1_500_000  # all pictures together
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#]*)#?([^)]*)\)")


def names(shown: chapters.Chapter) -> str:
    return shown.slug or "cover"


@pytest.mark.parametrize("shown", EVERY, ids=names)
def test_links_lead_somewhere(shown: chapters.Chapter) -> None:
    broken = []
    for file, anchor in LINK.findall(shown.text):
        target = chapters.FOLDER / file if file else shown.path
        if not target.is_file():
            broken.append(file)
        elif anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            if anchor not in map(chapters.anchor, headings):
                broken.append(f"{file}#{anchor}")
    assert broken == []


def test_the_table_of_contents_names_every_chapter_in_its_order() -> None:
    listed = re.findall(r"^(\d+)\. \[(.+?)\]\((.+?)\)", chapters.cover().text, re.MULTILINE)
    assert [(f"{number}. {title}", file) for number, title, file in listed] == [
        (chapter.title, chapter.path.name) for chapter in chapters.chapters()
    ]
    assert [int(chapter.path.name[:2]) for chapter in chapters.chapters()] == list(range(1, len(EVERY)))


def test_every_picture_is_shown_and_all_together_are_small() -> None:
    files = list((chapters.FOLDER / chapters.PICTURES).glob("*.png"))
    shown = {name for chapter in EVERY for name in re.findall(rf"\({chapters.PICTURES}/([\w-]+\.png)\)", chapter.text)}
    assert {file.name for file in files} == shown
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


def test_links_and_pictures_point_into_the_admin() -> None:
    shown = chapters.render(
        "# 9. Probe\n\n## Wie?\n\n[Inhalt](README.md) [hier](01-erste-schritte.md#anmelden) ![Ein Bild](bilder/a.png)"
    )
    assert shown.title == "9. Probe"
    assert [(section.anchor, section.title) for section in shown.sections] == [("wie", "Wie?")]
    assert 'href="/admin/handbuch/"' in shown.html
    assert 'href="/admin/handbuch/erste-schritte/#anmelden"' in shown.html
    assert '<img src="/admin/handbuch/bilder/a.png" alt="Ein Bild"' in shown.html


def test_html_in_a_chapter_is_shown_not_obeyed() -> None:
    assert "<script>" not in chapters.render("# 9. Probe\n\n<script>alert(1)</script>").html


@pytest.fixture
def staff(db: None) -> Client:
    return signed_in(person(RoleKey.STAFF))


@pytest.mark.parametrize("shown", EVERY, ids=names)
def test_staff_read_it_in_the_admin(staff: Client, shown: chapters.Chapter) -> None:
    page = staff.get(shown.url if shown.slug else "/admin/handbuch/")
    text = page.content.decode()
    assert shown.title in text
    for chapter in chapters.chapters():
        assert f'href="{chapter.url}"' in text


def test_what_is_not_there_is_not_found(staff: Client) -> None:
    assert staff.get("/admin/handbuch/kein-kapitel/").status_code == 404
    assert staff.get("/admin/handbuch/bilder/kein-bild.png").status_code == 404


def test_a_picture_is_looked_for_among_the_pictures_alone() -> None:
    with pytest.raises(FileNotFoundError):
        chapters.picture("../README.md")


def test_the_help_menu_leads_to_it_and_nowhere_outside(staff: Client) -> None:
    page = staff.get("/admin/").content.decode()
    assert "/admin/handbuch/" in page
    assert "guide.wagtail.org" not in page
