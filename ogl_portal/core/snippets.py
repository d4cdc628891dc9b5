"""What the site's snippets share in the admin."""


class NotChosenMixin:
    """For snippets that no page refers to: no chooser, since Wagtail's shows every signed-in person what is there."""

    def register_chooser_viewset(self) -> None:
        """Called by Wagtail's ``SnippetViewSet`` when it is registered."""
