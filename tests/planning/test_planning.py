"""»Planung«: who sees what, and what moving does."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from labs.models import LabPage
from ogl_portal.core.publishing import PLANNED
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.planning.dashboard import expired
from ogl_portal.planning.entries import PlanKind, entries
from ogl_portal.planning.months import Month, days_of
from ogl_portal.search.models import SearchEntry
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey, User
from ogl_portal.workplace.formatting import german_moment
from ogl_portal.workplace.scope import DashboardScope
from tests.editorial.publishing import Clock, create, edit, typed
from tests.factories import AdminFactory, EventPageFactory, LabPageFactory, NewsPageFactory, Portal
from tests.teams.teams import member, person, signed_in

PUBLISH = {"action-publish": "1"}
NOON = datetime.time(12)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    lab: LabPage = LabPageFactory(parent=portal.labs, title="Labor A")
    return lab


@pytest.fixture
def mara(lab: LabPage) -> User:
    """Of the team of lab A."""
    return member(grants.create_team(lab))


@pytest.fixture
def kim(db: None) -> User:
    return person(RoleKey.PUBLISHERS)


def at(day: datetime.date, time: datetime.time = NOON) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


@pytest.fixture
def planned(portal: Portal, lab: LabPage, kim: User, today: datetime.date) -> dict[str, Any]:
    """One thing of each kind in ten days: some of lab A, the others of the programme."""
    day = today + 10 * DAY
    client = signed_in(kim)
    other = LabPageFactory(parent=portal.labs, title="Labor B")
    appears = create(client, lab, "Erscheint bald", "bald", go_live_at=typed(at(day)), **PUBLISH)
    expires = create(client, lab, "Läuft bald ab", "ende", expire_at=typed(at(day)), **PUBLISH)
    PageReview.objects.create(page=expires, due_on=day, note="Zahlen prüfen")
    create(client, portal.home, "Soll erscheinen", "wunsch", go_live_at=typed(at(day)))
    event = EventPageFactory(parent=portal.events, title="Tagung", start_date=day)
    event.save()
    NewsPageFactory(parent=other, title="Von Labor B", expire_at=at(day))
    return {"day": day, "appears": appears, "expires": expires, "event": event}


def titles(user: User, first: datetime.date, last: datetime.date) -> set[tuple[PlanKind, str]]:
    return {(entry.kind, entry.title) for entry in entries(DashboardScope(user, timezone.localdate()), first, last)}


def find(user: User, kind: PlanKind, day: datetime.date, title: str = "") -> Any:
    all_of_kind = (
        entry for entry in entries(DashboardScope(user, timezone.localdate()), day, day) if entry.kind is kind
    )
    (found,) = [entry for entry in all_of_kind if title in ("", entry.title)]
    return found


# --- who sees what ---


def test_who_keeps_the_whole_site_sees_all_of_it(planned: dict[str, Any], kim: User) -> None:
    day = planned["day"]
    assert titles(kim, day, day) == {
        (PlanKind.PUBLISH, "Erscheint bald"),
        (PlanKind.EXPIRE, "Läuft bald ab"),
        (PlanKind.REVIEW, "Läuft bald ab"),
        (PlanKind.WISH, "Soll erscheinen"),
        (PlanKind.EVENT, "Tagung"),
        (PlanKind.EXPIRE, "Von Labor B"),
    }
    assert titles(kim, day - DAY, day - DAY) == titles(kim, day + DAY, day + DAY) == set()
    assert find(kim, PlanKind.PUBLISH, day).time == NOON
    assert find(kim, PlanKind.REVIEW, day).note == "Zahlen prüfen"


def test_a_team_sees_its_own_and_moves_what_it_may(planned: dict[str, Any], mara: User) -> None:
    day = planned["day"]
    found = entries(DashboardScope(mara, timezone.localdate()), day, day)
    assert {(entry.kind, entry.title, entry.may_move) for entry in found} == {
        (PlanKind.PUBLISH, "Erscheint bald", False),
        (PlanKind.EXPIRE, "Läuft bald ab", False),
        (PlanKind.REVIEW, "Läuft bald ab", True),
    }


def test_who_edits_nothing_sees_nothing(planned: dict[str, Any]) -> None:
    nobody = person(RoleKey.STAFF)
    nobody.groups.clear()
    assert titles(nobody, planned["day"], planned["day"]) == set()


def test_the_number_of_queries_does_not_grow(
    planned: dict[str, Any], lab: LabPage, kim: User, mara: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        page = NewsPageFactory(parent=lab, title=f"Meldung {number}", expire_at=at(planned["day"]))
        PageReview.objects.create(page=page, due_on=planned["day"])
    for user in (kim, mara):
        fresh = User.objects.get(pk=user.pk)
        with django_assert_max_num_queries(12):
            assert len(entries(DashboardScope(fresh, timezone.localdate()), planned["day"], planned["day"])) > 10


def test_the_view_shows_the_month(planned: dict[str, Any], mara: User) -> None:
    month = Month.of(planned["day"])
    shown = signed_in(mara).get(reverse("planning"), {"monat": str(month)}).content.decode()
    assert month.name in shown
    assert "Erscheint bald" in shown
    assert "Von Labor B" not in shown
    assert shown.count("Verschieben<span") == 1
    assert "ogl-month--calendar" not in signed_in(mara).get(reverse("planning") + "?ansicht=liste").content.decode()


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "99999-01", "x", "0001-01"])
def test_a_month_that_is_none_is_the_present_one(text: str, today: datetime.date) -> None:
    assert Month.parse(text, today) == Month.of(today)


def test_a_month_has_all_its_days(today: datetime.date) -> None:
    february = Month.parse("2028-02", today)
    days = days_of(february, [], today)
    assert (len(days), days[0].column, str(february.before), str(february.after)) == (29, 2, "2028-01", "2028-03")


def test_the_menu_leads_there(planned: dict[str, Any], mara: User) -> None:
    assert reverse("planning") in signed_in(mara).get(reverse("wagtailadmin_home")).content.decode()


# --- moving ---


def move(client: Client, entry: Any, day: datetime.date, time: str = "12:00", **more: str) -> Any:
    return client.post(entry.move_url, {"day": day.isoformat(), "time": time, **more})


def said(client: Client, response: Any) -> str:
    return client.get(response.url).content.decode()


def test_what_appears_is_moved_and_appears_on_its_new_day(
    planned: dict[str, Any], kim: User, monkeypatch: pytest.MonkeyPatch, sent_mails: Any
) -> None:
    clock, client, day = Clock(monkeypatch), signed_in(kim), planned["day"]
    entry = find(kim, PlanKind.PUBLISH, day)
    response = move(client, entry, day + 2 * DAY, "9:17")
    text = said(client, response)
    assert "»Erscheint bald« erscheint jetzt am" in text
    assert "9:17" in text
    version = Revision.objects.get(pk=entry.key)
    assert version.approved_go_live_at == at(day + 2 * DAY, datetime.time(9, 17))
    assert version.as_object().go_live_at == version.approved_go_live_at
    assert Page.objects.get(pk=planned["appears"].pk).go_live_at == version.approved_go_live_at
    history = PageLogEntry.objects.filter(page=planned["appears"].pk, action=PLANNED).latest("timestamp")
    assert history.user == kim
    assert "9:17" in history.message
    clock.pass_time(11 * DAY)
    assert publish_due() == 2  # two pages expire on the old day
    assert not Page.objects.get(pk=planned["appears"].pk).live
    clock.pass_time(2 * DAY)
    assert publish_due() == 1
    assert Page.objects.get(pk=planned["appears"].pk).live


def test_the_author_of_what_is_moved_is_told(portal: Portal, kim: User, today: datetime.date, sent_mails: Any) -> None:
    author = person(RoleKey.STAFF)
    page = create(signed_in(author), portal.home, "Ein Bericht", "bericht")
    edit(signed_in(kim), page, "Ein Bericht", go_live_at=typed(at(today + DAY)), **PUBLISH)
    move(signed_in(kim), find(kim, PlanKind.PUBLISH, today + DAY), today + 2 * DAY)
    first, second = sent_mails()
    assert [first.to, second.to] == [[author.email], [author.email]]
    assert "»Ein Bericht« erscheint am" in first.subject
    assert "»Ein Bericht« erscheint nun am" in second.subject
    new_day = german_moment(at(today + 2 * DAY))
    assert second.subject.endswith(new_day)
    assert "freigegeben" not in second.body
    assert "den Termin für »Ein Bericht« verschoben" in second.body
    assert new_day in second.body


def test_an_end_is_moved_for_readers_draft_and_search(planned: dict[str, Any], kim: User) -> None:
    client, day = signed_in(kim), planned["day"]
    entry = find(kim, PlanKind.EXPIRE, day, "Läuft bald ab")
    text = said(client, move(client, entry, day + DAY, "18 Uhr"))
    moment = at(day + DAY, datetime.time(18))
    assert "»Läuft bald ab« läuft jetzt am" in text
    page = Page.objects.get(pk=planned["expires"].pk)
    assert page.expire_at == page.get_latest_revision_as_object().expire_at == moment
    assert page.live_revision.as_object().expire_at == moment
    assert PageLogEntry.objects.filter(page=page.pk, action="portal.expiry_moved", user=kim).exists()


def test_the_search_learns_of_another_end(
    planned: dict[str, Any], kim: User, django_capture_on_commit_callbacks: Any
) -> None:
    day = planned["day"]
    entry = find(kim, PlanKind.EXPIRE, day, "Von Labor B")
    with django_capture_on_commit_callbacks(execute=True):
        move(signed_in(kim), entry, day + DAY)
    assert SearchEntry.objects.get(title="Von Labor B").expires_at == at(day + DAY)


def test_a_review_is_moved_by_those_who_edit_the_page_and_back_again(planned: dict[str, Any], mara: User) -> None:
    client, day = signed_in(mara), planned["day"]
    response = move(client, find(mara, PlanKind.REVIEW, day), day + DAY)
    assert PageReview.objects.get().due_on == day + DAY
    shown = said(client, response)
    assert "zur Durchsicht fällig" in shown
    assert "Rückgängig: »Läuft bald ab« wieder am" in shown
    move(client, find(mara, PlanKind.REVIEW, day + DAY), day, **{"from": "calendar"})
    assert PageReview.objects.get().due_on == day


def test_nothing_is_moved_into_the_past(planned: dict[str, Any], kim: User, today: datetime.date) -> None:
    client, day = signed_in(kim), planned["day"]
    for kind in (PlanKind.PUBLISH, PlanKind.REVIEW):
        entry = find(kim, kind, day)
        response = move(client, entry, today - DAY)
        assert "Es wurde nichts geändert." in response.content.decode()
        dropped = move(client, entry, today - DAY, **{"from": "calendar"})
        assert "Es wurde nichts geändert." in said(client, dropped)
        assert find(kim, kind, day) == entry


def test_nothing_appears_after_its_end(portal: Portal, kim: User, today: datetime.date) -> None:
    dates = {"go_live_at": typed(at(today + DAY)), "expire_at": typed(at(today + 3 * DAY))}
    create(signed_in(kim), portal.home, "Kurz", "kurz", **dates, **PUBLISH)
    response = move(signed_in(kim), find(kim, PlanKind.PUBLISH, today + DAY), today + 5 * DAY)
    assert "muss vorher erscheinen" in response.content.decode()


def test_what_is_locked_stays(planned: dict[str, Any], kim: User) -> None:
    other = AdminFactory(first_name="Ada", last_name="Beispiel")
    Page.objects.filter(pk=planned["expires"].pk).update(locked=True, locked_by=other)
    response = move(signed_in(kim), find(kim, PlanKind.REVIEW, planned["day"]), planned["day"] + DAY)
    assert "ist von Ada Beispiel gesperrt" in response.content.decode()


def test_rights_are_asked_when_it_is_moved(planned: dict[str, Any], kim: User, mara: User) -> None:
    day = planned["day"]
    entry = find(kim, PlanKind.PUBLISH, day)
    response = move(signed_in(mara), entry, day + DAY)
    assert response.url == reverse("wagtailadmin_home")
    stranger = member(grants.create_team(LabPage.objects.get(title="Labor B")))
    assert move(signed_in(stranger), entry, day + DAY).status_code == 404
    assert find(kim, PlanKind.PUBLISH, day) == entry


@pytest.mark.parametrize("address", ["termin/1", "entwurf/1", "nichts/1", "erscheint/999999", "ablauf/999999"])
def test_what_cannot_be_moved_has_no_form(portal: Portal, kim: User, address: str) -> None:
    assert signed_in(kim).get(f"{reverse('planning')}{address}/").status_code == 404


@pytest.mark.parametrize("query", ["verschoben=durchsicht-1", "verschoben=x-1", "verschoben=erscheint-x", "tag=x"])
def test_an_address_that_undoes_nothing_shows_the_month(portal: Portal, kim: User, query: str) -> None:
    response = signed_in(kim).get(f"{reverse('planning')}?{query}")
    assert response.status_code == 200
    assert "Rückgängig: " not in response.content.decode()


# --- the card ---


def test_pages_whose_time_has_ended_are_told_for_two_weeks(
    planned: dict[str, Any], mara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    clock.pass_time(11 * DAY)
    publish_due()
    card = expired(DashboardScope(mara, timezone.localdate()))
    assert card is not None
    assert [item.text for item in card.items] == ["Läuft bald ab"]
    clock.pass_time(15 * DAY)
    assert expired(DashboardScope(mara, timezone.localdate())) is None
