"""Build the sample PDFs of the programme from their Markdown sources. Run it through `script/build-sample-documents`.

Each `ogl_portal/programme/documents/<slug>.md` becomes `<slug>.pdf` beside it. The same sources and the same versions
give the same bytes: the dates in a file come from its source, not from the clock.
"""

from __future__ import annotations

import argparse
import html
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import weasyprint
from markdown_it import MarkdownIt
from weasyprint.text.fonts import FontConfiguration

from ogl_portal.german.typesetting import set_html

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "ogl_portal" / "programme" / "documents"
FONTS = ROOT / "node_modules" / "@kern-ux" / "native" / "dist" / "fonts" / "fira-sans"
MAXIMUM_SIZE = 400_000  # bytes; the PDFs are committed, so they must stay small

NOTICE = (
    "Dieser Text wurde für dieses Portal aus öffentlich bekannten Angaben neu geschrieben. "
    "Er ist nicht das Originaldokument."
)


@dataclass(frozen=True)
class Source:
    """One document as written: the front matter (between two lines `+++`, TOML) and the Markdown below it."""

    slug: str
    title: str
    subtitle: str
    kind: str
    colour: str  # a class of layout.css: blue, green, sky or grey
    form: str  # of the rings on the cover: one, nested, chain, field or pair
    layout: str  # "report" (A4 upright) or "slides" (16:9)
    edition: date  # when the text was written; the date of the PDF
    accessible: bool  # False: no tags, no title, no language, on purpose
    summary: str
    cover_note: str
    markdown: str


def read_source(path: Path) -> Source:
    """Parse a source file. Raises ValueError without front matter, KeyError where a value is missing."""
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", path.read_text(encoding="utf-8"), re.DOTALL)
    if match is None:
        raise ValueError(f"{path.name}: no front matter between +++ lines")
    facts = tomllib.loads(match[1])
    return Source(
        slug=path.stem,
        title=facts["title"],
        subtitle=facts["subtitle"],
        kind=facts["kind"],
        colour=facts["colour"],
        form=facts["form"],
        layout=facts["layout"],
        edition=facts["edition"],
        accessible=facts["accessible"],
        summary=facts["summary"],
        cover_note=facts.get("cover_note", ""),
        markdown=match[2],
    )


def render_body(markdown: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Turn Markdown into HTML with numbered captions, and list its headings as (level, id, text)."""
    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    counters = {"Tabelle": 0, "Abbildung": 0}

    def numbered(name: str, text: str) -> str:
        counters[name] += 1
        return f"{name} {counters[name]}: {text}"

    # A paragraph »Tabelle: …« directly above a table is its caption; a picture's title is the caption of its figure.
    body = re.sub(
        r"<p>Tabelle: ([^\n]*?)</p>\s*<table>",
        lambda m: f"<table><caption>{numbered('Tabelle', m[1])}</caption>",
        body,
    )
    body = re.sub(
        r'<p><img src="([^"]*)" alt="([^"]*)" title="([^"]*)" ?/?></p>',
        lambda m: (
            f'<figure><img src="{m[1]}" alt="{m[2]}"><figcaption>{numbered("Abbildung", m[3])}</figcaption></figure>'
        ),
        body,
    )
    # The first cell of each row names the row.
    body = re.sub(r"<tr>\s*<td>(.*?)</td>", r'<tr><th scope="row">\1</th>', body)
    body = re.sub(r"<thead>(.*?)</thead>", lambda m: m[0].replace("<th>", '<th scope="col">'), body, flags=re.DOTALL)

    body = re.sub(
        r"<table>(.*?)</thead>",
        lambda m: f'<table class="spalten-{m[1].count("<th ")}">{m[1]}</thead>',
        body,
        flags=re.DOTALL,
    )

    headings: list[tuple[int, str, str]] = []

    def anchored(match: re.Match[str]) -> str:
        level, text = int(match[1]), match[2]
        identifier = f"abschnitt-{len(headings) + 1}"
        headings.append((level, identifier, text))
        return f'<h{level} id="{identifier}">{text}</h{level}>'

    return re.sub(r"<h([2-6])>(.*?)</h\1>", anchored, body), headings


def render_contents(headings: list[tuple[int, str, str]], deepest: int) -> str:
    """The table of contents: one link a heading down to level `deepest`."""
    items = "".join(
        f'<li class="ebene-{level}"><a href="#{identifier}">{text}</a></li>'
        for level, identifier, text in headings
        if level <= deepest
    )
    return f'<h2 id="inhalt">Inhalt</h2><ul class="inhalt">{items}</ul>'


def render_page(source: Source) -> str:
    """The whole document as one HTML page for WeasyPrint."""
    body, headings = render_body(source.markdown)
    chapters = sum(1 for level, _, _ in headings if level == 2)
    deepest = 3 if len(headings) <= 75 and chapters < 16 else 2
    front = "" if source.layout == "slides" else render_contents(headings, deepest)
    safe = {name: html.escape(getattr(source, name)) for name in ("title", "subtitle", "kind", "summary", "cover_note")}
    safe["heading"] = re.sub(r"(\d{4}–\d{4})", r'<span class="zusammen">\1</span>', safe["title"])
    head = "" if not source.accessible else f"<title>{safe['title']}</title>"
    root = 'lang="de"' if source.accessible else ""
    cover_note = f'<p class="zusatz">{safe["cover_note"]}</p>' if source.cover_note else ""
    return f"""<!doctype html>
<html {root}>
<head><meta charset="utf-8">{head}
<meta name="description" content="{safe["summary"] if source.accessible else ""}">
<meta name="dcterms.created" content="{source.edition.isoformat()}">
<meta name="dcterms.modified" content="{source.edition.isoformat()}">
</head>
<body lang="de" class="{source.layout} {source.colour} {source.form}">
<header class="umschlag">
<p class="art">{safe["kind"]}</p>
<h1>{safe["heading"]}</h1>
<p class="untertitel">{safe["subtitle"]}</p>
<div class="hinweis"><p class="muster">Musterdatei</p><p>{NOTICE}</p>{cover_note}</div>
</header>
<div class="vorspann">
{front}
</div>
<main id="beginn">
{body}
</main>
</body></html>"""


def fix_structure(pdf_bytes: bytes, source: Source, front_pages: int) -> bytes:
    """Add what WeasyPrint leaves out: page labels, and the direction of every table header."""
    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        labels = [0, pikepdf.Dictionary(S=pikepdf.Name.r), front_pages, pikepdf.Dictionary(S=pikepdf.Name.D, St=1)]
        if source.layout == "slides":
            labels = [0, pikepdf.Dictionary(S=pikepdf.Name.D)]
        if source.accessible:
            pdf.Root.PageLabels = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(labels)))
            for element in pdf.objects:
                if not isinstance(element, pikepdf.Dictionary) or element.get("/S") != "/TH":
                    continue
                scope = "/Column" if element.P.P.get("/S") == "/THead" else "/Row"
                element.A.Scope = pikepdf.Name(scope)
        result = BytesIO()
        pdf.save(
            result,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
            deterministic_id=True,
        )
    return result.getvalue()


def build(source: Source, fonts: Path) -> Path:
    """Write `<slug>.pdf` and return its path. Raises SystemExit where the result is not what the source promises."""
    faces = "".join(
        f'@font-face{{font-family:"Fira Sans";font-weight:{weight};'
        f"src:url({(fonts / f'FiraSans-{name}.woff2').as_uri()})}}"
        for name, weight in (("Regular", 400), ("SemiBold", 600))
    )
    font_config = FontConfiguration()
    sheets = [
        weasyprint.CSS(string=faces, font_config=font_config),
        weasyprint.CSS(SOURCES / "layout.css", font_config=font_config),
    ]
    markup = weasyprint.HTML(string=set_html(render_page(source)), base_url=SOURCES.as_uri() + "/")
    options = {"pdf_variant": "pdf/ua-1"} if source.accessible else {}
    document = markup.render(font_config=font_config, stylesheets=sheets, **options)
    front_pages = next(number for number, sheet in enumerate(document.pages) if "beginn" in sheet.anchors)
    data = fix_structure(document.write_pdf(**options), source, front_pages)
    if len(data) > MAXIMUM_SIZE:
        raise SystemExit(f"{source.slug}.pdf would have {len(data)} bytes; at most {MAXIMUM_SIZE} are committed.")
    target = SOURCES / f"{source.slug}.pdf"
    target.write_bytes(data)
    print(
        f"{target.relative_to(ROOT)}: {len(document.pages)} pages, {len(data) / 1000:.0f} kB, {verdict(target, source)}"
    )
    return target


def verdict(path: Path, source: Source) -> str:
    """Check the finished file against PDF/UA-1. Raises SystemExit where it is worse than the source promises."""
    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    if source.accessible and not report.is_compliant:
        raise SystemExit(f"{path.name} does not conform to PDF/UA-1: {report}")
    return "PDF/UA-1" if report.is_compliant else "not accessible, on purpose"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slugs", nargs="*", help="only these documents; without any, all of them")
    parser.add_argument("--fonts", type=Path, default=FONTS, help="folder with FiraSans-Regular.woff2 and -SemiBold")
    arguments = parser.parse_args()
    if not (arguments.fonts / "FiraSans-Regular.woff2").exists():
        parser.error(f"Fira Sans is missing in {arguments.fonts}: run `npm ci`, or name the folder with --fonts.")
    known = {path.stem: path for path in sorted(SOURCES.glob("*.md")) if path.stem != "README"}
    for slug in arguments.slugs or known:
        if slug not in known:
            parser.error(f"There is no {slug}.md; known: {', '.join(known)}")
        build(read_source(known[slug]), arguments.fonts.resolve())


if __name__ == "__main__":
    main()
