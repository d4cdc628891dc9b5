"""Background work of imports."""

from django_tasks import task

from ogl_portal.importing.models import ImportRun


@task()
def take_over(run_id: int) -> None:
    """Do one run; safe to call twice."""
    from ogl_portal.importing.runner import work

    work(run_id)


def enqueue(run: ImportRun) -> None:
    """Hand a run to the worker, or do it at once where no worker runs (setting TASKS)."""
    take_over.enqueue(run.pk)
