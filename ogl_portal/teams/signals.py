"""What follows when a lab team goes."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete
from django.dispatch import receiver

from ogl_portal.teams.models import LabTeam


@receiver(post_delete, sender=LabTeam)
def delete_group(instance: LabTeam, **kwargs: Any) -> None:
    """With the lab's page its team loses its rights. People and files stay."""
    Group.objects.filter(pk=instance.group_id).delete()
