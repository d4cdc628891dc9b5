"""Every Atom feed against the grammar of RFC 4287, appendix B (``tests/atom.rng``)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
FEEDS = (
    "/aktuelles/atom.xml",
    "/labore/brandis/atom.xml",
    "/aenderungen/atom.xml",
    "/suche/atom.xml?q=B%C3%BCrgerbeteiligung",
)


@pytest.mark.django_db
@pytest.mark.usefixtures("programme_site")
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_keeps_the_grammar(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 200
    feed = etree.fromstring(response.content)
    assert GRAMMAR.validate(feed), GRAMMAR.error_log
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    ids = [entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in entries]
    assert len(ids) == len(set(ids)), "section 4.1.1: an entry stands in a feed once, or with different dates"


def test_the_grammar_refuses_what_is_no_feed() -> None:
    without_date = "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:x</id><title/><author><name/></author></feed>"
    assert not GRAMMAR.validate(etree.fromstring(without_date))


@pytest.mark.django_db
@pytest.mark.usefixtures("programme_site")
@pytest.mark.parametrize("address", FEEDS)
def test_whatever_host_was_asked_a_feed_has_one_address(address: str, client: Client) -> None:
    body = client.get(address, headers={"Host": "127.0.0.1"}).content.decode()
    assert "//127.0.0.1" not in body
    assert f'href="{settings.BASE_URL}{address.replace("&", "&amp;")}"' in body
