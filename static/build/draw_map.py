"""Draw the outlines of the Länder as a picture for dark grounds; run by hand when ``labs/data/laender.geojson`` changes.

Usage: python -m static.build.draw_map

Writes static/src/img/laender.svg, which is committed; a test compares it with the outlines.
"""

from pathlib import Path

from labs.map import ground

TARGET = Path(__file__).resolve().parents[2] / "static/src/img/laender.svg"

if __name__ == "__main__":
    TARGET.write_text(ground(), encoding="utf-8")
