"""What happens to every picture before it is made smaller: the right way up, eight bits a channel, nothing beside it.

Wagtail makes each rendition by Willow, and Willow's first step is ``auto_orient``; this one takes its place
(``registry.register_operation`` is Willow's way for that), so that no format and no caller is forgotten. Willow hands
EXIF on when it writes JPEG and PNG, Pillow comments, and 16-bit grey becomes white in WebP and AVIF.
"""

import contextlib
import io
from typing import Any

from PIL import ImageCms, ImageOps
from willow.plugins.pillow import PillowImage
from willow.registry import registry

_KEPT = ("icc_profile", "transparency")
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


def register() -> None:
    registry.register_operation(PillowImage, "auto_orient", lambda willow: PillowImage(prepared(willow.image)))


def prepared(image: Any) -> Any:
    """A Pillow image in mode L, RGB or RGBA, upright, that carries an RGB profile or none, and no other facts."""
    upright = ImageOps.exif_transpose(image)
    upright.info = {key: upright.info[key] for key in _KEPT if key in upright.info}
    if upright.mode in _DEEP:
        upright = _eight_bits(upright)
    upright = _in_rgb(upright)
    upright.info = {key: value for key, value in upright.info.items() if key == "icc_profile"}
    # getexif() would read the old facts again.
    upright._exif = None
    return upright


def _eight_bits(image: Any) -> Any:
    """16 bits (PNG) scaled to 8. Pillow's own conversion cuts everything above 255 off."""
    grey = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    grey.info = {}
    return grey


def _in_rgb(image: Any) -> Any:
    profile = image.info.get("icc_profile") or b""
    has_alpha = "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "RGBa", "La")
    mode = "RGBA" if has_alpha else "L" if image.mode in ("1", "L") else "RGB"
    if profile[16:20] in (b"", b"RGB "):  # ICC.1, 7.2: the colour space of the data
        converted = image.convert(mode)
        if mode == "L":
            converted.info.pop("icc_profile", None)
        return converted
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        return _to_srgb(image, profile, "RGBA" if has_alpha else "RGB")
    converted = image.convert(mode)
    converted.info.pop("icc_profile", None)
    return converted


def _to_srgb(image: Any, profile: bytes, mode: str) -> Any:
    """CMYK and grey with a profile of their own, as sRGB (which needs no profile). Raises PyCMSError."""
    opaque = image if image.mode in ("CMYK", "L", "LAB") else image.convert("L")
    converted = ImageCms.profileToProfile(
        opaque, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    if converted is None:
        raise ValueError("nothing was converted")
    converted.info = {}
    if mode == "RGBA":
        converted.putalpha(image.convert("RGBA").getchannel("A"))
    return converted
