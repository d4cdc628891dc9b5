"""The programme's own labs in the test database, with what the comparison asks of them."""

from decimal import Decimal

from labs.models import LabMunicipality, LabPartner
from ogl_portal.programme.reading import read_programme
from tests.factories import LabPageFactory, Portal, TopicFactory


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def load_labs(portal: Portal) -> None:
    """All labs of the content files, without their texts."""
    programme = read_programme()
    topics = {topic.slug: TopicFactory(slug=topic.slug, name=topic.name) for topic in programme.topics}
    for lab in programme.labs:
        LabPageFactory(
            parent=portal.labs,
            title=lab.title,
            slug=lab.slug,
            laender=list(lab.laender),
            seat=lab.seat,
            latitude=_degrees(lab.latitude),
            longitude=_degrees(lab.longitude),
            topics=[topics[slug] for slug in lab.topics],
            municipalities=[
                LabMunicipality(
                    name=item.name,
                    kind=item.kind,
                    land=item.land,
                    ags=item.ags,
                    latitude=_degrees(item.latitude),
                    longitude=_degrees(item.longitude),
                )
                for item in lab.municipalities
            ],
            partners=[LabPartner(name=item.name, kind=item.kind) for item in lab.partners],
            members=False,
        )
