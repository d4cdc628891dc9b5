"""What the page of the statement is given to show."""

from typing import Any

from django.http import HttpRequest

from ogl_portal.accessibility.models import StatementPage
from ogl_portal.accessibility.statement import public_view
from ogl_portal.core.page_views import page_context


@page_context.register
def statement_context(page: StatementPage, request: HttpRequest) -> dict[str, Any]:
    return public_view(request)
