"""Nobody changes an account that may do more than their own, at whichever door; and owners hear of what is changed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from ogl_portal.accounts import authority
from ogl_portal.users.models import RoleKey, User
from tests.accounts.people import make_person, sign_in
from tests.factories import Portal
from tests.mail.sent import SentMails

ADDRESSES = {
    "first_name": "Vera",
    "last_name": "Voll",
    "is_active": "on",
    "without_role": "on",
}


@pytest.fixture
def boss(portal: Portal) -> User:
    return make_person("leitung", superuser=True)


@pytest.fixture
def administration(boss: User, client: Client) -> Client:
    """The browser of somebody in »Administration«, who is no superuser."""
    make_person("verwaltung").groups.add(Group.objects.get(role__key=RoleKey.ADMINISTRATION))
    sign_in(client, "verwaltung")
    return client


def bulk(browser: Client, action: str, person: User, **data: Any) -> None:
    browser.post(f"/admin/bulk/users/user/{action}/?id={person.pk}&next=/admin/users/", data)


def test_administration_changes_no_superuser_at_any_door(administration: Client, boss: User) -> None:
    edit = f"/admin/users/edit/{boss.pk}/"
    assert administration.get(edit).status_code == 302
    administration.post(edit, {**ADDRESSES, "username": "leitung", "email": "mine@example.org"})
    bulk(administration, "set_active_state", boss, mark_as_active="False")
    bulk(administration, "assign_role", boss, role=Group.objects.get(role__key=RoleKey.STAFF).pk)
    bulk(administration, "delete", boss)
    administration.post(f"/admin/users/delete/{boss.pk}/")
    administration.post(f"/admin/users/{boss.pk}/hilfe/zweiter-faktor/")
    now = User.objects.get(pk=boss.pk)
    assert (now.email, now.is_active, now.groups.count()) == ("leitung@example.org", True, 0)
    assert f'href="{edit}"' not in administration.get("/admin/users/").content.decode()


def test_administration_makes_no_superuser(administration: Client) -> None:
    person = make_person("olga")
    data = {**ADDRESSES, "username": "olga", "email": "olga@example.org", "is_superuser": "on"}
    assert 'name="is_superuser"' not in administration.get(f"/admin/users/edit/{person.pk}/").content.decode()
    administration.post(f"/admin/users/edit/{person.pk}/", data)
    administration.post("/admin/users/new/", {**data, "email": "neu@example.org"})
    person.refresh_from_db()
    assert person.last_name == "Voll", "the rest is saved"
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["leitung"]


def test_who_may_only_change_people_neither_touches_nor_makes_administrators(client: Client, boss: User) -> None:
    group = Group.objects.get(role__key=RoleKey.ADMINISTRATION)
    make_person("verwaltung").groups.add(group)
    helper, friend = make_person("hilfe"), make_person("olga")
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))
    sign_in(client, "hilfe")
    for person in (helper, friend):
        form = {**ADDRESSES, "username": person.username, "email": person.email, "groups": [group.pk]}
        client.post(f"/admin/users/edit/{person.pk}/", form)
        bulk(client, "assign_role", person, role=group.pk)
    assert group.user_set.count() == 1
    assert not authority.may_manage(helper, group.user_set.get())
    publishers = Group.objects.get(role__key=RoleKey.PUBLISHERS)
    friend.groups.add(publishers)
    assert not authority.may_manage(helper, friend), "who takes the account over would have its rights"
    bulk(client, "assign_role", helper, role=publishers.pk)
    assert not helper.groups.exists()


def test_the_last_active_superuser_stays(client: Client, boss: User) -> None:
    other = make_person("zweite", superuser=True)
    other.is_superuser = False
    other.save()
    for change in ({"is_superuser": False}, {"is_active": False}):
        for name, value in change.items():
            setattr(boss, name, value)
        with pytest.raises(authority.LastSuperuserError):
            boss.save()
        boss.refresh_from_db()
    with pytest.raises(authority.LastSuperuserError), transaction.atomic():
        boss.delete()
    make_person("dritte", superuser=True)
    boss.delete()
    assert User.objects.filter(is_superuser=True).count() == 1


def test_an_address_is_one_persons_whatever_its_case(administration: Client, boss: User) -> None:
    person = make_person("olga")
    form = {**ADDRESSES, "username": "olga", "email": "LEITUNG@example.org"}
    page = administration.post(f"/admin/users/edit/{person.pk}/", form).content.decode()
    assert "gehört zu einem anderen Zugang" in page
    person.refresh_from_db()
    assert person.email == "olga@example.org"


@pytest.mark.parametrize("taken", ["Leitung", "leitung@Example.org"])
def test_a_user_name_is_one_persons_whatever_its_case(administration: Client, boss: User, taken: str) -> None:
    person = make_person("olga")
    form = {**ADDRESSES, "username": taken, "email": person.email}
    page = administration.post(f"/admin/users/edit/{person.pk}/", form).content.decode()
    assert "Diesen Namen hat ein anderer Zugang" in page
    person.refresh_from_db()
    assert person.username == "olga"


def test_owners_are_told_at_the_old_address_and_the_new(client: Client, boss: User, sent_mails: SentMails) -> None:
    person = make_person("olga")
    sign_in(client, "leitung")
    form = {**ADDRESSES, "username": "olga", "email": "neu@example.org", "is_superuser": "on"}
    client.post(f"/admin/users/edit/{person.pk}/", form)
    mails = [mail for mail in sent_mails() if "Änderung" in mail.subject]
    assert [mail.to for mail in mails] == [["olga@example.org"], ["neu@example.org"]]
    for text in ("leitung hat Ihren Zugang", "bisher »olga@example.org«, jetzt »neu@example.org«", "alle Rechte"):
        assert text in mails[0].body


@pytest.mark.parametrize(
    ("action", "data", "text"),
    [
        ("set_active_state", {"mark_as_active": "False"}, "Ihr Zugang wurde gesperrt."),
        ("delete", {}, "Ihr Zugang wurde gelöscht."),
        ("assign_role", {"role": RoleKey.STAFF}, "Sie haben jetzt die Rolle »Programmteam«."),
    ],
)
def test_owners_are_told_by_actions_on_several(
    client: Client, boss: User, sent_mails: SentMails, action: str, data: dict[str, Any], text: str
) -> None:
    person = make_person("olga")
    sign_in(client, "leitung")
    if "role" in data:
        data = {"role": Group.objects.get(role__key=data["role"]).pk}
    bulk(client, action, person, **data)
    (mail,) = sent_mails()
    assert mail.to == ["olga@example.org"]
    assert text in mail.body


def test_a_right_given_on_the_server_is_told_as_well(boss: User, sent_mails: SentMails) -> None:
    make_person("olga")
    call_command("make_superuser", "olga")
    assert User.objects.get(username="olga").is_superuser
    (mail,) = sent_mails()
    assert "Auf dem Server" in mail.body
    with pytest.raises(CommandError, match="niemand"):
        call_command("make_superuser", "niemand")
