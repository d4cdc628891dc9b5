"""What a page body may hold; nothing can be saved without what makes it accessible."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import StructBlockValidationError

from ogl_portal.core.blocks.body import BodyBlock
from ogl_portal.media.models import PortalDocument
from tests.factories import DocumentFactory, ImageFactory, StandardPageFactory, recording

BODY = BodyBlock()


def clean(kind: str, value: Any) -> Any:
    """What the editor does on save to one block of ``kind`` with stored value ``value``."""
    block = BODY.child_blocks[kind]
    return block.clean(block.to_python(value))


def refused_at(kind: str, value: Any) -> dict[str, str]:
    """Field → message of the refusal of a block with fields."""
    with pytest.raises(StructBlockValidationError) as refusal:
        clean(kind, value)
    return {name: error.messages[0] for name, error in refusal.value.block_errors.items()}


@pytest.fixture
def picture(db: None) -> dict[str, Any]:
    return {"image": ImageFactory().pk, "decorative": False, "alt": "", "caption": "", "credit": ""}


def test_a_picture_needs_an_alternative_text(picture: dict[str, Any]) -> None:
    assert refused_at("picture", picture) == {
        "alt": "Bitte einen Alternativtext schreiben oder »Nur Schmuck« ankreuzen."
    }
    assert "alt" in refused_at("picture", {**picture, "alt": "   "})
    assert clean("picture", {**picture, "alt": "Menschen am runden Tisch"})["alt"] == "Menschen am runden Tisch"


def test_a_picture_may_be_decorative_by_choice_but_then_has_no_alternative_text(picture: dict[str, Any]) -> None:
    assert clean("picture", {**picture, "decorative": True})["decorative"]
    assert refused_at("picture", {**picture, "decorative": True, "alt": "Ein Tisch"}) == {
        "alt": "Ein Schmuckbild hat keinen Alternativtext. Bitte eines von beiden entfernen."
    }


def table(**changes: Any) -> dict[str, Any]:
    return {
        "data": [["Land", "Labore"], ["Sachsen", "2"]],
        "table_header_choice": "row",
        "table_caption": "Labore nach Land",
        **changes,
    }


def test_a_table_with_header_and_caption_is_taken() -> None:
    assert clean("table", table())["first_row_is_table_header"]
    assert clean("table", table(table_header_choice="column"))["first_col_is_header"]


@pytest.mark.parametrize("choice", ["neither", ""])
def test_a_table_without_header_cells_is_refused(choice: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean("table", table(table_header_choice=choice))
    assert refusal.value.messages[0].startswith("Eine Tabelle braucht Kopfzellen.")


@pytest.mark.parametrize("caption", ["", "  ", None])
def test_a_table_without_a_caption_is_refused(caption: str | None) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean("table", table(table_caption=caption))
    assert refusal.value.messages == ["Bitte der Tabelle eine Beschriftung geben: Was steht darin?"]


def file(name: str) -> PortalDocument:
    return DocumentFactory(title=name, file=recording(name), file_size=1234)


@pytest.fixture
def film(db: None) -> dict[str, Any]:
    return {
        "title": "Ein Film",
        "duration": "3:45",
        "file": file("film.mp4").pk,
        "captions": file("film.vtt").pk,
        "transcript": "<p>Gesagt wird dies.</p>",
    }


def test_a_film_with_captions_and_transcript_is_taken(film: dict[str, Any]) -> None:
    assert clean("film", film)["title"] == "Ein Film"


@pytest.mark.parametrize("missing", ["captions", "transcript", "file"])
def test_a_film_without_captions_or_transcript_is_refused(film: dict[str, Any], missing: str) -> None:
    assert set(refused_at("film", {**film, missing: None if missing != "transcript" else ""})) == {missing}


def test_a_film_and_its_captions_must_be_what_they_are_called(film: dict[str, Any]) -> None:
    wrong = {**film, "file": file("film.avi").pk, "captions": file("film.srt").pk}
    assert refused_at("film", wrong) == {
        "file": "Diese Datei ist kein Film. Bitte eine MP4- oder WebM-Datei wählen.",
        "captions": "Untertitel müssen im Format WebVTT vorliegen (Endung .vtt).",
    }


@pytest.mark.parametrize("duration", ["drei Minuten", "3:75", "3"])
def test_a_running_time_is_minutes_and_seconds(film: dict[str, Any], duration: str) -> None:
    assert set(refused_at("film", {**film, "duration": duration})) == {"duration"}


@pytest.fixture
def sound(db: None) -> dict[str, Any]:
    return {"title": "Ein Gespräch", "file": file("ton.mp3").pk, "duration": "12:05", "transcript": "<p>Dies.</p>"}


def test_sound_needs_a_transcript(sound: dict[str, Any]) -> None:
    assert clean("sound", sound)["title"] == "Ein Gespräch"
    assert set(refused_at("sound", {**sound, "transcript": ""})) == {"transcript"}
    assert refused_at("sound", {**sound, "file": file("ton.txt").pk}) == {
        "file": "Diese Datei ist keine Tonaufnahme. Bitte eine MP3-, M4A- oder OGG-Datei wählen."
    }


@pytest.mark.parametrize("kind", ["film", "sound", "picture", "table", "call_to_action", "download"])
def test_a_draft_may_hold_an_empty_block_and_be_previewed(db: None, kind: str) -> None:
    value = BODY.to_python([{"type": kind, "value": {} if kind != "table" else None}])
    cleaned = BODY.clean_deferred(value)
    assert cleaned[0].render() is not None


def test_recordings_are_shown_with_size_and_running_time(film: dict[str, Any], sound: dict[str, Any]) -> None:
    shown = BODY.to_python([{"type": "film", "value": film}, {"type": "sound", "value": sound}])
    assert "Laufzeit 3:45)" in shown[0].render()
    assert '<track kind="captions"' in shown[0].render()
    assert "(MP3, 1\N{NO-BREAK SPACE}KB, Laufzeit 12:05)" in shown[1].render()


def test_a_call_to_action_leads_to_exactly_one_place(portal: Any) -> None:
    page = StandardPageFactory(parent=portal.home)
    call = {"title": "Mitmachen", "text": "", "link_text": "Leitfaden lesen", "page": None, "url": ""}
    message = {"url": "Bitte entweder eine Seite wählen oder eine Adresse eingeben."}
    assert refused_at("call_to_action", call) == message
    assert refused_at("call_to_action", {**call, "page": page.pk, "url": "https://example.org/"}) == message
    assert clean("call_to_action", {**call, "page": page.pk})["page"].pk == page.pk


def test_a_heading_has_level_two_or_three() -> None:
    assert clean("heading", {"level": "3", "text": "Ziele"})["level"] == "3"
    assert set(refused_at("heading", {"level": "1", "text": "Ziele"})) == {"level"}


def test_text_offers_nothing_foreign_and_no_embedding() -> None:
    features = set(BODY.child_blocks["paragraph"].features)
    assert not features & {"embed", "image", "h1", "h2", "code"}


def test_block_definitions_stay_out_of_migrations() -> None:
    from ogl_portal.pages.models import StandardPage

    _, path, args, kwargs = StandardPage._meta.get_field("body").deconstruct()
    assert path == "ogl_portal.core.blocks.BodyField"
    assert not args
    assert "block_lookup" not in kwargs


def through_the_editor(html: str) -> str:
    """What is stored of ``html`` once it was opened in the editor and saved."""
    converter = ContentstateConverter(features=settings.TEXT_FEATURES)
    stored = converter.to_database_format(converter.from_database_format(html))
    return re.sub(r' data-block-key="\w+"', "", stored)


@pytest.mark.parametrize(
    "html",
    [
        '<p>Die Seite <span lang="en">Open Government Guide</span> hilft.</p>',
        "<p>Auf 300 m<sup>2</sup> wird CO<sub>2</sub> gespart.</p>",
        '<p><a href="https://andere.example/bericht#_ftn1">Fußnote eines anderen</a></p>',
        '<p><a href="https://andere.example/admin/">Werkzeug</a></p>',
        '<p><a href="#anmeldung">Anmeldung</a> <a href="mailto:stelle@beispiel.de">Post</a></p>',
    ],
)
def test_what_the_editor_keeps(html: str) -> None:
    assert through_the_editor(html) == html


@pytest.mark.parametrize(
    "address",
    [
        "#_ftn1",
        "#_ftnref12",
        "#_edn1",
        "#_Toc4711",
        "file:///C:/Users/name/Bericht.docx#_ftn1",
        "file:///C:/Users/name/Bericht.docx",
        "about:blank#_ftnref1",
        "/admin/pages/5/edit/#_ftn1",
        "https://labore.example/admin/pages/add/news/newspage/3/#_ftnref1",
        "http://localhost:8000/admin/pages/5/edit/#abschnitt",
    ],
)
def test_a_link_that_came_along_with_pasted_text_becomes_plain(address: str) -> None:
    stored = through_the_editor(f'<p>Ein Satz<a href="{address}"><b>[1]</b></a> und mehr.</p>')
    assert stored == "<p>Ein Satz<b>[1]</b> und mehr.</p>"
