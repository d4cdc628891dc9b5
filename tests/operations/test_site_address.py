"""The site follows the address that the operator gives it."""

from typing import Any

import pytest
from wagtail.models import Site

from ogl_portal.operations.site_address import follow_base_url, host_and_port
from tests.factories import Portal


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://labore.example", ("labore.example", 443)),
        ("http://127.0.0.1:8101", ("127.0.0.1", 8101)),
        ("http://labore.example", ("labore.example", 80)),
    ],
)
def test_host_and_port(url: str, expected: tuple[str, int]) -> None:
    assert host_and_port(url) == expected


def test_canonical_addresses_follow_the_setting(portal: Portal, settings: Any) -> None:
    settings.BASE_URL = "https://labore.example"
    follow_base_url()
    assert Site.objects.get(is_default_site=True).root_url == "https://labore.example"
    assert portal.labs.full_url == "https://labore.example/labore/"
