"""The page of last resort comes whatever is broken."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from ogl_portal.pages.views import server_error
from tests.page_links import Links, missing_duties

MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def targets(response: Any) -> set[str]:
    links = Links()
    links.feed(response.content.decode())
    return links.targets


def test_it_comes_without_a_database_and_without_a_manifest_and_carries_the_legal_links(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    settings.DEBUG = False
    response = server_error(RequestFactory().get("/labore/"))
    assert response.status_code == 500
    assert missing_duties(targets(response)) == []
    assert {"/kontakt/", "/barriere-melden/?seite=%2Flabore%2F"} <= targets(response)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/labore/", "/suche/?q=Labor", "/gibt-es-nicht/", "/kontakt/"])
def test_while_the_database_is_away_every_address_answers_with_it(address: str) -> None:
    client = Client(raise_request_exception=False)
    with patch.object(connection, "cursor", side_effect=OperationalError("the server closed the connection")):
        response = client.get(address)
    assert response.status_code == 500
    assert missing_duties(targets(response)) == []
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
