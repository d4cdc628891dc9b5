"""How often one sender may do something. What is counted is forgotten after the time it is counted for.

Addresses are never stored: the key is a keyed hash of the address. With the memory cache each worker counts by itself,
so that the limit is at most ``OGL_WORKERS`` times as high; a shared cache (``CACHE_URL``) makes it exact.
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ogl_portal.core.client_address import client_address


def allows(request: HttpRequest, purpose: str, *, most: int, seconds: int) -> bool:
    """Count one more try of this sender. False from the ``most`` + 1st within ``seconds``."""
    digest = salted_hmac(f"rate-limit-{purpose}", client_address(request) or "", algorithm="sha256").hexdigest()
    key = f"rate:{purpose}:{digest}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # forgotten between the two
        cache.add(key, 1, timeout=seconds)
        return True
