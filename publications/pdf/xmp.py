"""Read the few facts that we need from an XMP packet, and write a packet of our own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pikepdf
from pikepdf import Stream

MAX_PACKET_BYTES = 4 * 1024 * 1024

_NS = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}


@dataclass(frozen=True)
class Facts:
    """What a packet says; "" for what it does not say. `ua_part` "1" claims PDF/UA-1, `a_part` and `a_level` PDF/A."""

    title: str = ""
    language: str = ""
    creator: str = ""
    producer: str = ""
    created: str = ""
    ua_part: str = ""
    a_part: str = ""
    a_level: str = ""


def read(stream: Any) -> Facts:
    """The facts of the packet in a metadata stream; empty facts for anything that is no well-formed packet."""
    if not isinstance(stream, Stream):
        return Facts()
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return Facts()
    # No document type is ever needed in XMP, and entities are the way to blow up a parser.
    if len(data) > MAX_PACKET_BYTES or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return Facts()
    try:
        root = ElementTree.fromstring(data.strip(b"\x00 \r\n\t"))  # noqa: S314 (see above)
    except (ElementTree.ParseError, ValueError, LookupError):
        return _read_claims(data)
    created = _simple(root, "xmp", "CreateDate")
    return Facts(
        title=_list(root, "dc", "title"),
        language=_list(root, "dc", "language"),
        creator=_list(root, "dc", "creator"),
        producer=_simple(root, "pdf", "Producer"),
        created=created[:10] if re.match(r"^(19|20)\d\d-\d\d-\d\d", created) else "",
        ua_part=_simple(root, "pdfuaid", "part"),
        a_part=_simple(root, "pdfaid", "part"),
        a_level=_simple(root, "pdfaid", "conformance"),
    )


def _read_claims(data: bytes) -> Facts:
    """The claims of a packet that is no well-formed XML: a damaged packet must not cost a file its claim."""

    def claim(name: str) -> str:
        match = re.search(rf"{name}\s*(?:>|=\s*[\"'])\s*(\w+)".encode(), data)
        return match[1].decode() if match else ""

    return Facts(ua_part=claim("pdfuaid:part"), a_part=claim("pdfaid:part"), a_level=claim("pdfaid:conformance"))


def _simple(root: ElementTree.Element, prefix: str, name: str) -> str:
    """A simple property, written as element or as attribute of rdf:Description."""
    key = f"{{{_NS[prefix]}}}{name}"
    for element in root.iter():
        if element.tag == key:
            return (element.text or "").strip()
        if key in element.attrib:
            return element.attrib[key].strip()
    return ""


def _list(root: ElementTree.Element, prefix: str, name: str) -> str:
    """The first entry of an array property; the x-default entry of a language alternative."""
    found = root.find(f".//{{{_NS[prefix]}}}{name}")
    if found is None:
        return ""
    entries = found.findall(f".//{{{_NS['rdf']}}}li")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    chosen = next((entry for entry in entries if entry.get(lang) == "x-default"), entries[0] if entries else found)
    return " ".join((chosen.text or "").split())


def packet(  # noqa: C901 (one line a property)
    *,
    title: str,
    language: str,
    licence_uri: str = "",
    licence_name: str = "",
    publisher: str = "",
    description: str = "",
    identifier: str = "",
    date: str = "",
    ua_part: str = "",
    a_part: str = "",
    a_level: str = "",
) -> bytes:
    """A whole XMP packet in UTF-8. Same values, same bytes: no date of writing, no identifiers of instances."""
    parts = ["<dc:format>application/pdf</dc:format>"]
    if title:
        parts.append(_alternative("dc:title", title, language))
    if language:
        parts.append(f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>")
    if description:
        parts.append(_alternative("dc:description", description, language))
    if publisher:
        parts.append(f"<dc:publisher><rdf:Bag><rdf:li>{escape(publisher)}</rdf:li></rdf:Bag></dc:publisher>")
    if identifier:
        parts.append(f"<dc:identifier>{escape(identifier)}</dc:identifier>")
    if date:
        parts.append(f"<dc:date><rdf:Seq><rdf:li>{escape(date)}</rdf:li></rdf:Seq></dc:date>")
    if licence_name or licence_uri:
        parts.append(_alternative("dc:rights", licence_name or licence_uri, language))
        parts.append("<xmpRights:Marked>True</xmpRights:Marked>")
    if licence_uri:
        parts.append(f"<xmpRights:WebStatement>{escape(licence_uri)}</xmpRights:WebStatement>")
    if ua_part:
        parts.append(f"<pdfuaid:part>{escape(ua_part)}</pdfuaid:part>")
    if a_part:
        parts.append(f"<pdfaid:part>{escape(a_part)}</pdfaid:part>")
        if a_level:
            parts.append(f"<pdfaid:conformance>{escape(a_level)}</pdfaid:conformance>")
        if ua_part:
            parts.append(_UA_SCHEMA)
    namespaces = " ".join(f"xmlns:{prefix}={quoteattr(_NS[prefix])}" for prefix in _used(parts))
    body = "\n   ".join(parts)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="{_NS["x"]}">\n <rdf:RDF xmlns:rdf="{_NS["rdf"]}">\n'
        f'  <rdf:Description rdf:about="" {namespaces}>\n   {body}\n  </rdf:Description>\n'
        ' </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
    ).encode()


def _used(parts: list[str]) -> list[str]:
    text = "".join(parts)
    return [prefix for prefix in ("dc", "xmpRights", "pdfuaid", "pdfaid") if f"<{prefix}:" in text]


def _alternative(name: str, text: str, language: str) -> str:
    entries = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
    if language:
        entries += f"<rdf:li xml:lang={quoteattr(language)}>{escape(text)}</rdf:li>"
    return f"<{name}><rdf:Alt>{entries}</rdf:Alt></{name}>"


# PDF/A wants every foreign property described in the packet itself (ISO 19005-1, 6.7.8).
_UA_SCHEMA = (
    '<pdfaExtension:schemas xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289"
    "</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
