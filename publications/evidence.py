"""Where the claims of labs can be read, in the documents of this app (``labs.evidence``)."""

from django.db.models import Q

from labs import evidence
from labs.evidence import EvidencePlace
from labs.models import ImpactClaim
from ogl_portal.core.public import public
from ogl_portal.german.page_numbers import PageNumber
from publications.files import prefetch_ready_versions
from publications.models import DocumentPage, PublicationPage


@evidence.register
def places(claims: list[ImpactClaim]) -> list[EvidencePlace | None]:
    """Three queries, and none for the text of a page."""
    wanted = {claim.evidence_id for claim in claims}
    found = public(PublicationPage.objects).filter(pk__in=wanted).prefetch_related(prefetch_ready_versions())
    documents = {publication.pk: publication for publication in found}
    pages = Q(pk__in=())
    for claim in claims:
        version = documents[claim.evidence_id].current_version if claim.evidence_id in documents else None
        if version and claim.evidence_page:
            pages |= Q(version=version.pk, number=claim.evidence_page)
    labels = {
        (publication, number): label
        for publication, number, label in DocumentPage.objects.filter(pages)
        .order_by()
        .values_list("version__publication", "number", "label")
    }

    def place(claim: ImpactClaim) -> EvidencePlace | None:
        document = documents.get(claim.evidence_id)
        if document is None:
            return None
        url, number = document.get_url() or "", claim.evidence_page
        if not number:
            return EvidencePlace(document.title, url, is_sample=document.is_sample)
        page = PageNumber(number, labels.get((document.pk, number), ""))
        return EvidencePlace(document.title, document.address_of_page(number), page, document.is_sample)

    return [place(claim) for claim in claims]
