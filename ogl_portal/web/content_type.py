"""Which Content-Type of a request can be read."""

import codecs


def is_readable(content_type: str) -> bool:
    """Whether it says UTF-8 or no charset at all, in the way of HTTP.

    Django believes any charset that Python knows, also those of other things than text, and reads the query with it,
    too. Mail writes parameters as ``name*=charset''text`` (RFC 2231), HTTP does not; Django looks into them unasked.
    """
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if "*" in name or (name.strip().lower() == "charset" and not _is_utf8(value.strip().strip("\"'"))):
            return False
    return True


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
