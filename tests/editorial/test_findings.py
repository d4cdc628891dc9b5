"""What the checks find on public pages is stored, listed for those who may mend it, and gone when the page is."""

import datetime
import logging
from io import StringIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from news.models import NewsPage
from ogl_portal.editorial.checks import store as stored
from ogl_portal.editorial.checks.card import content_findings
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.editorial.checks.store import store, store_all
from ogl_portal.jobs import scheduled
from ogl_portal.safety import trash
from ogl_portal.teams import grants
from ogl_portal.workplace.cards import Priority
from ogl_portal.workplace.scope import DashboardScope
from tests.editorial.test_checks import body
from tests.factories import AdminFactory, LabPageFactory, NewsPageFactory, Portal, StandardPageFactory
from tests.teams.teams import member, signed_in

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)
BAD_LINK = ("paragraph", '<p><a href="https://a.de/x">hier</a></p>')
REPORT = "/admin/berichte/inhaltspruefung/"


def page_with(portal: Portal, *blocks: tuple[str, Any], **fields: Any) -> Any:
    return StandardPageFactory(parent=portal.home, body=body(*(blocks or (BAD_LINK,))), **fields)


def found(page: Any) -> list[str]:
    return list(ContentFinding.objects.filter(page=page).order_by("position").values_list("rule", flat=True))


def rows(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{REPORT}?export=csv&{query}")
    return b"".join(answer.streaming_content).decode().splitlines()[1:]


# --- stored ---


def test_publishing_stores_what_is_public_and_a_draft_changes_nothing(portal: Portal) -> None:
    page = page_with(portal, title="Seite")
    page.save_revision().publish()
    assert found(page) == ["link-text"]
    page.title = "Besuch in Schkopua"
    revision = page.save_revision()
    assert found(page) == ["link-text"]
    revision.publish()
    assert found(page) == ["name", "link-text"]
    page.title, page.body = "Seite", body(("paragraph", "<p>Gut.</p>"))
    page.save_revision().publish()
    assert found(page) == []


def test_a_finding_knows_its_place_in_the_editor(portal: Portal) -> None:
    page = page_with(portal)
    store(page)
    [finding] = ContentFinding.objects.all()
    assert finding.sentence == "Der Link »hier« sagt nicht, wohin er führt."
    assert finding.place == "Inhalt, Block 1 (Text)"
    assert finding.anchor == "#block-00000000-0000-4000-8000-000000000000-section"


def test_nothing_is_kept_of_a_page_that_is_taken_down_or_deleted(portal: Portal) -> None:
    pages = [page_with(portal), page_with(portal)]
    store_all()
    pages[0].unpublish()
    assert found(pages[0]) == []
    pages[1].delete()
    assert not ContentFinding.objects.exists()


def test_the_night_finds_what_came_without_publishing_and_forgets_what_is_gone(portal: Portal) -> None:
    page, gone, draft = page_with(portal), page_with(portal), page_with(portal, live=False)
    store(gone)
    trash.move_to_trash(gone)
    assert not ContentFinding.objects.on_public_pages().exists(), "at once in every list"
    job = next(job for job in scheduled.registered() if job.name == "editorial.content_checks")
    assert job.interval is None
    job.run(TODAY)
    assert (found(page), found(gone), found(draft)) == (["link-text"], [], [])


def test_a_page_that_is_as_it_was_is_not_written_again(portal: Portal) -> None:
    page = page_with(portal)
    store_all()
    before = list(ContentFinding.objects.values_list("pk", flat=True))
    store_all()
    assert list(ContentFinding.objects.values_list("pk", flat=True)) == before
    type(page).objects.filter(pk=page.pk).update(title="Besuch in Schkopua")
    store_all()
    assert found(page) == ["name", "link-text"]


def test_the_command_tells_how_many(portal: Portal) -> None:
    page_with(portal)
    out = StringIO()
    call_command("check_content", stdout=out)
    assert out.getvalue() == "1 findings on public pages.\n"


def test_a_check_that_fails_keeps_no_page_from_its_readers(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(page: Any) -> None:
        raise RuntimeError

    page = page_with(portal, live=False)
    monkeypatch.setattr(stored, "check_page", fail)
    with caplog.at_level(logging.ERROR):
        page.save_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert "the step editorial.findings failed" in caplog.text


# --- the report ---


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def test_the_report_leads_to_the_place_in_the_editor(admin: Client, portal: Portal) -> None:
    page = page_with(portal, title="Eine Seite")
    store_all()
    text = admin.get(REPORT).content.decode()
    assert f"/admin/pages/{page.pk}/edit/#block-00000000-0000-4000-8000-000000000000-section" in text
    assert "Link sagt nicht, wohin er führt" in text


def test_the_report_is_filtered_sorted_and_searched(admin: Client, portal: Portal) -> None:
    page_with(portal, title="A Schkopua")
    NewsPageFactory(parent=portal.news, title="B Schkopua")
    store_all()
    assert [row.split(";")[0] for row in rows(admin)] == ["A Schkopua", "A Schkopua", "B Schkopua"], "faults first"
    assert rows(admin, "ordering=-page__title")[0].startswith("B Schkopua;")
    assert len(rows(admin, "rule=name&rule=link-text")) == 3
    assert [row.split(";")[2] for row in rows(admin, "rule=link-text")] == ["Fehler"]
    assert [row.split(";")[2] for row in rows(admin, "severity=hint")] == ["Hinweis", "Hinweis"]
    kind = ContentType.objects.get_for_model(NewsPage).pk
    assert [row.split(";")[0] for row in rows(admin, f"seitentyp={kind}")] == ["B Schkopua"]
    assert [row.split(";")[0] for row in rows(admin, "q=B+Schk")] == ["B Schkopua"]
    assert admin.get(f"{REPORT}?export=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_its_queries_do_not_grow_with_the_findings(
    admin: Client, portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        page_with(portal, title=f"Schkopua {number}")
    store_all()
    admin.get(REPORT)
    with django_assert_max_num_queries(25):
        admin.get(REPORT)


def test_a_lab_team_sees_its_own_pages_only(portal: Portal) -> None:
    labs = [LabPageFactory(parent=portal.labs, title=f"Labor {name}") for name in "AB"]
    for lab in labs:
        NewsPageFactory(parent=lab, title=f"Schkopua bei {lab.title}")
    page_with(portal, title="Andere Seite")
    store_all()
    client = signed_in(member(grants.create_team(labs[0])))
    assert [row.split(";")[0] for row in rows(client)] == ["Schkopua bei Labor A"]
    text = client.get(REPORT).content.decode()
    assert "Labor B" not in text
    assert "Andere Seite" not in text


# --- the dashboard ---


def test_the_card_names_pages_with_faults(portal: Portal) -> None:
    scope = DashboardScope(AdminFactory(), TODAY)
    assert content_findings(scope) is None
    page_with(portal, title="Schkopua")
    worse = page_with(portal, BAD_LINK, BAD_LINK, title="Schlimmer")
    store_all()
    card = content_findings(scope)
    assert card is not None
    assert (card.priority, card.count, card.items[0].text, card.items[0].note) == (
        *(Priority.REPAIR, 2, worse.title),
        "2\N{NO-BREAK SPACE}Fehler",
    )
    assert card.button_url == f"{REPORT}?severity=fault"


def test_hints_alone_are_told_calmly(portal: Portal) -> None:
    page_with(portal, ("paragraph", "<p>Gut.</p>"), title="Besuch in Schkopua")
    store_all()
    card = content_findings(DashboardScope(AdminFactory(), TODAY))
    assert card is not None
    assert (card.priority, card.count, card.items[0].note) == (Priority.AHEAD, 1, "1\N{NO-BREAK SPACE}Hinweis")


def test_a_lab_team_is_told_of_its_own_pages_only(portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    page_with(portal)
    store_all()
    assert content_findings(DashboardScope(member(grants.create_team(lab)), TODAY)) is None
