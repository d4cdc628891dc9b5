from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "ogl_portal.statistics"
    label = "statistics"
    verbose_name = "Abrufzahlen"

    def ready(self) -> None:
        from ogl_portal.core import duties
        from ogl_portal.statistics import store

        duties.daily("statistics.forget", store.forget_old)
