"""How many points Mozilla's HTTP Observatory gives: 130 for what readers see, and no fewer than 110 for the admin.

The settings are those of production. What the portal answers is judged by the package's own code (grade.mjs).
"""

import json
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import AdminFactory, Portal

HERE = Path(__file__).resolve().parent
HOST = "labore.example.org"
OF_A_BROWSER = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "X_FRAME_", "PERMISSIONS_POLICY", "CONTENT_SECURITY_")


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What production says to browsers."""
    for name, value in (
        ("OGL_BASE_URL", f"https://{HOST}"),
        ("OGL_SECRET_KEY", "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz"),
        ("OGL_DATA_DIR", str(tmp_path)),
        ("DATABASE_URL", "postgresql://user:word@127.0.0.1:5432/none"),
    ):
        monkeypatch.setenv(name, value)
    said = runpy.run_module("ogl_portal.settings.production")
    with override_settings(
        ALLOWED_HOSTS=[HOST], **{name: value for name, value in said.items() if name.startswith(OF_A_BROWSER)}
    ):
        yield


def answered(client: Client, name: str, address: str) -> dict[str, Any]:
    """What grade.mjs wants to know of an address, asked over http:// first."""
    outside = client.get(address, headers={"host": HOST})
    assert outside.status_code == 301
    response = client.get(outside["Location"], headers={"host": HOST, "x-forwarded-proto": "https"})
    assert response.status_code == 200, address
    cookies = [["Set-Cookie", morsel.OutputString()] for morsel in response.cookies.values()]
    return {
        "name": name,
        "url": outside["Location"],
        "html": b"".join(response).decode(),
        "headers": [*map(list, response.items()), *cookies],
        "route": [{"url": f"http://{HOST}{address}", "status": 301}, {"url": outside["Location"], "status": 200}],
    }


def graded(pages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))  # as script/bootstrap takes it
    assert (HERE / "node_modules").is_dir(), "The Observatory is not installed; script/bootstrap --dev does it."
    done = subprocess.run(
        [node, str(HERE / "grade.mjs")], input=json.dumps(pages), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_points(portal: Portal, client: Client, production: None) -> None:
    addresses = ("/", "/labore/", "/ergebnisse/", "/suche/?q=labor", "/kontakt/", reverse("wagtailadmin_login"))
    pages = [answered(client, address, address) for address in addresses]
    client.force_login(AdminFactory())
    inside = [reverse("wagtailadmin_home"), reverse("wagtailadmin_pages:edit", args=[portal.home.pk])]
    pages += [answered(client, address, address) for address in inside]
    unsafe = {**pages[0], "name": "unsafe", "headers": [["Content-Security-Policy", "script-src 'unsafe-inline'"]]}

    found = graded([*pages, unsafe])

    assert found.pop("unsafe")["score"] < 50
    for address, judged in found.items():
        least = 110 if address.startswith(reverse("wagtailadmin_home")) else 130
        assert judged["score"] >= least, (address, judged)
