from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from publications import (
            checks,  # noqa: F401  (registers the check of the machine)
            documents,
            evidence,  # noqa: F401
            files,  # noqa: F401  (these register how publications are shown)
            json_ld,  # noqa: F401
            page_views,  # noqa: F401
            reading,  # noqa: F401
            rereading,
            tasks,
        )

        tasks.connect()
        scheduled.daily("publications.public_records", lambda _today: tasks.queue_outdated())
        scheduled.daily("publications.epubs", lambda _today: tasks.queue_epubs())
        scheduled.every("publications.queue_forgotten", minutes=2, run=tasks.look_after)
        scheduled.daily("publications.read_anew", rereading.read_anew)
        documents.register()
