"""What the bodies of an export refer to, found among what was taken over."""

from urllib.parse import urljoin, urlsplit

from ogl_portal.core.link_targets import is_pasted_mark
from ogl_portal.importing.wxr.addresses import number_in, path_of, unwrapped
from ogl_portal.importing.wxr.body import ImportedPicture
from ogl_portal.importing.wxr.media import Media
from ogl_portal.importing.wxr.runs import TextLink
from ogl_portal.importing.wxr.survey import Entry, Survey

LONGEST_ADDRESS = 2000


class ExportResolver:
    """Finds pictures, pages and documents for one item. ``media`` and ``page_ids`` are by the keys of entries."""

    def __init__(self, survey: Survey, media: dict[str, Media], page_ids: dict[str, int], entry: Entry) -> None:
        self.survey, self.media, self.page_ids, self.entry = survey, media, page_ids, entry

    def picture(self, address: str, attachment_id: str) -> ImportedPicture | None:
        found = self.survey.by_id.get(attachment_id) if attachment_id else None
        if found is None or found.key not in self.media:
            found = self._file(address)
        medium = self.media.get(found.key) if found else None
        if found is None or medium is None or medium.kind != "image":
            return None
        return ImportedPicture(medium.pk, " ".join(found.alt.split()), found.caption)

    def link(self, address: str) -> TextLink | None:
        address = unwrapped(address)
        try:
            parts = urlsplit(address)
            if parts.scheme in ("mailto", "tel"):
                return TextLink("url", address[:LONGEST_ADDRESS])
            whole = urljoin(f"{self.survey.channel.base_url or 'https://unbekannt.invalid'}/", address)
            scheme = urlsplit(whole).scheme
        except ValueError:
            return None
        if scheme not in ("http", "https") or len(whole) > LONGEST_ADDRESS or is_pasted_mark(address):
            return None
        if self.survey.is_own(whole) and urlsplit(whole).path.startswith("/wp-admin"):
            return None  # leads readers of the old site nowhere, either
        if not self.survey.is_own(whole):
            return TextLink("url", whole) if parts.netloc else None
        return self._own(whole) or TextLink("url", whole)

    def gallery(self) -> list[str]:
        return self.survey.galleries.get(self.entry.post_id, [])

    def reusable(self, number: str) -> str | None:
        return self.survey.reusable.get(number)

    def _file(self, address: str) -> Entry | None:
        address = unwrapped(address)
        host = urlsplit(address).netloc if "//" in address else ""
        if not address or (host and not self.survey.is_own(f"https://{host}")):
            return None
        return self.survey.file(address)

    def _own(self, address: str) -> TextLink | None:
        found = (
            self.survey.by_path.get(path_of(address))
            or self.survey.by_id.get(number_in(address))
            or self._file(address)
            or self.survey.by_path.get(path_of(address.partition("#")[0].partition("?")[0]))
        )
        if found is None:
            return None
        medium = self.media.get(found.key)
        if medium is not None and medium.kind == "document":
            return TextLink("document", str(medium.pk))
        if medium is not None and medium.kind == "publication":
            return TextLink("page", str(medium.pk))
        return TextLink("page", str(self.page_ids[found.key])) if found.key in self.page_ids else None
