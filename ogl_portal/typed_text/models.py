"""Which open page of a browser a version came from, so that nobody is told of a conflict with themselves."""

from django.db import models
from wagtail.models import Revision


class SavedFrom(models.Model):
    """``load`` names one opening of a form in one browser; the browser makes it up."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="+")
    load = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.load
