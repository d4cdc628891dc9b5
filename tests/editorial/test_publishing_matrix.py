"""Every state of a page × every way of publishing × those who write and release.

Asked of each: what the public sees before the day and on it, the public change log, feeds and search, the history.
Pages are made through the admin, for factories make them as if they had been public.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published

from ogl_portal.core import published
from ogl_portal.core.models import PublishedVersion
from ogl_portal.core.publishing import EXPIRED, PLANNED, SCHEDULED
from ogl_portal.editorial.schedule import publish_due
from ogl_portal.search.models import SearchEntry
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey, User
from ogl_portal.workplace.formatting import german_moment
from tests.editorial.publishing import HOUR, Clock, approve, cancel_schedule, create, edit, typed
from tests.factories import AdminFactory, LabPageFactory, NewsPageFactory, Portal, StandardPageFactory
from tests.teams.teams import member, person, signed_in

OLD, NEW = "Die alte Version", "Die neue Version"
STATES = ("new", "expired", "public", "loaded")
PEOPLE = (("staff", "publisher"), ("lab team", "publisher"), ("lab team", "administrator"))
IS_PUBLIC = f"»{NEW}« ist jetzt öffentlich"
PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@dataclass
class Case:
    """A page in one of the states, its author, and the one who releases."""

    portal: Portal
    author: User
    releaser: User
    parent: Page
    page: Page
    state: str
    commit: Any
    sent_mails: Any

    def mails(self) -> list[tuple[str, str]]:
        """Whom something was told since this was last asked, and what."""
        found = [(message.to[0], " ".join(message.subject.split())) for message in self.sent_mails()]
        mail.outbox.clear()
        return sorted(found)

    @property
    def address(self) -> str:
        return str(Page.objects.get(pk=self.page.pk).get_url())

    def status(self) -> int:
        return Client().get(self.address).status_code

    def shown(self) -> str:
        return Client().get(self.address).content.decode()

    def versions(self) -> list[PublishedVersion]:
        return list(PublishedVersion.objects.filter(page_id=self.page.pk).order_by("number"))

    def last_entry(self, *actions: str) -> PageLogEntry:
        return PageLogEntry.objects.filter(page=self.page.pk, action__in=actions).latest("timestamp", "pk")

    def is_found(self, title: str) -> bool:
        return SearchEntry.objects.filter(title=title).exists()

    def is_told_by_feed(self, title: str) -> bool:
        return title in Client().get(f"{self.portal.news.get_url()}atom.xml").content.decode()

    def turn_of_the_clock(self) -> int:
        with self.commit(execute=True):
            return publish_due()


@pytest.fixture
def case(
    request: pytest.FixtureRequest,
    portal: Portal,
    clock: Clock,
    django_capture_on_commit_callbacks: Any,
    sent_mails: Any,
) -> Case:
    state, (author_kind, releaser_kind) = request.param
    lab = LabPageFactory(parent=portal.labs)
    is_team = author_kind == "lab team"
    author = member(grants.create_team(lab)) if is_team else person(RoleKey.STAFF)
    releaser = AdminFactory() if releaser_kind == "administrator" else person(RoleKey.PUBLISHERS)
    parent = lab if is_team else portal.home
    admin = signed_in(AdminFactory())
    with django_capture_on_commit_callbacks(execute=True):
        if state == "new":
            page = create(signed_in(author), parent, OLD, "seite")
        elif state == "loaded":
            factory: Any = NewsPageFactory if is_team else StandardPageFactory
            page = factory(parent=parent, title=OLD, slug="seite")
        else:
            ends = typed(timezone.now() + HOUR) if state == "expired" else ""
            page = create(admin, parent, OLD, "seite", expire_at=ends, **PUBLISH)
    found = Case(portal, author, releaser, parent, page, state, django_capture_on_commit_callbacks, sent_mails)
    if state == "expired":
        clock.pass_time(2 * HOUR)
        assert found.turn_of_the_clock() == 1
    found.mails()
    return found


def cases(*states: str) -> Any:
    found = {f"{state}, {' and '.join(people)}": (state, people) for state in states for people in PEOPLE}
    return pytest.mark.parametrize("case", found.values(), ids=found, indirect=True)


def release(case: Case, way: str, go_live_at: datetime.datetime | None) -> None:
    """Have the page published by ``way``, at once or at ``go_live_at``."""
    with case.commit(execute=True):
        if way == "approved":
            edit(signed_in(case.author), case.page, NEW, go_live_at=typed(go_live_at), **SUBMIT)
            case.mails()  # those who may approve are asked
            approve(signed_in(case.releaser), case.page)
        else:
            edit(signed_in(case.author), case.page, NEW, go_live_at=typed(go_live_at))
            edit(signed_in(case.releaser), case.page, NEW, go_live_at=typed(go_live_at), **PUBLISH)


def assert_public(case: Case, since: datetime.datetime, versions_before: int) -> None:
    """Everybody reads the new version, and everything that is told of it says when that began."""
    page = Page.objects.get(pk=case.page.pk)
    assert page.live
    assert NEW in case.shown()
    assert case.is_found(NEW)
    assert not case.is_found(OLD)
    if case.parent.pk != case.portal.home.pk:
        assert case.is_told_by_feed(NEW)
    assert page.last_published_at is not None
    assert page.last_published_at >= since
    assert page.first_published_at is not None
    assert page.first_published_at <= page.last_published_at
    assert (page.first_published_at >= since) == (case.state == "new")
    versions = case.versions()
    assert len(versions) == versions_before + 1
    assert versions[-1].published_at == page.last_published_at
    assert versions[-1].revision_id == page.live_revision_id
    assert Client().get(f"{case.address}aenderungen/").status_code == 200


def assert_as_before(case: Case, versions_before: int) -> None:
    """Nobody reads, finds or is told anything of the new version yet."""
    assert case.status() == {"new": 404, "expired": 410, "public": 200, "loaded": 200}[case.state]
    assert NEW not in case.shown()
    assert not case.is_found(NEW)
    assert not case.is_told_by_feed(NEW)
    assert len(case.versions()) == versions_before


@cases(*STATES)
@pytest.mark.parametrize("way", ["editor", "approved"])
def test_released_at_once(case: Case, way: str) -> None:
    before, since = len(case.versions()), timezone.now()
    release(case, way, None)
    assert_public(case, since, before)
    assert case.last_entry("wagtail.publish").user == case.releaser
    assert case.mails() == [(case.author.email, IS_PUBLIC)]
    assert case.turn_of_the_clock() == 0
    assert case.mails() == []


@cases(*STATES)
@pytest.mark.parametrize("way", ["editor", "approved"])
def test_released_for_a_day(case: Case, way: str, clock: Clock) -> None:
    before, day = len(case.versions()), timezone.now() + HOUR
    release(case, way, day)
    assert_as_before(case, before)
    planned = case.last_entry(PLANNED)
    assert (planned.user, planned.revision) == (case.releaser, Page.objects.get(pk=case.page.pk).scheduled_revision)
    assert planned.revision is not None
    day_told = " ".join(german_moment(planned.revision.approved_go_live_at).split())
    assert case.mails() == [(case.author.email, f"»{NEW}« erscheint {day_told}")]
    assert case.turn_of_the_clock() == 0
    assert_as_before(case, before)
    clock.pass_time(2 * HOUR)
    since = timezone.now()
    assert case.turn_of_the_clock() == 1
    assert_public(case, since, before)
    authors = [case.author, case.releaser] if way == "editor" else [case.author]  # who publishes in the editor, saves
    assert case.mails() == sorted((one.email, IS_PUBLIC) for one in authors)
    assert case.last_entry("wagtail.publish", SCHEDULED).action == SCHEDULED
    assert case.last_entry(SCHEDULED).user == case.releaser
    assert case.turn_of_the_clock() == 0


@cases("new", "public")
def test_the_command_of_wagtail_names_who_has_released_it_too(case: Case, clock: Clock) -> None:
    release(case, "approved", timezone.now() + HOUR)
    clock.pass_time(2 * HOUR)
    since = timezone.now()
    with case.commit(execute=True):
        call_command("publish_scheduled")
    assert_public(case, since, 0 if case.state == "new" else 1)
    assert case.last_entry(SCHEDULED).user == case.releaser


@cases(*STATES)
def test_who_may_not_release_publishes_nothing(case: Case, clock: Clock) -> None:
    before = len(case.versions())
    day = typed(timezone.now() + HOUR)
    with case.commit(execute=True):
        edit(signed_in(case.author), case.page, NEW, go_live_at=day, **PUBLISH)
    assert Page.objects.get(pk=case.page.pk).scheduled_revision is None
    clock.pass_time(2 * HOUR)
    assert case.turn_of_the_clock() == 0
    assert_as_before(case, before)


@cases(*STATES)
def test_a_schedule_that_is_cancelled_publishes_nothing(case: Case, clock: Clock) -> None:
    before = len(case.versions())
    release(case, "approved", timezone.now() + HOUR)
    cancel_schedule(signed_in(case.releaser), case.page)
    assert case.last_entry("wagtail.schedule.cancel").user == case.releaser
    assert (case.author.email, f"»{NEW}« erscheint nicht wie geplant") in case.mails()
    clock.pass_time(2 * HOUR)
    assert case.turn_of_the_clock() == 0
    assert_as_before(case, before)


@cases(*STATES)
def test_a_schedule_that_is_replaced_counts_alone(case: Case, clock: Clock) -> None:
    before = len(case.versions())
    release(case, "approved", timezone.now() + HOUR)
    cancel_schedule(signed_in(case.releaser), case.page)
    release(case, "editor", timezone.now() + 5 * HOUR)
    clock.pass_time(2 * HOUR)
    assert case.turn_of_the_clock() == 0
    assert_as_before(case, before)
    clock.pass_time(4 * HOUR)
    since = timezone.now()
    assert case.turn_of_the_clock() == 1
    assert_public(case, since, before)


@cases("public")
def test_a_page_that_ends_before_its_next_version_begins_comes_back_on_its_day(case: Case, clock: Clock) -> None:
    with case.commit(execute=True):
        ends = typed(timezone.now() + HOUR)
        edit(signed_in(case.releaser), case.page, OLD, expire_at=ends, **PUBLISH)
    before = len(case.versions())
    release(case, "approved", timezone.now() + 3 * HOUR)
    clock.pass_time(2 * HOUR)
    assert case.turn_of_the_clock() == 1
    assert case.status() == 410
    assert (case.author.email, f"»{OLD}« ist abgelaufen") in case.mails()
    assert case.last_entry(EXPIRED).formatter.format_message(case.last_entry(EXPIRED)).startswith("Abgelaufen")
    assert len(case.versions()) == before
    clock.pass_time(2 * HOUR)
    since = timezone.now()
    assert case.turn_of_the_clock() == 1
    assert_public(case, since, before)


# --- what follows ---


def test_each_step_runs_when_a_page_is_public_and_none_before(
    portal: Portal, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def spy(step: published.Step) -> published.Step:
        def run(page: Any, revision: Any) -> None:
            assert page.live
            seen.append(step.name)

        return published.Step(step.order, step.name, run, Page)

    for step in published.steps():
        monkeypatch.setitem(published._steps, step.name, spy(step))
    admin = signed_in(AdminFactory())
    page = create(admin, portal.home, "Neu", "neu", go_live_at=typed(timezone.now() + HOUR), **PUBLISH)
    assert not Page.objects.get(pk=page.pk).live
    assert Client().get(str(page.get_url())).status_code == 404  # not 410: nobody has ever read it there
    assert seen == []
    clock.pass_time(2 * HOUR)
    publish_due()
    assert seen == [step.name for step in published.steps()]
    assert {"core.changes", "media.make_pictures", "editorial.findings", "links.look_again", "search.index"} < set(seen)


def test_a_page_made_for_a_later_day_is_at_no_moment_public(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    day = typed(timezone.now() + HOUR)
    monkeypatch.setattr("wagtail.actions.publish_page_revision.PublishPageRevisionAction.execute", killed)
    with pytest.raises(KeyboardInterrupt):
        create(signed_in(AdminFactory()), portal.home, "Neu", "neu", go_live_at=day, **PUBLISH)
    assert Page.objects.get(slug="neu").scheduled_revision is None
    assert Client().get(f"{portal.home.get_url()}neu/").status_code == 404


def test_nobody_listens_to_wagtails_signal_beside_the_list() -> None:
    """It is sent for pages that nobody can read yet, too."""
    assert [key for (key, _sender), *_ in page_published.receivers] == ["core.published"]


def test_a_step_that_fails_keeps_neither_the_others_nor_the_history(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(page: Any, revision: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setitem(published._steps, "first", published.Step(0, "first", fail, Page))
    page = create(signed_in(AdminFactory()), portal.home, "Neu", "neu", **PUBLISH)
    assert PublishedVersion.objects.filter(page_id=page.pk).count() == 1
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").exists()
    assert "the step first failed" in caplog.text


def test_the_command_prints_the_steps_in_order_and_the_architecture_page_has_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("show_publishing_steps")
    printed = capsys.readouterr().out
    names = [line.split()[1] for line in printed.splitlines()]
    assert names == [step.name for step in published.steps()]
    assert names[0] == "core.changes"
    page = Path(__file__).resolve().parents[2] / "docs/engineering/architecture.md"
    assert f"```\n{printed}```\n" in page.read_text(encoding="utf-8")
