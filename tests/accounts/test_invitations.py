"""People are invited by a link; nobody types a password for another."""

import re
import time

import pytest
from django.contrib.auth.models import Group
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from ogl_portal.accounts import invitations
from ogl_portal.editorial.models import User
from tests.accounts.people import make_person, sign_in

NEW = "fünf Stühle vor dem Rathaus"


def chief(client: Client) -> User:
    person = make_person("chefin", superuser=True)
    sign_in(client, "chefin")
    return person


def send(client: Client, email: str = "neu@example.org", **extra: object):
    return client.post(
        "/admin/users/new/", {"email": email, "first_name": "Nora", "last_name": "Neu", **extra}, follow=True
    )


def link_in(mail) -> str:
    return re.search(r"http://testserver(/admin/einladung/\S+)", mail.body)[1]


@pytest.fixture
def invited(client: Client, mailoutbox: list) -> str:
    """The link in an invitation that was just sent; the client has signed out."""
    chief(client)
    send(client)
    client.post("/admin/logout/")
    return link_in(mailoutbox[-1])


def test_inviting_makes_an_account_without_a_password_and_sends_the_link(client: Client, mailoutbox: list) -> None:
    chief(client)
    role = Group.objects.create(name="Laborteam")
    response = send(client, groups=[role.pk])
    person = User.objects.get(username="neu@example.org")
    assert not person.has_usable_password()
    assert list(person.groups.all()) == [role]
    assert "Die Einladung ist an neu@example.org unterwegs" in response.content.decode()
    (mail,) = mailoutbox
    assert mail.to == ["neu@example.org"]
    assert "gilt 7 Tage und nur einmal" in mail.body
    assert not mail.alternatives


def test_the_form_asks_for_no_password(client: Client) -> None:
    person = chief(client)
    assert "Person einladen" in client.get("/admin/users/").content.decode()
    for path in ("/admin/users/new/", f"/admin/users/edit/{person.pk}/"):
        assert 'type="password"' not in client.get(path).content.decode()


def test_an_address_that_has_an_account_is_not_invited_again(client: Client, mailoutbox: list) -> None:
    chief(client)
    response = send(client, "Chefin@example.org")
    assert "hat schon einen Zugang" in response.content.decode()
    assert not mailoutbox


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
    assert "gilt nicht mehr" in response.content.decode()
    client.post(invited, {"new_password1": "ein ganz anderes Wort", "new_password2": "ein ganz anderes Wort"})
    assert User.objects.get(username="neu@example.org").check_password(NEW)


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 410)])
def test_an_invitation_holds_seven_days(
    client: Client, invited: str, monkeypatch: pytest.MonkeyPatch, days: float, status: int
) -> None:
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + days * 24 * 3600)
    assert client.get(invited).status_code == status


def test_a_changed_link_invites_nobody(client: Client, invited: str) -> None:
    assert client.get(invited[:-3] + "xx/").status_code == 410


def test_inviting_again_ends_the_first_link(client: Client, invited: str, mailoutbox: list) -> None:
    person = User.objects.get(username="neu@example.org")
    sign_in(client, "chefin")
    assert "eingeladen" in client.get("/admin/users/").content.decode()
    client.post(f"/admin/users/{person.pk}/hilfe/einladung/")
    client.post("/admin/logout/")
    assert client.get(invited).status_code == 410
    assert client.get(link_in(mailoutbox[-1])).status_code == 200


def test_a_disabled_person_cannot_accept(client: Client, invited: str) -> None:
    User.objects.filter(username="neu@example.org").update(is_active=False)
    assert client.get(invited).status_code == 410


def test_a_mail_server_that_refuses_loses_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> int:
        raise OSError("no route to host")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    chief(client)
    page = send(client).content.decode()
    assert "der Mailserver hat die Einladung nicht angenommen" in page
    assert invitations.is_open(User.objects.get(username="neu@example.org"))


def test_who_may_not_add_people_may_not_invite(client: Client, mailoutbox: list) -> None:
    make_person("berta", role="Editors")
    sign_in(client, "berta")
    send(client)
    assert not User.objects.filter(username="neu@example.org").exists()
    assert not mailoutbox
