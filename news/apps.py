from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from news import archive, json_ld, page_views  # noqa: F401  (these register how its pages are shown)
