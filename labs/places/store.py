"""Fills the table of places."""

from pathlib import Path

from django.db import connection, transaction

from labs.models import Place
from labs.places.names import loose_key, place_key
from labs.places.sources import BUNDLED, PlaceRecord, read_places

_COLUMNS = (
    "name", "key", "loose_key", "kind", "land", "ags", "latitude", "longitude", "population", "size", "part_of",
    "source_id",
)  # fmt: skip


def import_places(path: Path = BUNDLED) -> int:
    """Replace all places by those of ``path``; the number of places. Raises PlacesError and changes nothing then."""
    records = read_places(path)
    with transaction.atomic():
        Place.objects.all().delete()
        _copy(records)
    return len(records)


def load_bundled_places() -> int:
    """Import the bundled list unless there are places already; the number of places imported."""
    return 0 if Place.objects.exists() else import_places()


def _copy(records: list[PlaceRecord]) -> None:
    """12,000 rows in about 0.2 s: COPY instead of INSERT."""
    statement = f"COPY {Place._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        for record in records:
            keys = {"key": place_key(record.name), "loose_key": loose_key(record.name)}
            rows.write_row([keys[name] if name in keys else getattr(record, name) for name in _COLUMNS])
