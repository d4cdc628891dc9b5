"""What caches between the site and its readers are told (RFC 9111, RFC 5861)."""


def public_for(seconds: int, more: str = "") -> str:
    """``Cache-Control`` of what everybody may see: a browser keeps it for ``seconds``, a proxy or a CDN for one.

    What is hidden from readers is gone from every cache that others share a second later. While they ask, and while
    the site is down, they may give what they have. ``more``: further directives.
    """
    told = f"public, max-age={seconds}, s-maxage=1, stale-while-revalidate=10, stale-if-error=86400"
    return f"{told}, {more}" if more else told
