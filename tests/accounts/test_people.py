"""What administrators do for others, and what ends with an account."""

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from ogl_portal.teams import grants
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import RoleKey, User
from tests.accounts.people import PASSWORD, code, give_app, give_codes, make_person, sign_in
from tests.factories import LabPageFactory, Portal
from tests.mail.sent import SentMails


@pytest.fixture
def chief(portal: Portal) -> Client:
    """The browser of an administrator."""
    make_person("chefin", superuser=True)
    browser = Client()
    sign_in(browser, "chefin")
    return browser


def open_admin(client: Client) -> None:
    secret = give_app(make_person())
    sign_in(client)
    client.post("/admin/anmelden/zweiter-faktor/", {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_lost_second_factor_is_reset_after_a_question(client: Client, chief: Client, sent_mails: SentMails) -> None:
    open_admin(client)
    person = User.objects.get(username="anna")
    give_codes(person)
    assert "Zweiten Faktor zurücksetzen" in chief.get("/admin/users/").content.decode()
    path = f"/admin/users/{person.pk}/hilfe/zweiter-faktor/"
    assert "persönlich oder am Telefon" in chief.get(path).content.decode()
    assert Authenticator.objects.filter(user=person).count() == 2, "asking changes nothing"
    chief.post(path)
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/admin/").status_code == 302, "open sessions end"
    assert "zweiten Faktor zurückgesetzt" in sent_mails()[-1].body
    assert ModelLogEntry.objects.filter(action="accounts.reset_second_factor", object_id=person.pk).exists()


def test_only_a_superuser_helps_a_superuser(client: Client) -> None:
    helper = make_person()
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))
    boss, colleague = make_person("chefin", superuser=True), make_person("berta")
    for person in (boss, colleague):
        give_app(person)
    sign_in(client)
    for person in (boss, colleague):
        client.post(f"/admin/users/{person.pk}/hilfe/zweiter-faktor/")
    assert Authenticator.objects.filter(user=boss).exists()
    assert not Authenticator.objects.filter(user=colleague).exists()


def test_who_may_not_edit_people_helps_nobody(client: Client) -> None:
    make_person()
    person = make_person("berta")
    give_app(person)
    sign_in(client)
    for kind in ("zweiter-faktor", "entsperren", "einladung"):
        client.post(f"/admin/users/{person.pk}/hilfe/{kind}/")
    assert Authenticator.objects.filter(user=person).exists()


def test_disabling_ends_the_session_for_good(client: Client) -> None:
    person = make_person()
    sign_in(client)
    person.is_active = False
    person.save()
    assert client.get("/admin/").status_code == 302
    person.is_active = True
    person.save()
    assert client.get("/admin/").status_code == 302, "enabling again must not revive the old session"


def test_disabling_several_at_once_ends_their_sessions(client: Client, chief: Client) -> None:
    person = make_person()
    sign_in(client)
    chief.post(
        f"/admin/bulk/users/user/set_active_state/?id={person.pk}&next=/admin/users/", {"mark_as_active": "False"}
    )
    person.refresh_from_db()
    assert not person.is_active
    User.objects.filter(pk=person.pk).update(is_active=True)
    assert client.get("/admin/").status_code == 302


def test_a_new_password_ends_every_other_session_and_is_told(client: Client, sent_mails: SentMails) -> None:
    make_person()
    other = Client()
    sign_in(client)
    sign_in(other)
    new = "sechs Tassen Tee am Abend"
    account = {
        "name_email-first_name": "Anna",
        "name_email-last_name": "Amt",
        "locale-current_time_zone": "Europe/Berlin",
        "locale-preferred_language": "de",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
        "digest-frequency": "daily",
        "password-old_password": PASSWORD,
        "password-new_password1": new,
        "password-new_password2": new,
    }
    assert client.post("/admin/account/", account).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302
    (mail,) = sent_mails()
    assert "Das Passwort Ihres Zugangs wurde geändert." in mail.body


def test_a_session_lasts_a_working_day(client: Client) -> None:
    make_person()
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    sign_in(client, remember="on")
    client.post("/admin/logout/")
    sign_in(client, remember="on")
    assert client.session.get_expiry_age() == 4 * 3600


def test_the_account_leads_to_the_second_factor(client: Client) -> None:
    make_person()
    sign_in(client)
    assert 'href="/admin/sicherheit/"' in client.get("/admin/account/").content.decode()


def test_the_command_names_an_account_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="niemand"):
        call_command("reset_second_factor", "niemand")


def test_the_list_of_people_asks_as_many_questions_for_ten_as_for_one(
    chief: Client, django_assert_max_num_queries
) -> None:
    chief.get("/admin/users/")
    for number in range(10):
        give_app(make_person(f"person{number}"))
    with django_assert_max_num_queries(30):
        page = chief.get("/admin/users/").content.decode()
    assert "Zweiter Faktor" in page


def row_of(page: str, name: str) -> list[str]:
    """The cells of the row of the list in which ``name`` stands."""
    rows = BeautifulSoup(page, "html.parser").select("table.listing tbody tr")
    return next(
        [cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])] for row in rows if name in row.text
    )


def names_in(page: str) -> list[str]:
    rows = BeautifulSoup(page, "html.parser").select("table.listing tbody tr")
    return [row.select_one("td.username").get_text(strip=True) for row in rows]


@pytest.fixture
def several(chief: Client, portal: Portal) -> LabTeam:
    """A member of a team, somebody of the programme, and somebody who may do nothing."""
    team = grants.create_team(LabPageFactory(parent=portal.labs, title="Brandis"))
    make_person("mara").groups.add(team.group)
    make_person("paul", role="Programmteam")
    make_person("olga")
    return team


def test_the_list_shows_roles_and_labs(chief: Client, several: LabTeam) -> None:
    page = chief.get("/admin/users/").content.decode()
    assert "Programmteam" in row_of(page, "paul")
    assert "Brandis" in row_of(page, "mara")
    assert "ohne Rolle" not in row_of(page, "mara")
    assert "ohne Rolle" in row_of(page, "olga")
    assert "Administration" in row_of(page, "chefin")


@pytest.mark.parametrize("order", ["role_names", "-role_names", "lab_order", "-second_factor", "-last_login"])
def test_the_list_sorts(chief: Client, several: LabTeam, order: str) -> None:
    page = chief.get("/admin/users/", {"ordering": order}).content.decode()
    assert len(names_in(page)) == 4
    expected = {"-role_names": "paul", "-last_login": "chefin"}
    if order in expected:
        assert next(name for name in names_in(page)) == expected[order]


def test_the_list_filters_by_role_lab_and_access(chief: Client, several: LabTeam) -> None:
    staff = Group.objects.get(name="Programmteam")
    for question, names in (
        ({"role": staff.pk}, ["paul"]),
        ({"role": "ohne"}, ["olga"]),
        ({"lab": several.lab_id}, ["mara"]),
        ({"state": "eingeladen"}, []),
        ({"second_factor": "true"}, []),
        ({"state": "aktiv"}, ["chefin", "mara", "olga", "paul"]),
    ):
        assert sorted(names_in(chief.get("/admin/users/", question).content.decode())) == names, question


def edit(chief: Client, person: User, **choices: object):
    data = {name: getattr(person, name) for name in ("username", "email")}
    names = {"first_name": "Vera", "last_name": "Voll", "is_active": "on"}
    return chief.post(f"/admin/users/edit/{person.pk}/", {**data, **names, **choices}, follow=True)


def test_a_team_is_chosen_by_its_lab_and_the_person_gets_one_message(
    chief: Client, several: LabTeam, sent_mails: SentMails
) -> None:
    person = User.objects.get(username="olga")
    edit(chief, person, labs=[several.lab_id])
    assert list(person.groups.all()) == [several.group]
    edit(chief, person, labs=[several.lab_id])
    name, message = sent_mails()
    assert "Vorname: bisher »«, jetzt »Vera«." in name.body
    assert (message.to, message.subject) == (["olga@example.org"], "Sie gehören jetzt zum Team »Brandis«")
    assert "chefin hat Sie" in message.body
    edit(chief, person, without_role="on")
    assert not person.groups.exists()
    assert "nicht mehr zum Team des Labors »Brandis«" in sent_mails()[-1].body
    assert len(sent_mails()) == 3


def test_taking_the_last_role_away_asks(chief: Client, several: LabTeam) -> None:
    person = User.objects.get(username="paul")
    assert "Ohne Rolle kann die Person nichts tun" in edit(chief, person).content.decode()
    assert person.groups.exists()
    edit(chief, person, without_role="on")
    assert not person.groups.exists()


def test_who_is_in_the_template_can_be_taken_out_and_nobody_is_put_in(chief: Client, several: LabTeam) -> None:
    template = Group.objects.get(role__key=RoleKey.LAB_TEAM)
    person = User.objects.get(username="olga")
    assert "nur Vorlage" not in chief.get(f"/admin/users/edit/{person.pk}/").content.decode()
    person.groups.add(template)
    assert "nur Vorlage" in chief.get(f"/admin/users/edit/{person.pk}/").content.decode()
    assert "kann die Person nichts tun" in edit(chief, person, groups=[template.pk]).content.decode()
    edit(chief, person, labs=[several.lab_id])
    assert list(person.groups.all()) == [several.group]


def test_several_at_once_get_a_role_or_a_team_but_not_the_template(
    chief: Client, several: LabTeam, sent_mails: SentMails
) -> None:
    people = User.objects.filter(username__in=["olga", "paul"])
    address = "/admin/bulk/users/user/assign_role/?next=/admin/users/&" + "&".join(f"id={p.pk}" for p in people)
    template = Group.objects.get(role__key=RoleKey.LAB_TEAM)
    assert f'value="{template.pk}"' not in chief.get(address).content.decode()
    chief.post(address, {"role": template.pk})
    assert not template.user_set.exists()
    chief.post(address, {"role": several.group.pk})
    assert several.group.user_set.count() == 3
    assert sorted(mail.to[0] for mail in sent_mails()) == ["olga@example.org", "paul@example.org"]
