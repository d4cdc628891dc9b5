"""Wagtail's fields for uploads tell sizes as everything else does (``formats.file_size``)."""

from wagtail.documents import fields as document_fields
from wagtail.images import fields as image_fields

from ogl_portal.german.formats import file_size


def connect() -> None:
    """Called once, when the apps are ready: limits and refusals of files and pictures count in powers of 1,000."""
    for module in (document_fields, image_fields):
        module.filesizeformat = file_size
