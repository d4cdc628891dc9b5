"""Lab teams."""

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Collection


class LabTeam(models.Model):
    """The group of those who look after one lab's pages, and the collection of its pictures and files."""

    lab = models.OneToOneField("labs.LabPage", verbose_name="Labor", on_delete=models.CASCADE, related_name="team")
    group = models.OneToOneField(Group, verbose_name="Gruppe", on_delete=models.CASCADE, related_name="lab_team")
    collection = models.ForeignKey(
        Collection, verbose_name="Sammlung", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "Laborteam"
        verbose_name_plural = "Laborteams"

    def __str__(self) -> str:
        return f"Team {self.lab.title}"
