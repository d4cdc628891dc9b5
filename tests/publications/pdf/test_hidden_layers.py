"""Text in layers that are off, and in notes that are not for the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.publications.pdf.factory import encoded
from tests.publications.pdf.painted import (
    OPEN,
    SECRET,
    SEEN,
    annotated,
    assert_hidden,
    assert_seen,
    extract,
    form,
    layered,
    one_page,
    reasons,
    saved,
    text,
)

IN_LAYER = f"/OC /L BDC {text(SECRET)} EMC {SEEN}"


def test_text_in_a_layer_that_is_off(tmp_path: Path) -> None:
    pdf = one_page(IN_LAYER)
    layered(pdf)
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_text_in_a_layer_where_all_are_off(tmp_path: Path) -> None:
    pdf = one_page(IN_LAYER)
    layered(pdf, BaseState=Name.OFF)
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_text_that_belongs_to_several_layers(tmp_path: Path) -> None:
    pdf = one_page(IN_LAYER)
    layer = layered(pdf)
    members = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=[layer], P=Name.AllOn))
    pdf.pages[0].obj.Resources.Properties.L = members
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_a_form_in_a_form_in_a_layer(tmp_path: Path) -> None:
    pdf = one_page("/X Do " + SEEN)
    layer = layered(pdf)
    resources = pdf.pages[0].obj.Resources
    resources.XObject = Dictionary(Y=form(pdf, text(SECRET)))
    outer = form(pdf, "/Y Do", OC=layer)
    resources.XObject = Dictionary(X=outer, Y=resources.XObject.Y)
    outer.Resources = Dictionary(XObject=Dictionary(Y=resources.XObject.Y))
    assert_hidden(saved(pdf, tmp_path), "layer")


def test_two_languages_in_two_layers(tmp_path: Path) -> None:
    content = f"/OC /L BDC {text(SECRET, y=600)} EMC /OC /M BDC {text(OPEN, y=600)} EMC"
    pdf = one_page(content)
    off = layered(pdf)
    shown = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Deutsch")))
    pdf.Root.OCProperties.OCGs = Array([off, shown])
    pdf.pages[0].obj.Resources.Properties.M = shown
    assert_hidden(saved(pdf, tmp_path), "layer")


def written_note(pdf: Pdf, **more: object) -> Pdf:
    """With a note of the words on the page, as FreeText."""
    annotated(pdf, "FreeText", f"BT /F1 12 Tf 5 5 Td {encoded(SECRET)} Tj ET")
    [note] = pdf.pages[0].obj.Annots
    note.AP.N.Resources = pdf.pages[0].obj.Resources
    for key, value in more.items():
        note["/" + key] = value
    return pdf


@pytest.mark.parametrize("flags", [2, 32, 36])
def test_a_note_that_is_not_for_the_screen_is_no_text(tmp_path: Path, flags: int) -> None:
    assert extract(saved(written_note(one_page(SEEN)), tmp_path))[0].text == f"{OPEN} {SECRET}"
    assert extract(saved(written_note(one_page(SEEN), F=flags), tmp_path))[0].text == OPEN


@pytest.mark.parametrize("rule", ["layer", "all on", "any on", "expression"])
def test_a_note_in_a_layer_that_is_off_is_no_text(tmp_path: Path, rule: str) -> None:
    pdf = one_page(SEEN)
    off = layered(pdf)
    on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Deutsch")))
    membership = {
        "layer": off,
        "all on": Dictionary(Type=Name.OCMD, OCGs=[off, on], P=Name.AllOn),
        "any on": Dictionary(Type=Name.OCMD, OCGs=[off]),
        "expression": Dictionary(Type=Name.OCMD, VE=Array([Name.And, on, Array([Name.Not, Array([Name.Not, off])])])),
    }[rule]
    assert extract(saved(written_note(pdf, OC=membership), tmp_path))[0].text == OPEN


def test_a_box_in_a_layer_that_is_off_covers_nothing(tmp_path: Path) -> None:
    pdf = annotated(one_page(text(OPEN)), "Square")
    pdf.pages[0].obj.Annots[0].OC = layered(pdf)
    assert_seen(saved(pdf, tmp_path), OPEN)
    pdf.Root.OCProperties.D = Dictionary(BaseState=Name.OFF, ON=pdf.Root.OCProperties.OCGs)
    assert reasons(saved(pdf, tmp_path)) == [("covered", OPEN)]
