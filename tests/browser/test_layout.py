"""Every kind of page fits small phones, phones and desktops."""

from typing import Any

import pytest
from playwright.sync_api import Page
from wagtail.models import get_page_models

from tests.browser.measures import NARROWEST, cut_by_spacing, overflowing, small_targets
from tests.browser.pages import PAGES

WIDTHS = (320, 360, 1280)


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_fits_its_window_and_a_finger(page: Page, kind: str) -> None:
    """At each width nothing sticks out; what stands alone is 44 px high; text that a reader sets apart stays whole."""
    page.goto(PAGES[kind])
    assert {width: found for width in WIDTHS if (found := overflowing(page, width))} == {}
    targets = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        targets[width] = small_targets(page)
    assert targets == {width: [] for width in WIDTHS}
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert cut_by_spacing(page) == []


def test_at_400_percent_zoom_everything_is_still_there(page: Page) -> None:
    """WCAG 1.4.10: 1280 px at 400 % are 320 CSS pixels."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/")
    page.get_by_text("Menü", exact=True).click()
    for name in ("Labore", "Ergebnisse", "Termine"):
        page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name=name).wait_for()


def test_every_page_type_is_looked_at(programme_site: None) -> None:
    addresses = {address.partition("?")[0] for address in PAGES.values()}
    ours = [model for model in get_page_models() if model._meta.app_label != "wagtailcore"]
    seen: dict[str, Any] = {
        model.__name__: {page.get_url() for page in model.objects.live()} & addresses for model in ours
    }
    assert [name for name, found in seen.items() if not found] == []
