"""The statement (L-BGG-2, L-BITV-1, L-BITV-4): computed, approved, frozen, compared, for people and machines."""

import dataclasses
import datetime
import json

import pytest
from django.test import Client
from wagtail.models import Site

from ogl_portal.accessibility import faults
from ogl_portal.accessibility.enums import Reason
from ogl_portal.accessibility.faults import Fault, FaultPlace, known_faults
from ogl_portal.accessibility.models import AccessibilitySettings, FaultJudgement, RecordedFault, ReportState
from ogl_portal.accessibility.statement import (
    WEB_REQUIREMENTS,
    Conformity,
    StatementContent,
    changes_between,
    conformity_of,
    current_content,
    statement_state,
)
from ogl_portal.legal.gaps import language_gaps
from tests.accessibility.factories import ReportFactory, StatementPageFactory, approved
from tests.factories import FileVersionFactory, Portal, PublicationPageFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 3, 1)
FAULT = Fault("test.one", "Ein Mangel", places=(FaultPlace("Labore", "/labore/"),), requirements=("9.1.1.1",))


def keys() -> set[str]:
    return {fault.key for fault in known_faults()}


def fault(key: str) -> Fault:
    return next(fault for fault in known_faults() if fault.key == key)


class TestConformity:
    def test_fully_only_where_somebody_has_assessed_and_nothing_is_known(self) -> None:
        assert conformity_of([], is_assessed=True) == Conformity.FULL
        assert conformity_of([], is_assessed=False) == Conformity.PARTIAL
        assert conformity_of([FAULT], is_assessed=True) == Conformity.PARTIAL

    def test_not_at_all_where_most_requirements_are_broken(self) -> None:
        half = [dataclasses.replace(FAULT, requirements=tuple(f"9.1.{n}" for n in range(WEB_REQUIREMENTS // 2)))]
        assert conformity_of(half, is_assessed=True) == Conformity.PARTIAL
        more = [*half, dataclasses.replace(FAULT, key="test.two", requirements=("9.2.1", "9.1.0"))]
        assert conformity_of(more, is_assessed=True) == Conformity.NONE


class TestSources:
    def test_a_pdf_that_breaks_rules_is_named_until_it_is_mended(self, portal: Portal) -> None:
        publication = PublicationPageFactory(parent=portal.publications, title="Bericht", slug="bericht")
        failing = {"conforms": False, "failures": [{"rule": "7.1-1", "count": 2}]}
        version = FileVersionFactory(publication=publication, accessibility=failing, text_characters=99)
        assert fault("pdf.failed").places == (FaultPlace("Bericht", "/ergebnisse/bericht/"),)
        version.accessibility = {"conforms": True}
        version.save()
        assert not {key for key in keys() if key.startswith("pdf.")}

    def test_a_pdf_without_text_and_one_that_could_not_be_checked(self, portal: Portal) -> None:
        scan = PublicationPageFactory(parent=portal.publications, title="Scan")
        FileVersionFactory(publication=scan, accessibility={"conforms": True}, text_characters=0)
        other = PublicationPageFactory(parent=portal.publications, title="Anderes")
        FileVersionFactory(publication=other, accessibility={}, text_characters=99)
        assert [place.title for place in fault("pdf.images").places] == ["Scan"]
        assert [place.title for place in fault("pdf.unchecked").places] == ["Anderes"]

    def test_what_is_not_public_is_not_named(self, portal: Portal) -> None:
        hidden = PublicationPageFactory(parent=portal.publications, live=False)
        FileVersionFactory(publication=hidden, accessibility={"conforms": False})
        assert not {key for key in keys() if key.startswith("pdf.")}

    def test_what_is_missing_in_sign_and_easy_language_is_named_part_by_part(self, portal: Portal) -> None:
        for gap in language_gaps():
            assert all(part in fault(gap.key).description for part in gap.parts)
        assert {"languages.sign", "languages.easy"} <= keys()

    def test_a_report_counts_once_staff_have_judged_it_and_until_it_is_mended(self) -> None:
        report = ReportFactory(text="Ich sehe nichts, Mara Muster")
        key = f"report.{report.pk}"
        assert key not in keys()
        report.is_fault, report.fault_title, report.state = True, "Schwacher Kontrast", ReportState.IN_WORK
        report.save()
        assert fault(key).title == "Schwacher Kontrast"
        assert "Mara" not in json.dumps(fault(key).as_json())
        report.state = ReportState.FIXED
        report.save()
        assert key not in keys()

    def test_what_people_have_found_counts_until_it_is_mended(self) -> None:
        recorded = RecordedFault.objects.create(title="Falle", page_path="/labore/", requirement="9.2.1.2")
        assert fault(f"recorded.{recorded.pk}").requirements == ("9.2.1.2",)
        recorded.mended_on = DAY
        recorded.save()
        assert f"recorded.{recorded.pk}" not in keys()

    def test_others_plug_in_and_staff_give_reasons(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(faults, "_sources", {})
        faults.register_source("test", lambda: [FAULT])
        assert fault("test.one") == FAULT
        FaultJudgement.objects.create(key="test.one", reason=Reason.BURDEN, alternative="Rufen Sie an.")
        judged = fault("test.one")
        assert (judged.reason, judged.alternative) == ("burden", "Rufen Sie an.")


class TestFrozen:
    def test_a_content_survives_the_database(self) -> None:
        RecordedFault.objects.create(title="Falle", page_path="/labore/", requirement="9.2.1.2")
        content = current_content(None)
        assert StatementContent.from_json(json.loads(json.dumps(content.as_json()))) == content
        assert StatementContent.from_json(content.as_json()).digest == content.digest

    def test_changes_are_told_apart(self) -> None:
        content = dataclasses.replace(current_content(None), faults=(FAULT, dataclasses.replace(FAULT, key="b")))
        moved = dataclasses.replace(FAULT, places=())
        new = dataclasses.replace(FAULT, key="c")
        changes = changes_between(content, dataclasses.replace(content, faults=(moved, new), conformity="none"))
        assert (changes.new, changes.changed, [gone.key for gone in changes.gone]) == ((new,), (moved,), ["b"])
        assert changes.conformity_label == "nicht vereinbar"
        assert not changes_between(content, content)

    @pytest.mark.parametrize(
        ("age", "level", "is_red"),
        [
            (0, "current", False),
            (329, "current", False),
            (330, "due", True),
            (365, "due", True),
            (366, "overdue", True),
        ],
    )
    def test_it_grows_old(self, age: int, level: str, is_red: bool) -> None:
        approved(DAY)
        state = statement_state(DAY + datetime.timedelta(days=age))
        assert (state.level, state.is_red) == (level, is_red)
        assert state.due_on == datetime.date(2028, 2, 29)

    def test_none_at_all_is_red(self) -> None:
        state = statement_state(DAY)
        assert (state.level, state.is_red, state.due_on) == ("missing", True, None)


class TestPublic:
    @pytest.fixture(autouse=True)
    def page(self, portal: Portal) -> None:
        StatementPageFactory(parent=portal.home)

    def html(self, client: Client, address: str = "/barrierefreiheit/") -> str:
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    def test_a_draft_says_so_and_has_every_part_the_law_asks_for(self, client: Client) -> None:
        html = self.html(client)
        assert "Freigegeben ist sie noch nicht." in html
        for words in (
            "teilweise vereinbar",
            "EN 301 549",
            "Eine Bewertung des ganzen Portals steht noch aus",
            "Informationen in Deutscher Gebärdensprache",
            "innerhalb eines Monats",
            "/barriere-melden/?seite=%2Fbarrierefreiheit%2F",
            "https://www.schlichtungsstelle-bgg.de",
            "§\N{NO-BREAK SPACE}16 BGG",
            "Der Rechtsstand ist noch nicht abschließend geprüft.",
        ):
            assert words in html, words

    def test_what_is_approved_is_shown_and_what_has_changed_since_is_marked_as_such(self, client: Client) -> None:
        RecordedFault.objects.create(title="Alter Mangel")
        approved(DAY, "Mara Muster")
        RecordedFault.objects.create(title="Neuer Mangel")
        RecordedFault.objects.filter(title="Alter Mangel").update(mended_on=DAY)
        frozen, _, live = self.html(client).partition('id="aenderungen"')
        assert "von Mara Muster" in frozen
        assert '<time datetime="2027-03-01">1.\N{NO-BREAK SPACE}März 2027</time>' in frozen
        assert "Alter Mangel" in frozen
        assert "Neuer Mangel" not in frozen
        assert "Er ist noch nicht von einem Menschen freigegeben." in live
        assert "Neuer Mangel" in live.split("Neu bekannt")[1]
        assert "Alter Mangel" in live.split("Nicht mehr festgestellt")[1]

    def test_without_changes_nothing_is_said_about_them(self, client: Client) -> None:
        approved(DAY)
        assert "Änderungen seit der Freigabe" not in self.html(client)

    def test_whom_to_turn_to_is_told_as_it_is_now(self, client: Client) -> None:
        settings = AccessibilitySettings.objects.create(site=Site.objects.get(), enforcement_phone="030 111")
        approved(DAY)
        settings.enforcement_phone, settings.law_checked_on = "030 222", datetime.date(2027, 3, 2)
        settings.save()
        html = self.html(client)
        assert "030 222" in html
        assert 'Rechtsstand geprüft am <time datetime="2027-03-02">' in html

    def test_earlier_versions_stay(self, client: Client) -> None:
        RecordedFault.objects.create(title="Alter Mangel")
        approved(DAY)
        RecordedFault.objects.all().delete()
        approved(DAY + datetime.timedelta(days=1))
        assert 'href="/barrierefreiheit/fassungen/1/"' in self.html(client)
        assert "Alter Mangel" in self.html(client, "/barrierefreiheit/fassungen/1/")
        assert client.get("/barrierefreiheit/fassungen/3/").status_code == 404

    def test_the_copy_for_machines_says_the_same(self, client: Client) -> None:
        report = ReportFactory(is_fault=True, fault_title="Kontrast", text="Geheimes")
        assert client.get("/barrierefreiheit/erklaerung.json").json()["is_draft"] is True
        approved(DAY)
        RecordedFault.objects.create(title="Neuer Mangel")
        response = client.get("/barrierefreiheit/erklaerung.json")
        data = response.json()
        assert response["Content-Type"] == "application/json"
        assert not response.cookies
        assert (data["version"], data["conformity"]["value"]) == (1, "partial")
        told = next(entry for entry in data["faults"] if entry["key"] == f"report.{report.pk}")
        assert told["places"] == [{"title": "/labore/", "url": "http://testserver/labore/"}]
        assert [entry["title"] for entry in data["changes_since_approval"]["new"]] == ["Neuer Mangel"]
        assert data["feedback"]["form"] == "http://testserver/barriere-melden/"
        assert "Geheimes" not in response.content.decode()
        assert 'type="application/json"' in self.html(client)

    def test_reading_writes_nothing(self, client: Client) -> None:
        self.html(client)
        client.get("/barriere-melden/")
        assert not AccessibilitySettings.objects.exists()
