"""``manage.py make_superuser NAME``: the way back when no active account may do everything any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ogl_portal.users.models import User


class Command(BaseCommand):
    help = "Gives an account that is there all rights, unlocks it, and tells its owner by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account »{options['username']}«. Nothing was changed.")
        person.is_active = person.is_superuser = True
        person.save(update_fields=["is_active", "is_superuser"])
        self.stdout.write(f"{person.username} may do everything now.")
