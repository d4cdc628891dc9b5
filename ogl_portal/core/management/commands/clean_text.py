"""Clean text that was stored before texts were cleaned as they come in (docs/engineering/text.md)."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import Model
from wagtail.models import Revision

from ogl_portal.core.incoming_text import clean_record, is_filled_by_people, text_fields

CHUNK = 500


class Command(BaseCommand):
    help = (
        "Setzt zerlegte Umlaute in gespeicherten Texten zusammen und nimmt Steuerzeichen heraus. Adressen bleiben. "
        "Läuft neben dem Betrieb und darf jederzeit wiederholt werden."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="nur zählen, nichts ändern")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for model in apps.get_models():
            if _is_text_of_people(model):
                count = clean_table(model, is_dry_run=options["dry_run"])
                total += count
                if count and options["verbosity"]:
                    self.stdout.write(f"{model._meta.verbose_name_plural}: {count}")
        if not options["verbosity"]:
            return
        if options["dry_run"]:
            self.stdout.write(f"{total} Einträge wären zu ändern. Es wurde nichts geändert.")
        else:
            self.stdout.write(
                f"{total} Einträge geändert. Bitte danach »manage.py rebuild_search« und »manage.py update_index« "
                "aufrufen, damit auch die Suche die neuen Texte kennt."
                if total
                else "Alle Texte sind schon sauber."
            )


def clean_table(model: type[Model], *, is_dry_run: bool) -> int:
    """Clean the rows of one model; how many had something to clean.

    Each row is locked, read again and written by its own few columns, so that nobody's work of that moment is lost.
    No signal is sent: nothing is published anew, no version is made, nobody is told.
    """
    names = [field.attname for field in text_fields(model) if field.name != "slug"]
    found = [
        row.pk
        for row in model._base_manager.only("pk", *names).order_by("pk").iterator(chunk_size=CHUNK)
        if clean_record(row)
    ]
    if not is_dry_run:
        for pk in found:
            with transaction.atomic():
                row = model._base_manager.select_for_update(of=("self",)).only("pk", *names).filter(pk=pk).first()
                if row is not None and (changed := clean_record(row)):
                    model._base_manager.filter(pk=pk).update(**{name: getattr(row, name) for name in changed})
    return len(found)


def _is_text_of_people(model: type[Model]) -> bool:
    """Drafts are cleaned when they are opened or published; views of the database and machine's tables are left out."""
    is_table = model._meta.managed and not model._meta.proxy and not model._meta.swapped
    return is_table and is_filled_by_people(model) and model is not Revision and bool(text_fields(model))
