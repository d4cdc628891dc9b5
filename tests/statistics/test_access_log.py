"""Counting from the log of a proxy that answers from a cache of its own."""

import datetime
import gzip
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from labs.models import LabPage
from ogl_portal.statistics.access_log import count_log
from ogl_portal.statistics.models import CountedLog, DailyRequests
from publications.models import PublicationPage
from tests.factories import FileVersionFactory, LabPageFactory, Portal, PublicationPageFactory
from tests.statistics.conftest import FIREFOX, Sums

ADDRESS = "203.0.113.77"


def line(
    target: str = "/labore/brandis/",
    status: int = 200,
    agent: str = FIREFOX,
    method: str = "GET",
    when: str = "28/Nov/2026:12:00:00 +0100",
) -> str:
    referer = r"https://suche.example/?q=\"a\""
    return f'{ADDRESS} - - [{when}] "{method} {target} HTTP/1.1" {status} 5120 "{referer}" "{agent}"\n'


@pytest.fixture(autouse=True)
def _log_counts(settings) -> None:
    settings.OGL_COUNTING = "log"


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")


def test_lines_count_by_the_same_rules(portal: Portal, lab: LabPage, sums: Sums) -> None:
    publication: PublicationPage = PublicationPageFactory(parent=portal.publications, slug="leitfaden")
    FileVersionFactory(publication=publication, number=1)
    pdf = f"{publication.url}leitfaden.pdf"
    log = [
        line(),
        line(status=304),
        line("/labore/brandis/?utm_source=brief"),
        line(pdf),
        line(pdf, status=206),
        line("/suche/?q=Beteiligung"),
        line("/suche/?q=Beteiligung&seite=2"),
        line(status=404),
        line(method="HEAD"),
        line(agent="-"),
        line(agent="CCBot/2.0"),
        line("/admin/"),
        line("/static/site.css"),
        line("//labore/brandis/"),
        line("*"),
    ]
    count_log(io.BytesIO("".join(log).encode()))
    assert sums() == {("page", lab.pk, 0): 3, ("pdf", publication.pk, 1): 1, ("search", 0, 0): 1}


def test_the_day_is_that_of_berlin(lab: LabPage) -> None:
    count_log(io.BytesIO(line(when="27/Nov/2026:23:30:00 +0000").encode()))
    assert DailyRequests.objects.get().day == datetime.date(2026, 11, 28)


def test_no_line_counts_twice_whatever_becomes_of_the_file(lab: LabPage, sums: Sums, tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text(line() + line(when="28/Nov/2026:12:00:01 +0100"))
    for _ in range(2):
        call_command("count_access_log", str(path))
    assert sums() == {("page", lab.pk, 0): 2}
    with path.open("a") as file:
        file.write(line(when="28/Nov/2026:12:00:02 +0100"))
    call_command("count_access_log", str(path))
    assert sums() == {("page", lab.pk, 0): 3}
    rotated = tmp_path / "access.log.2.gz"
    rotated.write_bytes(gzip.compress(path.read_bytes()))
    call_command("count_access_log", str(rotated))
    assert sums() == {("page", lab.pk, 0): 3}
    path.write_text(line(when="29/Nov/2026:12:00:00 +0100"))
    call_command("count_access_log", str(path))
    assert sorted(DailyRequests.objects.values_list("day__day", "count")) == [(28, 3), (29, 1)]


def test_a_line_that_is_being_written_waits_for_its_end(lab: LabPage, sums: Sums) -> None:
    whole = line() + line(when="28/Nov/2026:12:00:01 +0100")
    for length in range(0, len(whole) + 1, 25):
        count_log(io.BytesIO(whole.encode()[:length]))
    count_log(io.BytesIO(whole.encode()))
    assert sums() == {("page", lab.pk, 0): 2}


def test_the_standard_input_counts_as_a_file_does(
    lab: LabPage, sums: Sums, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line().encode())))
        call_command("count_access_log", "-")
    assert sums() == {("page", lab.pk, 0): 1}
    assert "zählt nicht noch einmal" in capsys.readouterr().out


def test_lines_of_another_form_are_told(lab: LabPage, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text(line() + "something else\n" + line(when="99/Nov/2026:12:00:00 +0100") + "\n")
    call_command("count_access_log", str(path))
    assert "1 Abrufe in 4 neuen Zeilen; 3 Zeilen haben eine andere Form" in capsys.readouterr().out


def test_a_broken_archive_counts_nothing(lab: LabPage, sums: Sums, tmp_path: Path) -> None:
    path = tmp_path / "access.log.gz"
    path.write_bytes(gzip.compress((line() * 500).encode())[:-20])
    with pytest.raises(CommandError, match="nichts daraus wurde gezählt"):
        call_command("count_access_log", str(path))
    assert sums() == {}
    assert not CountedLog.objects.exists()


def test_nothing_of_a_line_is_stored(lab: LabPage) -> None:
    count_log(io.BytesIO(line().encode()))
    stored = str([*DailyRequests.objects.values(), *CountedLog.objects.values()])
    assert ADDRESS not in stored
    assert "Firefox" not in stored
    assert "suche.example" not in stored


def test_where_the_server_counts_the_log_does_not(lab: LabPage, settings, tmp_path: Path) -> None:
    settings.OGL_COUNTING = "server"
    with pytest.raises(CommandError, match="zählte jeder doppelt"):
        call_command("count_access_log", str(tmp_path / "access.log"))
