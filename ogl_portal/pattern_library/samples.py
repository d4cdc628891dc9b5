"""What the components are shown with: ``samples.toml``, and what cannot be written down there. No database is asked."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.functional import lazy
from wagtail.models import Page

from labs.map import LabPoint, build_map
from labs.models import LabMunicipality
from labs.size_bars import size_bars
from labs.topic_web import SharedPartner, TopicWeb, WebLab, WebTopic
from ogl_portal.core.licences import Licence
from ogl_portal.core.navigation import NavItem, SiteFrame

HERE = "#inhalt"


@dataclass(frozen=True)
class Sample:
    """A component, by the name of its template, with a context for each way to show it."""

    name: str
    title: str
    contexts: list[dict[str, Any]] = field(default_factory=lambda: [{}])
    within: str = "{}"
    room: str = "wrap"


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


def _nav(title: str, current: bool = False) -> NavItem:
    return NavItem(title, HERE, current)


FRAME = SiteFrame(
    name="Muster",
    main_nav=(_nav("Muster", True), _nav("Zweites Muster"), _nav("Drittes")),
    utility_nav=(_nav("Muster für Hilfen"),),
    legal_nav=(_nav("Muster"), _nav("Muster eines langen Eintrags")),
    service_nav=(_nav("Muster eines Dienstes"), _nav("Muster eines Feeds")),
    offers={"mail": HERE},
    origin_lines=("Muster der Zeilen, die sagen, woher das Portal kommt.", "Eine zweite Zeile."),
)
_MAP = build_map(
    [
        LabPoint(1, "Musterstadt", HERE, 53.6, 10.0, ("HH",)),
        LabPoint(2, "Musterkreis", HERE, 51.3, 12.5, ("SN",)),
        LabPoint(3, "Musterdorf", HERE, 51.25, 12.6, ("SN",)),
        LabPoint(4, "Musterregion", HERE, 49.8, 9.9, ("BY",)),
    ]
)


def _page(title: str, **shown: Any) -> Any:
    """A page that links to this one; templates read ``shown`` as if it were of a kind of page. Never saved."""
    page = Page(title=title, content_type_id=-1)  # of no kind: a new page looks its own up
    vars(page).update(shown, get_url=lambda **_: HERE)
    return page


def _lab(number: int, y: int) -> WebLab:
    strand = f"M0 30C50 30 50 {y} 100 {y}"
    kinds = [("Zivilgesellschaft", 1), ("Hochschule", 1)]
    return WebLab(
        number, "Muster", "Muster", HERE, y, number == 2, [strand], ["Muster"], kinds, [(0, True), (13, False)]
    )


def _read() -> list[tuple[str, list[Sample]]]:
    written = tomllib.loads(Path(__file__).with_name("samples.toml").read_text())
    wrong = SampleForm({"email": "muster", "subject": "b"}, auto_id="wrong_%s")
    named: dict[str, Any] = {
        "form": SampleForm(auto_id="plain_%s"),
        "wrong_form": wrong,
        "wrong_field": wrong["email"],
        "ticks": TickForm(initial={"ticks": ["b"]})["ticks"],
        "topics": [_Topic("Muster"), _Topic("Zweites Muster")],
        "map": _MAP,
        "sizes": size_bars(
            [LabMunicipality(name=name, ags=name) for name in ("Musterdorf", "Musterstadt")],
            {"Musterdorf": 4_000, "Musterstadt": 12_000},
        ),
        "web": TopicWeb(
            [WebTopic("Muster", HERE, 30, [("Muster", 0)])],
            [_lab(1, 15), _lab(2, 45)],
            60,
            [SharedPartner("Muster e. V.", [("Muster", HERE), ("Zweites Muster", HERE)])],
        ),
        "picture": {"src": lazy(static, str)("img/share.png"), "sizes": "20rem", "width": 1200, "height": 630},
        "credited_image": {
            "credit": "Muster",
            "licence": Licence.CC_BY.value,
            "licence_url": Licence.CC_BY.url,
            "get_licence_display": Licence.CC_BY.label,
        },
        "seventh_page": Paginator(range(200), 10).page(7),
    }

    def made(value: Any) -> Any:
        match value:
            case str() if value.startswith("@"):
                return named[value[1:]]
            case list():
                return [made(item) for item in value]
            case dict():
                return {name: made(item) for name, item in value.items()}
            case _:
                return value

    for name, value in written["shared"].items():
        named[name] = made(value)
    for name, value in written["versions"].items():
        named[name] = SimpleNamespace(**value)
    for name, value in written["pages"].items():
        named[name] = _page(**made(value))
    return [(group["title"], [Sample(**made(sample)) for sample in group["samples"]]) for group in written["groups"]]


GROUPS = _read()
