"""The pattern library shows every component once, asks the database for nothing, and is in no index."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from ogl_portal.pattern_library.samples import GROUPS
from ogl_portal.pattern_library.views import rendered
from ogl_portal.users.models import RoleKey
from tests.teams.teams import person, signed_in

COMPONENTS = sorted(path.stem for path in Path(settings.BASE_DIR, "templates/components").iterdir())
SAMPLES = [sample for _, samples in GROUPS for sample in samples]


def test_every_component_has_a_sample() -> None:
    assert sorted(sample.name for sample in SAMPLES) == COMPONENTS


def test_samples_are_made_without_a_query(rf: RequestFactory, db: None, django_assert_num_queries: Callable) -> None:
    request = rf.get("/muster/")
    [rendered(sample, request) for sample in SAMPLES]  # what templates remember for a while
    with django_assert_num_queries(0):
        made = {sample.name: rendered(sample, request) for sample in SAMPLES}
    assert [name for name, html in made.items() if not all(re.search(r"<\w", one) for one in html)] == []
    assert [name for name, html in made.items() if len(set(html)) < len(html)] == []


class TestThePage:
    @pytest.fixture
    def staff(self, db: None) -> Client:
        return signed_in(person(RoleKey.LAB_TEAM))

    def test_shows_them_all_and_no_search_engine_keeps_it(self, staff: Client) -> None:
        response = staff.get(reverse("pattern_library"))
        ids = Counter(re.findall(r'\bid="([^"]+)"', response.content.decode()))
        assert set(COMPONENTS) <= set(ids)
        assert [name for name, times in ids.items() if times > 1] == []
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(("mode", "sheet"), [("hell", "site-light"), ("dunkel", "site-dark")])
    def test_shows_a_scheme_whatever_the_device_asks_for(self, staff: Client, mode: str, sheet: str) -> None:
        assert f"/{sheet}." in staff.get(reverse("pattern_library"), {"modus": mode}).content.decode()
        built = Path(settings.BASE_DIR, f"static/dist/{sheet}.css").read_text()
        assert "prefers-color-scheme" not in built
        assert f"color-scheme:{sheet.removeprefix('site-')}" in built

    def test_shows_itself_beside_the_other_scheme_in_the_width_of_a_phone(self, staff: Client) -> None:
        response = staff.get(reverse("pattern_library_phone"))
        assert "frame-src 'self'" in response["Content-Security-Policy"]
        frames = re.findall(r'<iframe [^>]*src="([^"]+)" width="360"', response.content.decode())
        assert len(frames) == 2
        for address in frames:
            shown = staff.get(address.replace("&amp;", "&"))
            assert shown["X-Frame-Options"] == "SAMEORIGIN"
            assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]

    def test_is_in_the_help_menu(self, staff: Client) -> None:
        assert reverse("pattern_library") in staff.get("/admin/").content.decode()
