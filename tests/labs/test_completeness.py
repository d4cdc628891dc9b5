"""Staff see in words what a lab's profile still lacks; readers see nothing of it."""

from decimal import Decimal

import pytest
from django.test import Client

from labs.completeness import incomplete
from labs.models import LabMunicipality, LabPage, LabPartner, LabSubproject
from tests.factories import AdminFactory, LabPageFactory, Portal, TopicFactory

pytestmark = pytest.mark.django_db


def bare_lab() -> LabPage:
    return LabPage(title="Brandis", slug="brandis")


def full_lab() -> LabPage:
    return LabPage(
        title="Brandis",
        slug="brandis",
        teaser="Ein Labor.",
        project_name="Partheland",
        official_name="Labor Partheland",
        laender=["SN"],
        latitude=Decimal("51.3"),
        longitude=Decimal("12.6"),
        period_start="2020-04",
        period_end="2022-12",
        theme="<p>Thema</p>",
        goals="<p>Ziele</p>",
        results="<p>Ergebnisse</p>",
        how_it_works="<p>Arbeit</p>",
        municipalities=[LabMunicipality(name="Stadt Brandis")],
        partners=[LabPartner(name="Verein")],
        subprojects=[LabSubproject(title="Teil")],
        topics=[TopicFactory()],
    )


def test_everything_is_missing_in_a_new_lab() -> None:
    missing = bare_lab().missing_facts()
    assert "Projektname fehlt" in missing
    assert "Laufzeit ist nicht vollständig" in missing
    assert bare_lab().completeness == 0


def test_nothing_is_missing_in_a_full_profile() -> None:
    lab = full_lab()
    assert lab.missing_facts() == []
    assert lab.completeness == 100


@pytest.mark.parametrize(
    ("field", "empty", "sentence"),
    [
        ("teaser", "", "Anreißer fehlt"),
        ("project_name", "", "Projektname fehlt"),
        ("official_name", "", "Amtlicher Name fehlt"),
        ("laender", [], "Land fehlt"),
        ("latitude", None, "Lage auf der Karte fehlt"),
        ("longitude", None, "Lage auf der Karte fehlt"),
        ("period_start", "", "Laufzeit ist nicht vollständig"),
        ("period_end", "", "Laufzeit ist nicht vollständig"),
        ("municipalities", [], "Kommunen fehlen"),
        ("partners", [], "Partner fehlen"),
        ("topics", [], "Themen fehlen"),
        ("theme", "", "Gesellschaftliche Themen fehlen"),
        ("goals", "", "Ziele fehlen"),
        ("results", "", "Ergebnisse fehlen"),
        ("how_it_works", "", "Arbeitsweise fehlt"),
        ("subprojects", [], "Teilprojekte fehlen"),
    ],
)
def test_each_gap_is_named(field: str, empty: object, sentence: str) -> None:
    lab = full_lab()
    setattr(lab, field, empty)
    assert lab.missing_facts() == [sentence]
    assert lab.completeness == 93


def test_the_editor_shows_the_gaps_and_the_page_does_not(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    assert "Projektname fehlt" not in client.get("/labore/brandis/").content.decode()
    client.force_login(AdminFactory())
    assert "Projektname fehlt" in client.get(f"/admin/pages/{lab.pk}/edit/").content.decode()


def test_the_database_finds_the_labs_that_lack_something(portal: Portal) -> None:
    complete = portal.labs.add_child(instance=full_lab())
    bare = LabPageFactory(parent=portal.labs, title="Bremen", slug="bremen")
    assert complete.missing_facts() == []
    assert list(incomplete(LabPage.objects.all())) == [bare]
    LabPartner.objects.filter(lab=complete).delete()
    assert set(incomplete(LabPage.objects.all())) == {bare, complete}
    LabPartner.objects.create(lab=complete, name="Verein")
    for name, empty in (("laender", []), ("latitude", None), ("period_end", ""), ("theme", "")):
        kept = getattr(complete, name)
        LabPage.objects.filter(pk=complete.pk).update(**{name: empty})
        assert complete in incomplete(LabPage.objects.all()), name
        LabPage.objects.filter(pk=complete.pk).update(**{name: kept})
    assert list(incomplete(LabPage.objects.all())) == [bare]
