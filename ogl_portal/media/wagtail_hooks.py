"""What pictures and files add to the admin: dropping a picture into a form, and words for the log."""

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from ogl_portal.core.log_words import register_log_words
from ogl_portal.media import replaced_files
from ogl_portal.media.picture_drop import drop_picture

register_log_words(replaced_files.LOG_WORDS, order=10)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("bilder/ablegen/", drop_picture, name="drop_picture")]


@hooks.register("insert_global_admin_js")
def picture_script() -> SafeString:
    """Titles from names, alternative texts, dropping."""
    return format_html(
        '<script type="module" src="{}" data-drop-url="{}"></script>',
        static("js/admin-pictures.js"),
        reverse("drop_picture"),
    )
