"""One address for every kind of page, with the programme's own content."""

PAGES = {
    "home": "/",
    "standard": "/programm/",
    "standard-child": "/programm/gegenstand/",
    "labs": "/labore/",
    "labs-filtered": "/labore/?land=SN",
    "lab": "/labore/brandis/",
    "lab-finder": "/labore/kommune-wie-meine/?ort=Neuenkirchen",
    "publications": "/ergebnisse/",
    "publication": "/ergebnisse/projektbericht-2020-2022/",
    "publication-without-file": "/ergebnisse/von-der-utopie-zur-kulturtechnik/",
    "reading": "/ergebnisse/abschlussveranstaltung-ergebnispraesentation/lesen/",
    "reading-tables": "/ergebnisse/projektbericht-2020-2022/lesen/",
    "literature": "/literatur/",
    "news-index": "/aktuelles/",
    "news-archive": "/aktuelles/archiv/",
    "news-year": "/aktuelles/archiv/2022/",
    "news": "/aktuelles/zwischenbericht/",
    "events": "/termine/",
    "event": "/termine/jour-fixe-der-laborteams/",
    "topics": "/themen/",
    "topic": "/themen/beteiligung/",
    "search": "/suche/?q=Beteiligung",
    "search-nothing": "/suche/?q=xyzxyz",
    "changes": "/aenderungen/",
    "changes-of-a-page": "/programm/aenderungen/",
    "contact": "/kontakt/",
    "imprint": "/impressum/",
    "privacy": "/datenschutz/",
    "accessibility": "/barrierefreiheit/",
    "report-barrier": "/barriere-melden/?seite=/labore/",
    "report-barrier-sent": "/barriere-melden/?eingang=20261124-9F03C1",
    "plain-language": "/leichte-sprache/",
    "sign-language": "/gebaerdensprache/",
    "not-found": "/gibt-es-nicht/",
}

# One address for each main template, where looking takes long.
MAIN = (
    "home", "standard", "labs", "lab", "lab-finder", "publications", "publication", "reading", "literature", "news",
    "event", "search", "contact", "privacy", "accessibility", "plain-language", "sign-language", "changes", "not-found",
)  # fmt: skip
