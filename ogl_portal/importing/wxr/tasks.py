"""Background work of imports: the task, and what queues it."""

from django_tasks import task

from ogl_portal.importing.models import ImportRun, RunKind, RunState
from ogl_portal.importing.wxr.runner import work


@task()
def take_over(run_id: int) -> None:
    """Do one run; safe to call twice."""
    work(run_id)


def enqueue(run: ImportRun) -> None:
    """Hand a run to the worker, or do it at once where no worker runs (setting TASKS)."""
    take_over.enqueue(run.pk)


def resume() -> int:
    """Queue what a killed worker or server left unfinished; gives the number of runs. Called at every start."""
    unfinished = ImportRun.objects.filter(
        kind=RunKind.WORDPRESS, state__in=(RunState.QUEUED, RunState.RUNNING)
    ).order_by("pk")
    for run in (runs := list(unfinished)):
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.QUEUED, stage="", progress=0)
        enqueue(run)
    return len(runs)
