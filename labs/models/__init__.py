from labs.models.impact import ImpactClaim
from labs.models.lab import (
    LabContact,
    LabIndexPage,
    LabLink,
    LabMunicipality,
    LabPage,
    LabPartner,
    LabSubproject,
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
]
