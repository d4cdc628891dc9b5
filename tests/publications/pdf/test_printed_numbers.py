"""Page numbers that a file does not name are read from its headers and footers."""

from pathlib import Path

import pytest
from django.conf import settings

from publications.pdf.blocks import ReadingBlock, ReadingPage, TextSpan
from publications.pdf.printed_numbers import labelled
from publications.pdf.reading import read

INTERIM = Path(settings.BASE_DIR, "ogl_portal/programme/documents/interim-report-2021.pdf")


def pages(*footers: str) -> tuple[ReadingPage, ...]:
    return tuple(
        ReadingPage(number, str(number), (ReadingBlock("artifact", (TextSpan(text),)),) if text else ())
        for number, text in enumerate(footers, start=1)
    )


def labels(*footers: str) -> list[str]:
    return [page.label for page in labelled(pages(*footers))]


@pytest.mark.parametrize(
    ("footers", "expected"),
    [
        (("", "ii", "1", "2", "3", "4"), ["i", "ii", "1", "2", "3", "4"]),
        (("", "", "Bericht 1", "Bericht 2", "", "Bericht 4", "Bericht 5"), ["i", "ii", "1", "2", "3", "4", "5"]),
        (("", "i", "ii", "1 | Stadt", "2 | Stadt", "3 | Stadt"), ["U1", "i", "ii", "1", "2", "3"]),
        (("145", "146", "147", "148"), ["145", "146", "147", "148"]),
    ],
)
def test_the_printed_number_is_read(footers: tuple[str, ...], expected: list[str]) -> None:
    assert labels(*footers) == expected


@pytest.mark.parametrize(
    "footers",
    [
        ("1", "2", "3", "4"),
        ("Stand 2021", "Stand 2021", "Stand 2021", "Stand 2021"),
        ("", "", "", "", "1", "2"),
        ("", "7", "", "3", "12", ""),
        ("Fassung 1.1", "Fassung 1.2", "Fassung 1.3", "Fassung 1.4"),
        ("", "", ""),
    ],
)
def test_without_a_clear_count_the_place_in_the_file_stands(footers: tuple[str, ...]) -> None:
    assert labels(*footers) == [str(number) for number in range(1, len(footers) + 1)]


def test_a_file_without_labels_that_prints_numbers() -> None:
    assert [page.label for page in read(INTERIM).pages] == ["i", "ii", "1", "2", "3", "4", "5", "6", "7"]
