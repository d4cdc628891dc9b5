from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PageCacheConfig(AppConfig):
    name = "ogl_portal.page_cache"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.page_cache import changes, triggers

        post_migrate.connect(triggers.watch_all, sender=self)
        scheduled.daily("page_cache.forget_changes", run=changes.forget_old)
