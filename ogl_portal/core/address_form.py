"""The form of what has a part of an address and is no page (topics, literature): it comes from the name."""

from typing import Any

from ogl_portal.core.merging_form import MergingForm
from ogl_portal.core.slugs import slug_of


class AutomaticSlugForm(MergingForm):
    """Fills an empty ``slug`` from ``slug_source``, and numbers one that came from there and is taken.

    The same as the script of the form does while somebody types (``core.widgets.AddressInput``), so that it needs none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        named = cleaned.get(self.instance.slug_source) or ""
        slug = cleaned.get("slug")
        if slug == "":
            cleaned["slug"] = self.instance.slug if self.instance.pk else self._free(slug_of(named, "eintrag"))
        elif slug and not self.instance.pk and slug == slug_of(named, "")[: self._longest()]:
            cleaned["slug"] = self._free(slug)
        return cleaned

    def _longest(self) -> int:
        return int(self.instance._meta.get_field("slug").max_length or 50)

    def _free(self, wanted: str) -> str:
        """``wanted``, or with the first number behind it that is free, within the length that is stored."""
        longest = self._longest()
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        slug, number = wanted[:longest].strip("-_"), 1
        while others.filter(slug=slug).exists():
            number += 1
            end = f"-{number}"
            slug = f"{wanted[: longest - len(end)].rstrip('-_')}{end}"
        return slug
