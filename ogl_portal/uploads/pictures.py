"""Which pictures are taken: by what is in the file, not by its name."""

from ogl_portal.uploads.refusals import Refused

MAX_SIDE = 16_000
"""Pixels of the longer side. WebP ends at 16,383, and every picture must be possible in every format."""

MAX_RATIO = 100
"""Of the longer side to the shorter. A strip beyond that has no height left in a small rendition."""

_NOTHING_SAVED = "Es wurde nichts gespeichert."
_ADVICE = {
    "heic": "Das ist ein HEIC-Bild, wie es manche Telefone aufnehmen; viele Browser zeigen diese Art nicht. "
    f"{_NOTHING_SAVED} Bitte wandeln Sie das Bild in JPEG um: auf dem iPhone in der App »Dateien« lange auf das Bild "
    "tippen, dann »Schnellaktionen« und »Bild konvertieren«; auf Android in der Galerie das Bild als JPEG exportieren. "
    "Für neue Aufnahmen: iPhone »Einstellungen«, »Kamera«, »Formate«, »Maximale Kompatibilität«; Android in den "
    "Einstellungen der Kamera »Bilder mit hoher Effizienz« ausschalten.",
    "gif": f"GIF-Bilder nimmt das Portal nicht an. {_NOTHING_SAVED} Bitte speichern Sie ein stehendes Bild als PNG. "
    "Was sich bewegt, laden Sie als Film (MP4 oder WebM) unter »Dokumente« hoch, damit man es anhalten kann.",
    "bmp": f"BMP-Bilder nimmt das Portal nicht an. {_NOTHING_SAVED} Bitte speichern Sie das Bild als PNG.",
    "tiff": f"TIFF-Bilder nimmt das Portal nicht an, weil Browser sie nicht zeigen. {_NOTHING_SAVED} Bitte speichern "
    "Sie ein Foto als JPEG, eine Grafik als PNG.",
    "svg": f"SVG-Dateien nimmt das Portal nicht an, weil darin Programme stehen können. {_NOTHING_SAVED} Bitte "
    "exportieren Sie die Grafik als PNG, am besten 2400 Pixel breit.",
    "psd": f"Das ist eine Photoshop-Datei. {_NOTHING_SAVED} Bitte exportieren Sie das Bild als JPEG oder PNG.",
    "pdf": f"Das ist ein PDF, kein Bild. {_NOTHING_SAVED} Bitte laden Sie es unter »PDF hochladen« oder »Dokumente« "
    "hoch, oder speichern Sie die Seite als PNG.",
    "jxl": f"JPEG-XL-Bilder nimmt das Portal nicht an. {_NOTHING_SAVED} Bitte speichern Sie das Bild als JPEG.",
    "jp2": f"JPEG-2000-Bilder nimmt das Portal nicht an. {_NOTHING_SAVED} Bitte speichern Sie das Bild als JPEG.",
    "ico": f"Symbole (ICO) nimmt das Portal nicht an. {_NOTHING_SAVED} Bitte speichern Sie das Bild als PNG.",
    "": f"Die Datei ist kein Bild, das sich lesen lässt. {_NOTHING_SAVED} Bitte wählen Sie ein Bild der Art JPEG, PNG, "
    "WebP oder AVIF.",
}  # fmt: skip
PICTURE_ENDINGS = frozenset({
    "avif", "bmp", "gif", "heic", "heif", "ico", "jfif", "jp2", "jpe", "jpeg", "jpg", "jxl", "png", "psd", "svg",
    "svgz", "tif", "tiff", "webp",
})  # fmt: skip
"""Of names that mean pictures, taken or not."""

_ENDINGS = {"jpeg": ("jpg", "jpeg"), "png": ("png",), "webp": ("webp",), "avif": ("avif",)}
_LABELS = {"jpeg": "JPEG", "png": "PNG", "webp": "WebP", "avif": "AVIF"}
_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"), (b"II+\0", "tiff"), (b"MM\0+", "tiff"), (b"8BPS", "psd"), (b"%PDF-", "pdf"),
    (b"\xff\x0a", "jxl"), (b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"), (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"), (b"\0\0\1\0", "ico"),
)  # fmt: skip
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2"}


def kind_of(head: bytes) -> str:
    """The format by the first 64 bytes or more, as in ``_ADVICE`` and ``_ENDINGS``; empty for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        # ISO/IEC 23008-12: the major brand, a version, then the brands it is compatible with.
        length = min(int.from_bytes(head[:4]), len(head))
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}
        if brands & {b"avif", b"avis"}:
            return "avif"
        return "heic" if brands & _HEIF_BRANDS else ""
    found = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), "")
    if not found and b"<svg" in head.lower():
        return "svg"
    return found


def check_kind(head: bytes, name: str, taken: frozenset[str]) -> str:
    """The format of a file that is taken.

    ``taken``: the endings of names that are; ``name``: the name of the file, whose ending must be that of its content.
    Raises Refused.
    """
    kind = kind_of(head)
    endings = [ending for ending in _ENDINGS.get(kind, ()) if ending in taken]
    if not endings:
        raise Refused("kind", _ADVICE.get(kind, _ADVICE[""]))
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in endings:
        raise Refused(
            "name",
            f"Der Inhalt der Datei ist ein {_LABELS[kind]}-Bild, ihr Name endet aber anders. {_NOTHING_SAVED} Bitte "
            f"lassen Sie den Namen auf ».{endings[0]}« enden und laden Sie das Bild noch einmal hoch.",
        )
    return kind


def check_size(width: int, height: int, max_pixels: int) -> None:
    """Raises Refused where the picture has too many pixels or is a strip."""
    longer, shorter = max(width, height), min(width, height)
    if shorter < 1 or longer > MAX_RATIO * shorter:
        raise Refused(
            "ratio",
            f"Das Bild ist {_number(width)} Pixel breit und {_number(height)} Pixel hoch; ein so schmaler Streifen "
            f"lässt sich nicht verkleinern. {_NOTHING_SAVED} Bitte schneiden Sie das Bild so zu, dass die lange Seite "
            f"höchstens {MAX_RATIO}-mal so lang ist wie die kurze.",
        )
    if longer > MAX_SIDE or width * height > max_pixels:
        raise too_large(f": {_number(width)} mal {_number(height)} Pixel")


def check_still(kind: str, *, is_moving: bool) -> None:
    """Raises Refused for a film in the guise of a picture: renditions would stand still without a word.

    Telephones put a second picture into JPEG (MPF), which is none of that and is taken out.
    """
    if is_moving and kind != "jpeg":
        raise Refused(
            "moving",
            f"Das {_LABELS[kind]}-Bild bewegt sich; solche Bilder nimmt das Portal nicht an. {_NOTHING_SAVED} Bitte "
            "speichern Sie ein stehendes Bild als PNG. Was sich bewegt, laden Sie als Film (MP4 oder WebM) unter "
            "»Dokumente« hoch, damit man es anhalten kann.",
        )


def too_large(size: str = "") -> Refused:
    """What is said of a picture with too many pixels. ``size`` goes on after »zu groß«."""
    return Refused(
        "pixels",
        f"Das Bild ist zu groß{size}. {_NOTHING_SAVED} Bitte verkleinern Sie es; 2400 Pixel Breite genügen für jede "
        f"Stelle des Portals. Mehr als {_number(MAX_SIDE)} Pixel an der langen Seite werden nicht angenommen.",
    )


def damaged() -> Refused:
    """What is said of a picture that begins well and cannot be read."""
    return Refused(
        "damaged",
        f"Das Bild ist beschädigt oder unvollständig. {_NOTHING_SAVED} Bitte laden Sie die Datei noch einmal hoch oder "
        "speichern Sie das Bild neu.",
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
