"""Cut Fira Sans to the characters of German and its neighbours; run by hand when KERN ships a new version.

Usage: python static/build/subset_fonts.py

Reads the two weights from the installed @kern-ux/native and writes static/src/fonts/*.woff2, which are committed so
that the build itself needs no Python. Kept: Latin-1, Latin Extended-A (names), the dashes, quotes and arrows that the
templates use, tabular numbers and kerning. Hinting goes: browsers on every current system render without it.
Fira Sans is under the SIL Open Font License 1.1 (static/src/fonts/OFL.txt).
"""

from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules/@kern-ux/native/dist/fonts/fira-sans"
TARGET = ROOT / "static/src/fonts"
WEIGHTS = ("Regular", "SemiBold")
UNICODES = "U+20-7E,U+A0-FF,U+100-17F,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2039,U+203A,U+20AC,U+2190-2193,U+2197,U+2212,U+1E9E"
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "case"]


def cut(weight: str) -> int:
    """Write one weight as WOFF2 and return its size in bytes."""
    options = subset.Options(flavor="woff2", hinting=False, desubroutinize=True, layout_features=FEATURES)
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    font = subset.load_font(str(SOURCE / f"FiraSans-{weight}.woff2"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(UNICODES))
    subsetter.subset(font)
    target = TARGET / f"FiraSans-{weight}.woff2"
    subset.save_font(font, str(target), options)
    return target.stat().st_size


if __name__ == "__main__":
    for weight in WEIGHTS:
        print(f"FiraSans-{weight}.woff2: {cut(weight):,} bytes")
