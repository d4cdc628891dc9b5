"""Background work on result PDFs."""

from django_tasks import task

from publications.models import FileVersion


@task()
def process_version(version_id: int) -> None:
    """Take one version through the pipeline; safe to run twice."""
    from publications.pipeline import run

    run(version_id)


@task()
def rewrite_public_file(version_id: int) -> None:
    """Make a public file anew that no longer says what the entry says; safe to run twice."""
    from publications.public_records import rewrite

    rewrite(version_id)


def enqueue_rewriting(version: FileVersion) -> None:
    """Hand a version's public file to the worker, to be made anew."""
    rewrite_public_file.enqueue(version.pk)


def enqueue_processing(version: FileVersion) -> None:
    """Hand a version to the worker, or do the work at once where no worker runs (setting TASKS)."""
    process_version.enqueue(version.pk)
