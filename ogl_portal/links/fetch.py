"""Asks an address whether it still answers, and where it has gone; each redirect is looked at anew."""

import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ogl_portal.links.models import LinkState
from ogl_portal.web.http_guard import (
    PORTS,
    Allowed,
    CheckedTarget,
    NotPublicError,
    Resolver,
    is_public,
    look_at,
    resolve,
)

TIMEOUT = 10.0  # seconds for each step of a connection
DEADLINE = 25.0  # seconds for one answer as a whole, however slowly it drips
MOST_REDIRECTS = 5
AGENT = "OGL-Portal-Linkpruefung/1.0"
PERMANENT = {301, 308}
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}


# What may go wrong, in words; the first that fits counts, so what is special comes before what is general.
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "Eine Website dieses Namens ist nicht zu finden."),
    (TimeoutError, "Die Website hat nicht rechtzeitig geantwortet."),
    (ConnectionRefusedError, "Die Website nimmt keine Verbindung an."),
    (ConnectionError, "Die Website hat die Verbindung abgebrochen."),
    (ssl.SSLError, "Eine sichere Verbindung kam nicht zustande."),
    (http.client.InvalidURL, "Die Adresse ist nicht richtig geschrieben."),
    (http.client.HTTPException, "Die Website hat unverständlich geantwortet."),
    (ValueError, "Die Adresse ist nicht richtig geschrieben."),
    (Exception, "Die Website ist nicht erreichbar."),
)
# Codes of OpenSSL (x509_vfy.h)
_CERTIFICATES = {
    9: "Das Zertifikat gilt noch nicht.",
    10: "Das Zertifikat ist abgelaufen.",
    18: "Die Website hat sich ihr Zertifikat selbst ausgestellt.",
    19: "Wer das Zertifikat ausgestellt hat, ist nicht bekannt.",
    20: "Wer das Zertifikat ausgestellt hat, ist nicht bekannt.",
    21: "Wer das Zertifikat ausgestellt hat, ist nicht bekannt.",
    62: "Das Zertifikat gilt für eine andere Adresse.",
}


@dataclass(frozen=True)
class LinkAnswer:
    """``target`` is the address at the end of redirects that are all permanent."""

    state: LinkState
    status: int | None = None
    target: str = ""
    detail: str = ""


def fetch(
    url: str, *, resolver: Resolver = resolve, allowed: Allowed = is_public, ports: frozenset[int] = PORTS
) -> LinkAnswer:
    """Call ``url`` with HEAD, and with GET where HEAD is not answered well; follows up to five redirects."""
    address, is_permanent = url, True
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, location = _call(address, resolver, allowed, ports)
            if status not in REDIRECTS or not location:
                return _judge(status, address if is_permanent and address != url else "")
            is_permanent = is_permanent and status in PERMANENT
            address = urljoin(address, location)
    except NotPublicError as error:
        return LinkAnswer(LinkState.NOT_CALLED, detail=str(error))
    except ssl.SSLCertVerificationError as error:
        return LinkAnswer(
            LinkState.CERTIFICATE, detail=_CERTIFICATES.get(error.verify_code, "Das Zertifikat ist ungültig.")
        )
    except (OSError, http.client.HTTPException, ValueError) as error:
        return LinkAnswer(LinkState.UNREACHABLE, detail=why(error))
    return LinkAnswer(LinkState.UNREACHABLE, detail="Die Weiterleitungen nehmen kein Ende.")


def why(error: Exception) -> str:
    """A sentence for what kept an address from answering."""
    return next(sentence for kind, sentence in _FAILURES if isinstance(error, kind))


def _judge(status: int, target: str) -> LinkAnswer:
    if status in GONE:
        return LinkAnswer(LinkState.BROKEN, status)
    if status >= 500:
        return LinkAnswer(LinkState.UNREACHABLE, status, detail="Der Server meldet einen Fehler.")
    if status >= 400:
        return LinkAnswer(LinkState.UNCLEAR, status, detail="Der Server weist Programme ab. Bitte im Browser ansehen.")
    return LinkAnswer(LinkState.MOVED if target else LinkState.OK, status, target)


def _call(url: str, resolver: Resolver, allowed: Allowed, ports: frozenset[int]) -> tuple[int, str]:
    """Status and ``Location`` of one address, without following it."""
    target = look_at(url, resolver=resolver, allowed=allowed, ports=ports)
    status, location = _ask("HEAD", url, target)
    if status >= 400:
        status, location = _ask("GET", url, target)
    return status, location


def _ask(method: str, url: str, target: CheckedTarget) -> tuple[int, str]:
    parts = urlsplit(url)
    path = (parts.path or "/").replace(" ", "%20") + (f"?{parts.query}" if parts.query else "")
    connection = target.connection(TIMEOUT)
    timer = threading.Timer(DEADLINE, connection.abort)
    timer.start()
    try:
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, _ascii(path), headers=headers)
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "")
    finally:
        timer.cancel()
        connection.close()


def _ascii(path: str) -> str:
    """The path with letters beyond ASCII as percent signs, which http.client does not do itself."""
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in path)
