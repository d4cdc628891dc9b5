"""The HTML of every address in the sitemap is valid: the Nu checker finds no error."""

from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from tests.html_checker import complaints

BESIDE_THE_SITEMAP = (
    "/suche/?q=Beteiligung",
    "/suche/?q=xyzxyz",
    "/labore/?land=SN",
    "/labore/kommune-wie-meine/?ort=Neuenkirchen&thema=kultur",
    "/labore/kommune-wie-meine/?ort=Xyzhausen",
    "/aktuelles/?jahr=2022",
    "/literatur/?sortierung=jahr&richtung=ab",
    "/kontakt/?subject=format&page_url=/labore/",
    "/kontakt/?eingang=20221208-ABC123",
    "/barriere-melden/?seite=/labore/",
    "/barriere-melden/?eingang=20221208-ABC123",
    "/ergebnisse/projektbericht-2020-2022/lesen/",
    "/gibt-es-nicht/",
)


def sitemap(client: Client) -> list[str]:
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  (our own file)
    found = [urlsplit(entry.text or "").path for entry in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(found) > 60
    return found


def save_pages(folder: Path) -> dict[str, str]:
    """The HTML of the site as files; name → address."""
    client = Client()
    pages = {address: client.get(address) for address in [*sitemap(client), *BESIDE_THE_SITEMAP]}
    pages["/kontakt/senden/"] = client.post("/kontakt/senden/", {"email": "x"})
    pages["/barriere-melden/ (422)"] = client.post("/barriere-melden/", {"email": "x"})
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("ogl_portal.pages.views.topics_with_counts", lambda: 1 / 0)
        pages["/themen/ (500)"] = client.get("/themen/")
    names: dict[str, str] = {}
    for number, (address, response) in enumerate(pages.items()):
        if response.headers["Content-Type"].startswith("text/html"):
            name = f"{number}.html"
            (folder / name).write_bytes(response.content)
            names[name] = address
    return names


def test_every_page_of_the_site_is_valid_html(programme_site: None, tmp_path: Path) -> None:
    names = save_pages(tmp_path)
    assert len(names) > 60
    assert {names[name]: errors for name, errors in complaints(tmp_path).items()} == {}


def test_the_checker_would_notice_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_text("<!doctype html><html lang=de><title>x</title><h1><div>", encoding="utf-8")
    assert "1.html" in complaints(tmp_path)
