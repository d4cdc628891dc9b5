"""What a picture tells beside the picture is taken out; the picture itself stays as it is, bit for bit."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ogl_portal.uploads.picture_metadata import author_of, cleaned
from ogl_portal.uploads.refusals import Refused
from tests.uploads.photos import FORMATS, NAME, SECRET, display_p3, exif, halves, photo


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_but_the_picture_is_left(kind: str) -> None:
    before = photo(kind)
    after = cleaned(before)
    assert NAME in before
    assert SECRET in before
    assert NAME not in after
    assert SECRET not in after
    assert b"Kamera" not in after
    image = opened(after)
    assert not dict(image.getexif())
    assert not {"comment", "xmp", "photoshop", "XML:com.adobe.xmp", "Author", "Comment", "exif"} & set(image.info)
    assert image.tobytes() == opened(before).tobytes()
    assert cleaned(after) == after


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_which_side_is_up_is_kept_and_nothing_with_it(kind: str, orientation: int) -> None:
    image = opened(cleaned(photo(kind, orientation=orientation)))
    assert dict(image.getexif()) == {0x0112: orientation}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_colour_profile_is_kept(kind: str) -> None:
    profile = display_p3()
    assert opened(cleaned(photo(kind, profile=profile))).info["icc_profile"] == profile


def test_an_orientation_that_only_xmp_tells_is_kept() -> None:
    out = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r tiff:Orientation="6"/></x:xmpmeta>'
    halves().save(out, "JPEG", xmp=xmp)
    assert dict(opened(cleaned(out.getvalue())).getexif()) == {0x0112: 6}


@pytest.mark.parametrize("options", [{"progressive": True}, {"quality": 95, "subsampling": 0}])
def test_every_scan_of_a_jpeg_is_kept(options: dict[str, int]) -> None:
    out = io.BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(out, "JPEG", exif=exif(), **options)
    assert opened(cleaned(out.getvalue())).tobytes() == opened(out.getvalue()).tobytes()


def test_a_cmyk_jpeg_keeps_the_word_of_adobe_that_its_colours_are_inverted() -> None:
    out = io.BytesIO()
    halves().convert("CMYK").save(out, "JPEG", exif=exif())
    after = opened(cleaned(out.getvalue()))
    assert after.info["adobe"] == opened(out.getvalue()).info["adobe"]
    assert after.tobytes() == opened(out.getvalue()).tobytes()


def test_moving_pictures_keep_their_frames() -> None:
    frames = [halves((60, 40)), halves((60, 40)).transpose(Image.Transpose.ROTATE_180)]
    for kind in ("WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], exif=exif(), lossless=True)
        after = Image.open(io.BytesIO(cleaned(out.getvalue())))
        assert getattr(after, "n_frames", 1) == 2, kind
        after.seek(1)
        assert after.convert("RGB").tobytes() == frames[1].tobytes(), kind
        assert NAME not in cleaned(out.getvalue()), kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_author_is_read_before_it_goes(kind: str) -> None:
    assert author_of(photo(kind)) == NAME.decode()
    assert author_of(cleaned(photo(kind))) == ""


def test_no_author_is_made_of_rubbish() -> None:
    facts = Image.Exif()
    facts[0x013B] = "\x02\x03"
    out = io.BytesIO()
    halves().save(out, "JPEG", exif=facts)
    assert author_of(out.getvalue()) == ""
    assert author_of(b"nothing") == ""


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=60)
@given(cut=st.integers(min_value=0, max_value=5000), wrong=st.integers(0, 5000), value=st.integers(0, 255))
def test_a_hostile_file_is_refused_or_clean(kind: str, cut: int, wrong: int, value: int) -> None:
    data = bytearray(SMALL[kind])
    data[wrong % len(data)] = value
    try:
        after = cleaned(bytes(data[: len(data) - cut % len(data)]))
    except Refused:
        return
    assert cleaned(after) == after


SMALL = {kind: photo(kind, size=(24, 16)) for kind in FORMATS}
