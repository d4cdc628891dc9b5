"""What a presentation of PowerPoint holds that nobody sees at first."""

import re
from collections.abc import Iterator

from lxml import etree

from ogl_portal.uploads.archive import Archive, damaged, local
from ogl_portal.uploads.office.ooxml import comment_parts
from ogl_portal.uploads.office.told import Told


def look(archive: Archive, told: Told) -> None:
    comments = comment_parts(archive, r"ppt/comments/[^/]+\.xml")
    for name in archive.names:
        if name in comments:
            told.comments += sum(kind == "cm" for kind, _ in archive.elements(name))
        elif name in {"ppt/commentAuthors.xml", "ppt/authors.xml"}:
            for _, element in archive.elements(name):
                told.add_name(element.get("name"))
        elif re.fullmatch(r"ppt/notesSlides/[^/]+\.xml", name):
            told.notes += any(kind == "sp" and _is_note(element) for kind, element in archive.elements(name))
    for number, name in enumerate(_slides(archive), start=1):
        if name in archive.names:
            root = next((element for kind, element in archive.elements(name) if kind == "sld"), None)
            if root is not None and root.get("show") in {"0", "false"}:
                told.hidden.append(f"Folie {number}")


def _is_note(shape: etree._Element) -> bool:
    is_body = any(local(part) == "ph" and part.get("type") == "body" for part in shape.iter())
    return is_body and any(local(part) == "t" and (part.text or "").strip() for part in shape.iter())


def _slides(archive: Archive) -> Iterator[str]:
    """Names of the slides in their order."""
    if not {"ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"} <= set(archive.names):
        raise damaged()
    targets = {
        element.get("Id"): element.get("Target", "")
        for _, element in archive.elements("ppt/_rels/presentation.xml.rels")
    }
    for kind, element in archive.elements("ppt/presentation.xml"):
        if kind == "sldId":
            key = next((str(value) for name, value in element.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key) or ""
            yield target.lstrip("/") if target.startswith("/") else f"ppt/{target}"
