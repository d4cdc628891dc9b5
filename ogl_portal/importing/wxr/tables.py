"""An HTML table as the value of Wagtail's table block."""

from collections.abc import Callable
from typing import Any

from bs4.element import Comment, NavigableString, Tag

from ogl_portal.core.blocks.table import table_value

MOST_COLUMNS, MOST_SPAN = 60, 200


def read_table(element: Tag, cell_text: Callable[[Tag], str]) -> tuple[dict[str, Any], str, list[str]]:
    """The value, all its text, and words that stand in the table but in none of its cells.

    Merged cells become one filled and some empty ones, so that every row has the same number of cells.
    """
    caption = element.find("caption")
    caption_text = " ".join(caption.extract().get_text(" ").split()) if isinstance(caption, Tag) else ""
    rows, stray = _rows(element)
    grid: list[list[str]] = []
    held: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        cells: list[str] = []
        for cell in row:
            while (number, len(cells)) in held:
                cells.append("")
            start = len(cells)
            width, height = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_SPAN)
            cells += [cell_text(cell), *[""] * (width - 1)]
            held.update({(number + down, start + right): "" for down in range(1, height) for right in range(width)})
        while (number, len(cells)) in held:
            cells.append("")
        grid.append(cells)
    width = max(map(len, grid), default=0)
    grid = [cells + [""] * (width - len(cells)) for cells in grid]
    first_row = (bool(rows) and all(cell.name == "th" for cell in rows[0])) or element.find("thead") is not None
    below = rows[1:] if first_row else rows
    first_column = bool(below) and all(row and row[0].name == "th" for row in below)
    choice = {(True, True): "both", (True, False): "row", (False, True): "column"}.get((first_row, first_column), "")
    text = "\n".join(filter(None, [caption_text, *(" ".join(filter(None, cells)) for cells in grid)]))
    return table_value(grid, caption_text, choice), text, stray


def _rows(element: Tag) -> tuple[list[list[Tag]], list[str]]:
    """Rows of this table (not of tables in its cells), and what stands between them."""
    rows: list[list[Tag]] = []
    stray: list[str] = []

    def look(parent: Tag) -> None:
        for child in parent.children:
            if isinstance(child, Tag):
                if child.name == "tr":
                    rows.append([])
                    look(child)
                elif child.name in ("td", "th"):
                    if not rows:
                        rows.append([])
                    rows[-1].append(child)
                elif child.name in ("thead", "tbody", "tfoot", "colgroup"):
                    look(child)
                elif words := " ".join(child.get_text(" ").split()):
                    stray.append(words)
            elif isinstance(child, NavigableString) and not isinstance(child, Comment) and str(child).strip():
                stray.append(" ".join(str(child).split()))

    look(element)
    return [row for row in rows if row], stray


def _span(cell: Tag, name: str, limit: int) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(int(value), limit) if value.isascii() and value.isdigit() and int(value) else 1
