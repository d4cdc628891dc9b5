"""The form that every page type builds on. Apart from ``forms``, which cannot be imported while models are loaded."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.pages import CopyForm

from ogl_portal.core.draft_form import NOT_ALLOWED, DraftForm
from ogl_portal.core.media_permissions import files_used_by, refused
from ogl_portal.core.reserved import is_reserved, is_taken_by_site
from ogl_portal.core.slugs import free_slug, slug_of, taken_by_site
from ogl_portal.core.widgets import AddressInput

NO_ADDRESS = "Eine Adresse besteht aus Buchstaben, Ziffern und Bindestrichen, ohne Leerzeichen."


class PortalCopyForm(CopyForm):
    """Copies get addresses by the rule for new pages, also where the original has an older one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["new_slug"]
        field.widget, field.initial = AddressInput(), slug_of(self.page.slug, "kopie")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("new_slug")
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if slug and is_reserved(parent, slug):
            self.add_error("new_slug", taken_by_site(parent, slug))
        return cleaned


class PortalPageForm(DraftForm):
    """The form of every page: a draft may lack what only publishing asks for, and uses only what its author may."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # it comes from the title
            self.fields["slug"].error_messages["invalid"] = NO_ADDRESS
            if not self.instance.slug.isascii():
                self.fields["slug"].widget = AddressInput(old=self.instance.slug)
        self.files_before = files_used_by(self.instance) if self._is_limited() else frozenset()

    def _is_limited(self) -> bool:
        return self.is_bound and self.for_user is not None and not self.for_user.is_superuser

    def clean(self) -> dict[str, Any]:
        self._find_free_address()
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _find_free_address(self) -> None:
        """Two pages of one title at one place: an address that came from the title gets a number, one typed is told.

        The editor fills the address in while the title is typed, so the form cannot tell but by comparing the two.
        """
        slug, title = self.cleaned_data.get("slug"), self.cleaned_data.get("title", "")
        if slug == "":
            self.cleaned_data["slug"] = self.address_for(title)
            return
        if slug is None or self.parent_page is None:
            return
        if is_taken_by_site(self.parent_page, slug, self.instance):
            self.add_error("slug", taken_by_site(self.parent_page, slug))
            return
        free = free_slug(self.parent_page, slug, self.instance)
        if free == slug:
            return
        is_public = self.instance.pk is not None and self.instance.live
        if slug_of(slug, "") == slug_of(title, "") and not is_public:
            self.cleaned_data["slug"] = free
            return
        self.add_error(
            "slug",
            f"Die Adresse »{slug}« hat hier schon eine andere Seite. Frei ist zum Beispiel »{free}«.",
        )

    def address_for(self, title: str) -> str:
        """The address where none was typed: that of the title; what is public stays where it is."""
        if self.instance.pk and self.instance.slug and (self.instance.live or not title):
            return str(self.instance.slug)
        wanted = slug_of(title, "seite")
        parent = self.parent_page or (self.instance.get_parent() if self.instance.pk else None)
        return free_slug(parent, wanted, self.instance) if parent else wanted

    def _post_clean(self) -> None:
        self.instance.is_checked_for_publishing = not self.is_deferred_validation
        try:
            super()._post_clean()
        finally:
            self.instance.is_checked_for_publishing = True
        if self._is_limited():
            for sentence in refused(files_used_by(self.instance) - self.files_before, self.for_user):
                self.add_error(None, ValidationError(sentence, code=NOT_ALLOWED))
