"""The configuration of nginx that comes with the site says what the site says."""

import re

import pytest
from django.conf import settings
from django.urls import resolve, reverse

from ogl_portal.web.front import SMALL
from ogl_portal.web.large_bodies import large_body

CONFIGURATION = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
UNITS = {"k": 1024, "m": 1024**2}


def limits() -> dict[str, int]:
    """Largest body by address."""
    found = re.findall(r"location (?:= )?(\S+) \{\s+client_max_body_size (\d+)([km]);", CONFIGURATION)
    return {address: int(number) * UNITS[unit] for address, number, unit in found}


def test_bodies_have_the_limits_of_the_site() -> None:
    large = {reverse("import_wordpress"), reverse("publication_bulk_upload")}
    assert set(limits()) == {"/", settings.ADMIN_PATH, *large}
    assert limits()["/"] == SMALL
    assert settings.OGL_UPLOAD_MAX_BYTES <= limits()[settings.ADMIN_PATH] < 1.1 * settings.OGL_UPLOAD_MAX_BYTES
    for address in large:
        mark = large_body(resolve(address).func)
        assert mark is not None
        assert mark.size <= limits()[address] < 1.1 * mark.size


def test_the_folder_of_pictures_is_served_by_the_site_alone() -> None:
    directives = re.findall(r"^\s*(\w+)\s", CONFIGURATION, re.MULTILINE)
    assert not {"root", "alias", "rewrite", "try_files", "merge_slashes"} & set(directives)
    # Without a path behind it, so that addresses are handed on as they came.
    assert set(re.findall(r"proxy_pass\s+(\S+);", CONFIGURATION)) == {"http://ogl_portal"}
    assert "underscores_in_headers off;" in CONFIGURATION
    assert "proxy_request_buffering on;" in CONFIGURATION


@pytest.mark.parametrize(
    ("cookies", "is_signed_in"),
    [
        ("sessionid=a", True),
        ("__Host-sessionid=a", True),
        ("b=c; __Host-sessionid=a", True),
        ("b=c;sessionid=a", True),
        ("", False),
        ("ownsessionid=a", False),
        ("b=sessionid", False),
    ],
)
def test_who_is_signed_in_gets_nothing_that_is_kept(cookies: str, is_signed_in: bool) -> None:
    """The cookie has another name over HTTPS, which nginx has no variable for."""
    pattern = re.search(r'map \$http_cookie \$ogl_signed_in \{[^}]*"~(.+)" yes;', CONFIGURATION)
    assert pattern is not None
    assert bool(re.search(pattern[1], cookies)) == is_signed_in
    for directive in ("proxy_cache_bypass", "proxy_no_cache"):
        assert re.search(rf"{directive} +\$ogl_signed_in ", CONFIGURATION)


def test_the_cookie_is_the_one_of_production() -> None:
    production = (settings.BASE_DIR / "ogl_portal" / "settings" / "production.py").read_text(encoding="utf-8")
    assert 'SESSION_COOKIE_NAME = "__Host-sessionid"' in production
