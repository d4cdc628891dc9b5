"""Architecture rules that ``manage.py check`` tells a newcomer about."""

import ast
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks

# Who may know whom (design, section 2). An app not named here may know every app above it and itself.
ALLOWED_IMPORTS: dict[str, set[str]] = {
    "ogl_portal.core": set(),
    "ogl_portal.mail": {"ogl_portal.core"},
    "labs": {"ogl_portal.core", "ogl_portal.mail"},
    "publications": {"ogl_portal.core", "ogl_portal.mail", "labs"},
    "news": {"ogl_portal.core", "ogl_portal.mail", "labs"},
    "events": {"ogl_portal.core", "ogl_portal.mail", "labs"},
    "ogl_portal.legal": {"ogl_portal.core"},
}
_OUR_APPS = (
    *ALLOWED_IMPORTS,
    "ogl_portal.pages",
    "ogl_portal.search",
    "ogl_portal.editorial",
    "ogl_portal.safety",
    "ogl_portal.accessibility",
    "ogl_portal.programme",
    "ogl_portal.importing",
    "ogl_portal.subscriptions",
)


@checks.register("architecture")
def check_direction_of_knowledge(**kwargs: Any) -> list[checks.CheckMessage]:
    """Content apps import only what the design lets them know."""
    messages: list[checks.CheckMessage] = []
    for app, allowed in ALLOWED_IMPORTS.items():
        folder = Path(settings.BASE_DIR, *app.split("."))
        for source in sorted(folder.rglob("*.py")):
            if "migrations" in source.parts:
                continue
            for module in _imported_modules(source):
                owner = next((name for name in _OUR_APPS if module == name or module.startswith(name + ".")), None)
                if owner and owner != app and owner not in allowed:
                    messages.append(
                        checks.Error(
                            f"{source.relative_to(settings.BASE_DIR)} imports {module}: {app} may not know {owner}.",
                            hint="Turn the dependency round (signal, reverse relation, registry) or move the code.",
                            id="ogl.E001",
                        )
                    )
    return messages


@checks.register("architecture")
def check_page_types(**kwargs: Any) -> list[checks.CheckMessage]:
    """Every page type of ours builds on BasePage and has its template."""
    from wagtail.models import get_page_models

    from ogl_portal.core.models import BasePage

    messages: list[checks.CheckMessage] = []
    for model in get_page_models():
        if model._meta.app_label not in {config.label for config in apps.get_app_configs() if config.name in _OUR_APPS}:
            continue
        if not issubclass(model, BasePage):
            messages.append(
                checks.Error(f"{model.__name__} must inherit from core.models.BasePage.", obj=model, id="ogl.E002")
            )
        if not Path(settings.BASE_DIR, "templates", model.template).exists():
            messages.append(checks.Error(f"The template {model.template} is missing.", obj=model, id="ogl.E003"))
    return messages


def _imported_modules(source: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return modules
