"""The way to the pattern library, in the help menu."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_help_menu_item")
def pattern_library_menu_item() -> MenuItem:
    return MenuItem(
        "Muster der Website", reverse("pattern_library"), name="pattern-library", icon_name="image", order=200
    )
