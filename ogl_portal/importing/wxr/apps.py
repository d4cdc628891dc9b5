from django.apps import AppConfig


class WxrConfig(AppConfig):
    """Moving in from WordPress, which a site does once: it can be left out of INSTALLED_APPS."""

    name = "ogl_portal.importing.wxr"
    label = "wxr"
    verbose_name = "Übernahme aus WordPress"
