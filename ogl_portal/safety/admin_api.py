"""The admin's programming interface for pages: deleting goes into the bin there as well."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet

from ogl_portal.safety import trash

HOME_STAYS = "Die Startseite kann nicht gelöscht werden: Ohne sie gibt es kein Portal."


class IntoTheBin(DeletePageAPIAction):
    """Wagtail's action deletes for good, past every hook of the views."""

    def execute(self, instance: Any, data: Any) -> Response:
        self._action_from_data(instance, data).check()
        if trash.site_starts_at_or_below(instance):
            raise ValidationError(HOME_STAYS)
        trash.move_to_trash(instance, self.request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PagesIntoTheBin(PagesAdminAPIViewSet):
    actions = PagesAdminAPIViewSet.actions | {"delete": IntoTheBin}
