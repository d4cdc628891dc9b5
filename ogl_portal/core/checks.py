"""Architecture rules that ``manage.py check`` tells a newcomer about."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks


@checks.register("architecture")
def check_page_types(**kwargs: Any) -> list[checks.CheckMessage]:
    """Every page type of ours builds on BasePage and has its template."""
    from wagtail.models import get_page_models

    from ogl_portal.core.models import BasePage

    messages: list[checks.CheckMessage] = []
    for model in get_page_models():
        if "site-packages" in apps.get_app_config(model._meta.app_label).path:
            continue
        if not issubclass(model, BasePage):
            messages.append(
                checks.Error(f"{model.__name__} must inherit from core.models.BasePage.", obj=model, id="ogl.E002")
            )
        if not Path(settings.BASE_DIR, "templates", model.template).exists():
            messages.append(checks.Error(f"The template {model.template} is missing.", obj=model, id="ogl.E003"))
    return messages
