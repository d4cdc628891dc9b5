from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "ogl_portal.editorial"

    def ready(self) -> None:
        from ogl_portal.editorial import known_objects, publishing_notices
        from ogl_portal.editorial.checks import store
        from ogl_portal.editorial.schedule import publish_due
        from ogl_portal.jobs import scheduled

        scheduled.every("editorial.schedule", minutes=0, run=publish_due)
        scheduled.daily("editorial.content_checks", store.store_daily)
        store.connect()
        known_objects.connect()
        publishing_notices.connect()
