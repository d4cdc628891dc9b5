"""Staff see sums; an address is seen and deleted only by who knows it, and the log tells that without it."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from ogl_portal.subscriptions.models import Subscription
from ogl_portal.subscriptions.numbers import numbers
from ogl_portal.users.models import RoleKey, User
from tests.factories import LabPageFactory, Portal, PrivacyPageFactory
from tests.subscriptions.factories import SubscriptionFactory
from tests.teams.teams import person

ADDRESS = "/admin/berichte/abonnements/"


@pytest.fixture
def staff(portal: Portal) -> Client:
    client = Client()
    client.force_login(person(RoleKey.STAFF))
    return client


def search(client: Client, address: str, was: str = "suchen") -> str:
    return client.post(ADDRESS, {"address": address, "was": was}, follow=True).content.decode()


def test_sums_and_no_address(staff: Client, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis")
    SubscriptionFactory(address="mara@example.org", channels=["news"], labs=[lab])
    SubscriptionFactory(address="kim@example.org", channels=["news", "events"], rhythm="weekly")
    SubscriptionFactory(address="neu@example.org", confirmed_at=None)
    page = " ".join(staff.get(ADDRESS).content.decode().split())
    assert "example.org" not in page
    for row in ("Meldungen</td><td>2", "Termine</td><td>1", "Veröffentlichungen</td><td>0", "Labor Brandis</td><td>1"):
        assert row in page
    for fact in ("Abonnements</dt><dd>2", "Noch nicht bestätigt</dt><dd>1", "Täglich</dt><dd>1"):
        assert fact in page


def test_numbers_cost_the_same_however_many_there_are(staff: Client, portal: Portal, django_assert_num_queries) -> None:
    for number in range(5):
        SubscriptionFactory(labs=[LabPageFactory(parent=portal.labs, title=f"Labor {number}")])
    with django_assert_num_queries(3):
        assert numbers().total == 5


def test_searching_and_deleting_on_request(staff: Client) -> None:
    SubscriptionFactory(address="mara@example.org", channels=["events"])
    SubscriptionFactory(address="kim@example.org")
    assert "Zu dieser Adresse ist nichts gespeichert" in search(staff, "mara@example.com")
    assert "Bestätigt am" not in search(staff, "mara@example"), "a part of an address finds nothing"
    found = search(staff, "Mara@Example.org")
    assert "Bestätigt am" in found
    assert "Termine" in found
    assert "Adresse und Auswahl sind gelöscht" in search(staff, "mara@example.org", "loeschen")
    assert [one.address for one in Subscription.objects.all()] == ["kim@example.org"]
    entries = ModelLogEntry.objects.filter(action__startswith="portal.subscription")
    assert sorted(entries.values_list("action", flat=True)) == [
        "portal.subscription.erase",
        *["portal.subscription.search"] * 2,
    ]
    assert "mara@" not in str(list(entries.values()))
    assert {entry.user for entry in entries} == {User.objects.get(username=entries[0].user.username)}


def test_teams_see_nothing(portal: Portal) -> None:
    client = Client()
    client.force_login(User.objects.create_user(username="gast", password="x"))
    assert client.get(ADDRESS).status_code in (302, 403)


def test_the_privacy_notice_says_what_is_stored(portal: Portal, client: Client, settings) -> None:
    page = PrivacyPageFactory(parent=portal.home)
    assert "E-Mail-Abonnements</h2>" in client.get(page.url).content.decode()
    settings.OGL_MAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "E-Mail-Abonnements</h2>" not in client.get(page.url).content.decode()
    SubscriptionFactory()
    assert "E-Mail-Abonnements</h2>" in client.get(page.url).content.decode(), "as long as anything is stored"
