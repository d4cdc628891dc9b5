"""Styles, fonts and pictures: their names change with what they hold, so they are asked for once."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

A_YEAR = 365 * 24 * 3600


def test_a_file_whose_name_has_its_hash_is_kept_for_a_year_and_sent_small(tmp_path: Path, settings: Any) -> None:
    as_served = "ogl_portal.web.static_files.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": as_served}}
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    (tmp_path / "site.css").write_text("p { color: red }\n" * 50)
    storage: Any = staticfiles_storage
    list(storage.post_process({"site.css": (storage, "site.css")}))
    address = storage.url("site.css")
    assert re.fullmatch(r"/static/site\.[0-9a-f]{12}\.css", address)
    serve = WhiteNoiseMiddleware(lambda _: HttpResponse(status=404))
    response = serve(RequestFactory().get(address, headers={"Accept-Encoding": "br"}))
    assert response.status_code == 200
    assert response["Content-Encoding"] == "br"
    kept = re.search(r"max-age=(\d+)", response["Cache-Control"])
    assert kept
    assert int(kept[1]) >= A_YEAR
    assert "immutable" in response["Cache-Control"]
