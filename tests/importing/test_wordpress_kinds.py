# ruff: noqa: E501
"""What particular exports do: the newer block editor, WordPress.com, servers and archives of other systems."""

import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client

from news.models import NewsPage
from ogl_portal.importing.wxr.addresses import originals, unwrapped, upload_path
from ogl_portal.importing.wxr.body import Converted, ImportedPicture, convert
from ogl_portal.importing.wxr.fetch import SiteUploads
from ogl_portal.importing.wxr.runs import TextLink
from ogl_portal.importing.wxr.uploads import FolderUploads, ZipUploads
from ogl_portal.media.models import PortalDocument, PortalImage
from tests.factories import Portal
from tests.importing import export
from tests.importing.test_wordpress import take


class Anything:
    """A resolver for which every address of the web is a link."""

    def picture(self, address: str, attachment_id: str) -> ImportedPicture | None:
        return ImportedPicture(1, "Ein Bild") if address else None

    def link(self, address: str) -> TextLink | None:
        return TextLink("url", address) if address.startswith("https://") else None

    def gallery(self) -> list[str]:
        return []

    def reusable(self, number: str) -> str | None:
        return None


def body(html: str, footnotes: Any = None) -> Converted:
    return convert(html, Anything(), "x", json.dumps(footnotes) if isinstance(footnotes, list) else footnotes or "")


def blocks(html: str, footnotes: Any = None) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in body(html, footnotes).blocks]


NOTES = [
    {"id": "aaaa-1", "content": 'Siehe <em>Leitfaden</em>, <a href="https://beispiel.de/x">S. 5</a>.'},
    {"id": "bbbb-2", "content": "Ebenda."},
]
MARKED = (
    '<!-- wp:paragraph --><p>Ein Satz<sup data-fn="bbbb-2" class="fn"><a href="#bbbb-2" id="bbbb-2-link">1</a></sup> und'
    ' Wort<sup data-fn="aaaa-1" class="fn"><a href="#aaaa-1" id="aaaa-1-link">2</a></sup>.</p><!-- /wp:paragraph -->'
    "<!-- wp:footnotes /-->"
)


class TestFootnotes:
    def test_stand_as_a_numbered_list_at_the_end(self) -> None:
        assert blocks(MARKED, NOTES) == [
            ("paragraph", "<p>Ein Satz<sup>[2]</sup> und Wort<sup>[1]</sup>.</p>"),
            ("heading", {"level": "2", "text": "Fußnoten"}),
            (
                "paragraph",
                '<ol><li>Siehe <i>Leitfaden</i>, <a href="https://beispiel.de/x">S. 5</a>.</li><li>Ebenda.</li></ol>',
            ),
        ]
        assert body(MARKED, NOTES).notes == []

    def test_have_the_level_of_the_headings_in_use(self) -> None:
        found = blocks(f"<h3>Abschnitt</h3>{MARKED}", NOTES)
        assert [value["level"] for kind, value in found if kind == "heading"] == ["2", "2"]

    @pytest.mark.parametrize("damaged", ["{", '{"id": 1}', "[1]", '[{"id": "x"}]', "7"])
    def test_that_are_damaged_are_told(self, damaged: str) -> None:
        found = body(MARKED, damaged)
        assert "nicht lesbar" in found.notes[0]
        assert found.blocks[0]["value"] == "<p>Ein Satz<sup>1</sup> und Wort<sup>2</sup>.</p>"

    @pytest.mark.django_db
    def test_come_from_the_export(self, portal: Portal) -> None:
        meta = f"<wp:postmeta>{export.element('wp:meta_key', 'footnotes')}{export.element('wp:meta_value', json.dumps(NOTES))}</wp:postmeta>"
        take(export.document(export.item(1, title="Eins", content=MARKED, extra=meta)))
        draft = NewsPage.objects.get().get_latest_revision_as_object()
        assert "Ebenda." in draft.body.raw_data[2]["value"]

    @pytest.mark.parametrize(
        "address",
        [
            "#_ftn1",
            "file:///C:/Users/x/Bericht.docx#_ftn1",
            "https://alt.example/wp-admin/post.php?post=5&amp;action=edit#_ftn1",
        ],
    )
    @pytest.mark.django_db
    def test_of_word_become_plain(self, portal: Portal, address: str) -> None:
        take(export.document(export.item(1, title="Eins", content=f'Ein Satz<a href="{address}"><sup>[1]</sup></a>.')))
        assert (
            NewsPage.objects.get().get_latest_revision_as_object().body.raw_data[0]["value"]
            == "<p>Ein Satz<sup>[1]</sup>.</p>"
        )


class TestRaised:
    def test_stays_raised_in_text(self) -> None:
        html = "<p>300 m<sup>2</sup>, <b>CO<sub>2</sub></b>, 10<sup>3</sup>, 1<sup>te</sup></p>"
        assert blocks(html) == [
            ("paragraph", "<p>300 m<sup>2</sup>, <b>CO</b><b><sub>2</sub></b>, 10<sup>3</sup>, 1<sup>te</sup></p>")
        ]

    def test_becomes_a_character_where_only_plain_text_stands(self) -> None:
        found = blocks(
            "<h2>Fläche in m<sup>2</sup></h2><table><tr><th>CO<sub>2</sub> in m<sup>3</sup></th></tr></table>"
            "<figure><img src='https://alt.example/x.png'><figcaption>10<sup>-3</sup></figcaption></figure>"
        )
        assert found[0][1]["text"] == "Fläche in m²"
        assert found[1][1]["data"] == [["CO₂ in m³"]]
        assert found[2][1]["caption"] == "10⁻³"

    @pytest.mark.django_db
    def test_in_titles_and_excerpts(self, portal: Portal) -> None:
        take(export.document(export.item(1, title="CO<sub>2</sub> je m<sup>2</sup>", excerpt="10<sup>3</sup> Bäume")))
        page = NewsPage.objects.get().get_latest_revision_as_object()
        assert (page.title, page.teaser) == ("CO₂ je m²", "10³ Bäume")


class TestFileBlocks:
    FILE = "https://alt.example/wp-content/uploads/2022/05/plan.pdf"

    def test_are_one_download(self) -> None:
        html = (
            f'<!-- wp:file {{"id":5,"href":"{self.FILE}"}} --><div class="wp-block-file"><object class="wp-block-file__embed" '
            f'data="{self.FILE}" type="application/pdf" aria-label="Bericht"></object><a id="wp-block-file--media-1" '
            f'href="{self.FILE}">Bericht</a><a href="{self.FILE}" class="wp-block-file__button" download>Herunterladen</a>'
            "</div><!-- /wp:file -->"
        )
        assert blocks(html) == [("paragraph", f'<p><a href="{self.FILE}">Bericht</a></p>')]
        assert body(html).notes == []

    def test_whose_name_is_no_link_keep_their_button(self) -> None:
        html = f'<!-- wp:file --><div class="wp-block-file">Bericht <a href="{self.FILE}" class="wp-block-file__button">Herunterladen</a></div>'
        assert blocks(html) == [("paragraph", f'<p>Bericht <a href="{self.FILE}">Herunterladen</a></p>')]


def archive_of(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


class TestNamesOfFiles:
    def test_of_copies(self) -> None:
        assert originals("2022/05/plan-580x300.jpg") == ["2022/05/plan-580x300.jpg", "2022/05/plan.jpg"]
        assert originals("plan-scaled-580x300.jpg") == ["plan-scaled-580x300.jpg", "plan-scaled.jpg", "plan.jpg"]
        assert originals("plan-e1650000000000.jpg") == ["plan-e1650000000000.jpg", "plan.jpg"]

    @pytest.mark.django_db
    def test_an_original_may_look_like_a_copy(self, portal: Portal) -> None:
        path = "2022/05/banner-580x300.png"
        address = f"{export.BASE}/wp-content/uploads/{path}"
        content = (
            f'<img src="{address}" alt="Voll"><img src="{address.replace(".png", "-150x150.png")}" alt="Klein">'
            f'<img src="{export.BASE}/wp-content/uploads/2022/05/banner.png" alt="Anderes">'
        )
        items = (
            export.item(1, title="Eins", content=content)
            + export.attachment(5, path)
            + export.attachment(6, "2022/05/banner.png")
        )
        files = {f"uploads/{path}": export.picture(1), "uploads/2022/05/banner.png": export.picture(2)}
        take(export.document(items), archive=archive_of(files))
        named = dict(PortalImage.objects.values_list("title", "pk"))
        found = NewsPage.objects.get().get_latest_revision_as_object().body.raw_data
        assert [block["value"]["image"] for block in found] == [named[path], named[path], named["2022/05/banner.png"]]

    @pytest.mark.django_db
    def test_an_original_that_is_gone_is_not_replaced_by_another_file(self, portal: Portal) -> None:
        heard = take(
            export.document(export.attachment(5, "2022/05/banner-580x300.png")),
            archive=archive_of({"uploads/2022/05/banner.png": export.picture(2)}),
        )
        assert "Die Datei fehlt" in heard.results[0].notes[0]

    @pytest.mark.django_db
    @pytest.mark.parametrize("in_export", ["NFC", "NFD"])
    @pytest.mark.parametrize("in_archive", ["NFC", "NFD", "ohne Kennzeichen"])
    def test_umlauts_meet_in_every_form(self, portal: Portal, in_export: Any, in_archive: str) -> None:
        name = "2022/05/Übersicht-größer.png"
        archive = (
            archive_of({f"uploads/{unicodedata.normalize(in_archive, name)}": export.picture()})  # type: ignore[arg-type]
            if in_archive in ("NFC", "NFD")
            else without_utf8_flag(f"uploads/{name}")
        )
        written = unicodedata.normalize(in_export, name)
        content = f'<img src="{export.BASE}/wp-content/uploads/{unicodedata.normalize("NFD", name)}" alt="Bild">'
        take(
            export.document(export.item(1, title="Eins", content=content) + export.attachment(5, written)),
            archive=archive,
        )
        assert NewsPage.objects.get().get_latest_revision_as_object().body.raw_data[0]["type"] == "picture"
        assert "bersicht" in PortalImage.objects.get().file.name

    @pytest.mark.django_db
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_old_addresses_of_files_lead_on_in_every_form(self, portal: Portal, client: Client, form: Any) -> None:
        path = "2022/05/Übersicht.pdf"
        items = export.attachment(5, unicodedata.normalize("NFD", path))
        take(export.document(items), archive=archive_of({f"uploads/{path}": export.PDF}))
        old = quote(unicodedata.normalize(form, f"/wp-content/uploads/{path}"))
        assert client.get(old).headers["Location"] == PortalDocument.objects.get().url

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_in_a_folder(self, tmp_path: Path, form: Any) -> None:
        (tmp_path / unicodedata.normalize(form, "Größe.png")).write_bytes(b"x")
        file = FolderUploads(tmp_path).open(unicodedata.normalize("NFD", "Größe.png"), "")
        assert file is not None
        file.close()


def without_utf8_flag(name: str) -> bytes:
    """An archive as programs write it that put UTF-8 into names without saying so."""
    placeholder = "".join("x" for _ in name.encode())
    return archive_of({placeholder: export.picture()}).replace(placeholder.encode(), name.encode())


class TestWordPressCom:
    HOST = "https://labor.files.wordpress.com"

    @pytest.mark.parametrize(
        ("address", "path"),
        [
            ("https://labor.files.wordpress.com/2022/05/bild.png?w=580", "2022/05/bild.png"),
            ("https://i0.wp.com/labor.files.wordpress.com/2022/05/bild.png?resize=580%2C300&ssl=1", "2022/05/bild.png"),
            ("https://i2.wp.com/alt.example/wp-content/uploads/2022/05/bild.png?w=5", "2022/05/bild.png"),
            ("https://labor.wordpress.com/wp-content/uploads/2022/05/bild.png", "2022/05/bild.png"),
            ("https://alt.example/2022/05/bild.png", ""),
        ],
    )
    def test_addresses(self, address: str, path: str) -> None:
        assert upload_path(address) == path

    def test_only_the_service_is_unwrapped(self) -> None:
        assert unwrapped("https://andere.example/i0.wp.com/x?y=1") == "https://andere.example/i0.wp.com/x?y=1"

    @pytest.mark.django_db
    def test_pictures_and_links_of_such_an_export(self, portal: Portal) -> None:
        content = (
            f'<img src="{self.HOST}/2022/05/bild.png?w=580" alt="Ein Bild">'
            '<img src="https://i0.wp.com/labor.files.wordpress.com/2022/05/bild.png?w=300" alt="Dasselbe">'
            f'<a href="{self.HOST}/2022/05/plan.pdf?force_download=true">Plan</a> '
            '<a href="https://fremd.files.wordpress.com/2022/05/plan.pdf">Fremder Plan</a>'
        )
        files = "".join(
            export.item(
                number, title=name, kind="attachment", status="inherit",
                extra=export.element("wp:attachment_url", f"{self.HOST}/2022/05/{name}?w=1024"),
            )
            for number, name in ((5, "bild.png"), (6, "plan.pdf"))
        )  # fmt: skip
        xml = export.document(export.item(1, title="Eins", content=content) + files, base="https://labor.wordpress.com")
        archive = archive_of(
            {"media-export-1/2022/05/bild.png": export.picture(), "media-export-1/2022/05/plan.pdf": export.PDF}
        )
        take(xml, archive=archive)
        picture, again, text = NewsPage.objects.get().get_latest_revision_as_object().body.raw_data
        assert picture["value"]["image"] == again["value"]["image"] == PortalImage.objects.get().pk
        assert f'<a linktype="document" id="{PortalDocument.objects.get().pk}">Plan</a>' in text["value"]
        assert '<a href="https://fremd.files.wordpress.com/2022/05/plan.pdf">' in text["value"]

    def test_files_are_fetched_from_where_wordpress_com_keeps_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = []

        def look_at(address: str) -> None:
            asked.append(address)
            raise OSError

        monkeypatch.setattr("ogl_portal.importing.wxr.fetch.look_at", look_at)
        place = SiteUploads("https://labor.wordpress.com")
        for address in (f"{self.HOST}/a.png", "https://labor.wordpress.com/b.png", "https://fremd.example/c.png"):
            assert place.open("", address) is None
        assert asked == [f"{self.HOST}/a.png", "https://labor.wordpress.com/b.png"]


@pytest.mark.django_db
def test_the_command_shows_what_would_be(portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "export.xml").write_bytes(export.document(export.item(1, title="Eins", content=MARKED, extra=(
        f"<wp:postmeta>{export.element('wp:meta_key', 'footnotes')}{export.element('wp:meta_value', '{')}</wp:postmeta>"
    ))))  # fmt: skip
    call_command("import_wxr", tmp_path / "export.xml", "--dry-run")
    out = capsys.readouterr().out
    assert "Die Fußnoten des Textes sind im Export nicht lesbar." in out
    assert "Vorschau: 1 neu." in out
    assert not NewsPage.objects.exists()


def test_an_archive_is_read_without_its_folder() -> None:
    archive = ZipUploads(io.BytesIO(archive_of({"x/wp-content/uploads/2022/05/a.png": b"a", "m/2022/05/b.png": b"b"})))
    for name in ("a", "b"):
        file = archive.open(f"2022/05/{name}.png", "")
        assert file is not None
        assert file.read() == name.encode()
