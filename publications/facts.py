"""What a publication says about itself, in reading order."""

from labs.models import topic_url
from ogl_portal.core.facts import Fact, FactValue, fact, facts_of
from ogl_portal.core.fields import fuzzy
from publications.enums import ContributorRole
from publications.models import PublicationPage


@facts_of.register
def publication_facts(publication: PublicationPage) -> list[Fact]:
    people = list(publication.contributors.all())
    date = fuzzy(publication.date)
    version = publication.current_version
    by_role = [
        fact(role.label, *[str(person) for person in people if person.role == role.value]) for role in ContributorRole
    ]
    licence, doi, source = publication.licence, publication.doi, publication.source_url
    return [
        *by_role,
        fact("Erschienen bei", publication.publisher),
        Fact("Erschienen", [FactValue(str(date), datetime=date.edtf)] if date else []),
        fact("Sprache", publication.get_language_display()),
        fact("Umfang", version.extent if version else ""),
        Fact("Lizenz", [FactValue(publication.get_licence_display(), publication.licence_url)] if licence else []),
        fact("ISBN", publication.isbn),
        Fact("DOI", [FactValue(doi, f"https://doi.org/{doi}")] if doi else []),
        fact("URN", publication.urn),
        Fact("Labore", [FactValue(lab.title, lab.url or "") for lab in publication.live_labs]),
        Fact("Themen", [FactValue(str(topic), topic_url(topic)) for topic in publication.topics.all()]),
        Fact("Fundstelle", [FactValue(source, source)] if source else []),
    ]
