"""Where the claims of labs can be read, in the documents of this app (``labs.evidence``)."""

from labs import evidence
from labs.evidence import EvidencePlace
from labs.models import ImpactClaim
from ogl_portal.core.prepared import GivenList, Prepared
from ogl_portal.german.page_numbers import PageNumber
from publications.listing import with_files
from publications.models import DocumentPage, PublicationPage

_LABELS = Prepared[tuple[int, int, str]](
    lambda: (
        DocumentPage.objects.filter(version__in=GivenList("versions"), number__in=GivenList("numbers"))
        .order_by()
        .values_list("version__publication", "number", "label")
    )
)
"""Of these pages, and of others with the same numbers."""


@evidence.register
def places(claims: list[ImpactClaim], known: list[PublicationPage]) -> list[EvidencePlace | None]:
    """A query, two more for documents that are not among the ``known``; none for the text of a page."""
    documents = {publication.pk: publication for publication in known}
    if missing := {claim.evidence_id for claim in claims} - documents.keys():
        documents |= {publication.pk: publication for publication in with_files(missing)}
    pages = [
        (version.pk, claim.evidence_page)
        for claim in claims
        if claim.evidence_page
        and claim.evidence_id in documents
        and (version := documents[claim.evidence_id].current_version)
    ]
    rows = _LABELS(versions=[version for version, _ in pages], numbers=[number for _, number in pages]) if pages else []
    labels = {(publication, number): label for publication, number, label in rows}

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
