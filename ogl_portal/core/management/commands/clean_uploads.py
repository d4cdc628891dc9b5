"""``manage.py clean_uploads``: clean now what was uploaded before uploads were cleaned."""

from typing import Any

from django.core.management.base import BaseCommand

from ogl_portal.core import cleaning


class Command(BaseCommand):
    help = "Takes metadata out of pictures that are stored already. Safe to run again; the worker does so every day."

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = cleaning.clean_pictures()
        self.stdout.write(f"pictures: {pictures.seen} seen, {pictures.changed} changed, {pictures.failed} failed")
