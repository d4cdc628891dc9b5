"""The people who edit."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff. Our own model from the start, so that sign-in can grow without moving accounts."""

    class Meta(AbstractUser.Meta):
        verbose_name = "Person"
        verbose_name_plural = "Personen"
