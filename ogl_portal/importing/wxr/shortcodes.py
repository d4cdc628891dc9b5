"""WordPress's shortcodes in a text: those that carry content become HTML, the others stay as they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s\]"']+))""")
_CAPTION = re.compile(r"(?<!\[)\[(wp_caption|caption)((?:\s[^\]]*)?)\](.*?)\[/\1\]", re.DOTALL | re.IGNORECASE)
_EMBED = re.compile(r"(?<!\[)\[(embed)((?:\s[^\]]*)?)\](.*?)\[/\1\]", re.DOTALL | re.IGNORECASE)
_MEDIA = re.compile(r"(?<!\[)\[(video|audio)((?:\s[^\]]*)?)\](?:\s*\[/\1\])?", re.DOTALL | re.IGNORECASE)
_GALLERY = re.compile(r"(?<!\[)\[(gallery|playlist)((?:\s[^\]]*)?)/?\]", re.IGNORECASE)
_ESCAPED = re.compile(r"\[(\[[a-z][\w-]*(?:\s[^\[\]]*)?/?\])\]", re.IGNORECASE)
_OTHER = re.compile(r"\[(/?)([a-z][\w-]*)((?:\s[^\[\]]*)?)(/?)\]", re.IGNORECASE)
_PICTURE_END = re.compile(r"<img\b[^>]*>(?:\s*</a\s*>)?", re.IGNORECASE)
_MEDIA_SOURCES = ("src", "mp4", "webm", "ogv", "mp3", "m4a", "ogg", "wav")


@dataclass
class Expanded:
    html: str
    unknown: list[str] = field(default_factory=list)


def attributes(text: str) -> dict[str, str]:
    """The named attributes of a shortcode; of two with one name the last."""
    return {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(text)}


def expand(html: str, gallery: Callable[[], list[str]]) -> Expanded:
    """Replace what is known by HTML. ``gallery`` gives the ids of the pictures attached to this post."""

    def pictures(match: re.Match[str]) -> str:
        named = attributes(match[2]).get("ids", "")
        ids = re.findall(r"\d+", named) or gallery()
        return "\n\n" + "".join(f'<img data-attachment="{number}">' for number in ids) + "\n\n"

    html = _CAPTION.sub(_caption, html)
    html = _EMBED.sub(lambda match: _link(re.sub(r"<[^>]*>", "", match[3])), html)
    html = _MEDIA.sub(_media, html)
    html = _GALLERY.sub(pictures, html)
    unknown = _unknown(html)
    return Expanded(_ESCAPED.sub(r"\1", html), unknown)


def _caption(match: re.Match[str]) -> str:
    named, inside = attributes(match[2]), match[3]
    picture = _PICTURE_END.search(inside)
    if picture is None:  # nothing to caption: the words stay
        return f"<p>{named.get('caption', '')} {inside}</p>"
    words = f"{inside[picture.end() :].strip()} {escape(named.get('caption', ''))}".strip()
    return f"\n\n<figure>{inside[: picture.end()]}<figcaption>{words}</figcaption></figure>\n\n"


def _media(match: re.Match[str]) -> str:
    named = attributes(match[2])
    address = next((named[name] for name in _MEDIA_SOURCES if named.get(name)), "")
    return _link(address) if address else match[0]


def _link(address: str) -> str:
    address = escape(address.strip())
    return f'\n\n<p><a href="{address}">{address}</a></p>\n\n'


def _unknown(html: str) -> list[str]:
    """Names of the shortcodes that stay in the text, each once. »[sic]« and »[1]« are words, not shortcodes."""
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    found = list(_OTHER.finditer(_ESCAPED.sub("", html)))
    closed = {match[2].lower() for match in found if match[1]}
    names = [
        match[2].lower()
        for match in found
        if not match[1] and ("=" in match[3] or match[4] or match[2].lower() in closed or re.search(r"[_-]", match[2]))
    ]
    return list(dict.fromkeys(names))
