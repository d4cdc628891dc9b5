"""A page whose files hold something hidden, or whose pictures lie in the bin, is told in the editor and the report."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.editorial.checks.pages import check_page, check_pages
from ogl_portal.media.models import PortalDocument
from ogl_portal.safety import files
from tests.editorial.test_checks import body
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, Portal, StandardPageFactory
from tests.uploads.office_files import tracked_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol() -> PortalDocument:
    document = PortalDocument(title="Protokoll", collection=Collection.get_first_root_node())
    document.file.save("protokoll.docx", ContentFile(tracked_docx()))
    return document


def test_a_page_with_such_a_file_is_told_wherever_the_file_stands(portal: Portal, protocol: PortalDocument) -> None:
    plain = DocumentFactory()
    page = StandardPageFactory(
        parent=portal.home,
        body=body(
            ("download", {"document": protocol.pk, "title": ""}),
            ("paragraph", f'<p><a linktype="document" id="{protocol.pk}">Das Protokoll</a></p>'),
            ("download", {"document": plain.pk, "title": ""}),
        ),
    )
    first, second = (finding for finding in check_page(page) if finding.rule is Rule.FILE_CONTENT)
    assert first.sentence.startswith(
        "An der Datei »Protokoll« ist Leser:innen nicht alles auf den ersten Blick sichtbar: 3 nachverfolgte "
        "Änderungen, 1 Kommentar"
    )
    assert "Dokument prüfen" in first.advice
    assert first.place != second.place


def test_it_is_kept_when_the_page_is_published(portal: Portal, protocol: PortalDocument) -> None:
    page = StandardPageFactory(parent=portal.home, body=body(("download", {"document": protocol.pk, "title": ""})))
    page.save_revision().publish()
    assert ContentFinding.objects.filter(page=page.pk, rule=Rule.FILE_CONTENT).exists()


def test_many_pages_ask_once(portal: Portal, protocol: PortalDocument) -> None:
    def queries(pages: int) -> int:
        made = [
            StandardPageFactory(parent=portal.home, body=body(("download", {"document": protocol.pk, "title": ""})))
            for _ in range(pages)
        ]
        read = [type(page).objects.get(pk=page.pk) for page in made]
        for page in read:
            list(page.body)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            check_pages(read)
        return sum('"media_portaldocument"."told"' in query["sql"] for query in asked)

    assert queries(1) == queries(5) == 1


def test_a_picture_in_the_bin_is_named_wherever_it_stands(portal: Portal) -> None:
    image, other = ImageFactory(title="Marktplatz"), ImageFactory(title="Rathaus")
    blocks = [
        ("picture", {"image": picture.pk, "decorative": True, "alt": "", "caption": "", "credit": ""})
        for picture in (other, image)
    ]
    page = NewsPageFactory(parent=portal.news, picture=image, picture_alt="Menschen", body=body(*blocks))

    def named() -> list[tuple[str, tuple[str, ...]]]:
        found = [finding for finding in check_page(page) if finding.rule is Rule.BINNED_PICTURE]
        return [(finding.sentence, finding.place.path[:1]) for finding in found]

    assert named() == []
    files.trash(image)
    sentence = "Das Bild »Marktplatz« liegt im Papierkorb; Leser:innen sehen es nicht."
    assert sorted(named()) == [(sentence, ("body",)), (sentence, ("picture_alt",))]
    files.restore(image)
    assert named() == []
