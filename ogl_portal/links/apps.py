from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "ogl_portal.links"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.links import follow
        from ogl_portal.links.run import check_links_daily

        follow.connect()
        scheduled.daily("links.check", check_links_daily)
