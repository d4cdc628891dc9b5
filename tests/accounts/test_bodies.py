"""How much somebody may send, before anything of it is read. Over sockets: tests/web/test_front.py."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ogl_portal.accounts.bodies import TYPED, largest_body
from ogl_portal.web.front import SMALL
from tests.factories import AdminFactory


def allowed(client: Client, address: str) -> int:
    return largest_body(client.get(address).wsgi_request.environ).size


@pytest.mark.parametrize("name", ["publication_bulk_upload", "import_wordpress"])
def test_views_that_take_more_do_so_of_those_who_may_use_them(name: str, client: Client, db: None) -> None:
    address = reverse(name)
    assert allowed(client, address) == TYPED
    client.force_login(AdminFactory(is_superuser=False))
    assert allowed(client, address) == TYPED
    client.force_login(AdminFactory())
    assert allowed(client, address) > settings.OGL_UPLOAD_MAX_BYTES
    assert allowed(client, "/admin/") == allowed(client, "/admin/nirgends/") == settings.OGL_UPLOAD_MAX_BYTES
    assert allowed(client, "/kontakt/senden/") == SMALL


def test_who_owes_a_second_factor_sends_no_files(client: Client, settings: object, db: None) -> None:
    client.force_login(AdminFactory())
    settings.OGL_REQUIRE_SECOND_FACTOR = "all"  # type: ignore[attr-defined]
    assert allowed(client, "/admin/") == TYPED
