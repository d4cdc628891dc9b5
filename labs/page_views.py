"""What the pages of labs are given to show."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from labs import evidence
from labs.chapters import chapter_about
from labs.children import load_children
from labs.directory import directory, labs_with_topics
from labs.enums import ImpactStage, PartnerKind
from labs.map import LabPoint, build_map
from labs.models import LabContact, LabIndexPage, LabPage, LabPartner
from labs.places.official import official_count
from labs.size_bars import size_bars
from labs.sizes import populations
from labs.topic_web import topic_web
from ogl_portal.core.facts import Fact, FactValue, counted, fact, facts_of
from ogl_portal.core.fields import by_time
from ogl_portal.core.lists import for_lists
from ogl_portal.core.page_views import page_context
from ogl_portal.core.prepared import Given, Prepared
from ogl_portal.core.public import public
from ogl_portal.core.related import fetch_related
from ogl_portal.media.lead_picture import lead_picture
from ogl_portal.media.models import PortalImage
from ogl_portal.media.pictures import LEAD, PicturePlace, pictures_on


@page_context.register
def index_context(index: LabIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"directory": directory(request.GET)}


@page_context.register
def lab_context(lab: LabPage, request: HttpRequest) -> dict[str, Any]:
    if lab.pk:
        fetch_related([lab], "topics")  # facts and neighbours ask for them
    children = load_children(lab, *CHILDREN)
    related = lab_related(lab)
    impact = impact_chains(children["claims"], related["publications"])
    others = labs_with_topics()
    return {
        "municipalities": children["municipalities"],
        "count": official_count(),
        "partners_by_kind": partners_by_kind(children["partners"]),
        "contacts": current_contacts(children["contacts"]),
        "subprojects": children["subprojects"],
        "links": children["links"],
        "impact": impact,
        "results_are_known": results_are_known(lab, children["subprojects"], children["claims"]),
        "sizes": size_bars(children["municipalities"], populations(children["municipalities"])),
        "web": topic_web(others, here=lab),
        "map": build_map([LabPoint.of(lab)] if lab.latitude is not None else []),
        "related": related,
        "documents": [(publication, chapter_about(publication, lab)) for publication in related["publications"][:6]],
        "neighbours": neighbours(lab, [other for _, other in others]),
    }


def partners_by_kind(partners: list[LabPartner]) -> list[tuple[str, list[LabPartner]]]:
    """Partners grouped by kind, kinds in the order of the enum, empty kinds left out."""
    groups = [(kind.label, [p for p in partners if p.kind == kind.value]) for kind in PartnerKind]
    return [(label, members) for label, members in groups if members]


CHILDREN = ("municipalities", "partners", "contacts", "subprojects", "links", "claims")


def current_contacts(contacts: list[LabContact]) -> list[LabContact]:
    """Contacts whose consent has not run out (L-DSGVO-3)."""
    today = timezone.localdate()
    return [contact for contact in contacts if contact.is_current(today)]


@dataclass(frozen=True)
class ImpactChain:
    """What is claimed of a subproject, or of the whole lab where ``subproject`` is empty: claims by step, in order."""

    subproject: str
    steps: list[tuple[str, list[Any]]]


def impact_chains(claims: list[Any], documents: list[Any]) -> list[ImpactChain]:
    """The lab's chains, its own first, then those of subprojects as they come; steps without claims are left out.

    Each claim with evidence is given its ``place`` (``labs.evidence``).
    """
    evidence.tell(claims, documents)
    titles = sorted(dict.fromkeys(claim.subproject for claim in claims), key=lambda title: title != "")
    return [
        ImpactChain(
            title,
            [
                (stage.label, found)
                for stage in ImpactStage
                if (found := [item for item in claims if item.subproject == title and item.stage == stage.value])
            ],
        )
        for title in titles
    ]


def results_are_known(lab: LabPage, subprojects: list[Any], claims: list[Any]) -> bool:
    """Whether the page tells of any result: of the lab, of a subproject, or in a chain."""
    told = (ImpactStage.RESULT, ImpactStage.EFFECT)
    return bool(
        lab.results
        or any(project.results or project.effects for project in subprojects)
        or any(claim.stage in told for claim in claims)
    )


def neighbours(lab: LabPage, labs: list[LabPage], limit: int = 3) -> list[LabPage]:
    """Those of ``labs`` that share most topics with this one, best first; ``shared`` is their number."""
    own = {topic.pk for topic in lab.topics.all()}
    found = []
    for other in labs:
        other.shared = len(own & {topic.pk for topic in other.topics.all()})
        if other.shared and other.pk != lab.pk:
            found.append(other)
    return sorted(found, key=lambda other: -other.shared)[:limit]  # alphabetical where they share as many


MOST_PUBLICATIONS = 20
"""Of a lab or topic: listed, and in one file for saving. The list of all publications has the others."""


def lab_related(lab: LabPage) -> dict[str, list[Any]]:
    """News, events and publications of a lab through reverse relations, newest first; three queries.

    ``labs`` does not import these apps (design, section 2): they hang their relation here.
    """
    if not lab.pk:  # the preview of a new lab
        return {"news": [], "events": [], "publications": []}
    publications = _related("publications", by_time("date"), "title", "pk", most=MOST_PUBLICATIONS)(lab=lab.pk)
    fetch_related(publications, "versions")
    return {
        "news": _related("news", by_time("sort_date"), most=6)(lab=lab.pk),
        "events": _related("events", F("start").desc(nulls_last=True), most=6)(lab=lab.pk),
        "publications": publications,
    }


@cache
def _related(name: str, *order: Any, most: int) -> Prepared[Any]:
    """The first public pages that name a lab and which it knows as ``name``, for lists."""
    model: Any = LabPage._meta.get_field(name).related_model
    return Prepared(lambda: for_lists(public(model.objects)).filter(labs=Given("lab")).order_by(*order)[:most])


@pictures_on.register
def lab_pictures(lab: LabPage) -> list[tuple[PortalImage, PicturePlace]]:
    return [(picture, LEAD) for picture in lead_picture(lab)]


@facts_of.register
def lab_facts(lab: LabPage) -> list[Fact]:
    return [
        fact("Projekt", lab.project_name),
        fact("Name im Programm", lab.official_name),
        fact("Land" if len(lab.laender) == 1 else "Länder", *lab.land_names),
        fact("Sitz", lab.seat),
        fact("Laufzeit", lab.period),
        fact("Förderung", lab.funding),
        counted("Thema", "Themen", [FactValue(str(topic), topic.url) for topic in lab.topics.all()]),
    ]
