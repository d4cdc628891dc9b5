"""Subscribing, changing and leaving as readers do it: without script, by keyboard, narrow and wide, light and dark."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from labs.models import LabPage
from ogl_portal.mail.sending import send_due
from ogl_portal.subscriptions.links import leave_url, manage_path
from ogl_portal.subscriptions.models import Subscription
from tests.browser.measures import overflowing, violations
from tests.subscriptions.factories import SubscriptionFactory


def newest_link(settings: Any, url: str) -> str:
    """The link of the newest mail, at the server of the test."""
    send_due()
    [link] = re.findall(rf"{re.escape(settings.BASE_URL)}(/abonnieren/\S+)", mail.outbox[-1].body)
    return f"{url}{link}"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_from_the_lab_to_leaving_without_script(
    browser: Browser, site_of_its_own: str, settings: Any, width: int, scheme: Any
) -> None:
    cache.clear()
    mail.outbox.clear()
    Subscription.objects.all().delete()
    lab = LabPage.objects.live().get(slug="brandis")
    address = f"leser{width}@example.org"
    with browser.new_context(
        base_url=site_of_its_own,
        viewport={"width": width, "height": 800},
        locale="de-DE",
        java_script_enabled=False,
        color_scheme=scheme,
    ) as context:
        page = context.new_page()
        page.goto(lab.get_url() or "")
        page.get_by_role("main").get_by_role("link", name="Per E-Mail abonnieren").click()
        expect(page.get_by_role("checkbox", name=lab.title, exact=True)).to_be_checked()
        page.get_by_role("checkbox", name="Neue Meldungen").check()
        page.get_by_role("radio", name=re.compile("täglich")).check()
        page.get_by_role("button", name="Link zur Bestätigung anfordern").press("Enter")
        expect(page.get_by_role("alert").or_(page.locator("#fehler"))).to_contain_text("Bitte geben Sie Ihre E-Mail")
        page.get_by_label("E-Mail-Adresse").fill(address)
        page.get_by_label("E-Mail-Adresse").press("Enter")
        expect(page.get_by_role("heading", name="Bitte sehen Sie in Ihr Postfach")).to_be_visible()

        page.goto(newest_link(settings, site_of_its_own))
        expect(page.get_by_role("main")).to_contain_text(address)
        page.get_by_role("button", name="Abonnement bestätigen").press("Enter")
        expect(page.get_by_role("heading", name="Ihr Abonnement ist eingerichtet")).to_be_visible()
        expect(page.get_by_role("checkbox", name=lab.title, exact=True)).to_be_checked()
        page.get_by_role("checkbox", name=lab.title, exact=True).uncheck()
        page.get_by_role("button", name="Auswahl speichern").press("Enter")
        expect(page.get_by_role("heading", name="Ihre Auswahl ist gespeichert")).to_be_visible()
        assert not Subscription.objects.get().labs.exists()
        page.get_by_role("button", name="Alle E-Mails abbestellen").press("Enter")
        expect(page.get_by_role("heading", name="Sie sind abgemeldet")).to_be_visible()
        assert not Subscription.objects.exists()
        assert context.cookies() == []
        page.go_back()
        page.reload()
        expect(page.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "light"), (360, "dark")])
def test_axe_finds_nothing_behind_the_link(
    browser: Browser, site_of_its_own: str, settings: Any, width: int, scheme: Any
) -> None:
    cache.clear()
    subscription = SubscriptionFactory(labs=LabPage.objects.live()[:3])
    leave = leave_url(subscription).removeprefix(settings.BASE_URL)
    with browser.new_context(
        base_url=site_of_its_own,
        viewport={"width": width, "height": 800},
        locale="de-DE",
        color_scheme=scheme,
    ) as context:
        page = context.new_page()
        for address in (manage_path(subscription, gespeichert=1), leave, "/abonnieren/bestaetigen/?t=x"):
            page.goto(address)
            found = violations(page)
            assert not found, f"{address.partition('?')[0]}: {found}"
            assert overflowing(page, width) == [], address.partition("?")[0]
    subscription.delete()
