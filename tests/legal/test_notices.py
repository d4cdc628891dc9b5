"""Imprint and privacy notice: complete or plainly not, checked by somebody, proven by a measurement."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from ogl_portal.core.models import SiteSettings
from ogl_portal.legal.gaps import legal_gaps
from ogl_portal.legal.models import PrivacyDetails, PrivacyProof
from ogl_portal.legal.statements import CONTROLLER, IMPRINT, PRIVACY
from tests.factories import AdminFactory, ImprintPageFactory, Portal, PrivacyPageFactory

OPERATOR = {
    "operator_name": "Amt für Muster",
    "operator_legal_form": "entfällt",
    "operator_address": "Musterweg 1\n12345 Musterstadt",
    "operator_represented_by": "die Leitung des Amts",
    "contact_email": "post@example.org",
    "contact_phone": "030 123456",
    "supervisory_authority": "Ministerium für Muster",
    "register_entry": "Entfällt.",
    "vat_id": "entfällt",
    "editorially_responsible": "Mara Muster, Musterweg 1, 12345 Musterstadt",
}
DETAILS: dict[str, Any] = {
    "data_protection_officer": "Datenschutz im Amt für Muster, datenschutz@example.org",
    "supervisory_authority": "Aufsicht für Muster",
    "visit_legal_basis": "Art. 6 Abs. 1 Buchst. e DSGVO",
    "log_days": 7,
    "contact_legal_basis": "Art. 6 Abs. 1 Buchst. e DSGVO",
    "delete_messages_after_months": 3,
    "recipients": "Rechenzentrum Muster",
    "third_countries": "entfällt",
}


def fill(model: type, values: dict[str, Any]) -> None:
    model.objects.update_or_create(site=Site.objects.get(), defaults=values)


@pytest.fixture
def pages(portal: Portal) -> None:
    ImprintPageFactory(parent=portal.home, legal_source="§ 5 DDG")
    PrivacyPageFactory(parent=portal.home, legal_source="Artikel 13 DSGVO")


def text(client: Client, address: str) -> str:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return " ".join(soup.main.get_text(" ").split())


def test_while_statements_are_missing_the_imprint_says_which(pages: None, client: Client) -> None:
    fill(SiteSettings, {"operator_name": "Amt für Muster"})
    shown = text(client, "/impressum/")
    assert "Diese Seite ist noch nicht vollständig" in shown
    assert "Verantwortlich für redaktionelle Inhalte (§ 18 Abs. 2 MStV)" in shown
    assert "Anbieter Amt für Muster" in shown
    assert "Anbieter (§ 5" not in shown


def test_a_complete_imprint_has_everything_that_applies(pages: None, client: Client) -> None:
    fill(SiteSettings, OPERATOR)
    shown = text(client, "/impressum/")
    assert "noch nicht vollständig" not in shown
    for field, value in OPERATOR.items():
        if value.casefold().startswith("entfällt"):
            continue
        assert " ".join(value.split()) in shown, field
    assert "entfällt" not in shown.casefold()
    assert "Registereintrag" not in shown


def test_the_privacy_notice_says_what_is_missing_and_then_everything(pages: None, client: Client) -> None:
    shown = text(client, "/datenschutz/")
    for statement in (*CONTROLLER, *PRIVACY):
        assert f"{statement.label} ({statement.source})" in shown
    fill(SiteSettings, OPERATOR)
    fill(PrivacyDetails, DETAILS)
    shown = text(client, "/datenschutz/")
    assert "noch nicht vollständig" not in shown
    assert "Die Protokolle werden nach 7 Tagen gelöscht." in shown
    for field in ("data_protection_officer", "supervisory_authority", "recipients"):
        assert DETAILS[field] in shown
    assert "löscht das Portal sie mit der Antwort 3 Monate später von selbst" in shown
    assert "Übermittlung außerhalb" not in shown


@pytest.mark.parametrize(
    ("changes", "sentences", "absent"),
    [
        ({}, ["während er die Seite ausliefert", "nur in der Redaktion", "Sie bleiben erhalten"], "öffentlich auf"),
        ({"OGL_COUNTING": "log"}, ["aus den Protokollen des Webservers"], "während er"),
        ({"OGL_USAGE_PUBLIC": True, "OGL_USAGE_KEEP_MONTHS": 24}, ["öffentlich auf", "Nach 24 Monaten"], "Sie bleiben"),
        ({"OGL_COUNTING": "off"}, ["weder verfolgt noch ausgewertet"], "Zählung der Abrufe"),
    ],
)
def test_the_privacy_notice_says_what_is_counted(
    pages: None, client: Client, settings: Any, changes: dict[str, Any], sentences: list[str], absent: str
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    shown = text(client, "/datenschutz/")
    for sentence in sentences:
        assert sentence in shown
    assert absent not in shown


def test_logs_are_kept_a_week_at_most(portal: Portal) -> None:
    details = PrivacyDetails(site=Site.objects.get(), log_days=30)
    with pytest.raises(ValidationError) as refused:
        details.full_clean()
    assert set(refused.value.message_dict) == {"log_days"}


@pytest.mark.parametrize("address", ["/impressum/", "/datenschutz/"])
def test_every_notice_names_its_source_and_its_check(pages: None, client: Client, portal: Portal, address: str) -> None:
    assert "Rechtsgrundlage: " in text(client, address)
    assert "Rechtlich noch nicht geprüft" in text(client, address)
    page = portal.home.get_children().get(slug=address.strip("/")).specific
    page.reviewed_on, page.reviewed_by = datetime.date(2026, 11, 2), "Justiziariat"
    page.save()
    assert "Geprüft am 2. November 2026 von: Justiziariat." in text(client, address)


def test_gaps_are_listed_with_rule_and_cure_until_nothing_is_missing(
    pages: None, portal: Portal, client: Client
) -> None:
    gaps = {gap.key: gap for gap in legal_gaps()}
    assert len(gaps) == len(IMPRINT) + len(PRIVACY) + 2
    client.force_login(AdminFactory())
    for gap in gaps.values():
        assert gap.source
        assert client.get(gap.url).status_code == 200
        assert client.get(gap.edit_url).status_code == 200
    fill(SiteSettings, OPERATOR)
    fill(PrivacyDetails, DETAILS)
    assert {gap.key for gap in legal_gaps()} == {"review.impressum", "review.datenschutz"}
    for page in portal.home.get_children().filter(slug__in=["impressum", "datenschutz"]):
        notice = page.specific
        notice.reviewed_on, notice.reviewed_by = timezone.localdate() - datetime.timedelta(days=365), "Justiziariat"
        notice.save()
    assert legal_gaps() == []
    notice.reviewed_on -= datetime.timedelta(days=1)
    notice.save()
    assert [gap.title for gap in legal_gaps()] == [notice.title]


# --- the proof ---

PROOF = {
    "measured_at": "2026-11-20T10:00:00+01:00",
    "browser": "Chromium 142",
    "addresses": 123,
    "cookies": 0,
    "stored_items": 0,
    "foreign_requests": 0,
}


def proof_file(folder: Path, **changes: Any) -> Path:
    file = folder / "proof.json"
    file.write_text(json.dumps({**PROOF, **changes}))
    return file


def test_without_a_proof_the_page_says_so(pages: None, client: Client) -> None:
    assert "Ein solcher Nachweis ist für diese Website noch nicht hinterlegt." in text(client, "/datenschutz/")


def test_the_latest_proof_is_shown_with_its_day_and_how_it_was_made(
    pages: None, client: Client, tmp_path: Path
) -> None:
    call_command("record_privacy_proof", proof_file(tmp_path), verbosity=0)
    call_command("record_privacy_proof", proof_file(tmp_path, measured_at="2026-11-01T10:00:00+01:00", addresses=5))
    shown = text(client, "/datenschutz/")
    assert "Am 20. November 2026 hat ein Browser (Chromium 142) alle 123 öffentlichen Adressen" in shown
    for counted in ("Cookies 0", "gespeicherte Einträge 0", "Anfragen an fremde Server 0"):
        assert counted in shown


def test_a_proof_that_found_something_is_not_hidden(pages: None, client: Client, tmp_path: Path) -> None:
    call_command("record_privacy_proof", proof_file(tmp_path, cookies=2))
    shown = text(client, "/datenschutz/")
    assert "Cookies 2" in shown
    assert "Das entspricht nicht dem, was oben versprochen ist." in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"addresses": 0},
        {"cookies": -1},
        {"cookies": None},
        {"browser": ""},
        {"measured_at": "gestern"},
        {"measured_at": "2026-11-20T10:00:00"},
        {"measured_at": "2999-01-01T00:00:00+01:00"},
    ],
)
def test_what_is_no_proof_is_not_stored(db: None, tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="nothing was stored"):
        call_command("record_privacy_proof", proof_file(tmp_path, **changes))
    with pytest.raises(CommandError, match="nothing was stored"):
        call_command("record_privacy_proof", tmp_path / "gibt-es-nicht.json")
    assert not PrivacyProof.objects.exists()


def test_every_page_says_that_this_is_a_trial_until_the_data_are_complete(portal: Portal, client: Client) -> None:
    site = Site.objects.get()
    line = '<p class="site-notice">'
    assert line in client.get("/labore/").content.decode()
    assert "/impressum/#vorfuehrbetrieb" in client.get("/").content.decode()
    for settings, given in ((SiteSettings.for_site(site), OPERATOR), (PrivacyDetails.for_site(site), DETAILS)):
        for name, value in given.items():
            setattr(settings, name, value)
        settings.save()
        if given is OPERATOR:
            assert "/datenschutz/#vorfuehrbetrieb" in client.get("/").content.decode()
    assert line not in client.get("/labore/").content.decode()
    assert line not in client.get("/gibt-es-nicht/").content.decode()
