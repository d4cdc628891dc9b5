"""Who is told what, when: by the moment at which it became public, and once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Site

from events.models import EventPage
from news.models import NewsPage
from ogl_portal.mail.models import QueuedMail
from ogl_portal.safety import trash
from ogl_portal.subscriptions import editions, lifecycle
from ogl_portal.subscriptions.announcements import notice
from ogl_portal.subscriptions.models import Announcement, Edition, SubscriptionSettings
from tests.factories import EventPageFactory, LabPageFactory, NewsPageFactory, Portal, PublicationPageFactory
from tests.subscriptions.factories import SubscriptionFactory

MONDAY = datetime.date(2027, 3, 1)
At = Callable[[int, str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock to a time (»07:00«) on the nth day after a Monday, and let the job run then."""

    def set_to(days: int, time: str) -> None:
        day = MONDAY + datetime.timedelta(days=days)
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(time)))
        monkeypatch.setattr(timezone, "now", lambda: moment)
        editions.run(day)

    return set_to


@pytest.fixture
def told(sent_mails: Any) -> Callable[[], list[tuple[str, str]]]:
    """Address and subject of what went out since the last time it was called."""
    seen: list[Any] = []

    def new() -> list[tuple[str, str]]:
        mails = [mail for mail in sent_mails() if mail not in seen]
        seen.extend(mails)
        return sorted((mail.to[0].partition("@")[0], mail.subject) for mail in mails)

    return new


@pytest.fixture
def site(portal: Portal, at: At) -> Portal:
    """A site that has run for a while."""
    NewsPageFactory(parent=portal.news, title="Von früher", first_published_at=timezone.now())
    at(-1, "12:00")
    return portal


def draft(portal: Portal, title: str, **values: Any) -> NewsPage:
    """News as the admin makes it: never public until it is published."""
    values = {"live": False, "first_published_at": None, "last_published_at": None, **values}
    return NewsPageFactory(parent=portal.news, title=title, **values)


def publish(page: Any, **changes: Any) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_daily_in_the_morning_and_weekly_on_monday(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="daily@example.org")
    SubscriptionFactory(address="weekly@example.org", rhythm="weekly")
    publish(draft(site, "Erste"))
    at(0, "05:59")
    assert told() == []
    at(0, "06:00")
    assert told() == [("daily", "Erste"), ("weekly", "Erste")]
    publish(draft(site, "Zweite"))
    at(0, "18:00")
    assert told() == []
    at(1, "06:00")
    assert told() == [("daily", "Zweite")]
    at(2, "06:00")
    at(6, "23:00")
    assert told() == []
    at(7, "06:00")
    assert told() == [("weekly", "Zweite")]
    at(7, "09:00")
    at(14, "09:00")
    assert told() == []


def test_a_day_on_which_the_site_was_down_is_made_up_for(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="weekly@example.org", rhythm="weekly")
    publish(draft(site, "Erste"))
    at(2, "15:00")
    assert told() == [("weekly", "Erste")]
    at(7, "06:00")
    assert told() == []


def test_drafts_and_scheduled_pages_are_told_when_they_are_public(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org")
    page = draft(site, "Geplant")
    page.go_live_at = timezone.now() + datetime.timedelta(days=2)
    page.save_revision(approved_go_live_at=page.go_live_at)
    at(1, "06:00")
    assert told() == []
    at(2, "06:00")
    call_command("publish_scheduled")
    at(3, "06:00")
    assert told() == [("a", "Geplant")]


def test_corrected_taken_down_and_published_again_it_is_told_once(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org")
    page = draft(site, "Erste")
    publish(page)
    at(1, "06:00")
    assert told() == [("a", "Erste")]
    publish(page, title="Erste, berichtigt")
    at(2, "06:00")
    NewsPage.objects.get(pk=page.pk).unpublish()
    at(3, "06:00")
    publish(page)
    at(4, "06:00")
    assert told() == []


def test_what_is_taken_down_before_the_edition_waits_for_its_return(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org")
    page = draft(site, "Erste")
    at(0, "06:00")
    publish(page)
    at(0, "12:00")
    entry = trash.move_to_trash(page)
    at(1, "06:00")
    assert told() == []
    trash.restore(entry, site.news, page.slug, public=True)
    at(2, "06:00")
    assert told() == [("a", "Erste")]


def test_who_subscribes_is_not_told_what_was_public_before(site: Portal, at: At, told) -> None:
    publish(draft(site, "Erste"))
    at(0, "12:00")
    subscription = SubscriptionFactory(address="a@example.org", confirmed_at=None, told_until=None)
    at(0, "13:00")
    lifecycle.confirm(subscription, ["news"], [], "daily")
    publish(draft(site, "Zweite"))
    at(1, "06:00")
    assert told() == [("a", "Zweite")]


def test_the_archive_of_a_site_that_gets_the_feature_is_not_told(portal: Portal, at: At, told) -> None:
    longer_ago = timezone.now() - datetime.timedelta(days=300)
    NewsPageFactory(parent=portal.news, title="Alt", first_published_at=longer_ago)
    SubscriptionFactory(address="a@example.org", confirmed_at=longer_ago + datetime.timedelta(days=1))
    at(0, "07:00")
    assert told() == []


@pytest.mark.parametrize(("first", "then"), [("daily", "weekly"), ("weekly", "daily")])
def test_another_rhythm_neither_repeats_nor_loses(site: Portal, at: At, told, first: str, then: str) -> None:
    subscription = SubscriptionFactory(address="a@example.org", rhythm=first)
    titles = []
    for day in range(15):
        at(day, "06:30")
        if day == 3:
            lifecycle.confirm(subscription, ["news"], [], then)
        publish(draft(site, f"Meldung vom Tag {day}"))
        at(day, "12:00")
    told()
    for message in mail.outbox:
        titles += [line[2:] for line in message.body.splitlines() if line.startswith("* Meldung")]
    assert sorted(titles) == sorted(f"Meldung vom Tag {day}" for day in range(14))


def test_each_reader_is_told_what_was_chosen(site: Portal, at: At, sent_mails) -> None:
    brandis, oldenburg = (LabPageFactory(parent=site.labs, title=title) for title in ("Brandis", "Oldenburg"))
    readers = {
        "news": {"channels": ["news"]},
        "events": {"channels": ["events"]},
        "publications": {"channels": ["publications"]},
        "brandis": {"channels": [], "labs": [brandis]},
        "both": {"channels": ["news"], "labs": [brandis, oldenburg]},
        "unconfirmed": {"confirmed_at": None},
    }
    for name, values in readers.items():
        SubscriptionFactory(address=f"{name}@example.org", **values)
    publish(draft(site, "Meldung aus Brandis", labs=[brandis]))
    publish(draft(site, "Meldung von überall"))
    EventPageFactory(parent=site.events, title="Treffen", start_date=MONDAY + datetime.timedelta(days=20))
    EventPageFactory(parent=site.events, title="Intern", start_date=MONDAY, audience="internal")
    EventPageFactory(parent=site.events, title="Vorbei", start_date=datetime.date(2022, 5, 4))
    PublicationPageFactory(parent=site.publications, title="Leitfaden", subtitle="Für alle", labs=[brandis, oldenburg])
    at(0, "07:00")
    told = {
        mail.to[0].partition("@")[0]: [line[2:] for line in mail.body.splitlines() if line.startswith("* ")][:-2]
        for mail in sent_mails()
    }
    news = ["Meldung aus Brandis", "Meldung von überall"]
    assert {name: sorted(titles) for name, titles in told.items()} == {
        "news": news,
        "events": ["Treffen"],
        "publications": ["Leitfaden: Für alle"],
        "brandis": ["Leitfaden: Für alle", "Meldung aus Brandis"],
        "both": ["Leitfaden: Für alle", *news],
    }


def test_moved_and_cancelled_events_are_told_again_corrections_are_not(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org", channels=["events"])
    page = EventPageFactory(parent=site.events, title="Treffen", start_date=MONDAY + datetime.timedelta(days=60))
    at(1, "06:00")
    assert told() == [("a", "Treffen")]
    publish(page, teaser="Ein Tippfehler weniger.", place_name="Rathaus")
    at(2, "06:00")
    assert told() == []
    publish(page, start_date=MONDAY + datetime.timedelta(days=61), end_date=None, state="moved")
    at(3, "06:00")
    assert told() == [("a", "Verschoben: Treffen")]
    publish(page, place_name="Bürgerhaus")
    at(4, "06:00")
    assert told() == [("a", "Verschoben: Treffen")], "an event that is said to be moved has moved to another place"
    publish(page, state="cancelled")
    at(5, "06:00")
    assert told() == [("a", "Abgesagt: Treffen")]
    publish(page, title="Das Treffen")
    at(6, "06:00")
    assert told() == []
    publish(page, state="planned")
    at(7, "06:00")
    assert told() == [("a", "Geändert: Das Treffen")]


def test_an_event_that_changes_before_the_edition_is_told_once_as_it_is(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org")
    at(0, "06:00")
    page = EventPageFactory(parent=site.events, title="Treffen", start_date=MONDAY + datetime.timedelta(days=60))
    at(0, "12:00")
    publish(page, state="cancelled")
    at(0, "13:00")
    at(1, "06:00")
    assert told() == [("a", "Abgesagt: Treffen")]


def test_corrections_of_past_events_are_no_news(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org")
    page = EventPageFactory(parent=site.events, title="Treffen", start_date=MONDAY + datetime.timedelta(days=2))
    at(1, "06:00")
    told()
    at(5, "06:00")
    EventPage.objects.get(pk=page.pk)
    publish(page, start_date=MONDAY + datetime.timedelta(days=1), end_date=None)
    at(6, "06:00")
    assert told() == []


def test_the_mail(site: Portal, at: At, sent_mails, settings) -> None:
    settings.BASE_URL = "https://labore.example"
    settings.OGL_BOUNCE_ADDRESS = "bounces@labore.example"
    SubscriptionFactory(address="a@example.org")
    publish(
        draft(site, "Zwei\x20Zeilen & mehr", slug="zwei", teaser="Was  geschehen ist.", date="2027-02-28", place="Ulm")
    )
    publish(EventPageFactory(parent=site.events, title="Treffen", start_date=datetime.date(2027, 3, 20)))
    at(0, "07:00")
    [mail] = sent_mails()
    assert mail.subject == "Regionale Open Government Labore: 1 Meldung, 1 Termin"
    assert (
        "Meldungen\n\n"
        "* Zwei Zeilen & mehr\n"
        "  28. Februar 2027, Ulm\n"
        "  Was geschehen ist.\n"
        "  http://localhost/aktuelles/zwei/\n\n"
        "Termine\n\n"
        "* Treffen\n"
        "  20. März 2027\n"
        "  http://localhost/termine/"
    ) in mail.body
    assert "\n\n\n" not in mail.body
    assert mail.body.startswith("Guten Tag,\n")
    message = mail.message()
    link = message["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://labore.example/abonnieren/abmelden/?t=")
    assert link in mail.body
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "Regionale Open Government Labore <abonnement.labore.example>"
    assert (message["Precedence"], message["Auto-Submitted"]) == ("bulk", "auto-generated")
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert "Return-Path" not in message
    assert mail.from_email.startswith("bounces+"), "the envelope's sender"


def test_a_moving_in_of_old_content_makes_no_book(site: Portal, at: At, sent_mails) -> None:
    SubscriptionFactory(address="a@example.org")
    for number in range(editions.MOST + 5):
        NewsPageFactory(parent=site.news, title=f"Alt {number}")
    at(0, "07:00")
    [mail] = sent_mails()
    assert mail.body.count("* Alt ") == editions.MOST
    assert "und 5 weitere auf dem Portal" in mail.body


def test_switched_off_nothing_goes_out_and_nothing_is_made_up_for_that_is_old(site: Portal, at: At, told) -> None:
    SubscriptionFactory(address="a@example.org")
    switch = SubscriptionSettings.objects.create(site=Site.objects.get(), is_on=False)
    publish(draft(site, "Erste"))
    at(1, "06:00")
    assert told() == []
    assert not Edition.objects.filter(day__gt=MONDAY).exists()
    switch.is_on = True
    switch.save()
    at(40, "06:00")
    assert told() == []


def test_noticing_costs_three_queries_however_much_there_is(site: Portal, django_assert_num_queries) -> None:
    for number in range(3):
        NewsPageFactory(parent=site.news)
        EventPageFactory(parent=site.events, start_date=timezone.localdate() + datetime.timedelta(days=90 + number))
    notice()
    with django_assert_num_queries(6):
        assert notice() == 0


def test_a_page_that_is_deleted_takes_its_announcements_along(site: Portal, at: At) -> None:
    page = draft(site, "Erste")
    publish(page)
    at(0, "12:00")
    assert Announcement.objects.filter(page_id=page.pk).count() == 1
    NewsPage.objects.get(pk=page.pk).delete()
    assert not Announcement.objects.filter(page_id=page.pk).exists()


def test_many_subscribers_are_served_in_batches(site: Portal, at: At, monkeypatch) -> None:
    monkeypatch.setattr(editions, "BATCH", 2)
    monkeypatch.setattr(editions, "BATCHES", 2)
    SubscriptionFactory.create_batch(11)
    publish(draft(site, "Erste"))
    counts = []
    for minute in range(4):
        at(0, f"07:0{minute}")
        counts.append(QueuedMail.objects.count())
    assert counts == [4, 8, 11, 11]
    assert Edition.objects.get(rhythm="daily", day=MONDAY).finished_at is not None
