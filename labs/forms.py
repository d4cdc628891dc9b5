"""The form of pages that belong to labs: who may name which."""

from typing import TYPE_CHECKING, Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

from ogl_portal.core.page_form import PortalPageForm

if TYPE_CHECKING:
    from labs.models import LabPage

ONLY_YOUR_OWN = "Bitte kreuzen Sie nur Ihr eigenes Labor an. Weitere Labore ordnet das Programmteam zu."
HELP = "Die Seite erscheint auch auf den Seiten der angekreuzten Labore."


class LabChoiceForm(PortalPageForm):
    """Offers in ``labs`` those whose pages the person may edit: to a lab team its own, to programme staff all.

    Labs that somebody else has named stay on the page, whatever the form says. A new page below a lab begins with it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labs_of_others: list[LabPage] = []
        if "labs" in self.fields:
            self._offer_own_labs()

    def _offer_own_labs(self) -> None:
        field, named = self.fields["labs"], list(self.instance.labs.all())
        if self.for_user is not None and not self.for_user.is_superuser:
            editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.for_user, "change")
            field.queryset = field.queryset.filter(pk__in=editable.order_by().values("pk"))
            field.error_messages |= dict.fromkeys(("invalid_choice", "invalid_pk_value"), ONLY_YOUR_OWN)
            own = set(field.queryset.values_list("pk", flat=True))
            self.labs_of_others = [lab for lab in named if lab.pk not in own]
            named = [lab for lab in named if lab.pk in own]
        field.help_text = HELP
        if self.labs_of_others:
            titles = ", ".join(f"»{lab.title}«" for lab in self.labs_of_others)
            field.help_text += f" Außerdem zugeordnet, vom Programmteam zu ändern: {titles}."
        if self.instance.pk is None and field.queryset.filter(pk=getattr(self.parent_page, "pk", None)).exists():
            named = [self.parent_page]
        self.initial["labs"] = named

    def clean_labs(self) -> "list[LabPage]":
        return [*self.cleaned_data["labs"], *self.labs_of_others]
