"""``manage.py clean_uploads``: clean now what was uploaded before uploads were cleaned."""

from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.media import cleaning


class Command(BaseCommand):
    help = "Takes out of stored files what tells of people. Safe to run again; a daily job does the same."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, done in (("pictures", cleaning.clean_pictures()), ("documents", cleaning.clean_documents())):
            self.stdout.write(f"{kind}: {done.seen} seen, {done.changed} changed, {done.failed} failed")
