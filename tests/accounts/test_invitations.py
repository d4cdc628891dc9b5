"""People are invited by a link; nobody types a password for another."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from labs.models import LabPage
from ogl_portal.teams import grants
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import RoleKey, User
from tests.accounts.people import make_person, sign_in
from tests.factories import LabPageFactory, Portal
from tests.mail.sent import SentMails

NEW = "fünf Stühle vor dem Rathaus"


def chief(client: Client) -> User:
    person = make_person("chefin", superuser=True)
    sign_in(client, "chefin")
    return person


def send(client: Client, email: str = "neu@example.org", **extra: object):
    """Send the form; without any other word as somebody who has said that no role is meant."""
    choices = extra or {"without_role": "on"}
    return client.post(
        "/admin/users/new/", {"email": email, "first_name": "Nora", "last_name": "Neu", **choices}, follow=True
    )


def choices(page: str, field: str) -> list[str]:
    """The labels of the boxes of a field, as they stand on the page."""
    soup = BeautifulSoup(page, "html.parser")
    boxes = soup.find_all("input", attrs={"name": field, "type": "checkbox"})
    return [soup.find("label", attrs={"for": box["id"]}).get_text(strip=True) for box in boxes]


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


def link_in(message) -> str:
    return re.search(r"http://testserver(/admin/einladung/\S+)", message.body)[1]


@pytest.fixture
def invited(client: Client, sent_mails: SentMails) -> str:
    """The link in an invitation that was just sent; the client has signed out."""
    chief(client)
    send(client)
    client.post("/admin/logout/")
    return link_in(sent_mails()[-1])


def test_inviting_makes_an_account_without_a_password_and_sends_the_link(client: Client, sent_mails: SentMails) -> None:
    chief(client)
    role = Group.objects.create(name="Laborteam")
    response = send(client, groups=[role.pk])
    person = User.objects.get(username="neu@example.org")
    assert not person.has_usable_password()
    assert list(person.groups.all()) == [role]
    assert "Die Einladung ist an neu@example.org unterwegs" in response.content.decode()
    assert "Der Zugang für neu@example.org ist angelegt." in response.content.decode()
    assert "Neu@example.org" not in response.content.decode()  # no capital put into an address
    (message,) = sent_mails()
    assert message.to == ["neu@example.org"]
    assert "gilt 7 Tage und nur einmal" in message.body


def test_roles_are_chosen_by_name_and_teams_by_their_lab(client: Client, lab: LabPage) -> None:
    chief(client)
    grants.create_team(lab)
    page = client.get("/admin/users/new/").content.decode()
    assert choices(page, "groups") == ["Administration", "Freigabe", "Programmteam"]
    assert choices(page, "labs") == ["Brandis"]


def test_who_is_invited_for_a_lab_belongs_to_its_team_and_reads_so(
    client: Client, lab: LabPage, sent_mails: SentMails
) -> None:
    inviter = chief(client)
    User.objects.filter(pk=inviter.pk).update(first_name="Clara", last_name="Chef")
    send(client, labs=[lab.pk])
    person = User.objects.get(username="neu@example.org")
    assert list(person.groups.all()) == [LabTeam.objects.get(lab=lab).group], "a lab without a team is given one"
    (message,) = sent_mails()
    assert "Clara Chef hat Ihnen einen Zugang" in message.body
    assert "zum Team des Labors »Brandis«" in message.body


def test_without_a_role_it_asks_before_it_makes_a_useless_account(client: Client, sent_mails: SentMails) -> None:
    chief(client)
    page = send(client, groups=[]).content.decode()
    assert "Ohne Rolle kann die Person nichts tun." in page
    assert choices(page, "without_role") == ["Zugang ohne Rolle"]
    assert not User.objects.filter(username="neu@example.org").exists()
    assert not sent_mails()
    send(client, without_role="on")
    assert User.objects.filter(username="neu@example.org").exists()


def test_the_template_is_no_role_that_can_be_sent(client: Client, sent_mails: SentMails) -> None:
    chief(client)
    send(client, groups=[Group.objects.get(role__key=RoleKey.LAB_TEAM).pk])
    assert not User.objects.filter(username="neu@example.org").exists()
    assert not sent_mails()


def test_the_form_asks_for_no_password(client: Client) -> None:
    person = chief(client)
    assert "Person einladen" in client.get("/admin/users/").content.decode()
    for path in ("/admin/users/new/", f"/admin/users/edit/{person.pk}/"):
        assert 'type="password"' not in client.get(path).content.decode()


def test_an_address_that_has_an_account_is_not_invited_again(client: Client, sent_mails: SentMails) -> None:
    chief(client)
    response = send(client, "Chefin@example.org")
    assert "hat schon einen Zugang" in response.content.decode()
    assert not sent_mails()


def test_the_invited_person_chooses_a_password_and_is_in(client: Client, invited: str) -> None:
    page = client.get(invited).content.decode()
    assert "Willkommen, Nora Neu" in page
    assert "12 Zeichen" in page
    User.objects.get(username="neu@example.org").groups.add(Group.objects.get(name="Programmteam"))
    assert client.post(invited, {"new_password1": NEW, "new_password2": NEW}).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert sign_in(client, "neu@example.org", NEW).url == "/admin/"


@pytest.mark.parametrize("password", ["kurz", "password1234", "passwort"])
def test_a_weak_password_is_refused(client: Client, invited: str, password: str) -> None:
    response = client.post(invited, {"new_password1": password, "new_password2": password})
    assert response.status_code == 200
    assert not User.objects.get(username="neu@example.org").has_usable_password()


def test_an_invitation_works_once(client: Client, invited: str) -> None:
    client.post(invited, {"new_password1": NEW, "new_password2": NEW})
    response = client.get(invited)
    assert response.status_code == 410
    assert "wurde schon ein Passwort gewählt" in response.content.decode()
    client.post(invited, {"new_password1": "ein ganz anderes Wort", "new_password2": "ein ganz anderes Wort"})
    assert User.objects.get(username="neu@example.org").check_password(NEW)


def days_later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + days * 24 * 3600)


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 410)])
def test_an_invitation_holds_seven_days(
    client: Client, invited: str, monkeypatch: pytest.MonkeyPatch, days: float, status: int
) -> None:
    days_later(monkeypatch, days)
    assert client.get(invited).status_code == status


def test_who_comes_too_late_has_a_new_link_sent_to_the_same_address_once(
    client: Client, invited: str, monkeypatch: pytest.MonkeyPatch, sent_mails: SentMails
) -> None:
    sent_mails()
    mail.outbox.clear()
    days_later(monkeypatch, 8)
    assert "abgelaufen" in client.get(invited).content.decode()
    assert not sent_mails(), "looking sends nothing"
    assert "neue Einladung an neu@example.org" in client.post(invited, {"again": "1"}).content.decode()
    client.post(invited, {"again": "1"})
    (message,) = sent_mails()
    assert message.to == ["neu@example.org"]
    assert "eine neuere" in client.get(invited).content.decode()
    assert client.get(link_in(message)).status_code == 200


def test_only_a_link_that_was_too_old_sends_a_new_one(client: Client, invited: str, sent_mails: SentMails) -> None:
    sent_mails()
    mail.outbox.clear()
    client.post(invited, {"again": "1"})
    client.post(invited, {"new_password1": NEW, "new_password2": NEW})
    client.post(invited, {"again": "1"})
    assert not sent_mails()


def test_a_changed_link_invites_nobody(client: Client, invited: str) -> None:
    assert client.get(invited[:-3] + "xx/").status_code == 410


def test_inviting_again_ends_the_first_link(client: Client, invited: str, sent_mails: SentMails) -> None:
    person = User.objects.get(username="neu@example.org")
    sign_in(client, "chefin")
    assert "eingeladen" in client.get("/admin/users/").content.decode()
    client.post(f"/admin/users/{person.pk}/hilfe/einladung/")
    client.post("/admin/logout/")
    assert client.get(invited).status_code == 410
    assert client.get(link_in(sent_mails()[-1])).status_code == 200


def test_a_disabled_person_cannot_accept(client: Client, invited: str) -> None:
    User.objects.filter(username="neu@example.org").update(is_active=False)
    response = client.get(invited)
    assert response.status_code == 410
    assert "Dieser Zugang ist gesperrt" in response.content.decode()


def test_who_may_not_add_people_may_not_invite(client: Client, sent_mails: SentMails) -> None:
    make_person("berta", role="Editors")
    sign_in(client, "berta")
    send(client)
    assert not User.objects.filter(username="neu@example.org").exists()
    assert not sent_mails()
