"""Cards about what readers did not find and what the law asks for, each for those who can do something about it."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from pytest_django import DjangoAssertNumQueries

from ogl_portal.legal.dashboard import legal_texts
from ogl_portal.legal.gaps import legal_gaps
from ogl_portal.search.dashboard import unfound_words
from ogl_portal.search.models import SearchedWords
from ogl_portal.users.models import RoleKey
from ogl_portal.workplace.cards import Priority
from ogl_portal.workplace.scope import DashboardScope
from tests.factories import AdminFactory, Portal, UserFactory
from tests.teams.teams import person

TODAY = datetime.date(2026, 11, 24)


def searched(words: str, days_ago: int, results: int, times: int = 1) -> None:
    day = TODAY - datetime.timedelta(days=days_ago)
    SearchedWords.objects.create(day=day, words=words, results=results, searches=times)


def test_words_without_a_result_are_shown_by_how_often_they_were_looked_for(portal: Portal) -> None:
    searched("haushalt", 3, 0)
    searched("haushalt", 1, 0, times=4)
    searched("spielplatz & co", 30, 0, times=2)
    searched("bürgerhaushalt", 31, 0, times=9)
    searched("labor", 2, 12)
    card = unfound_words(DashboardScope(AdminFactory(), TODAY))
    assert card is not None
    assert [(item.text, item.note) for item in card.items] == [
        ("»haushalt«", "5\N{NO-BREAK SPACE}Mal gesucht"),
        ("»spielplatz & co«", "2\N{NO-BREAK SPACE}Mal gesucht"),
    ]
    assert card.count == 2
    assert card.items[1].url == "/suche/?q=spielplatz+%26+co"
    assert card.button_url == "/admin/berichte/suchanfragen/?found=nicht"


def test_what_has_been_found_since_is_mended(portal: Portal) -> None:
    searched("haushalt", 9, 0)
    searched("haushalt", 1, 3)
    assert unfound_words(DashboardScope(AdminFactory(), TODAY)) is None


def test_searches_are_for_those_who_may_see_them(portal: Portal) -> None:
    searched("haushalt", 1, 0)
    user = UserFactory()
    assert unfound_words(DashboardScope(user, TODAY)) is None
    user.user_permissions.add(Permission.objects.get(codename="view_searchedwords"))
    assert unfound_words(DashboardScope(type(user).objects.get(pk=user.pk), TODAY)) is not None


def test_gaps_of_the_legal_texts_lead_to_where_they_are_mended(portal: Portal) -> None:
    card, gaps = legal_texts(DashboardScope(AdminFactory(), TODAY)), legal_gaps()
    assert card is not None
    assert (card.priority, card.count) == (Priority.REPAIR, len(gaps))
    assert [(item.text, item.url, item.note) for item in card.items] == [
        (gap.text, gap.edit_url, gap.source) for gap in gaps[:5]
    ]
    assert card.button_url.startswith("/admin/settings/")


def test_nobody_is_shown_a_gap_that_they_may_not_mend(portal: Portal) -> None:
    for user in (UserFactory(), person(RoleKey.LAB_TEAM)):
        assert legal_texts(DashboardScope(user, TODAY)) is None
    staff = person(RoleKey.STAFF)
    card = legal_texts(DashboardScope(staff, TODAY))
    allowed = [gap for gap in legal_gaps() if not gap.permission or staff.has_perm(gap.permission)]
    assert (card.count if card else 0) == len(allowed)


def test_every_permission_of_a_gap_exists(portal: Portal) -> None:
    for name in {gap.permission for gap in legal_gaps()} - {""}:
        app_label, codename = name.split(".")
        assert Permission.objects.filter(content_type__app_label=app_label, codename=codename).exists(), name


def test_a_calm_desk_without_gaps(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogl_portal.legal.dashboard.legal_gaps", list)
    assert legal_texts(DashboardScope(AdminFactory(), TODAY)) is None


def test_the_cards_cost_the_same_whatever_is_missing(
    portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        searched(f"wort {number}", 1, 0)
    scope = DashboardScope(AdminFactory(), TODAY)
    legal_texts(scope)  # the first time ever, the settings come into being
    with django_assert_max_num_queries(10):
        legal_texts(scope)
        unfound_words(scope)
