from labs.models.impact import ImpactClaim
from labs.models.lab import (
    LabContact,
    LabIndexPage,
    LabLink,
    LabMunicipality,
    LabPage,
    LabPartner,
    LabSubproject,
    lab_related,
    partners_by_kind,
    topic_url,
)
from labs.models.naming import NamesLabs
from labs.models.place import Place

__all__ = [
    "ImpactClaim",
    "LabContact",
    "LabIndexPage",
    "LabLink",
    "LabMunicipality",
    "LabPage",
    "LabPartner",
    "LabSubproject",
    "NamesLabs",
    "Place",
    "lab_related",
    "partners_by_kind",
    "topic_url",
]
