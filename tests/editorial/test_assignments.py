"""»Bitte ansehen«: asked, mailed, on the dashboard, done, answered, withdrawn; never for a page one may not open."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Page

from labs.models import LabPage
from ogl_portal.editorial.assignments import requests
from ogl_portal.editorial.assignments.models import Assignment, AssignmentState
from ogl_portal.mail.models import QueuedMail
from ogl_portal.safety import trash
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey, User
from tests.factories import LabPageFactory, NewsPageFactory, Portal
from tests.teams.teams import member, person, signed_in


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


@pytest.fixture
def mara(lab: LabPage) -> User:
    return member(grants.create_team(lab), first_name="Mara", last_name="Muster", email="mara@example.org")


@pytest.fixture
def kim(portal: Portal) -> User:
    return person(RoleKey.STAFF, first_name="Kim", last_name="Beispiel", email="kim@example.org")


@pytest.fixture
def stranger(portal: Portal) -> User:
    return member(grants.create_team(LabPageFactory(parent=portal.labs, title="Bremen")), email="fremd@example.org")


@pytest.fixture
def page(lab: LabPage) -> Page:
    news = NewsPageFactory(parent=lab, title="Neues", live=False, first_published_at=None, last_published_at=None)
    news.save_revision()
    return news


def ask(asker: User, page: Page, asked: User, **fields: str) -> int:
    data = {"assignee": str(asked.pk), "note": "Stimmt der Ort?", "due_on": "", **fields}
    return int(signed_in(asker).post(f"/admin/bitte-ansehen/{page.pk}/", data).status_code)


def home(user: User) -> str:
    return signed_in(user).get("/admin/").content.decode()


def test_it_is_mailed_and_stands_on_the_dashboard_and_above_the_form(page: Page, mara: User, kim: User) -> None:
    day = timezone.localdate() + datetime.timedelta(days=9)
    assert ask(kim, page, mara, due_on=f"{day:%d.%m.%Y}") == 302
    mail = QueuedMail.objects.get()
    assert (mail.to, mail.subject) == ("mara@example.org", "Bitte ansehen: Neues")
    for part in ("Guten Tag Mara Muster,", "Kim Beispiel", "»Stimmt der Ort?«", f"/admin/pages/{page.pk}/edit/"):
        assert part in mail.text
    assert "Stimmt der Ort?" in home(mara)
    assert "Stimmt der Ort?" not in home(kim)
    form = signed_in(mara).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Stimmt der Ort?" in form[: form.index('id="page-edit-form"')]
    assert "Erledigt" in form


def test_only_who_may_open_the_page_is_offered_and_taken(page: Page, mara: User, kim: User, stranger: User) -> None:
    text = signed_in(kim).get(f"/admin/bitte-ansehen/{page.pk}/").content.decode()
    assert f'value="{mara.pk}"' in text
    assert f'value="{stranger.pk}"' not in text
    assert ask(kim, page, stranger) == 200
    assert ask(stranger, page, mara) in (302, 403, 404)
    mara.is_active = False
    mara.save()
    assert ask(kim, page, mara) == 200
    assert not Assignment.objects.exists()


def test_nobody_is_asked_twice_for_one_page_or_for_yesterday(page: Page, mara: User, kim: User) -> None:
    assert ask(kim, page, mara, due_on="01.01.2020") == 200
    assert ask(kim, page, mara) == 302
    assert ask(kim, page, mara) == 200
    assert Assignment.objects.count() == 1


def test_who_is_asked_by_two_at_the_same_moment_gets_one_request(page: Page, mara: User, kim: User) -> None:
    first = requests.ask(page, mara, kim, "Von Kim", None)
    assert requests.ask(page, mara, kim, "Noch einmal", None) == first
    assert Assignment.objects.get().note == "Von Kim"


def test_the_asker_is_told_once_when_it_is_done(page: Page, mara: User, kim: User) -> None:
    ask(kim, page, mara)
    one = Assignment.objects.get()
    address = f"/admin/bitte-ansehen/erledigt/{one.pk}/"
    assert signed_in(kim).post(address, {"answer": "Ich"}).status_code == 404
    one.refresh_from_db()
    assert one.state == AssignmentState.OPEN, "only who was asked says that it is done"
    for _ in range(2):
        signed_in(mara).post(address, {"answer": "Der Ort stimmt."})
    one.refresh_from_db()
    assert (one.state, one.answer) == (AssignmentState.DONE, "Der Ort stimmt.")
    mail = QueuedMail.objects.get(to="kim@example.org")
    assert "»Der Ort stimmt.«" in mail.text
    assert "Stimmt der Ort?" not in home(mara)
    assert ask(kim, page, mara) == 302, "and can be asked again"


def test_it_can_be_taken_back_by_who_asked(page: Page, mara: User, kim: User) -> None:
    ask(kim, page, mara)
    one = Assignment.objects.get()
    signed_in(mara).post(f"/admin/bitte-ansehen/zurueck/{one.pk}/")
    one.refresh_from_db()
    assert one.state == AssignmentState.OPEN
    signed_in(kim).post(f"/admin/bitte-ansehen/zurueck/{one.pk}/")
    one.refresh_from_db()
    assert one.state == AssignmentState.WITHDRAWN
    assert QueuedMail.objects.filter(to="mara@example.org", subject="Nicht mehr nötig: Neues").count() == 1
    assert "Stimmt der Ort?" not in home(mara)


def test_it_rests_in_the_bin_and_goes_with_page_and_person(page: Page, lab: LabPage, mara: User, kim: User) -> None:
    ask(kim, page, mara)
    entry = trash.move_to_trash(page)
    assert "Stimmt der Ort?" not in home(mara)
    trash.restore(entry, lab, page.slug, public=True)
    assert "Stimmt der Ort?" in home(mara)
    kim.delete()
    assert Assignment.objects.get().assigned_by is None
    assert "Stimmt der Ort?" in home(mara)
    mara.delete()
    assert not Assignment.objects.exists()


def test_who_lost_the_right_to_open_the_page_no_longer_sees_it(page: Page, mara: User, kim: User) -> None:
    ask(kim, page, mara)
    mara.groups.clear()
    mara.groups.add(member(grants.create_team(LabPageFactory(parent=page.get_parent().get_parent()))).groups.get())
    assert "Stimmt der Ort?" not in home(mara)
