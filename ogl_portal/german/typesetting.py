"""What a German compositor does with a text: no line ends between a number and its unit, quotations within quotations.

Texts are stored as they are typed; ``set_html`` is the last step before a public page goes out.
"""

import re

from ogl_portal.german.dates import MONTHS

NO_BREAK = "\N{NO-BREAK SPACE}"
_UNITS = (
    "Euro|€|%|Prozent|Millionen|Mio\\.|Uhr|km|m|kB|KB|MB|GB|Seiten?|S\\.|Einwohner:innen|Kommunen?|Labore?n?|Monate?n?|"
    "Tage?n?|Jahre?n?|Menschen|Mitglieder|Termine?|Meldungen|Treffer|Partner|Tipps|Bewerbungen|Vorhaben|Verpflichtungen|"
    "Organisationen"
)
# Each says what stands before a space, that space included, and what stands behind it; one pass finds them all.
# Most spaces fail at the letters right beside them: that is looked at first.
_SPACE = re.compile(
    r" (?<=[\d§.neg] )(?=[\d€%A-Zhkma])(?:"
    + "|".join(
        (
            rf"(?<=\d\. )(?=(?:{'|'.join(MONTHS)})\b)",  # 5. Mai
            rf"(?<=\d )(?=(?:{_UNITS})(?!\w))",  # 2,7 Millionen, 9 Uhr, 42 Kommunen
            r"(?<=\bMillionen )(?=Euro\b)",
            r"(?<=§ )(?=\d)",
            r"(?<=\bAbs\. )(?=\d)|(?<=\bArt\. )(?=\d)|(?<=\bNr\. )(?=\d)|(?<=\bS\. )(?=\d)",
            r"(?<=\bSeite )(?=\d)|(?<=\bVersion )(?=\d)|(?<=\bFassung )(?=\d)",
            r"(?<=\be\. )(?=V\.)|(?<=\bz\. )(?=B\.)|(?<=\bd\. )(?=h\.)|(?<=\bu\. )(?=a\.)|(?<=\bo\. )(?=J\.)",
            r"(?<=\b\d\. )(?=(?:Nationale[rnms]?|Netzwerkworkshops?|Zukunftskongress|Workshop)\b)",
        )
    )
    + ")"
)
# Tags, and elements whose text is no sentence or is not ours to change.
_LEFT = "|".join(rf"<{tag}\b.*?</{tag}\s*>" for tag in ("script", "style", "textarea", "pre", "code", "svg", "title"))
_MARKUP = re.compile(rf"(<!--.*?-->|{_LEFT}|<[^>]*>)", re.DOTALL)


def set_text(text: str) -> str:
    """``text`` with no-break spaces and with ›…‹ inside »…«."""
    text = _SPACE.sub(NO_BREAK, text)
    return nested_quotes(text) if text.count("»") > 1 else text


def nested_quotes(text: str) -> str:
    """»A »B« C« becomes »A ›B‹ C«."""
    depth, parts = 0, []
    for sign in text:
        if sign == "»":
            depth += 1
            parts.append("»" if depth == 1 else "›")
        elif sign == "«":
            parts.append("‹" if depth > 1 else "«")
            depth = max(0, depth - 1)
        else:
            parts.append(sign)
    return "".join(parts)


def set_html(html: str) -> str:
    """Every text of a page set, the space between its tags short; tags, scripts, code and drawings as they are."""
    parts = _MARKUP.split(html)  # a text, a tag, a text …
    for place in range(0, len(parts), 2):
        text = parts[place]
        if not text:
            continue
        if text.strip(" \n"):
            parts[place] = set_text(text)
        elif "\n" in text:  # between tags all space is alike, and templates are indented: a tenth of a page
            parts[place] = "\n"
    return "".join(parts)
