"""What the site's snippets share in the admin."""

from django.urls import URLPattern
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class ChosenOnlyViewSet(SnippetChooserViewSet):
    """For snippets that are made in their own list: Wagtail's chooser has an address for making one, which fails."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class NotChosenMixin:
    """For snippets that no page refers to: no chooser, since Wagtail's shows every signed-in person what is there."""

    def register_chooser_viewset(self) -> None:
        """Called by Wagtail's ``SnippetViewSet`` when it is registered."""
