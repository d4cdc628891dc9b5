"""The whole way of a file, and what is said about it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from PIL import Image

from publications.pdf import accessibility, cover, pipeline, process, rules, summary_de
from publications.pdf.accept import RefusedPDF
from publications.pdf.accessibility import ConformanceReport, RuleFailure
from publications.pdf.clean import PublicRecord
from publications.pdf.inspect import inspect
from publications.pdf.report import inspect_line
from tests.publications.pdf import corpus, hostile, own_files
from tests.publications.pdf.factory import Bullets, Document, Figure, Heading, Paragraph, build, make

RECORD = PublicRecord("Bericht", "de")


def written(tmp_path: Path, data: bytes, name: str = "upload.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_file_goes_all_the_way(tmp_path: Path) -> None:
    source = build(Document([[Heading("Titel"), Bullets(["a", "b"])], [Figure("Bild")]]), tmp_path / "source.pdf")
    work = tmp_path / "work"
    work.mkdir()
    steps: list[tuple[str, float]] = []
    result = pipeline.process(source, work, RECORD, lambda *step: steps.append(step), filename="Bericht.pdf")
    assert result.accepted.filename == "Bericht.pdf"
    assert result.before.conforms
    assert result.after.conforms
    assert result.worse == ()
    assert result.problems == ()
    assert [page.text for page in result.pages] == ["Titel\n· a\n· b", ""]
    assert len(result.covers) == 6
    assert list(work.iterdir()) == [result.public_path]
    assert [stage for stage, _ in steps] == [*pipeline.STAGES, "done"]
    assert [share for _, share in steps] == sorted(share for _, share in steps)
    assert steps[-1][1] == 1.0
    assert summary_de.label(result.after) == "nach PDF/UA-1 maschinell geprüft: bestanden"
    assert all(line.endswith(".") for line in summary_de.processed(result))


@pytest.mark.parametrize(
    ("make_bytes", "codes"),
    [
        (hostile.with_password, {"password"}),
        (hostile.form_bomb, {"too_complex"}),
        # Which of the guards stops these first depends on how the libraries read them.
        (hostile.object_stream_bomb, {"too_complex", "no_pages", "damaged"}),
        (hostile.branching_tree, {"too_complex", "too_many_pages", "circular"}),
        (hostile.deep_tree, {"too_complex", "circular", "damaged"}),
    ],
)
def test_a_hostile_file_is_refused_and_leaves_nothing(
    tmp_path: Path, make_bytes: Callable[[], bytes], codes: set[str]
) -> None:
    source = written(tmp_path, make_bytes())
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(RefusedPDF) as caught:
        pipeline.process(source, work, RECORD)
    assert caught.value.code in codes
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    "make_bytes", [hostile.circular_outline, hostile.circular_structure, hostile.deep_arrays, hostile.huge_page]
)
def test_an_odd_file_is_survived(tmp_path: Path, make_bytes: Callable[[], bytes]) -> None:
    source = written(tmp_path, make_bytes())
    result = pipeline.process(source, tmp_path, RECORD)
    assert result.accepted.pages == 1


def test_a_stage_without_result_does_not_stop_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "cover", build)  # called with one argument, so it fails in the child
    source = written(tmp_path, hostile.good())
    result = pipeline.process(source, tmp_path, RECORD)
    assert [(entry.stage, entry.code) for entry in result.problems] == [("cover", "error")]
    assert "Titelbild" in summary_de.processed(result)[-1]


def test_a_check_that_takes_too_long_is_no_verdict(tmp_path: Path) -> None:
    source = written(tmp_path, hostile.good())
    report = accessibility.check(source, seconds=0.001)
    assert (report.conforms, report.error) == (None, "timeout")
    assert summary_de.label(report) == "nach PDF/UA-1 nicht geprüft: die Prüfung dauerte zu lange"


def test_a_damaged_file_never_conforms(tmp_path: Path) -> None:
    report = accessibility.check(written(tmp_path, own_files.untagged_and_damaged()))
    assert (report.conforms, report.error) == (False, "damaged")
    assert report.failures


def test_worse_is_what_only_the_result_breaks() -> None:
    def broken(*names: str) -> ConformanceReport:
        return ConformanceReport(not names, tuple(RuleFailure(name, "", 1, "") for name in names))

    assert accessibility.worse_rules(broken("a", "b"), broken("b")) == frozenset()
    assert accessibility.worse_rules(broken("a"), broken("b")) == {"b"}
    assert accessibility.worse_rules(ConformanceReport(None), broken("b")) == frozenset()


def test_the_label_counts_rules() -> None:
    failures = tuple(RuleFailure(f"R{number}", "", 1, "") for number in range(3))
    assert (
        summary_de.label(ConformanceReport(False, failures))
        == "nach PDF/UA-1 maschinell geprüft: 3\u00a0Regeln verletzt"
    )
    assert (
        summary_de.label(ConformanceReport(False, failures[:1]))
        == "nach PDF/UA-1 maschinell geprüft: 1\u00a0Regel verletzt"
    )


def test_the_rules_speak_german_to_every_reader() -> None:
    assert len(rules.all_rules()) == 104
    for rule in [*rules.all_rules().values(), rules.rule("PDFUA1-FROM-A-NEWER-CHECKER-001")]:
        for text in (rule.title, rule.meaning, rule.word, rule.libreoffice, rule.indesign):
            assert text
        assert rule.meaning.endswith(".")
        assert not re.search(r"\b(Du|dein|deine)\b", rule.meaning)
        assert rule.clause or rule.rule not in rules.all_rules()
    assert len(rules.questions()) >= 15
    assert all(question.question.endswith("?") and question.hint.endswith((".", "?")) for question in rules.questions())


def test_pages_are_named_in_words() -> None:
    assert summary_de.pages([4]) == "PDF-Seite\u00a04"
    assert summary_de.pages([3, 1, 2, 7, 9]) == "PDF-Seiten\u00a01 bis 3, 7 und 9"
    assert summary_de.pages(range(1, 60, 2), most=2) == "PDF-Seiten\u00a01, 3 und weitere"


def test_covers_have_two_sizes_and_three_formats(tmp_path: Path) -> None:
    path = build(Document([[Heading("Titel")]]), tmp_path / "a.pdf")
    pictures = cover.cover(path)
    assert [(picture.format, picture.width) for picture in pictures] == [
        (name, width) for width in (320, 640) for name in ("avif", "webp", "jpeg")
    ]
    for picture in pictures:
        opened = Image.open(io.BytesIO(picture.data))
        assert opened.size == (picture.width, picture.height)
        assert opened.format == picture.format.upper()


def test_a_page_like_a_ribbon_makes_no_giant_cover(tmp_path: Path) -> None:
    path = written(tmp_path, hostile.huge_page())
    pictures = process.run(cover.cover, path, reads=[path])
    assert max(picture.height for picture in pictures) <= 2 * 640


def test_inspection_names_what_staff_must_know(tmp_path: Path) -> None:
    pdf = hostile.launcher()
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Entwurf")))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Name=pikepdf.String("x"))
    )
    path = tmp_path / "a.pdf"
    pdf.save(path)
    found = inspect(path)
    assert found.active_content == {"JavaScript": 2, "Launch": 2}
    assert [attachment.name for attachment in found.attachments] == ["geheim.docx"]
    assert (found.author, found.title, found.language) == ("ab12345", "Entwurf", "de")
    assert [(font.name, font.embedded) for font in found.fonts] == [("TestSans", True)]
    assert any("Entwurf" in line for line in summary_de.inspection(found))


def test_pictures_without_text_and_scans_are_found(tmp_path: Path) -> None:
    pdf = make(Document([[Paragraph("Text"), Figure("")], [Figure("Bild")]]))
    image = pdf.make_stream(b"\x80" * 100)
    image.Type, image.Subtype, image.Width, image.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 10, 10
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    page = pdf.pages[1].obj
    page.Resources.XObject = pikepdf.Dictionary(Im1=image)
    page.Contents = pdf.make_stream(b"q 500 0 0 700 0 0 cm /Im1 Do Q")
    path = tmp_path / "a.pdf"
    pdf.save(path)
    found = inspect(path)
    assert [(picture.page, picture.kind) for picture in found.pictures_without_alt] == [(1, "Figure")]
    assert found.scanned_pages == (2,)
    assert any("Seite\u00a02" in line for line in summary_de.inspection(found))


def test_the_command_prints_one_json_line_a_file(tmp_path: Path) -> None:
    good = written(tmp_path, hostile.good(), "gut.pdf")
    bad = written(tmp_path, b"<html></html>", "schlecht.pdf")
    out, err = io.StringIO(), io.StringIO()
    call_command("inspect_pdf", str(good), str(bad), "--json", stdout=out, stderr=err)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert first["ok"] is True
    assert first["conforms_ua1"] is True
    assert first["outline"] == [{"level": 1, "title": "Titel", "page": 1}]
    assert {
        "file",
        "pages",
        "title",
        "language",
        "tagged",
        "failures",
        "scanned_pages",
        "active_content",
        "sha256",
    } <= set(first)
    assert second["ok"] is False
    assert "HTML-Seite" in second["error"]
    assert "[1/2]" in err.getvalue()


def test_the_command_speaks_german_and_needs_no_database(tmp_path: Path) -> None:
    pdf = make(Document([[Heading("Titel"), Figure("Bild")]]))
    del pdf.Root.StructTreeRoot.K.K[1]["/Alt"]
    source = tmp_path / "bericht.pdf"
    pdf.save(source)
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "manage.py", "inspect_pdf", str(source)],
        capture_output=True, text=True, check=True, env=environment, cwd=corpus.CHECKOUT,
    )  # fmt: skip
    assert "1\u00a0Regel verletzt" in done.stdout
    assert "Alternativtext" in done.stdout


def test_a_name_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"bericht-\xff.pdf")
    path.write_bytes(hostile.good())
    json.dumps(inspect_line(path), ensure_ascii=False).encode()
