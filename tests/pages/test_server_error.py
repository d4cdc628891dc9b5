"""The page of last resort comes whatever is broken."""

from typing import Any

from django.test import RequestFactory

from ogl_portal.pages.views import server_error

MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def test_it_comes_without_a_database_and_without_a_manifest_and_carries_the_legal_links(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    settings.DEBUG = False
    response = server_error(RequestFactory().get("/"))
    html = response.content.decode()
    assert response.status_code == 500
    for address in ("/kontakt/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"):
        assert f'href="{address}"' in html
