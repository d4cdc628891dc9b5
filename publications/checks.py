"""What ``manage.py check`` and the start of the server tell about the machine that the site runs on."""

from typing import Any

from django.core import checks

from publications.pdf import confinement

OPERATION = "operation"
"""The tag of checks whose warnings ``script/server`` says when it starts."""


@checks.register(OPERATION)
def child_is_shut_off(**kwargs: Any) -> list[checks.CheckMessage]:
    """Whether the system can shut off the process that reads uploaded PDF files (``pdf.confinement``)."""
    lacking = confinement.missing(confinement.available())
    hint = "Uploads are read all the same, within limits of time and memory. Run the site on a system that has both."
    return [checks.Warning(lacking, hint=hint, id="ogl.W001")] if lacking else []
