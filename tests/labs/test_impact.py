"""The impact chain of a lab and its evidence."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from pypdfium2 import PdfDocument

from labs.enums import ImpactStage
from labs.models import ImpactClaim, LabPage, LabSubproject
from ogl_portal.programme.reading import read_programme
from publications.models import DocumentPage, PublicationPage
from tests.factories import (
    AdminFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
DOCUMENTS = Path(settings.BASE_DIR, "ogl_portal/programme/documents")


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")


@pytest.fixture
def report(portal: Portal) -> PublicationPage:
    """A document with one file of twelve pages."""
    page = PublicationPageFactory(parent=portal.publications, title="Ein Bericht", slug="bericht")
    FileVersionFactory(publication=page, text_characters=100)
    return page


def page(client: Client) -> str:
    return client.get("/labore/brandis/").content.decode()


def refusal(claim: ImpactClaim) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as found:
        claim.full_clean()
    return found.value.message_dict


def test_a_chain_shows_its_steps_in_order_whatever_the_order_of_entry(lab: LabPage, client: Client) -> None:
    for stage in ("effect", "situation", "result", "activity"):
        ImpactClaim.objects.create(lab=lab, stage=stage, text=f"Satz {stage}.")
    content = page(client)
    chain = content[content.index('<ol class="chain">') :]
    places = [chain.index(words) for words in ("Ausgangslage", "Aktivität", "Ergebnis", "Wirkung")]
    assert places == sorted(places)
    assert chain.index("Satz situation.") < chain.index("Satz activity.") < chain.index("Satz effect.")


def test_without_claims_there_is_no_chain(lab: LabPage, client: Client) -> None:
    assert 'class="chain"' not in page(client)


def test_chains_of_subprojects_follow_that_of_the_lab(lab: LabPage, client: Client) -> None:
    LabSubproject.objects.create(lab=lab, title="Kulturhaus")
    ImpactClaim.objects.create(lab=lab, text="Vom Teilprojekt.", subproject="Kulturhaus", sort_order=0)
    ImpactClaim.objects.create(lab=lab, text="Vom Labor.", sort_order=1)
    content = page(client)
    content = content[content.index("Vom Anlass zur Wirkung") :]  # the subprojects come before
    assert content.count('<ol class="chain">') == 2
    assert content.index("Vom Labor.") < content.index("<h3>Kulturhaus</h3>") < content.index("Vom Teilprojekt.")


def test_evidence_leads_to_the_page_of_the_document(lab: LabPage, report: PublicationPage, client: Client) -> None:
    ImpactClaim.objects.create(lab=lab, text="So war es.", evidence=report, evidence_page=7)
    ImpactClaim.objects.create(lab=lab, text="So auch.", evidence=report)
    content = page(client)
    assert '<a href="/ergebnisse/bericht/lesen/#seite-7">Beleg: Ein Bericht, Seite\xa07</a>' in content
    assert '<a href="/ergebnisse/bericht/">Beleg: Ein Bericht</a>' in content


def test_evidence_names_the_printed_page(lab: LabPage, report: PublicationPage, client: Client) -> None:
    ImpactClaim.objects.create(lab=lab, text="So war es.", evidence=report, evidence_page=7)
    DocumentPage.objects.create(version=report.versions.get(), number=7, label="5")
    assert '#seite-7">Beleg: Ein Bericht, Seite\xa05 (PDF-Seite\xa07)</a>' in page(client)


def test_a_sample_is_no_evidence(lab: LabPage, report: PublicationPage, client: Client) -> None:
    ImpactClaim.objects.create(lab=lab, text="So war es.", evidence=report, evidence_page=7)
    report.versions.update(is_sample=True)
    content = page(client)
    assert "Beleg" not in content
    assert "Nachlesen: Ein Bericht [Musterdatei], Seite\xa07</a>" in content


def test_evidence_that_is_not_public_is_not_shown(lab: LabPage, report: PublicationPage, client: Client) -> None:
    ImpactClaim.objects.create(lab=lab, text="So war es.", evidence=report, evidence_page=7)
    report.unpublish()
    content = page(client)
    assert "So war es." in content
    assert "Ein Bericht" not in content


def test_a_claim_outlives_its_evidence(lab: LabPage, report: PublicationPage, client: Client) -> None:
    ImpactClaim.objects.create(lab=lab, text="So war es.", evidence=report, evidence_page=7)
    report.delete()
    assert "So war es." in page(client)


@pytest.mark.parametrize("number", [1, 12, None])
def test_pages_that_exist_are_accepted(lab: LabPage, report: PublicationPage, number: int | None) -> None:
    ImpactClaim(lab=lab, text="So war es.", evidence=report, evidence_page=number).full_clean()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "Seiten zählen ab 1."),
        (13, "»Ein Bericht« hat nur 12 Seiten. Bitte prüfen Sie die Seitenzahl."),
    ],
)
def test_pages_that_do_not_exist_are_refused(lab: LabPage, report: PublicationPage, number: int, sentence: str) -> None:
    claim = ImpactClaim(lab=lab, text="So war es.", evidence=report, evidence_page=number)
    assert refusal(claim) == {"evidence_page": [sentence]}


def test_other_mistakes_are_named(lab: LabPage, portal: Portal) -> None:
    bare = PublicationPageFactory(parent=portal.publications)
    news = NewsPageFactory(parent=portal.news)
    claim = ImpactClaim(lab=lab, text="So war es.", evidence_page=3)
    assert refusal(claim) == {"evidence": ["Bitte wählen Sie das Dokument, zu dem die Seitenzahl gehört."]}
    claim.evidence = news
    assert "nur eine Veröffentlichung" in refusal(claim)["evidence"][0]
    claim.evidence = bare
    assert "noch keine geprüfte Datei" in refusal(claim)["evidence_page"][0]


def test_the_editor_offers_the_chain(lab: LabPage, client: Client) -> None:
    client.force_login(AdminFactory())
    content = client.get(f"/admin/pages/{lab.pk}/edit/").content.decode()
    assert "Wirkungskette" in content
    assert "publications.publicationpage" in content


def test_a_preview_shows_the_chain_as_it_was_just_written(lab: LabPage, report: PublicationPage) -> None:
    lab.claims = [ImpactClaim(text="Eben geschrieben.", evidence=report, evidence_page=2, stage="effect")]
    content = lab.make_preview_request().render().content.decode()
    assert "Eben geschrieben." in content
    assert "/ergebnisse/bericht/lesen/#seite-2" in content


def test_neighbours_share_most_topics(portal: Portal, lab: LabPage, client: Client) -> None:
    topics = [TopicFactory(slug=f"thema-{letter}") for letter in "abc"]
    lab.topics = topics
    lab.save()
    for title, shared in (("Eins", 1), ("Drei", 3), ("Zwei", 2), ("Keins", 0), ("Noch eins", 1)):
        LabPageFactory(parent=portal.labs, title=title, topics=topics[:shared])
    LabPageFactory(parent=portal.labs, title="Entwurf", topics=topics, live=False)
    content = page(client)
    section = content[content.index("Labore mit ähnlichen Themen") :].partition("</figure>")[2]  # the drawing
    assert section.index(">Drei<") < section.index(">Zwei<") < section.index(">Eins<")
    assert not any(f">{title}<" in section for title in ("Keins", "Noch eins", "Entwurf", "Brandis"))
    assert "3 gemeinsame Themen" in section
    assert "1 gemeinsames Thema" in section


def test_the_page_leads_to_the_feeds_of_the_lab(lab: LabPage, client: Client) -> None:
    content = page(client)
    for name, links in (("atom.xml", 2), ("feed.json", 2), ("kalender.ics", 1)):  # for programs, and for readers
        assert content.count(f'href="/labore/brandis/{name}"') == links
        assert client.get(f"/labore/brandis/{name}").status_code == 200


def test_the_claims_of_the_programme_stand_on_the_pages_they_name() -> None:
    claims = [claim for lab in read_programme().labs for claim in lab.claims]
    assert claims
    for claim in claims:
        assert claim.stage in ImpactStage.values
        assert len(claim.text) <= 500
        assert claim.evidence
        assert claim.evidence_page is not None
        with PdfDocument(DOCUMENTS / f"{claim.evidence.removeprefix('ergebnisse/')}.pdf") as document:
            text = document[claim.evidence_page - 1].get_textpage().get_text_range()
        assert claim.subproject in text
