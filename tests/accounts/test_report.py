"""The report of people says who has a second factor, who needs one, and to nobody else."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from ogl_portal.accounts import second_factor
from ogl_portal.users.models import RoleKey, User
from tests.accounts.people import give_app, give_codes, make_person
from tests.teams.teams import person

ADDRESS = "/admin/berichte/personen/"


@pytest.fixture
def chief(client: Client, db: None) -> User:
    user = make_person("chefin", superuser=True)
    client.force_login(user)
    return user


def rows(client: Client, query: str = "") -> list[str]:
    """The names in the export, in its order."""
    response: Any = client.get(f"{ADDRESS}?export=csv&{query}")
    lines = b"".join(response.streaming_content).decode().splitlines()
    return [line.split(";")[0] for line in lines[1:]]


def test_people_without_a_second_factor_come_first(client: Client, chief: User) -> None:
    give_app(make_person("anna"))
    give_codes(make_person("berta"))
    assert rows(client) == ["berta", "chefin", "anna"], "recovery codes alone are no factor"
    assert rows(client, "second_factor=true") == ["anna"]
    assert rows(client, "ordering=-username") == ["chefin", "berta", "anna"]
    assert ModelLogEntry.objects.filter(action="portal.export", user=chief).count() == 3


def test_the_report_shows_roles_and_leads_to_the_account(client: Client, chief: User) -> None:
    anna = make_person("anna", role="Gäste")
    text = client.get(ADDRESS).content.decode()
    assert f"/admin/users/edit/{anna.pk}/" in text
    assert "Gäste" in text
    assert "noch nie" in text


@pytest.mark.parametrize("setting", ["offered", "roles", "all"])
def test_the_list_says_of_each_what_signing_in_says(client: Client, chief: User, settings: Any, setting: str) -> None:
    settings.OGL_REQUIRE_SECOND_FACTOR = setting
    make_person("anna")
    person(RoleKey.PUBLISHERS)
    listed = User.objects.annotate(needs=second_factor.required_annotation())
    assert {user.pk: user.needs for user in listed} == {
        user.pk: second_factor.is_required(user) for user in User.objects.all()
    }


def test_the_report_costs_the_same_with_many_people(
    client: Client, chief: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_person(f"person-{number}", role="Gäste")
    client.get(ADDRESS)
    with django_assert_max_num_queries(25):
        assert client.get(ADDRESS).status_code == 200


def test_who_may_not_edit_people_neither_sees_nor_opens_it(client: Client, chief: User) -> None:
    assert ADDRESS in client.get("/admin/").content.decode()
    guest = make_person("gast")
    guest.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page"))
    client.force_login(guest)
    assert ADDRESS not in client.get("/admin/").content.decode()
    assert client.get(ADDRESS).status_code in (302, 403)
