"""»Abrufe« in the admin, on the publication, and on the privacy page."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from labs.models import LabPage
from ogl_portal.statistics.models import DailyRequests
from ogl_portal.statistics.rounding import for_spreadsheet, rounded, shown
from ogl_portal.teams import grants
from ogl_portal.users.models import RoleKey
from publications.models import PublicationPage
from tests.factories import LabPageFactory, Portal, PublicationPageFactory
from tests.teams.teams import member, person, signed_in


def requests(page: int, kind: str = "page", count: int = 1, day: str = "2026-11-03", version: int = 0) -> None:
    date = datetime.date.fromisoformat(day)
    DailyRequests.objects.create(day=date, kind=kind, page=page, version=version, count=count)


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis")


@pytest.fixture
def publication(portal: Portal, lab: LabPage) -> PublicationPage:
    page: PublicationPage = PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")
    page.labs.set([lab])
    page.save()
    return page


@pytest.fixture
def foreign(portal: Portal) -> PublicationPage:
    page: PublicationPage = PublicationPageFactory(parent=portal.publications, title="Fremdes Dokument")
    return page


@pytest.fixture
def staff(portal: Portal) -> Client:
    return signed_in(person(RoleKey.STAFF))


def look(client: Client, **question: Any) -> str:
    response = client.get(reverse("requests_report"), question)
    assert response.status_code == 200
    return response.content.decode()


def table(html: str, selector: str) -> list[list[str]]:
    rows = BeautifulSoup(html, "html.parser").select(f"{selector} tbody tr")
    return [[plain(cell) for cell in row.find_all(["th", "td"])] for row in rows]


def plain(element: Tag) -> str:
    return element.get_text(" ", strip=True).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("number", "figure", "cell", "bar"),
    [
        (0, "0", 0, 0),
        (1, "unter\N{NO-BREAK SPACE}10", "unter\N{NO-BREAK SPACE}10", 5),
        (9, "unter\N{NO-BREAK SPACE}10", "unter\N{NO-BREAK SPACE}10", 5),
        (10, "10", 10, 10),
        (14, "10", 10, 10),
        (15, "20", 20, 20),
        (25, "30", 30, 30),
        (1237, "1.240", 1240, 1240),
    ],
)
def test_figures_are_shown_in_tens(number: int, figure: str, cell: int | str, bar: int) -> None:
    assert (shown(number), for_spreadsheet(number), rounded(number)) == (figure, cell, bar)


def test_the_report_gives_a_row_for_each_thing_and_their_course(
    staff: Client, publication: PublicationPage, lab: LabPage
) -> None:
    requests(publication.pk, "pdf", 43, version=2)
    requests(publication.pk, "pdf", 4, day="2026-11-05", version=2)
    requests(publication.pk, "pdf", 3, version=1)
    requests(lab.pk, "page", 25)
    requests(0, "search", 12)
    html = look(staff)
    assert [row[:3] for row in table(html, "table.listing")] == [
        ["Leitfaden", "PDF, Version 2", "50"],
        ["Brandis", "Seite", "30"],
        ["Suche", "Suche", "10"],
        ["Leitfaden", "PDF, Version 1", "unter 10"],
    ]
    days, kinds = (table(str(part), "table") for part in BeautifulSoup(html, "html.parser").select(".ogl-bars"))
    assert [row[:2] for row in days] == [
        ["3. November 2026", "80"],
        ["4. November 2026", "0"],
        ["5. November 2026", "unter 10"],
    ]
    assert [row[:2] for row in kinds] == [["Seite", "30"], ["PDF", "50"], ["Suche", "10"]]
    assert "Zusammen: 90" in html, "43 + 4 + 3 + 25 + 12 = 87: of exact figures, then rounded"


def test_a_long_time_is_shown_by_month(staff: Client, lab: LabPage) -> None:
    requests(lab.pk, count=20, day="2026-11-03")
    requests(lab.pk, count=40, day="2027-01-31")
    html = look(staff)
    [months, _] = BeautifulSoup(html, "html.parser").select(".ogl-bars")
    assert [row[:2] for row in table(str(months), "table")] == [
        ["November 2026", "20"],
        ["Dezember 2026", "0"],
        ["Januar 2027", "40"],
    ]


def test_filters_hold_for_rows_and_course(staff: Client, publication: PublicationPage, lab: LabPage) -> None:
    requests(publication.pk, "pdf", 50, version=1)
    requests(lab.pk, "page", 30)
    requests(lab.pk, "page", 70, day="2026-12-24")
    assert [row[0] for row in table(look(staff, page=publication.pk), "table.listing")] == ["Leitfaden"]
    assert [row[0] for row in table(look(staff, kind="page"), "table.listing")] == ["Brandis"]
    html = look(staff, day_from="2026-12-01")
    assert [row[2] for row in table(html, "table.listing")] == ["70"]
    assert "Zusammen: 70" in html


def test_a_lab_team_sees_its_own_lab_only(
    portal: Portal, publication: PublicationPage, foreign: PublicationPage, lab: LabPage
) -> None:
    for page in (publication, foreign, lab, portal.news):
        requests(page.pk, count=20)
    requests(0, "search", 20)
    html = look(signed_in(member(grants.create_team(lab))))
    assert {row[0] for row in table(html, "table.listing")} == {"Leitfaden", "Brandis"}
    assert "Zusammen: 40" in html
    assert "Fremdes Dokument" not in html
    [choice] = BeautifulSoup(html, "html.parser").select('select[name="page"]')
    assert "Fremdes Dokument" not in choice.get_text()


def test_a_team_cannot_ask_for_the_figures_of_others(foreign: PublicationPage, lab: LabPage) -> None:
    requests(foreign.pk, count=20)
    client = signed_in(member(grants.create_team(lab)))
    assert "Fremdes Dokument" not in look(client, page=foreign.pk)
    export = b"".join(client.get(reverse("requests_report"), {"export": "csv"}).streaming_content).decode()
    assert "Fremdes Dokument" not in export


def test_the_export_holds_the_same_rounded_figures(staff: Client, publication: PublicationPage, lab: LabPage) -> None:
    requests(publication.pk, "pdf", 47, version=2)
    requests(lab.pk, "page", 3)
    response = staff.get(reverse("requests_report"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["Seite;Art;Abrufe", "Leitfaden;PDF, Version 2;50", "Brandis;Seite;unter\N{NO-BREAK SPACE}10"]
    assert staff.get(reverse("requests_report"), {"export": "xlsx"}).status_code == 200


def test_a_page_without_figures_is_named(staff: Client, publication: PublicationPage, lab: LabPage) -> None:
    sentence = "Zu »Leitfaden« gibt es in dieser Auswahl noch keine Abrufe."
    assert sentence in look(staff, page=publication.pk)  # there are none at all
    requests(lab.pk, count=20)
    html = look(staff, page=publication.pk)
    assert sentence in html
    assert table(html, "table.listing") == []  # not those of every other page


def test_a_page_that_somebody_may_not_see_is_not_named(foreign: PublicationPage, lab: LabPage) -> None:
    team = signed_in(member(grants.create_team(lab)))
    assert "Fremdes Dokument" not in look(team, page=foreign.pk)
    assert "Zu »Brandis« gibt es" in look(team, page=lab.pk)


@pytest.mark.parametrize(("pages", "told"), [(1, "1 Zeile"), (2, "2 Zeilen")])
def test_the_report_counts_its_rows(
    pages: int, told: str, staff: Client, publication: PublicationPage, lab: LabPage
) -> None:
    for page in (lab, publication)[:pages]:
        requests(page.pk, count=20)
    end = BeautifulSoup(look(staff), "html.parser").select_one(".pagination__end")
    assert end is not None
    assert plain(end) == told


def test_sums_outlive_their_page(staff: Client, portal: Portal) -> None:
    requests(9_999_999, count=20)
    assert "Gelöschte Seite (Nummer 9999999)" in look(staff)


def test_without_figures_the_report_says_so(staff: Client) -> None:
    assert "ogl-bars" not in look(staff)


def test_a_page_leads_to_its_figures_once_it_was_public(staff: Client, portal: Portal, lab: LabPage) -> None:
    link = f"{reverse('requests_report')}?page={lab.pk}"
    assert link in staff.get(reverse("wagtailadmin_pages:edit", args=[lab.pk])).content.decode()
    draft = LabPageFactory(parent=portal.labs, live=False, first_published_at=None, last_published_at=None)
    assert (
        "berichte/abrufe/?page=" not in staff.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    )


def test_readers_see_figures_only_where_the_operator_wants_it(
    client: Client, publication: PublicationPage, settings
) -> None:
    requests(publication.pk, "pdf", 43, version=1)
    requests(publication.pk, "page", 4)
    requests(publication.pk, "feed", 400)
    assert "Abrufe" not in client.get(publication.url).content.decode()
    settings.OGL_USAGE_PUBLIC = True
    html = client.get(publication.url).content.decode()
    part = plain(BeautifulSoup(html, "html.parser").select_one('section[aria-labelledby="abrufe"]'))
    assert "Diese Seite: unter 10 PDF: 40" in part
    assert "Seit November 2026" in part
