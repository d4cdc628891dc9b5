"""The drawings of labs: what they show is what their tables say."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from labs.models import LabMunicipality, LabPage, LabPartner
from labs.size_bars import size_bars
from labs.topic_web import topic_web
from tests.factories import LabPageFactory, Portal, TopicFactory

pytestmark = pytest.mark.django_db


def labs(portal: Portal) -> list[tuple[int, LabPage]]:
    """Three labs: the first two share a topic, the third has one of its own."""
    shared, own, third = (TopicFactory(name=name, slug=name.lower()) for name in ("Jugend", "Klima", "Kultur"))
    given = {"Brandis / Partheland": [shared, own], "Oberrhein": [shared], "Würzburg": [third]}
    return [
        (number, LabPageFactory(parent=portal.labs, title=title, slug=f"lab-{number}", topics=topics, members=False))
        for number, (title, topics) in enumerate(given.items(), start=1)
    ]


def cells(html: str) -> list[list[str]]:
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, flags=re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    ][1:]


def test_the_web_has_a_line_for_every_topic_of_a_lab(portal: Portal) -> None:
    web = topic_web(labs(portal))
    assert web is not None
    assert [(lab.number, lab.name, lab.topics, len(lab.strands)) for lab in web.labs] == [
        (1, "Brandis", ["Klima", "Jugend"], 2),
        (2, "Oberrhein", ["Jugend"], 1),
        (3, "Würzburg", ["Kultur"], 1),
    ]
    heights = {topic.name: topic.y for topic in web.topics}
    for lab in web.labs:
        assert lab.strands == [
            f"M0 {heights[name]}C50 {heights[name]} 50 {lab.y} 100 {lab.y}"
            for name in sorted(lab.topics, key=["Jugend", "Klima", "Kultur"].index)
        ]


def test_a_lab_sees_its_own_place_in_the_web(portal: Portal) -> None:
    numbered = labs(portal)
    web = topic_web(numbered, here=numbered[1][1])
    assert web is not None
    assert [(lab.number, lab.is_here) for lab in web.labs] == [(1, False), (2, True)]
    assert [topic.name for topic in web.topics] == ["Jugend"]
    assert topic_web(numbered, here=numbered[2][1]) is None


def test_the_table_of_the_web_says_what_is_drawn(portal: Portal, client: Client) -> None:
    numbered = labs(portal)
    for kind in ("civil_society", "civil_society", "university"):
        LabPartner.objects.create(lab=numbered[0][1], name="Partner", kind=kind)
    content = client.get("/labore/").content.decode()
    drawn = content[content.index('<figure class="drawing web">') :]
    assert cells(drawn) == [
        ["1", "Brandis / Partheland", "Klima, Jugend", "Zivilgesellschaft: 2, Hochschule: 1"],
        ["2", "Oberrhein", "Jugend", ""],
        ["3", "Würzburg", "Kultur", ""],
    ]
    assert drawn.count("<path") == 2 * 4, "each line is that of a lab and that of a topic"
    assert (drawn.count("web__partner is-civil"), drawn.count("web__partner")) == (2, 3)
    assert "<title>" in drawn
    assert "<desc>" in drawn
    assert "style=" not in drawn


def test_partners_of_several_labs_are_named_below_the_web(portal: Portal, client: Client) -> None:
    """Once each, with their labs; whoever has one lab only has a dot, and no line."""
    numbered = labs(portal)
    for place, name in ((0, "Verein A"), (1, "verein  a"), (0, "Verein B"), (2, "Verein B"), (1, "Verein B"), (2, "C")):
        LabPartner.objects.create(lab=numbered[place][1], name=name, kind="civil_society")
    content = client.get("/labore/").content.decode()
    named = content[content.index("Als Partner mehrerer Labore genannt") :]
    lines = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", named.split("</ul>")[0])]
    assert lines == ["Verein B: Brandis / Partheland, Oberrhein, Würzburg", "Verein A: Brandis / Partheland, Oberrhein"]
    LabPartner.objects.filter(name__icontains="verein").delete()
    assert "Als Partner mehrerer Labore" not in client.get("/labore/").content.decode()


def test_long_names_of_topics_are_broken_in_two(portal: Portal) -> None:
    topic = TopicFactory(name="Grenzüberschreitende Zusammenarbeit", slug="grenze")
    for number in (1, 2):
        LabPageFactory(parent=portal.labs, title=f"Labor {number}", topics=[topic])
    web = topic_web([(lab.pk, lab) for lab in LabPage.objects.all()])
    assert web is not None
    assert [line for line, _ in web.topics[0].lines] == ["Grenzüberschreitende", "Zusammenarbeit"]


def test_municipalities_are_drawn_by_their_size_and_listed_with_it() -> None:
    known = [
        LabMunicipality(name="Stadt Brandis", ags="14729070"),
        LabMunicipality(name="Stadt Leipzig", ags="14713000"),
        LabMunicipality(name="Verband", kind="verband", note="ohne Einwohner:innen"),
    ]
    sizes = size_bars(known, {"14729070": 10_000, "14713000": 600_000})
    assert sizes is not None
    assert [(bar.name, bar.people, bar.width) for bar in sizes.bars] == [
        ("Stadt Leipzig", 600_000, 100.0),
        ("Stadt Brandis", 10_000, 1.7),
        ("Verband", None, 0.0),
    ]
    html = render_to_string("components/size_bars.html", {"sizes": sizes, "title": "Brandis"})
    assert cells(html) == [
        ["Stadt Leipzig", "600.000"],
        ["Stadt Brandis", "10.000"],
        ["Verbandohne Einwohner:innen", "nicht bekannt"],
    ]
    assert re.findall(r"drawing__figure[^>]*>([^<]+)<", html) == ["600.000", "10.000", "–"]
    assert "Stadt Leipzig: 600.000 Einwohner:innen; Stadt Brandis: 10.000 Einwohner:innen; Verband: Zahl nicht" in html


def test_one_municipality_is_not_compared_with_itself() -> None:
    assert size_bars([LabMunicipality(name="Stadt Brandis", ags="14729070")], {"14729070": 10_000}) is None
