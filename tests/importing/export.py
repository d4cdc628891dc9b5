# ruff: noqa: E501
"""Makes WordPress exports for tests: deterministic, with every oddity that the wild has shown.

Every text that readers would see carries a word of its own (»w12a«), so that a test can ask whether all arrived.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

BASE = "https://alt.example"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)


@dataclass
class Export:
    """``words`` by post id: all that must be found in what that post became."""

    xml: bytes
    words: dict[int, set[str]] = field(default_factory=dict)


def element(name: str, text: object, *, cdata: bool = True) -> str:
    inner = f"<![CDATA[{str(text).replace(']]>', ']]]]><![CDATA[>')}]]>" if cdata else str(text)
    return f"<{name}>{inner}</{name}>"


def item(
    number: int | str,
    *,
    title: str = "",
    content: str = "",
    excerpt: str = "",
    kind: str = "post",
    status: str = "publish",
    date: str = "2022-05-04 10:00:00",
    slug: str = "",
    link: str | None = None,
    guid: str | None = None,
    creator: str | None = "redaktion",
    parent: object = 0,
    extra: str = "",
    terms: str = "",
) -> str:
    parts = [
        element("title", title),
        element("link", f"{BASE}/{slug or number}/" if link is None else link, cdata=False),
        "" if creator is None else element("dc:creator", creator),
        "" if guid == "" else element("guid", guid or f"{BASE}/?p={number}", cdata=False),
        element("content:encoded", content),
        element("excerpt:encoded", excerpt),
        element("wp:post_id", number, cdata=False),
        element("wp:post_date", date),
        element("wp:post_name", slug),
        element("wp:status", status),
        element("wp:post_parent", parent, cdata=False),
        element("wp:post_type", kind),
        terms,
        extra,
    ]
    return f"<item>{''.join(parts)}</item>\n"


def attachment(number: int, path: str, *, alt: str = "", caption: str = "", parent: int = 0) -> str:
    meta = "".join(
        f"<wp:postmeta>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</wp:postmeta>"
        for key, value in (("_wp_attached_file", path), ("_wp_attachment_image_alt", alt))
    )
    url = element("wp:attachment_url", f"{BASE}/wp-content/uploads/{path}")
    return item(
        number, title=path, kind="attachment", status="inherit", excerpt=caption, parent=parent, extra=url + meta
    )


def document(items: str, *, base: str = BASE, end: str = "</channel></rss>") -> bytes:
    head = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><title>Alte Seite</title>'
        f"<link>{base}</link><wp:base_site_url>{base}</wp:base_site_url><wp:base_blog_url>{base}</wp:base_blog_url>"
        "<wp:author><wp:author_login><![CDATA[redaktion]]></wp:author_login>"
        "<wp:author_display_name><![CDATA[Redaktion Alt]]></wp:author_display_name></wp:author>\n"
    )
    return f"{head}{items}{end}".encode()


def picture(colour: int = 0) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (colour % 256, 80, 120)).save(file, "PNG")
    return file.getvalue()


def uploads_zip() -> bytes:
    """The files of the attachments that are not gone."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(3):
            archive.writestr(f"wp-content/uploads/2022/05/bild-{number}.png", picture(number))
        archive.writestr("wp-content/uploads/2022/05/plan.pdf", PDF)
        archive.writestr("wp-content/uploads/2022/05/kaputt.png", b"\x89PNG\r\n\x1a\nkein Bild")
        archive.writestr("wp-content/uploads/2022/05/virus.exe", b"MZ")
        archive.writestr("../draussen.png", picture(9))
    return file.getvalue()


def attachments() -> str:
    return (
        "".join(attachment(9000 + n, f"2022/05/bild-{n}.png", alt=f"Bild {n}", caption=f"Zeile {n}") for n in range(3))
        + attachment(9010, "2022/05/plan.pdf")
        + attachment(9011, "2022/05/kaputt.png")
        + attachment(9012, "2022/05/virus.exe")
        + attachment(9013, "2022/05/weg.jpg", alt="Weg")
        + attachment(9014, "../../../etc/passwd.png")
    )


# Each oddity takes a function that makes a word of its own, and gives the content of a post.
Word = Callable[[str], str]
IMAGE = f"{BASE}/wp-content/uploads/2022/05/bild-0-300x200.png"
ODDITIES: tuple[Callable[[Word], str], ...] = (
    lambda w: f"{w('a')} erste Zeile\n{w('b')} zweite\n\n{w('c')} <b>fett <i>{w('d')}</b> quer</i> &amp; &nbsp;{w('e')}",
    lambda w: f'[caption id="x" width="300"]<a href="{IMAGE}"><img src="{IMAGE}" alt="{w("a")}"></a> {w("b")}[/caption] '
    + w("c"),
    lambda w: f'[gallery ids="9000,9001,9013"] {w("a")}',
    lambda w: f'[slider titel="{w("a")}" x=1]{w("b")} <em>{w("c")}</em>[/slider] [sic] [[caption]] {w("d")}',
    lambda w: f"<!-- wp:heading --><h2>{w('a')}</h2><!-- /wp:heading --><!-- wp:paragraph --><p>{w('b')}</p>"
    f"<!-- /wp:paragraph --><!-- wp:latest-posts /--><h4>{w('c')} <img src='{IMAGE}' alt='{w('d')}'></h4>",
    lambda w: f"<ul><li>{w('a')}<ol><li>{w('b')}<table><tr><td>{w('c')}</td></tr></table></li></ol></li>{w('d')}"
    f"<ul><li>{w('e')}</ul><li><h3>{w('f')}</h3><p>{w('g')}</p></ul>",
    lambda w: f"<table><caption>{w('a')}</caption><tr><th>{w('b')}<td rowspan=3 colspan=x>{w('c')}<tr><td>{w('d')}"
    f"<table><tr><td>{w('e')}</table></table>{w('f')}",
    lambda w: f"<figure class='wp-block-table'><table><thead><tr><th>{w('a')}</th></tr></thead><tr><td>{w('b')}</td></tr>"
    f"</table><figcaption>{w('c')}</figcaption></figure>",
    lambda w: f"<blockquote><p>{w('a')}</p><p>{w('b')}</p><cite>{w('c')}</cite></blockquote>"
    f"<blockquote><ul><li>{w('d')}</li></ul><footer>{w('e')}</footer></blockquote><blockquote>{w('f')}</blockquote>",
    lambda w: f"<p>{w('a')} <a href='javascript:alert(1)'>{w('b')}</a> <a href='http://[kaputt'>{w('c')}</a> "
    f"<a href='{BASE}/?p=1'>{w('d')}</a> <a href='{BASE}/wp-content/uploads/2022/05/plan.pdf'>{w('e')}</a> <a>{w('f')}",
    lambda w: f"<details><summary>{w('a')}</summary><p>{w('b')}</p></details><details><p>{w('c')}</details>"
    f"<dl><dt>{w('d')}<dd>{w('e')}</dl><pre>{w('f')}\n  {w('g')}</pre>",
    lambda w: f"<script>alert(1)</script><style>p {{}}</style>{w('a')}<iframe src='//video.example/x' title='{w('b')}'>"
    f"</iframe><video src='{BASE}/film.mp4'>{w('c')}</video>[embed]https://video.example/1[/embed]",
    lambda w: f"<div><div><p>{w('a')}<div>{w('b')}</p></span></div>{w('c')}</table></li> < {w('d')} <b",
    lambda w: f"{w('a')}\x08\x00\x0b{w('b')} \x1b[0m {w('c')} &#8; &bogus; ]]> {w('d')} &uuml; {w('e')} \U0001f600",
    lambda w: f"<img src='{BASE}/wp-content/uploads/2022/05/weg.jpg' alt='{w('a')}'><img src='data:image/gif;base64,R0'>"
    f"<img src='https://fremd.example/z.gif' alt='{w('b')}'><img class='wp-image-9002' src=''>{w('c')}",
    lambda w: f"<h1>{w('a')} {'sehr ' * 60}{w('b')}</h1><h6></h6><p></p><p>&nbsp;</p>{w('c')}",
    lambda w: f"<!-- wp:block {{\"ref\":8000}} /-->{w('a')}<!--more-->{w('b')}<!--nextpage-->{w('c')}",
    lambda w: f"<form><label>{w('a')}<input value='nichts'><textarea>{w('b')}</textarea></label>"
    f"<select><option>{w('c')}</select><button>{w('d')}</button><input type=submit value='{w('e')}'></form>",
    lambda w: f"{'<div>' * 1500}{w('a')}{'</div>' * 20}",
    lambda w: f"<font color=red>{w('a')}</font><center>{w('b')}</center><custom-tag>{w('c')}</custom-tag> <sup>{w('d')}",
    lambda w: f"[video mp4='{BASE}/film.mp4'][/video][audio src='{BASE}/ton.mp3'] {w('a')} [contact-form-7 id=3] {w('b')}",
    lambda w: f"{w('z')} <code>&lt;iframe src='https://fremd.example/'&gt;</code> &lt;script&gt; {w('y')}",
)  # fmt: skip


def odd_export(posts: int) -> Export:
    """``posts`` posts and a tree of pages. The number decides which oddities a post has."""
    words: dict[int, set[str]] = {}
    items = [attachments()]
    items.append(item(8000, title="Baustein", kind="wp_block", content="<p>wiederverwendet</p>"))
    items.append(item(8001, title="Menü", kind="nav_menu_item"))
    for number in range(1, posts + 1):
        made: set[str] = set()

        def word(letter: str, number: int = number, made: set[str] = made) -> str:
            made.add(f"w{number}{letter}")
            return f"w{number}{letter}"

        content = " \n\n".join(
            ODDITIES[(number * step + step) % len(ODDITIES)](lambda letter, step=step: word(f"{letter}{step}"))
            for step in (1, 7)
        )
        items.append(
            item(
                number,
                title=word("t") + (" sehr langer Titel" * 30 if number % 50 == 3 else " & <b>Titel</b>"),
                content=content,
                excerpt=word("x") + " Auszug" * (100 if number % 40 == 5 else 1),
                date=("0000-00-00 00:00:00", "2022-02-30 99:00:00", "", "2021-11-05 08:30:00")[number % 4],
                slug="doppelt" if number % 7 == 0 else "%C3%BCber-uns" if number % 11 == 0 else f"post-{number}",
                guid="" if number % 9 == 0 else None,
                creator=None if number % 6 == 0 else "unbekannt" if number % 5 == 0 else "redaktion",
                status=("publish", "draft", "private", "future", "pending")[number % 5],
                link="" if number % 13 == 0 else None,
                terms='<category domain="category" nicename="beteiligung"><![CDATA[Beteiligung]]></category>'
                '<category domain="post_tag" nicename="unbekannt"><![CDATA[Unbekannt]]></category>',
                extra="<wp:post_password>geheim</wp:post_password>" if number % 37 == 0 else "",
            )
        )
        words[number] = made
    for number, parent in ((7001, 7002), (7002, 7001), (7003, 99999), (7004, 7003), (7005, 7005), (7006, 9000)):
        items.append(item(number, title=f"w{number}t", content=f"w{number}a", kind="page", parent=parent, slug="seite"))
        words[number] = {f"w{number}t", f"w{number}a"}
    items.append(item(7100, title="w7100t", content="w7100a", kind="portfolio", link="kein link"))
    items.append(item("x", title="w7101t", content="w7101a", guid="", link=""))
    items.append(item("", title="", content="w7102a", guid="", link=""))
    items.append(item(3, title="w7103t", content="w7103a"))  # a number that another post has, too
    items.append(item(7200, title="Müll", status="trash"))
    return Export(document("".join(items)), words)
