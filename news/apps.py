from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Aktuelles"

    def ready(self) -> None:
        from news import archive, json_ld, page_views  # noqa: F401  (these register how its pages are shown)
