"""What the components are shown with. All of it is marked as a sample and none of it is read from the database."""

import datetime
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.functional import lazy
from wagtail.models import Page

from labs.map import LabPoint, build_map
from ogl_portal.core.navigation import NavItem, SiteFrame

HERE = "#inhalt"
TEXT = "Ein Satz, der hier nur steht, damit die Zeile so lang ist wie auf einer Seite mit echtem Inhalt."
LONG = "Muster mit einem langen Titel: Bürgerbeteiligung und Klimaschutzkonzepte in kleinen Städten und Landkreisen"


@dataclass(frozen=True)
class Sample:
    """A component, by the name of its template, with a context for each way to show it.

    ``within``: what it is part of, with »{}« where it stands. ``room``: »wide« where it brings its own margins,
    »narrow« where it stands in a column.
    """

    name: str
    title: str
    contexts: list[dict[str, Any]] = field(default_factory=lambda: [{}])
    within: str = "{}"
    room: str = "wrap"


def _page(title: str, **shown: Any) -> Any:
    """A page that links to this one; templates read ``shown`` as if it were of a kind of page. Never saved."""
    page = Page(title=title, content_type_id=-1)  # of no kind: a new page looks its own up
    vars(page).update(shown, get_url=lambda **_: HERE)
    return page


def _link(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "url": HERE, **more}


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-Mail-Adresse", help_text="Muster eines Hinweises: nur für die Antwort.")
    subject = forms.ChoiceField(label="Thema", choices=[("a", "Muster A"), ("b", "Muster B")])
    text = forms.CharField(label="Nachricht", widget=forms.Textarea({"rows": 4}), required=False)


class TickForm(forms.Form):
    ticks = forms.MultipleChoiceField(
        label="Auswahl",
        help_text="Muster einer Gruppe.",
        choices=[("a", "Muster A"), ("b", "Muster B"), ("c", "Muster C")],
        widget=forms.CheckboxSelectMultiple,
    )


class _Topic(str):
    slug = "muster"


def _wrong() -> SampleForm:
    return SampleForm({"email": "muster", "subject": "b"}, auto_id="wrong_%s")


def _nav(title: str, current: bool = False) -> NavItem:
    return NavItem(title, HERE, current)


FRAME = SiteFrame(
    name="Muster",
    main_nav=[_nav("Muster", True), _nav("Zweites Muster"), _nav("Drittes")],
    utility_nav=[_nav("Muster für Hilfen")],
    legal_nav=[_nav("Muster"), _nav("Muster eines langen Eintrags")],
    service_nav=[_nav("Muster eines Dienstes"), _nav("Muster eines Feeds")],
    offers={"mail": HERE},
    origin_lines=["Muster der Zeilen, die sagen, woher das Portal kommt.", "Eine zweite Zeile."],
)
_LABS = [{"title": "Musterstadt"}, {"title": "Musterkreis"}]
_MAP = build_map(
    [
        LabPoint(1, "Musterstadt", HERE, 53.6, 10.0, ("HH",)),
        LabPoint(2, "Musterkreis", HERE, 51.3, 12.5, ("SN",)),
        LabPoint(3, "Musterdorf", HERE, 51.25, 12.6, ("SN",)),
        LabPoint(4, "Musterregion", HERE, 49.8, 9.9, ("BY",)),
    ]
)
_CHECKED = datetime.datetime(2022, 6, 21, 12, tzinfo=datetime.UTC)
_GOOD = SimpleNamespace(conforms=True, has_text=True, covers=[], extent="12 Seiten, 1,4 MB", processed_at=_CHECKED)
_BAD = SimpleNamespace(conforms=False, has_text=True, covers=[], extent="96 Seiten, 4,2 MB", failed_rule_count=2)
_RULES = [{"rule": {"title": "Muster einer Regel", "meaning": TEXT}}]


def _publication(slug: str, title: str, version: Any = None, subtitle: str = "") -> Any:
    shown = {"slug": slug, "subtitle": subtitle, "current_version": version, "teaser": TEXT}
    return _page(title, **shown, date="2022-06", language="de", get_kind_display="Leitfaden")


_PUBLICATION = _publication("muster", "Muster eines Dokuments", _GOOD, subtitle="mit Untertitel")
_PUBLICATION_LONG = _publication("muster-lang", LONG, _BAD)
_EVENT = _page(
    "Muster einer Veranstaltung",
    kind="Werkstatt",
    start_date=datetime.date(2022, 6, 21),
    when="21. Juni 2022, 10 bis 12 Uhr",
    where="Musterstadt",
    live_labs=_LABS,
)
_EVENT_CANCELLED = _page(LONG, kind="Tagung", state="cancelled", fuzzy_date="2022-10", when="Oktober 2022")
_EVENT_MOVED = _page("Muster ohne Datum", state="moved", where="online")
_PICTURE = {"src": lazy(static, str)("img/share.png"), "sizes": "20rem", "width": 1200, "height": 630}
_NEWS = _page("Muster einer Meldung", date_list=["2022-06-21"], teaser=TEXT, live_labs=_LABS, place="Musterstadt")
_NEWS_LONG = _page(LONG, date_list=["2022-06", "2022-10"], teaser=TEXT + " " + TEXT)
_ENTRY = {
    "number": 3,
    "lab": _page("Musterstadt", project_name="Muster eines Vorhabens", teaser=TEXT, partners={"all": [1, 2]}),
    "land_names": ["Sachsen"],
    "municipality_names": ["Musterstadt", "Musterdorf"],
}
_FILTERS = [
    {
        "name": "muster",
        "label": "Muster",
        "choices": [{"value": "a", "label": "Muster A", "count": 7, "is_chosen": True}, {"value": "b", "label": "B"}],
        "chosen": {"label": "Muster A"},
        "without_url": HERE,
    },
    {"name": "jahr", "label": "Jahr", "choices": [{"value": "2022", "label": "2022", "count": 3}]},
]
_FACTS = [
    {"label": "Veröffentlicht", "values": [{"text": "21. Juni 2022", "datetime": "2022-06-21"}]},
    {"label": "Labore", "values": [{"text": "Musterstadt", "url": HERE}, {"text": "Musterkreis", "url": HERE}]},
    {"label": "Umfang", "values": [{"text": "12 Seiten"}]},
]
_CLAIMS = [{"text": TEXT, "evidence_url": HERE, "evidence": {"title": "Muster"}, "evidence_page": 7}, {"text": TEXT}]
_TEASERS = [
    {"title": f"{number} Weg", "text": TEXT, "public_target": _page("Muster")}
    for number in ("Erster", "Zweiter", "Dritter")
]
_CONTACTS = [{"name": "Muster einer Person", "role": "Aufgabe", "email": "muster@example.org", "phone": "0000 0000"}]
_TOPICS = [_Topic("Muster"), _Topic("Zweites Muster")]

GROUPS: list[tuple[str, list[Sample]]] = [
    (
        "Rahmen jeder Seite",
        [
            Sample("mark", "Zeichen", within='<span class="mark">{}<span>Muster</span></span>'),
            Sample("head_search", "Suche im Kopf", [{"id": "muster-suche"}]),
            Sample("main_nav", "Hauptmenü", within='<nav class="main-nav" aria-label="Muster eines Menüs">{}</nav>'),
            Sample("breadcrumbs", "Brotkrumen", [{"breadcrumbs": [_link("Start"), _link("Muster"), _link(LONG)]}]),
            Sample("legal_links", "Pflichtlinks ohne Datenbank", within="<ul>{}</ul>"),
            Sample(
                "last_change",
                "Letzte Änderung",
                [{"page": {"changes_url": HERE, "title": "Muster"}, "change": {"at": _CHECKED, "note": TEXT}}],
                room="wide",
            ),
            Sample("footer", "Fuß", room="wide"),
        ],
    ),
    (
        "Kopf und Gliederung",
        [
            Sample(
                "page_header",
                "Seitenkopf",
                [
                    {"kicker": "Muster", "title": "Seitenkopf", "lead": TEXT},
                    {"title": LONG, "long": True, "meta": TEXT},
                ],
                room="wide",
            ),
            Sample(
                "section_head",
                "Kopf eines Abschnitts",
                [{"heading": "Muster", "url": HERE, "link_text": "Alle Muster"}, {"heading": LONG}],
            ),
            Sample("page_title", "Titel in einem Link", [{"page": {"title": "Muster", "title_addition": ": 2022"}}]),
            Sample("ring_number", "Nummer im Ring", [{"number": 7}, {"number": 13}]),
            Sample(
                "figures",
                "Kennzahlen",
                [{"figures": [{"value": number, "label": "Muster"} for number in (3, 48, "1.200")]}],
                room="wide",
            ),
            Sample("facts", "Steckbrief", [{"facts": _FACTS}, {"facts": _FACTS, "narrow": True}]),
            Sample("teasers", "Wege weiter", [{"teasers": _TEASERS}]),
            Sample("page_teasers", "Unterseiten", [{"pages": [_page("Muster", teaser=TEXT), _page(LONG)]}]),
            Sample("picture", "Bild", [{"picture": _PICTURE, "alt": "Muster eines Bildes"}]),
        ],
    ),
    (
        "Dokumente",
        [
            Sample("publication_lead", "Dokument, das führt", [{"publication": _PUBLICATION}]),
            Sample("publication_row", "Dokument in einer Liste", [{"publication": _PUBLICATION_LONG}]),
            Sample(
                "publication_card",
                "Dokument in einem Raster",
                [{"publication": _PUBLICATION}, {"publication": _PUBLICATION_LONG}],
                room="narrow",
            ),
            Sample(
                "cover",
                "Gezeichnetes Titelbild",
                [{"publication": _publication(f"muster-{number}", "Muster")} for number in (5, 10, 2, 9, 1)],
                room="narrow",
            ),
            Sample("file_meta", "Angaben zur Datei", [{"version": _GOOD}, {"version": _BAD}]),
            Sample("accessibility_tag", "Marke der Prüfung", [{"version": _GOOD}, {"version": _BAD}]),
            Sample(
                "accessibility_report",
                "Bericht der Prüfung",
                [{"version": _GOOD}, {"version": _BAD, "findings": _RULES}, {"version": {"has_text": False}}],
            ),
            Sample(
                "cite_box",
                "Zitieren",
                [{"citation": "Muster, M. (2022). Muster eines Dokuments.", "exports": [_link("BibTeX (.bib)")]}],
            ),
        ],
    ),
    (
        "Meldungen und Termine",
        [
            Sample("news_item", "Meldung", [{"item": _NEWS}, {"item": _NEWS_LONG}]),
            Sample("event_item", "Termin", [{"event": event} for event in (_EVENT, _EVENT_CANCELLED, _EVENT_MOVED)]),
            Sample("event_state", "Zustand eines Termins", [{"event": _EVENT_CANCELLED}, {"event": _EVENT_MOVED}]),
            Sample("day", "Tag", [{"event": _EVENT}, {"event": _EVENT, "big": True}, {"event": _EVENT_CANCELLED}]),
            Sample(
                "year_nav",
                "Jahre",
                [
                    {
                        "title": "Muster eines Archivs",
                        "years": [
                            {"year": 2021, "count": 1, "url": HERE},
                            {"year": 2022, "count": 8, "url": HERE, "is_current": True},
                        ],
                    }
                ],
            ),
            Sample("by_mail", "Abonnieren"),
            Sample("share", "Weitergeben", [{"url": "https://example.org/muster/", "title": "Muster"}]),
        ],
    ),
    (
        "Labore",
        [
            Sample("lab_item", "Labor in einer Liste", [{"entry": _ENTRY}], within='<div class="lab-list">{}</div>'),
            Sample("lab_map", "Karte", [{"map": _MAP}], room="narrow"),
            Sample("lab_names", "Ort und Labore", [{"labs": _LABS, "place": "Musterstadt"}]),
            Sample("lab_impact", "Wirkungskette", [{"chain": {"subproject": "Muster", "steps": [("Ziel", _CLAIMS)]}}]),
            Sample("lab_finder_form", "Kommune wie meine", [{"url": HERE}]),
            Sample("contact_box", "Ansprechpersonen", [{"contacts": _CONTACTS}]),
            Sample("topic_links", "Themen", [{"topics": _TOPICS}]),
        ],
    ),
    (
        "Formulare, Listen, Hinweise",
        [
            Sample(
                "alert",
                "Hinweis",
                [
                    {"level": level, "title": f"Muster: {level}", "text": TEXT}
                    for level in ("info", "success", "warning", "danger")
                ],
            ),
            Sample(
                "empty_state",
                "Nichts gefunden",
                [{**_link("Muster"), "text": TEXT, "link_text": "Weiter"}],
            ),
            Sample("error_summary", "Was zu berichtigen ist", [{"form": _wrong()}]),
            Sample(
                "form_fields",
                "Formular",
                [{"form": SampleForm(auto_id="plain_%s")}],
                within='<form class="form">{}</form>',
            ),
            Sample("form_field", "Feld mit Fehler", [{"field": _wrong()["email"]}]),
            Sample(
                "describedby",
                "Verweis auf Hinweis und Fehler",
                [{"field": _wrong()["email"]}],
                within='<input class="kern-form-input__input" aria-label="Muster"{}>',
            ),
            Sample(
                "tick_group",
                "Gruppe zum Ankreuzen",
                [{"field": TickForm(initial={"ticks": ["b"]})["ticks"]}],
            ),
            Sample(
                "filter_form",
                "Auswahl eingrenzen",
                [{"filters": _FILTERS, "is_filtered": True, "count": 7, "one": "Muster", "many": "Muster"}],
            ),
            Sample("pagination", "Seiten", [{"page": Paginator(range(200), 10).page(7), "label": "Seiten"}]),
        ],
    ),
]
