"""What the content checks find on public pages stands in the statement where it shuts somebody out, and only there."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ogl_portal.accessibility import content_barriers
from ogl_portal.accessibility.content_barriers import BARRIERS, content_faults
from ogl_portal.accessibility.faults import Fault, FaultPlace, known_faults
from ogl_portal.editorial.checks.findings import Rule, Severity
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.editorial.checks.store import store_all
from tests.accessibility.factories import StatementPageFactory
from tests.editorial.test_checks import body
from tests.factories import Portal, StandardPageFactory

pytestmark = pytest.mark.django_db
ENGLISH = ("paragraph", "<p>The people of the town have to decide on their future.</p>")


def page_with(portal: Portal, *blocks: tuple[str, Any], **fields: Any) -> Any:
    return StandardPageFactory(parent=portal.home, body=body(*blocks), **fields)


def finding(page: Any, rule: Rule, position: int = 0) -> ContentFinding:
    return ContentFinding.objects.create(page=page, rule=rule, severity=Severity.FAULT, position=position)


def faults() -> dict[str, Fault]:
    return {fault.key: fault for fault in known_faults() if fault.key.startswith("content.")}


def test_a_page_is_named_until_it_is_mended(portal: Portal) -> None:
    page = page_with(portal, ENGLISH, ENGLISH, title="Zukunft", slug="zukunft")
    page.save_revision().publish()
    [fault] = faults().values()
    assert (fault.key, fault.places, fault.requirements) == (
        *("content.language", (FaultPlace("Zukunft", "/zukunft/"),)),
        ("9.3.1.2",),
    )
    assert fault.description
    assert fault.alternative
    page.body = body(("paragraph", "<p>Die Stadt entscheidet.</p>"))
    page.save_revision().publish()
    assert faults() == {}


@pytest.mark.parametrize("rule", [rule for barrier in BARRIERS for rule in barrier.rules])
def test_every_barrier_has_its_words(portal: Portal, rule: Rule) -> None:
    finding(page_with(portal), rule)
    [fault] = faults().values()
    assert all((fault.title, fault.description, fault.alternative, fault.requirements))


@pytest.mark.parametrize("rule", [Rule.LONG_SENTENCE, Rule.NAME, Rule.LINK_TEXT, Rule.TABLE_CAPTION, Rule.BARE_ADDRESS])
def test_what_shuts_nobody_out_is_not_told(portal: Portal, rule: Rule) -> None:
    finding(page_with(portal), rule)
    assert faults() == {}


def test_a_page_that_is_not_public_is_not_named(portal: Portal) -> None:
    page = page_with(portal, ENGLISH, live=False)
    finding(page, Rule.ALT_MISSING)
    assert faults() == {}
    store_all()
    assert not ContentFinding.objects.exists()


def test_of_many_pages_the_first_are_named_and_all_are_counted(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_barriers, "MOST_NAMED", 2)
    for title in "ACB":
        page = page_with(portal, title=title)
        finding(page, Rule.ALT_MISSING)
        finding(page, Rule.ALT_FILE_NAME, 1)
    [fault] = faults().values()
    assert [place.title for place in fault.places] == ["A", "B"]
    assert fault.description.endswith("Genannt sind die ersten 2 Seiten; es sind 3.")


def test_one_query_however_many_pages(portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(20):
        finding(page_with(portal), Rule.ALT_MISSING)
    list(content_faults())  # the addresses of sites are kept from now on
    with django_assert_max_num_queries(1):
        list(content_faults())


def test_the_public_page_and_the_copy_for_machines_show_it(client: Client, portal: Portal) -> None:
    StatementPageFactory(parent=portal.home)
    finding(page_with(portal, title="Zahlen", slug="zahlen"), Rule.TABLE_HEADERS)
    html = client.get("/barrierefreiheit/").content.decode()
    assert "Tabellen ohne Kopfzellen" in html
    assert '<a href="/zahlen/">Zahlen</a>' in html
    told = client.get("/barrierefreiheit/erklaerung.json").json()["faults"]
    assert [fault["places"] for fault in told if fault["key"] == "content.tables"] == [
        [{"title": "Zahlen", "url": "http://testserver/zahlen/"}]
    ]
