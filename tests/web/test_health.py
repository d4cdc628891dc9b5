"""Whether the process lives, and whether it can serve."""

from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client


def test_live_asks_nothing_of_anybody(client: Client) -> None:
    assert client.get("/health/live/").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_when_database_and_files_answer(client: Client) -> None:
    response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "problems": []})


@pytest.mark.django_db
def test_not_ready_without_a_database(client: Client) -> None:
    with patch("ogl_portal.web.health.connection.cursor", side_effect=OperationalError):
        response = client.get("/health/ready/")
    assert (response.status_code, response.json()["problems"]) == (503, ["database"])


@pytest.mark.django_db
def test_not_ready_without_file_storage(client: Client) -> None:
    with patch.object(Path, "exists", side_effect=OSError), patch("os.path.lexists", side_effect=OSError):
        response = client.get("/health/ready/")
    assert (response.status_code, response.json()["problems"]) == (503, ["storage"])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/"])
def test_health_is_never_cached(client: Client, path: str) -> None:
    assert "no-store" in client.get(path).headers["Cache-Control"]
