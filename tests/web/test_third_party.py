"""Nothing of anybody else is embedded in a page; it is refused when it is saved, with the reason."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError

from labs.models import LabSubproject
from ogl_portal.core.blocks.body import BodyBlock
from ogl_portal.pages.models import StandardPage
from ogl_portal.web.third_party import refusal
from tests.factories import LabPageFactory, Portal, StandardPageFactory

FOREIGN = [
    '<p>Film: <embed embedtype="media" url="https://www.youtube.com/watch?v=x"/></p>',
    '<iframe src="https://player.example.org/1"></iframe>',
    "<IFRAME SRC=https://player.example.org/1>",
    '<p>&lt;iframe width="560" src="https://player.example.org/1"&gt;&lt;/iframe&gt;</p>',
    '<script src="//example.org/x.js"></script>',
    "<script>alert(1)</script>",
    '<p><img alt="" src="https://example.org/zaehlpixel.gif"/></p>',
    '<img src="//example.org/x.png">',
    '<video src="https://example.org/film.mp4"></video>',
    '<object data="https://example.org/x.swf"></object>',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    "<style>@import url(https://example.org/x.css);</style>",
    "<p style=\"background: url('https://example.org/x.png')\">Text</p>",
]
OWN = [
    "",
    '<p>Ein Text mit <b>Fett</b> und <a href="https://example.org/">einem Link</a>.</p>',
    '<p><a linktype="page" id="3">intern</a></p>',
    '<p><a linktype="document" id="3">Datei</a></p>',
    "<p>5 &lt; 7 und <br/> eine neue Zeile</p>",
    '<img src="/media/bild.webp" alt="">',
    '<embed embedtype="image" id="4" alt="Tisch" format="left"/>',
    "Das Schema ist <Name>, <Ort>",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_foreign_is_refused_with_the_reason(text: str) -> None:
    sentence = refusal(text)
    assert "Eingebettete Inhalte anderer Anbieter übertragen beim Lesen Daten" in sentence
    assert "Bitte" in sentence


def test_the_sentence_names_the_provider() -> None:
    assert "etwas von »www.youtube.com« eingebettet" in refusal(FOREIGN[0])


@pytest.mark.parametrize("text", OWN)
def test_what_is_our_own_is_taken(text: str) -> None:
    assert refusal(text) == ""


def body(kind: str, value: Any) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value}]


BODIES = [
    body("paragraph", FOREIGN[0]),
    body("accordion", [{"title": "Mehr", "text": FOREIGN[1]}]),
    body("quote", {"text": FOREIGN[3], "source": ""}),
]


@pytest.mark.parametrize("value", BODIES)
def test_the_editor_says_it_at_the_block(value: list[dict[str, Any]]) -> None:
    block = BodyBlock()
    for clean in (block.clean, block.clean_deferred):
        with pytest.raises(StreamBlockValidationError) as refused:
            clean(block.to_python(value))
        assert set(refused.value.block_errors) == {0}


@pytest.mark.parametrize("value", BODIES)
@pytest.mark.parametrize("live", [True, False])
def test_a_body_with_something_foreign_is_never_stored(portal: Portal, value: Any, live: bool) -> None:
    with pytest.raises(ValidationError) as refused:
        StandardPageFactory(parent=portal.home, body=value, live=live)
    assert "eingebettet" in refused.value.message_dict["body"][0]
    assert not StandardPage.objects.exists()


def test_rich_text_fields_and_what_belongs_to_a_page_are_looked_at_too(portal: Portal) -> None:
    portal.home.work_text = FOREIGN[1]
    with pytest.raises(ValidationError) as refused:
        portal.home.save()
    assert "work_text" in refused.value.message_dict
    lab = LabPageFactory(parent=portal.labs)
    lab.subprojects = [LabSubproject(title="Teil", description=FOREIGN[0])]
    with pytest.raises(ValidationError) as refused:
        lab.save()
    assert "eingebettet" in refused.value.messages[0]
