"""What pages of other kinds that name labs (field ``labs``) say of them."""

from typing import TYPE_CHECKING, Any

from labs.forms import LabChoiceForm

if TYPE_CHECKING:
    from labs.models.lab import LabPage


class NamesLabs:
    """A page with the field ``labs``. Drafts may name labs that are not public, or no more."""

    base_form_class = LabChoiceForm
    labs: Any

    @property
    def live_labs(self) -> "list[LabPage]":
        """Those of which readers may know; everything public takes them from here."""
        return [lab for lab in self.labs.all() if lab.live]
