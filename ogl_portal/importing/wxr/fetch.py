"""Fetch files from the old site: from its own host only, never from an address inside our network."""

import http.client
import tempfile
from typing import IO
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from ogl_portal.importing.wxr.addresses import host_of, is_files_host
from ogl_portal.importing.wxr.uploads import CHUNK
from ogl_portal.web.http_guard import NotPublicError, look_at

TIMEOUT = 15.0
MOST_REDIRECTS = 3
IN_MEMORY = 1024 * 1024


class SiteUploads:
    """Files of the old site over the network, one at a time: from its host, or where WordPress.com keeps its files."""

    def __init__(self, base_url: str) -> None:
        self.host = host_of(base_url)

    def open(self, path: str, address: str) -> IO[bytes] | None:
        try:
            return self._get(address)
        except (NotPublicError, OSError, http.client.HTTPException, ValueError):
            return None

    def _get(self, address: str) -> IO[bytes] | None:
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(address)
            host = host_of(address)
            if not self.host or not (host == self.host or is_files_host(host)) or parts.username:
                return None
            connection = look_at(address).connection(TIMEOUT)
            try:
                path = quote(parts.path or "/", safe="/%") + (f"?{parts.query}" if parts.query else "")
                connection.request("GET", path, headers={"User-Agent": "OGL-Portal", "Accept": "*/*"})
                response = connection.getresponse()
                if response.status in (301, 302, 303, 307, 308):
                    address = urljoin(address, response.headers.get("Location", ""))
                    continue
                return _body(response) if response.status == 200 else None
            finally:
                connection.close()
        return None


def _body(response: http.client.HTTPResponse) -> IO[bytes] | None:
    """The body up to the limit for files; a longer one is cut off just behind it, where it will be refused."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever reads it closes it)
    size = 0
    while size <= settings.OGL_IMPORT_MAX_FILE_BYTES and (piece := response.read(CHUNK)):
        size += len(piece)
        file.write(piece)
    file.seek(0)
    return file
