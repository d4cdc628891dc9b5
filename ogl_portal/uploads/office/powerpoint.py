"""What a presentation of PowerPoint holds that nobody sees at first."""

from collections.abc import Iterator

from lxml import etree

from ogl_portal.uploads.archive import damaged, local
from ogl_portal.uploads.office.ooxml import AUTHORS, comment_parts
from ogl_portal.uploads.office.opc import Package
from ogl_portal.uploads.office.told import Told


def look(package: Package, told: Told) -> None:
    archive = package.archive
    for name in comment_parts(package):
        told.comments += sum(kind == "cm" for kind, _ in archive.elements(name))
    for name in package.parts(*AUTHORS):
        for _, element in archive.elements(name):
            told.add_name(element.get("name"))
    for name in package.parts("notesslide", "notes"):
        told.notes += any(kind == "sp" and _is_note(element) for kind, element in archive.elements(name))
    for number, name in enumerate(_slides(package), start=1):
        root = next((element for kind, element in archive.elements(name) if kind == "sld"), None) if name else None
        if root is not None and root.get("show") in {"0", "false"}:
            told.hidden.append(f"Folie {number}")


def _is_note(shape: etree._Element) -> bool:
    is_body = any(local(part) == "ph" and part.get("type") == "body" for part in shape.iter())
    return is_body and any(local(part) == "t" and (part.text or "").strip() for part in shape.iter())


def _slides(package: Package) -> Iterator[str]:
    """Names of the slides in their order, empty for one that is not there."""
    for presentation in package.parts("presentation"):
        targets = {relation.id: relation.target for relation in package.related(presentation)}
        if not targets:
            raise damaged()
        for kind, element in package.archive.elements(presentation):
            if kind == "sldId":
                key = next((str(value) for name, value in element.attrib.items() if name.endswith("}id")), "")
                yield targets.get(key, "")
