"""Take in what a browser saw on every public address; the privacy page then says so."""

import datetime
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ogl_portal.legal.models import PrivacyProof

FIELDS = ("browser", "addresses", "cookies", "stored_items", "foreign_requests")


class Command(BaseCommand):
    help = (
        "Reads a JSON object with measured_at (ISO 8601 with offset), browser, addresses, cookies, stored_items and "
        "foreign_requests (numbers over all addresses), and stores it as the latest proof."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="proof.json")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            measured_at = datetime.datetime.fromisoformat(data["measured_at"])
            proof = PrivacyProof(measured_at=measured_at, **{name: data[name] for name in FIELDS})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file} is no proof ({error!r}); nothing was stored. {self.help}") from error
        if timezone.is_naive(measured_at) or measured_at > timezone.now():
            raise CommandError("measured_at needs an offset and must not lie in the future; nothing was stored.")
        if not proof.addresses:
            raise CommandError("A proof over no address proves nothing; nothing was stored.")
        try:
            proof.full_clean()
        except ValidationError as error:
            raise CommandError(f"{file} is no proof ({error}); nothing was stored.") from error
        proof.save()
        self.stdout.write(f"Stored: {proof}")
