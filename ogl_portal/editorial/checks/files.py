"""Files of a page that readers do not see as its author does.

Some hold what nobody sees at first: changes, comments, hidden parts. People are told when they upload such a file; it
may be older, from an import, or wanted that way. And pictures that lie in the bin are left out of the page; documents
there are links that lead nowhere (``own_links``).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ogl_portal.editorial.checks.content_nodes import ContentNode, LinkTarget, PictureNode
from ogl_portal.editorial.checks.findings import Finding, FindingPlace, Rule, Severity
from ogl_portal.editorial.checks.own_links import own_links
from ogl_portal.uploads import office


def hidden_contents(parts_of_pages: Sequence[Sequence[ContentNode]]) -> list[list[Finding]]:
    """The findings of each page, in reading order; one query for all files, none without any."""
    offered = [list(_offered(parts)) for parts in parts_of_pages]
    numbers = {number for places in offered for _, number in places}
    rows = get_document_model().objects.filter(pk__in=numbers).exclude(told={}) if numbers else ()
    documents = {document.pk: document for document in rows}
    return [
        [_finding(place, documents[number]) for place, number in places if number in documents] for places in offered
    ]


def pictures_to_see_to(parts_of_pages: Sequence[Sequence[ContentNode]]) -> list[list[Finding]]:
    """The findings of each page, in reading order; one query for all pictures, none without any."""
    shown = [[part for part in parts if isinstance(part, PictureNode)] for parts in parts_of_pages]
    numbers = {picture.number for pictures in shown for picture in pictures} - {None}
    rows = get_image_model().objects.filter(pk__in=numbers) if numbers else ()
    images = {image.pk: image for image in rows}
    return [
        [
            finding
            for picture in pictures
            if (image := images.get(picture.number)) is not None
            for finding in _of_picture(picture, image)
        ]
        for pictures in shown
    ]


def _of_picture(picture: PictureNode, image: Any) -> Iterator[Finding]:
    if image.trashed_at is not None:
        yield Finding(
            Rule.BINNED_PICTURE,
            Severity.HINT,
            picture.place,
            f"Das Bild »{image.title}« liegt im Papierkorb; Leser:innen sehen es nicht.",
            "Holen Sie es aus dem Papierkorb zurück, wählen Sie ein anderes, oder nehmen Sie es von der Seite.",
        )
    elif not picture.credit.strip() and image.missing_in_credit:
        yield Finding(
            Rule.CREDIT_MISSING,
            Severity.HINT,
            picture.place,
            f"Am Bild »{image.title}« fehlt: {image.missing_in_credit}.",
            "Tragen Sie beim Bild selbst »Bildnachweis« und »Lizenz« ein, etwa »Stadt Brandis« und »CC BY 4.0«: "
            "Wer ein Bild gemacht hat, darf genannt werden (§ 13 UrhG), und andere erfahren, ob sie es nutzen dürfen.",
        )


def _offered(parts: Sequence[ContentNode]) -> Iterator[tuple[FindingPlace, int]]:
    for link in own_links(parts):
        target = link.target
        if isinstance(target, LinkTarget) and target.kind == "document" and target.number is not None:
            yield link.place, target.number


def _finding(place: FindingPlace, document: Any) -> Finding:
    return Finding(
        Rule.FILE_CONTENT,
        Severity.HINT,
        place,
        f"An der Datei »{document.title}« ist Leser:innen nicht alles auf den ersten Blick sichtbar: "
        f"{document.hidden_content}.",
        f"{office.advice(document.file_extension.lower(), document.told)} Laden Sie die Datei danach an derselben "
        "Stelle neu hoch.",
    )
