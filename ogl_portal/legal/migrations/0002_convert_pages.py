"""Turn the four prescribed texts, so far pages of running text, into their own types; the work of staff stays.

What the programme's own content said there and the new types now say themselves is dropped where nobody had touched it
(its next load brings the rest up to date). Drafts and earlier versions are turned too, so that nothing of staff is lost.
"""

import html
import json
import re
import uuid

from django.db import migrations

PARTS = ("essential", "navigation", "statement", "further")
TYPES = {
    "leichte-sprache": "EasyLanguagePage",
    "gebaerdensprache": "SignLanguagePage",
    "impressum": "ImprintPage",
    "datenschutz": "PrivacyPage",
}
SOURCES = {
    "leichte-sprache": "§ 4 BITV 2.0",
    "gebaerdensprache": "§ 4 BITV 2.0",
    "impressum": "§ 5 DDG, § 18 Abs. 2 MStV",
    "datenschutz": "Artikel 13 DSGVO, § 25 TDDDG",
}
# Sections of the programme's own text that the new pages write by themselves.
SUPERSEDED = {
    "impressum": {"Betreiber"},
    "datenschutz": {
        "Das Wichtigste in Kürze", "Verantwortliche Stelle", "Besuch der Seiten", "Kontaktformular",
        "Anmeldung der Redaktion", "Ihre Rechte",
    },
}  # fmt: skip


def convert(apps, schema_editor):
    StandardPage = apps.get_model("pages", "StandardPage")
    for slug, name in TYPES.items():
        for old in StandardPage.objects.filter(slug=slug, depth=3, numchild=0):
            convert_page(apps, old, slug, apps.get_model("legal", name))


def convert_page(apps, old, slug, model):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Revision = apps.get_model("wagtailcore", "Revision")
    LoadedObject = apps.get_model("programme", "LoadedObject")
    content_type, _ = ContentType.objects.get_or_create(app_label="legal", model=model._meta.model_name)
    loaded = LoadedObject.objects.filter(key=f"page:{slug}", object_id=old.pk).first()
    superseded = SUPERSEDED.get(slug, set())
    if loaded is None or loaded.state != f"{old.latest_revision_id} {old.live}":
        superseded = set()
    fields = new_fields(model.__name__, list(old.body.raw_data), superseded)

    new = model(page_ptr_id=old.pk)
    kept = {key: value for key, value in old.__dict__.items() if key not in ("_state", "body")}
    new.__dict__.update({**kept, "content_type_id": content_type.pk, "legal_source": SOURCES[slug]})
    for field, value in fields.items():
        setattr(new, field, json.dumps(value))
    type(old).objects.filter(pk=old.pk)._raw_delete(using=old._state.db)
    new.save_base(raw=True)
    Page.objects.filter(pk=old.pk).update(content_type_id=content_type.pk)
    if loaded:
        LoadedObject.objects.filter(pk=loaded.pk).update(content_type_id=content_type.pk)

    base_type = ContentType.objects.get(app_label="wagtailcore", model="page")
    for revision in Revision.objects.filter(base_content_type_id=base_type.pk, object_id=str(old.pk)):
        content = revision.content
        blocks = json.loads(content.pop("body", None) or "[]")
        parts = new_fields(model.__name__, blocks, superseded)
        content |= {field: json.dumps(value) for field, value in parts.items()}
        content |= {"content_type": content_type.pk, "legal_source": SOURCES[slug]}
        Revision.objects.filter(pk=revision.pk).update(content=content, content_type_id=content_type.pk)


def new_fields(type_name, blocks, superseded):
    """Field → blocks of the new page type, from the blocks of a body."""
    if type_name in ("ImprintPage", "PrivacyPage"):
        return {"body": [block for heading, section in sections(blocks) if heading not in superseded for block in section]}
    make = easy_blocks if type_name == "EasyLanguagePage" else sign_blocks
    before, *rest = [section for _, section in sections(blocks)] or [[]]
    # What stands before the first heading joins the first part, what is more than four parts the last one.
    parts = [make(section) for section in rest[:3]] + [[new for section in rest[3:] for new in make(section)]]
    parts += [[] for _ in range(4 - len(parts))]
    has_words = type_name == "EasyLanguagePage" and "Entwurf in Einfacher Sprache" in json.dumps(before)
    parts[0] = ([] if has_words else make(before)) + parts[0]
    return dict(zip(PARTS, parts, strict=True))


def sections(blocks):
    """(second-level heading or "", blocks with it) in order; the first one is what stands before any heading."""
    found = [("", [])]
    for block in blocks:
        if block["type"] == "heading" and str(block["value"].get("level")) == "2":
            found.append((block["value"]["text"], []))
        found[-1][1].append(block)
    return found


def block_of(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def easy_blocks(section):
    """Rich text becomes sentences, lists and links on lines of their own; other blocks become their words."""
    made = []
    for block in section:
        if block["type"] == "heading":
            if str(block["value"].get("level")) != "2":
                made.append(block_of("heading", block["value"]["text"]))
        elif block["type"] == "picture":
            made.append(block)
        elif block["type"] == "paragraph":
            made += easy_text(block["value"])
        elif words := "\n".join(strings(block["value"])):
            made.append(block_of("lines", words))
    return made


def easy_text(markup):
    made = []
    for piece in re.split(r"(<[uo]l>.*?</[uo]l>)", markup, flags=re.DOTALL):
        if re.match(r"<[uo]l>", piece):
            items = [plain(item) for item in re.findall(r"<li[^>]*>(.*?)</li>", piece, flags=re.DOTALL)]
            made.append(block_of("items", [block_of("item", item) for item in items]))
        elif text := plain(re.sub(r"<br\s*/?>", "\n", re.sub(r"</p>\s*", "\n\n", piece))):
            made.append(block_of("lines", text))
        for attributes, words in re.findall(r"<a ([^>]*)>(.*?)</a>", piece, flags=re.DOTALL):
            page, url = re.search(r'linktype="page"[^>]*\bid="(\d+)"', attributes), re.search(r'href="([^"]+)"', attributes)
            if page or url:
                target = {"page": int(page[1]) if page else None, "url": "" if page else html.unescape(url[1])}
                made.append(block_of("link", {"text": plain(words), **target}))
    return made


def sign_blocks(section):
    made = []
    for block in section:
        if block["type"] in ("film", "paragraph"):
            made.append(block)
        elif block["type"] != "heading" and (words := " ".join(strings(block["value"]))):
            made.append(block_of("paragraph", f"<p>{html.escape(words, quote=False)}</p>"))
    return made


def plain(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def strings(value):
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("id", "type"):
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


class Migration(migrations.Migration):
    dependencies = [
        ("legal", "0001_initial"),
        ("pages", "0003_change_note"),
        ("programme", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
