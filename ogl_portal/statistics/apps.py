from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "ogl_portal.statistics"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.legal import sections
        from ogl_portal.statistics import privacy, store

        sections.register(privacy.section)
        scheduled.daily("statistics.forget", store.forget_old)
