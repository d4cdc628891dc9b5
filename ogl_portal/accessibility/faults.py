"""What is known to be inaccessible: a registry of sources, and one list of all they know.

An app that can tell faults registers a function in its ``ready()``::

    faults.register_source("editorial.checks", content_faults)

The function takes nothing, gives ``Fault`` objects, and asks the database one question, at most two: the public page
of the statement calls it, and has a budget. The sources of this app are in ``sources``. A fault's ``key`` stays the
same while the fault does, since staff's reasons hang on it and a fault that is gone is told from one that is new by
it.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Any

from ogl_portal.accessibility.enums import Reason
from ogl_portal.accessibility.models import FaultJudgement


@dataclass(frozen=True)
class FaultPlace:
    """Where a fault is found: the title of a page or document, and its path on this site."""

    title: str
    url: str


@dataclass(frozen=True)
class Fault:
    """One thing that is not accessible, in words for the public.

    ``requirements`` are clauses of EN 301 549 that are not met (»9.1.1.1«), where they are known.
    """

    key: str
    title: str
    description: str = ""
    reason: str = Reason.NOT_YET.value
    alternative: str = ""
    places: tuple[FaultPlace, ...] = ()
    requirements: tuple[str, ...] = ()

    @property
    def reason_label(self) -> str:
        return str(Reason(self.reason).label)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Fault":
        places = tuple(FaultPlace(**place) for place in data["places"])
        return cls(**{**data, "places": places, "requirements": tuple(data["requirements"])})


Source = Callable[[], Iterable[Fault]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Let ``source`` contribute to the statement. A second one under the same name takes the first one's place."""
    _sources[name] = source


def known_faults() -> list[Fault]:
    """All faults of all sources, with the reasons and alternatives that staff have given."""
    judgements = {judgement.key: judgement for judgement in FaultJudgement.objects.all()}
    found: list[Fault] = []
    for fault in chain.from_iterable(source() for source in _sources.values()):
        judgement = judgements.get(fault.key)
        if judgement:
            alternative = judgement.alternative or fault.alternative
            found.append(replace(fault, reason=judgement.reason, alternative=alternative))
        else:
            found.append(fault)
    return found
