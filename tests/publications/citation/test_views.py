"""The addresses of citations, and what the pages carry for machines."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml import etree
from lxml import html as lxml_html

from publications.models import LiteratureEntry, PublicationPage
from tests.factories import FileVersionFactory, LiteratureEntryFactory, Portal, PublicationPageFactory
from tests.publications.citation import zotero
from tests.publications.citation.test_agreement import parse_bibtex, parse_ris

pytestmark = pytest.mark.django_db

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    page = PublicationPageFactory(
        parent=portal.publications, title="Öffnung & Wirkung", slug="oeffnung", date="2022", publisher="Amt"
    )
    FileVersionFactory(publication=page)
    return page


@pytest.fixture
def entries(portal: Portal) -> list[LiteratureEntry]:
    return [
        LiteratureEntryFactory(slug="zwei-2022", title="Zweites Werk", author="Zwei"),
        LiteratureEntryFactory(slug="eins-2021", title="Erstes Werk", author="Eins"),
    ]


def title_of(extension: str, body: str) -> str:
    if extension == "bib":
        return parse_bibtex(body)[0][2]["title"]
    return (parse_ris(body) if extension == "ris" else json.loads(body))[0]["title"]


class TestPublication:
    @pytest.mark.parametrize("extension", TYPES)
    def test_a_citation_lies_beside_the_page(
        self, client: Client, publication: PublicationPage, extension: str
    ) -> None:
        response = client.get(f"/ergebnisse/oeffnung/zitat.{extension}")
        assert response.status_code == 200
        assert response["Content-Type"] == TYPES[extension]
        assert response["Content-Disposition"] == f'attachment; filename="oeffnung.{extension}"'
        assert title_of(extension, response.content.decode()) == "Öffnung & Wirkung"
        assert not response.cookies

    def test_a_name_with_umlauts_is_kept(self, client: Client, portal: Portal) -> None:
        PublicationPageFactory(parent=portal.publications, slug="öffnung")
        response = client.get("/ergebnisse/öffnung/zitat.ris")
        assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%B6ffnung.ris"

    @pytest.mark.parametrize(
        "address",
        ["/ergebnisse/fremd/zitat.bib", "/ergebnisse/zitat.bib", "/ergebnisse/oeffnung/zitat.xml", "/zitat.bib"],
    )
    def test_what_does_not_exist_is_not_found(self, client: Client, publication: PublicationPage, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_a_draft_is_gone(self, client: Client, publication: PublicationPage) -> None:
        publication.unpublish()
        assert client.get("/ergebnisse/oeffnung/zitat.bib").status_code == 410
        assert client.get("/unapi?id=publication:oeffnung&format=ris").status_code == 404

    def test_only_reading_is_allowed(self, client: Client, publication: PublicationPage) -> None:
        assert client.post("/ergebnisse/oeffnung/zitat.bib").status_code == 405


class TestLiterature:
    @pytest.mark.parametrize("extension", TYPES)
    def test_the_whole_list_in_its_order(self, client: Client, entries: list[LiteratureEntry], extension: str) -> None:
        response = client.get(f"/literatur/literatur.{extension}")
        body = response.content.decode()
        assert response["Content-Type"] == TYPES[extension]
        assert response["Content-Disposition"] == f'attachment; filename="literatur.{extension}"'
        assert title_of(extension, body) == "Erstes Werk"
        assert body.index("Erstes Werk") < body.index("Zweites Werk")

    @pytest.mark.parametrize("extension", TYPES)
    def test_one_entry(self, client: Client, entries: list[LiteratureEntry], extension: str) -> None:
        response = client.get(f"/literatur/literatur.{extension}?eintrag=zwei-2022")
        body = response.content.decode()
        assert response["Content-Disposition"] == f'attachment; filename="zwei-2022.{extension}"'
        assert title_of(extension, body) == "Zweites Werk"
        assert "Erstes Werk" not in body

    @pytest.mark.parametrize("address", ["/literatur/literatur.bib?eintrag=fremd", "/ergebnisse/literatur.bib"])
    def test_what_does_not_exist_is_not_found(
        self, client: Client, entries: list[LiteratureEntry], address: str
    ) -> None:
        assert client.get(address).status_code == 404

    def test_without_a_public_list_there_is_nothing(self, client: Client, portal: Portal) -> None:
        LiteratureEntryFactory(slug="werk")
        portal.literature.unpublish()
        assert client.get("/literatur/literatur.bib").status_code == 410
        assert client.get("/unapi?id=literature:werk&format=ris").status_code == 404

    def test_queries_do_not_grow_with_the_list(
        self, client: Client, portal: Portal, django_assert_max_num_queries
    ) -> None:
        LiteratureEntryFactory.create_batch(30)
        client.get("/literatur/literatur.ris")
        with django_assert_max_num_queries(5):
            client.get("/literatur/literatur.ris")


class TestUnapi:
    def test_formats_of_everything(self, client: Client, portal: Portal) -> None:
        response = client.get("/unapi")
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml"
        formats = etree.fromstring(response.content)
        assert formats.tag == "formats"
        assert [node.get("name") for node in formats] == ["ris", "bibtex", "csl"]
        assert all(node.get("type") for node in formats)

    def test_formats_of_a_record(self, client: Client, publication: PublicationPage) -> None:
        response = client.get("/unapi?id=publication:oeffnung")
        assert response.status_code == 300
        assert etree.fromstring(response.content).get("id") == "publication:oeffnung"

    @pytest.mark.parametrize(("name", "extension"), [("ris", "ris"), ("bibtex", "bib"), ("csl", "json")])
    def test_a_record(self, client: Client, publication: PublicationPage, name: str, extension: str) -> None:
        response = client.get(f"/unapi?id=publication:oeffnung&format={name}")
        assert response.status_code == 200
        assert response.content == client.get(f"/ergebnisse/oeffnung/zitat.{extension}").content

    def test_a_literature_entry(self, client: Client, entries: list[LiteratureEntry]) -> None:
        response = client.get("/unapi?id=literature:eins-2021&format=ris")
        assert parse_ris(response.content.decode())[0]["authors"] == ["Eins, Mara"]

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("format=ris", 400),
            ("id=publication:fremd", 404),
            ("id=literature:fremd&format=ris", 404),
            ("id=oeffnung&format=ris", 404),
            ("id=publication:&format=ris", 404),
            ("id=%00&format=ris", 400),
            ("id=publication:oeffnung&format=mods", 406),
        ],
    )
    def test_what_cannot_be_answered_says_so(
        self, client: Client, publication: PublicationPage, query: str, status: int
    ) -> None:
        response = client.get(f"/unapi?{query}")
        assert response.status_code == status
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode().endswith(".")


class TestPages:
    def test_a_publication_carries_its_metadata(self, client: Client, publication: PublicationPage) -> None:
        page = lxml_html.fromstring(client.get("/ergebnisse/oeffnung/").content)
        tags = [(meta.get("name"), meta.get("content")) for meta in page.xpath("//head/meta[@name]")]
        assert ("citation_title", "Öffnung & Wirkung") in tags
        assert ("citation_technical_report_institution", "Amt") in tags
        assert ("citation_pdf_url", "http://localhost/ergebnisse/oeffnung/oeffnung.pdf") in tags
        assert page.xpath("//link[@rel='canonical']/@href") == ["http://localhost/ergebnisse/oeffnung/"]
        assert page.xpath("//link[@rel='schema.DCTERMS']/@href") == ["http://purl.org/dc/terms/"]
        assert ("DCTERMS.title", "Öffnung & Wirkung") in tags
        assert zotero.meta_item_type(tags) == "report"
        [script] = page.xpath("//script[@type='application/ld+json']")
        assert json.loads(script.text)["name"] == "Öffnung & Wirkung"

    def test_zotero_comes_from_the_page_to_the_record(self, client: Client, publication: PublicationPage) -> None:
        page = lxml_html.fromstring(client.get("/ergebnisse/oeffnung/").content)
        [server] = page.xpath("//link[@rel='unapi-server']/@href")
        [identifier] = page.xpath("//abbr[@class='unapi-id']/@title")
        path = urlsplit(server).path
        name = zotero.unapi_format(client.get(path).content.decode())
        body = client.get(f"{path}?id={identifier}&format={name}").content.decode()
        assert zotero.ris_item_type(body) == "report"
        assert "L1  - http://localhost/ergebnisse/oeffnung/oeffnung.pdf" in body.split("\r\n")

    def test_the_box_shows_the_citation_and_leads_to_every_format(
        self, client: Client, publication: PublicationPage
    ) -> None:
        page = lxml_html.fromstring(client.get("/ergebnisse/oeffnung/").content)
        [cite] = page.xpath("//p[@class='cite']")
        assert cite.text_content().startswith("Öffnung & Wirkung [online]. Bericht. Amt, 2022. Verfügbar unter: http")
        links = page.xpath("//a[contains(@href, '/zitat.')]")
        assert [link.text_content() for link in links] == ["RIS (.ris)", "BibTeX (.bib)", "CSL-JSON (.json)"]
        assert [client.get(link.get("href")).status_code for link in links] == [200, 200, 200]

    def test_a_script_in_a_title_stays_text(self, client: Client, portal: Portal) -> None:
        title = '</script><script>alert("x")</script>'
        PublicationPageFactory(parent=portal.publications, slug="boese", title=title)
        page = lxml_html.fromstring(client.get("/ergebnisse/boese/").content)
        scripts = page.xpath("//script[not(@src)]")
        assert [script.get("type") for script in scripts] == ["application/ld+json"]
        assert json.loads(scripts[0].text)["name"] == title

    def test_literature_carries_a_record_for_each_entry(self, client: Client, entries: list[LiteratureEntry]) -> None:
        page = lxml_html.fromstring(client.get("/literatur/").content)
        assert page.xpath("//link[@rel='unapi-server']")
        assert page.xpath("//abbr[@class='unapi-id']/@title") == ["literature:eins-2021", "literature:zwei-2022"]
        titles = [parse_qs(title)["rft.btitle"] for title in page.xpath("//span[@class='Z3988']/@title")]
        assert titles == [["Erstes Werk"], ["Zweites Werk"]]
        links = page.xpath("//a[contains(@href, '/literatur/literatur.')]/@href")
        assert [client.get(link).status_code for link in links] == [200, 200, 200]

    def test_budget_of_a_publication(
        self, client: Client, publication: PublicationPage, django_assert_max_num_queries
    ) -> None:
        client.get("/ergebnisse/oeffnung/")
        with django_assert_max_num_queries(15):
            client.get("/ergebnisse/oeffnung/")
