"""``manage.py reset_second_factor NAME``: the way back in when the last administrator has lost every factor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ogl_portal.accounts import lockout
from ogl_portal.accounts.views.people import reset_second_factor
from ogl_portal.users.models import User


class Command(BaseCommand):
    help = "Removes every second factor of one account, ends its sessions and lifts a lock-out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"There is no account »{options['username']}«. Nothing was changed.")
        reset_second_factor(person)
        lockout.unlock(person)
        self.stdout.write(f"{person.username} can sign in with the password alone and is asked to set up a new factor.")
