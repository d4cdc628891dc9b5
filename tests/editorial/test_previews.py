"""Every page type can be previewed before it is published."""

import pytest
from wagtail.models import Page

from tests.factories import (
    EventPageFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
)


@pytest.mark.parametrize("kind", ["lab", "news", "event", "publication", "standard"])
def test_a_draft_looks_in_the_preview_as_it_will_in_public(portal: Portal, kind: str) -> None:
    factories = {
        "lab": lambda: LabPageFactory(parent=portal.labs, live=False, title="Vorschau"),
        "news": lambda: NewsPageFactory(parent=portal.news, live=False, title="Vorschau"),
        "event": lambda: EventPageFactory(parent=portal.events, live=False, title="Vorschau"),
        "publication": lambda: PublicationPageFactory(parent=portal.publications, live=False, title="Vorschau"),
        "standard": lambda: StandardPageFactory(parent=portal.home, live=False, title="Vorschau"),
    }
    page = Page.objects.get(pk=factories[kind]().pk).specific
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    response.render() if hasattr(response, "render") else None
    assert response.status_code == 200
    assert "<h1>Vorschau</h1>" in response.content.decode().replace('<h1 lang="de">', "<h1>")


def test_index_pages_and_the_home_page_can_be_previewed(portal: Portal) -> None:
    for page in (portal.home, portal.labs, portal.news, portal.events, portal.publications, portal.literature):
        response = page.make_preview_request(preview_mode=page.default_preview_mode)
        assert response.status_code == 200
