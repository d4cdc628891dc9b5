"""Titles from the names of files. tests/browser/test_pictures.py asks the script in the browser for the same."""

import pytest

from ogl_portal.media.file_titles import title_from_name

TITLES = {
    "oeffnung_der-Verwaltung.jpg": "Oeffnung der Verwaltung",
    "bürgerrat-brandis_2021.jpg": "Bürgerrat brandis 2021",
    "bu\u0308rgerrat.jpg": "Bürgerrat",  # as macOS writes it
    "Rathaus-1024x768.png": "Rathaus",
    "Rathaus (2).png": "Rathaus",
    "Rathaus Kopie.webp": "Rathaus",
    "rathaus-scaled.jpg": "Rathaus",
    "Haushalt.2023.pdf": "Haushalt.2023",
    "Foto vom Marktplatz.jpg": "Foto vom Marktplatz",
    "IMG_1234.JPG": "",
    "DSC00012.jpg": "",
    "PXL_20231009_101112.jpg": "",
    "WhatsApp Image 2023-10-09 at 10.11.12.jpeg": "",
    "Bildschirmfoto 2023-10-09 um 10.11.12.png": "",
    "Screenshot_20231009.png": "",
    "20231009_101112.jpg": "",
    "3f2a9c1e-77b0-4c9d-9a21-0f3b5d7e9c11.png": "",
    "image.png": "",
    "scan-3.pdf": "",
}


@pytest.mark.parametrize(("name", "title"), TITLES.items())
def test_a_title_is_read_from_the_name_where_it_says_something(name: str, title: str) -> None:
    assert title_from_name(name) == title


def test_a_title_is_never_longer_than_its_field() -> None:
    assert len(title_from_name("x" * 400 + ".jpg")) == 255
