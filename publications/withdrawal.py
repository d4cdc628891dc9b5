"""Versions that are taken back, and those that can be had again.

A version knows the last time that it was away: since when and why, and since when and why it is back. Earlier times
stand in the history of the page.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from publications.findings import needs_decision
from publications.log import RESTORED, WITHDRAWN, log_version
from publications.models import FileState, FileVersion
from publications.signals import version_changed
from publications.tasks import enqueue_processing, queue_outdated


def withdraw(version: FileVersion, reason: str, user: Any) -> bool:
    """Take a version back: its address then answers 410; False where it cannot be had anyway."""
    with transaction.atomic():
        version = FileVersion.objects.select_for_update().get(pk=version.pk)
        if version.state != FileState.READY:
            return False
        version.state, version.withdrawn_at, version.withdrawn_reason = FileState.WITHDRAWN, timezone.now(), reason
        version.restored_at, version.restored_reason = None, ""
        version.save(
            update_fields=["state", "withdrawn_at", "withdrawn_reason", "restored_at", "restored_reason"],
        )
        log_version(version, WITHDRAWN, user, reason=reason)
    version_changed.send(FileVersion, publication=version.publication)
    return True


def put_back(version: FileVersion, reason: str, user: Any) -> bool:
    """Let a withdrawn version be had again, under its number and its address; False where it was not withdrawn.

    It is the current one again if none came after it. What was written into its public file is brought up to date, and
    hidden text that nobody has decided on is decided before.
    """
    with transaction.atomic():
        version = FileVersion.objects.select_for_update().get(pk=version.pk)
        if version.state != FileState.WITHDRAWN:
            return False
        version.state = _state_of(version)
        version.restored_at, version.restored_reason = timezone.now(), reason
        version.save(update_fields=["state", "restored_at", "restored_reason"])
        log_version(version, RESTORED, user, reason=reason)
        if version.state == FileState.QUEUED:
            transaction.on_commit(lambda: enqueue_processing(version))
        else:
            transaction.on_commit(lambda: queue_outdated(publication=version.publication_id))
    version_changed.send(FileVersion, publication=version.publication)
    return True


def _state_of(version: FileVersion) -> FileState:
    if not version.public_file:  # withdrawn before it was through the pipeline
        return FileState.QUEUED
    return FileState.HELD if needs_decision(version) else FileState.READY
