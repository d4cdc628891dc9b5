"""Tables that can be read aloud: always with a caption and header cells."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock

# What the page shows of a table: alignment or locked cells would be chosen in vain.
_MENU = ["row_above", "row_below", "---------", "col_left", "col_right", "---------"]
_MENU += ["remove_row", "remove_col", "---------", "undo", "redo"]
# The words of the menu are in static/src/js/admin-table.js.
_SAID = ("first_row_is_table_header", "first_col_is_header", "table_header_choice", "table_caption")
_OPTIONS = {"language": "de-DE", "renderer": "text", "contextMenu": _MENU, "minSpareRows": 0, "startRows": 3}


def table_value(rows: list[list[str]], caption: str, header: str) -> dict[str, Any]:
    """The value of a table. ``header`` says where its header cells are: »row«, »column«, »both«, or nowhere."""
    return {
        "data": rows,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": header in ("row", "both"),
        "first_col_is_header": header in ("column", "both"),
        "table_header_choice": header,
        "table_caption": caption,
    }


class CaptionedTableBlock(WagtailTableBlock):
    """Wagtail's table. It cannot be published without a caption and header cells (WCAG 1.3.1)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(table_options=_OPTIONS, **kwargs)

    def value_from_form(self, value: str) -> Any:
        """What the editor's script sends, and nothing else: in another shape the table would break its public page."""
        sent = super().value_from_form(value)
        if sent is None:
            return None
        rows = [[None if cell is None else str(cell) for cell in row] for row in sent.get("data") or []]
        said = {name: sent[name] for name in _SAID if isinstance(sent.get(name), str | bool)}
        return {"data": rows, **said}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not value:
            raise ValidationError("Bitte die Tabelle ausfüllen oder entfernen.")
        if not (value.get("first_row_is_table_header") or value.get("first_col_is_header")):
            raise ValidationError(
                "Eine Tabelle braucht Kopfzellen. Bitte bei »Tabellenüberschriften« die erste Zeile, die erste Spalte "
                "oder beide wählen."
            )
        if not (value.get("table_caption") or "").strip():
            raise ValidationError("Bitte der Tabelle eine Beschriftung geben: Was steht darin?")
        return value

    class Meta:
        icon = "table"
        label = "Tabelle"
        template = "blocks/table.html"
