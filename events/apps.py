from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import json_ld, page_views  # noqa: F401  (these register how its pages are shown)
        from events.listing import next_end
        from ogl_portal.page_cache.moments import add_moment

        add_moment(next_end)
