"""Wagtail's checker looks at the preview and speaks German; readers never meet it."""

import json
import re
from typing import Any

from django.test import Client

from tests.factories import AdminFactory, Portal, StandardPageFactory

CONFIGURATION = re.compile(r'<script id="checker-axe-configuration" type="application/json">(.*?)</script>')


def configuration(html: str) -> dict[str, Any]:
    [found] = CONFIGURATION.findall(html)
    return dict(json.loads(found))


def preview(client: Client, page: Any, **attributes: Any) -> str:
    """The preview that the person gets who is signed in."""
    request = client.get("/admin/").wsgi_request
    response = page.make_preview_request(request, page.default_preview_mode, attributes)
    return str(response.content.decode())


def test_every_rule_of_the_checker_has_its_german_words(client: Client, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    client.force_login(AdminFactory())
    for html in (
        client.get(f"/admin/pages/{page.pk}/edit/").content.decode(),
        preview(client, page, is_editing=True, in_preview_panel=True),
    ):
        found = configuration(html)
        assert set(found["options"]["runOnly"]) == set(found["messages"])
        assert {rule["id"] for rule in found["spec"]["rules"]} <= set(found["messages"])
        assert found["messages"]["image-alt"]["error_name"] == "Ein Bild hat keinen Alternativtext"


def test_readers_do_not_meet_it(client: Client, portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    client.force_login(AdminFactory())
    assert "userbar" not in preview(client, page), "a link for people without an account, or an older version"
    response = client.get(page.get_url())
    assert "userbar" not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")
