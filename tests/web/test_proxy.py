"""The configuration of nginx that comes with the site says what the site says."""

import re

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
