"""A stranger who is shown a sample anywhere is told that it is one, and nothing more with the original.

The site is walked along its links, as a visitor's programs would: an export or list that is new is asked as well, as
soon as something links to it.
"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from labs.models import ImpactClaim
from ogl_portal.search import indexing
from ogl_portal.subscriptions import announcements
from ogl_portal.subscriptions.models import Channel
from publications.citation.sources import record_of_publication
from publications.files import file_changes
from publications.models import DocumentPage, FileVersion, PublicationPage
from publications.pdf.accept import MAX_NAME_BYTES
from publications.public_records import record_of
from publications.serving import name_to_save
from tests.factories import FileVersionFactory, LabPageFactory, Portal, PublicationPageFactory, TopicFactory

pytestmark = pytest.mark.django_db
TITLE = "Zaunkönigbericht"
SAMPLE = re.compile("Muster|[Ss]ample")
STARTS = ("/", "/sitemap.xml", "/suche/?q=Wie+er+singt", "/suche/?q=Nistplatz", "/suche/vorschlaege/?q=zaunk", "/unapi")
LONGEST_RECORD = 1500  # characters around a title in which a list or export for machines has to say it
MOST = 250


@pytest.fixture
def sample(portal: Portal) -> PublicationPage:
    """A publication that only has a sample, named in every way that there is."""
    topic = TopicFactory(name="Vogelschutz", slug="vogelschutz")
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    page = PublicationPageFactory(
        parent=portal.publications,
        title=TITLE,
        slug="zaunkoenig",
        subtitle="Wie er singt",
        teaser="Er erzählt vom Gesang.",
        abstract="<p>Die Zusammenfassung handelt von Strophen.</p>",
        abstract_en="It tells of songs.",
        doi="10.1000/zaun",
        home_page_order=1,
        labs=[lab],
        topics=[topic],
    )
    second = PublicationPageFactory(parent=portal.publications, title="Anderes", slug="anderes", topics=[topic])
    version = FileVersionFactory(
        publication=page,
        is_sample=True,
        sample_contents="Allgemeines über Vögel.",
        text_characters=30,
        accessibility={"conforms": False},
        outline=[{"level": 1, "title": "Nest", "page": 3, "label": "1"}],
    )
    DocumentPage.objects.create(version=version, number=3, label="1", text="Der Nistplatz im Busch.")
    ImpactClaim.objects.create(lab=lab, text="So war es.", evidence=page, evidence_page=3)
    for item in (page, second, lab):
        item.save_revision().publish()
    indexing.rebuild()
    return page


def links(address: str, body: str) -> Iterator[str]:
    """Addresses of this site that a document names."""
    for found in re.findall(
        r"""(?:href|src|action)=["']([^"'#]+)|<loc>([^<]+)|https?://localhost[^\s"'<>\\#)]*""", body
    ):
        target = urlsplit(urljoin(f"http://localhost{address}", unescape("".join(found))))
        if target.hostname in ("localhost", "testserver") and not target.path.startswith(("/static/", "/admin")):
            yield f"{target.path}?{target.query}" if target.query else target.path


def walked(client: Client) -> Iterator[tuple[str, str, str]]:
    """Address, media type and text of everything that can be reached."""
    waiting, known = list(STARTS), set(STARTS)
    while waiting and len(known) < MOST:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        media = answer.headers.get("Content-Type", "")
        if media.startswith(("image/", "font/", "application/pdf")):
            continue
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if content.startswith(b"PK"):  # an e-book, a spreadsheet, a parcel of files: each text in it has to say it
            with ZipFile(BytesIO(content)) as parcel:
                for name in parcel.namelist():
                    if not name.endswith((".pdf", ".webp", ".jpg", ".png", ".avif", ".woff2", ".epub")):
                        yield f"{address}!{name}", "", parcel.read(name).decode()
            continue
        body = content.decode()
        yield address, media, body
        for link in links(address, body):
            # A list sorted and filtered anew shows nothing new.
            if link not in known and ("?" not in link or ".xml" in link):
                known.add(link)
                waiting.append(link)


def unmarked(media: str, body: str) -> list[str]:
    """The places of ``body`` that name the sample without saying that it is one."""
    if not media.startswith("text/html"):
        places = [match.start() for match in re.finditer(TITLE, body)]
        around = [body[max(0, at - LONGEST_RECORD) : at + LONGEST_RECORD] for at in places]
        return [text for text in around if not SAMPLE.search(text)]
    page = BeautifulSoup(body, "lxml")
    named: list[Tag] = [text.parent for text in page.find_all(string=re.compile(TITLE)) if text.parent]
    named += page.find_all(lambda tag: any(TITLE in str(value) for key, value in tag.attrs.items() if key != "href"))
    found = []
    for tag in named:
        # What a reader takes in as one thing: an entry of a list, else the part of the page.
        whole = tag.find_parent(["article", "li", "tr", "dd"]) or tag.find_parent(["main", "body"]) or tag
        if tag.find_parent("nav"):
            whole = page  # the path to the page, above its heading
        if not SAMPLE.search(str(tag if tag.name in ("title", "meta", "script") else whole)):
            found.append(str(tag)[:300])
    return found


def test_whoever_is_shown_a_sample_is_told(sample: PublicationPage, client: Client) -> None:
    named: dict[str, list[str]] = {}
    for address, media, body in walked(client):
        if TITLE in body:
            named[address] = unmarked(media, body)
    assert {address: places for address, places in named.items() if places} == {}
    # The walk came by all of these.
    folder = "/ergebnisse/zaunkoenig/"
    assert {
        "/",
        "/ergebnisse/",
        "/labore/brandis/",
        "/themen/vogelschutz/",
        "/ergebnisse/anderes/",
        folder,
        f"{folder}lesen/",
        f"{folder}zitat.ris",
        f"{folder}zitat.bib",
        f"{folder}zitat.json",
        "/suche/?q=Wie+er+singt",
        "/suche/?q=Nistplatz",
        "/aenderungen/",
        "/aenderungen/atom.xml",
    } <= set(named)


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("text/csv", f"Titel;Jahr\n{TITLE};2022\n"),
        ("application/json", f'[{{"title": "{TITLE}"}}]'),
        ("text/html", f"<main><ul><li>Muster: Anderes</li><li><a>{TITLE}</a></li></ul></main>"),
        ("text/html", f'<meta content="{TITLE}"><main>Muster</main>'),
    ],
)
def test_the_walk_sees_what_says_nothing(media: str, body: str) -> None:
    assert unmarked(media, body)


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl"])
def test_zotero_is_told(sample: PublicationPage, client: Client, form: str) -> None:
    text = client.get(f"/unapi?id=publication:zaunkoenig&format={form}").content.decode()
    assert f"{TITLE}: Wie er singt [Musterdatei]" in text
    assert "10.1000/zaun" not in text, "the number of the original"


def test_the_page_promises_what_the_file_holds(sample: PublicationPage, client: Client) -> None:
    page = client.get("/ergebnisse/zaunkoenig/").content.decode()
    assert 'name="citation_' not in page
    assert page.index("Was das Muster enthält") < page.index("<p>Allgemeines über Vögel.</p>")
    assert page.index("Muster, nicht das Original</span>") < page.index("PDF öffnen")
    report = page.index('<h2 class="kern-title">Nicht barrierefrei')
    assert page.index("Allgemeines über Vögel.</p>") < report < page.index("Über das Original"), "it is about the file"
    assert page.index("Über das Original") < page.index("<p>Er erzählt vom Gesang.</p>")
    assert '<meta name="description" content="Muster, nicht das Original. Allgemeines über Vögel.">' in page


LISTS = ("/", "/ergebnisse/", "/themen/vogelschutz/", "/suche/?q=Gesang")


def test_lists_introduce_what_only_the_original_holds(sample: PublicationPage, client: Client) -> None:
    for address in LISTS:
        text = BeautifulSoup(client.get(address).content, "lxml").get_text()
        assert "Das Original: Er erzählt vom Gesang." in text, address
        assert text.count("Er erzählt vom Gesang.") == text.count("Das Original: Er erzählt vom Gesang."), address
    found = BeautifulSoup(client.get("/suche/?q=Strophen").content, "lxml").get_text()
    assert re.search("Das Original: .*handelt von Strophen", found)
    assert sample.shown_abstract_en == "The original: It tells of songs."


def test_the_file_is_told_apart_when_it_is_saved(sample: PublicationPage) -> None:
    version = sample.versions.get()
    assert name_to_save(version) == f"{TITLE} (Musterdatei, Version 1).pdf"
    version.publication.title = "Ärger mit langen Namen " * 9
    assert name_to_save(version, "epub").endswith(" (Musterdatei, Version 1).epub")
    assert len(name_to_save(version).encode()) <= MAX_NAME_BYTES
    version.publication.title = TITLE
    record = record_of(version)
    assert (record.title, record.description) == (
        f"{TITLE}: Wie er singt [Musterdatei]",
        "Allgemeines über Vögel.",
    )
    assert record.identifier == ""


def test_mail_tells(sample: PublicationPage) -> None:
    item = announcements._item(
        Channel.PUBLICATIONS, announcements.SOURCES[Channel.PUBLICATIONS], sample, [_told()], _told().at, None
    )
    assert item.heading == f"Musterdatei: {TITLE}: Wie er singt"


def _told() -> announcements.Announcement:
    from django.utils import timezone

    return announcements.Announcement(at=timezone.now(), number=1, channel=Channel.PUBLICATIONS)


def test_all_of_it_goes_with_the_original(sample: PublicationPage, client: Client) -> None:
    FileVersionFactory(publication=sample, number=2, content=b"%PDF-1.7 the original", text_characters=30)
    indexing.rebuild()
    for address in ("/", "/ergebnisse/", "/labore/brandis/", f"/suche/?q={TITLE}", "/ergebnisse/zaunkoenig/zitat.ris"):
        assert "Muster" not in client.get(address).content.decode(), address
    for address in LISTS:
        assert "Das Original" not in client.get(address).content.decode(), address
    assert PublicationPage.objects.get(pk=sample.pk).shown_abstract_en == "It tells of songs."
    page = client.get("/ergebnisse/zaunkoenig/").content.decode()
    assert 'name="citation_title"' in page
    assert page.count("Muster") == 1, "the version before is told apart from the original"
    assert "Beleg: " in client.get("/labore/brandis/").content.decode()


def test_the_number_of_a_version_counts_no_sample_as_an_original(sample: PublicationPage) -> None:
    for number, cited, name in ((2, "", "PDF, Original"), (3, "3", "PDF, Version 3")):
        FileVersionFactory(publication=sample, number=number, content=f"%PDF-1.7 {number}".encode())
        page = PublicationPage.objects.get(pk=sample.pk)
        assert record_of_publication(page).version == cited
        assert name in [change.what for change in file_changes(page)]


def test_a_site_that_had_samples_before_the_field_knows_them(db: None) -> None:
    from importlib import import_module

    from django.apps import apps

    page = PublicationPageFactory(parent=Portal.current().publications)
    ours = FileVersionFactory(publication=page, change_note="Musterdatei; das Original liegt noch nicht vor.")
    other = FileVersionFactory(publication=page, number=2, content=b"2", change_note="Tabelle berichtigt")
    import_module("publications.migrations.0003_samples").mark_samples(apps, None)
    assert list(FileVersion.objects.filter(is_sample=True)) == [ours]
    assert not FileVersion.objects.get(pk=other.pk).is_sample
