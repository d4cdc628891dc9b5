"""What the facts of the programme demand of its content: every title, in the form in which the site shows it."""

LABS = {
    "bad-belzig": "Bad Belzig / Wiesenburg",
    "bad-berleburg": "Bad Berleburg und weitere Kurorte",
    "bergstrasse": "Bergstraße / Odenwald",
    "brandis": "Brandis / Partheland",
    "bremen": "Bremen / Bremerhaven",
    "essen-luenen-wesel": "Essen / Lünen / Kreis Wesel",
    "marburg-biedenkopf": "Marburg-Biedenkopf",
    "merseburg": "Merseburg / Schkopau / Saalekreis",
    "merzenich-kerpen": "Merzenich / Kerpen",
    "niederrhein": "Moers / Kleve / Geldern (Niederrhein)",
    "oberrhein": "Oberrhein (Kehl / Titisee-Neustadt / Tengen & Strasbourg)",
    "rhein-neckar": "Rhein-Neckar",
    "wuerzburg": "Würzburg / Gerbrunn",
}

TOPICS = [
    "transparenz", "offene-themensetzung", "beteiligung", "co-kreation", "innovation", "open-data",
    "offene-organisationskultur", "wirkungsorientierung", "digitale-teilhabe", "aeltere-menschen", "jugend",
    "energiewende", "strukturwandel", "umwelt-klima", "nachhaltigkeit-sdg", "mobilitaet-verkehr", "laendlicher-raum",
    "regionalentwicklung", "gesundheit-pflege", "tourismus", "kultur", "ehrenamt", "wirtschaft", "demokratie",
    "digitalisierung", "digitale-verwaltung", "grenzueberschreitend", "verwaltungskultur", "vernetzung", "buergerrat",
]  # fmt: skip

# Title, subtitle, place on the home page.
PUBLICATIONS = [
    ("Ermutigung zur offenen Kommune", "Praxisleitfaden Open Government", 1),
    (
        "Open Government und Wirkungsorientierung",
        "Erkenntnisse und Erfahrungen am Beispiel der Regionalen Open Government Labore",
        2,
    ),
    (
        "Abschlussveranstaltung der Regionalen Open Government Labore | Berlin, 1. Dezember 2022 | "
        "Ergebnispräsentation",
        "",
        3,
    ),
    ("Regionale Open Government Labore 2020–2022", "Projektbericht", 4),
    ("Kommunales Open Government", "Von der Utopie zur Kulturtechnik", 5),
    ("Interim Report", "", 6),
    ("Kommunales Open Government", "Gebrauchsanleitung für eine Utopie", None),
    ("Survival-Guide für Verwaltungsrebell:innen", "", None),
    (
        "Interim Report by the German Federal Government on the Implementation of the Second National Action Plan "
        "2019–2021",
        "",
        None,
    ),
]

# Title, dates.
NEWS = [
    ("Netzwerk Digitalambulanzen", ["2022-05-05"]),
    ("Abschlusspräsentation »Brandis & Tengen gehen LOS«", ["2022-06-21"]),
    ("Erfolgreicher Abschluss der »Tempo-Challenge« in Breidenbach", ["2022-08-02"]),
    ("Gemeinde gemeinsam gestalten", ["2022-06-21"]),
    ("KIWI – Kollegiale Impulse Wissenswerkstatt", ["2022-07-21"]),
    ("Datensafari im OK Lab Fläming", ["2022-04-11"]),
    ("Tag der Möglichkeiten in Brandis – Neue Ideen für das Kulturhaus Beucha", ["2022-06-22"]),
    ("Digitaler Wandel zum Mitmachen!", ["2022-03-15"]),
    ("Kinder- und Jugendbeteiligung in Bad Belzig", ["2022-03-17"]),
    ("Zwischenbericht", ["2021-08-15"]),
    ("Staatssekretärin Bohle ruft zu »Regionalen Open-Government-Laboren« auf", ["2019-09-06"]),
    ("Ein breites Netzwerk regionaler Akteure am Start", ["2020-06-15"]),
    ("Regionales Open Government Labor – Förderung geht nach Essen", ["2020-08-28"]),
    ("Mit dem Open Government Lab zum Kurort der Zukunft", ["2020-10-12"]),
    ("Open Government Labor fördert digitale Bürgerbeteiligung", ["2021"]),
    ("Virtuelles Netzwerktreffen des Open Government Labors Bremen/Bremerhaven", ["2021-04"]),
    ("Strukturwandel zum Anfassen", ["2021-12"]),
    (
        "Abschlussveranstaltung der Regionalen Open Government Labore in der Landesvertretung Baden-Württemberg",
        ["2022-12"],
    ),
    ("Abschieds-Gruß aus der Laborküche", ["2022"]),
]

# Title, beginning (or the month, or nothing), end.
EVENTS = [
    ("Jour fixe der Laborteams", "2022-12-08", ""),
    ("Abschlussveranstaltung der Regionalen Open Government Labore", "2022-12-01T09:00", "2022-12-01T15:00"),
    ("Tempo-Challenge: erste Ergebnisse und Gewinner:innen", "2022-07-15", ""),
    ("Tempo-Challenge", "2022-06-24", "2022-07-03"),
    ("Gemeinsam Demokratie gestalten: Bürgerräte in Ost und West", "2022-06-21", ""),
    ("Netzwerk Digitalambulanzen: erste regionale Veranstaltung", "2022-05-05", ""),
    ("Bürgerrat Brandis", "2022-03-26", ""),
    ("Bürgerrat Tengen", "2022-03-19", ""),
    ("5. Netzwerkworkshop »Strukturwandel zum Anfassen«", "2021-09-30", "2021-10-01"),
    ("Verwaltungsrebellen-Camp", "2021-09-28", ""),
    ("Picknick im Park", "2021-08-29T12:00", ""),
    ("Buchpräsentation »Kommunales Open Government«", "2021-05-12T19:30", ""),
    ("Virtuelles Netzwerktreffen Digitalambulanzen", "2021-04", ""),
    ("2. Netzwerkworkshop", "", ""),
    ("Jahresabschluss: Open Government auf dem Land", "2020-12-09", "2020-12-10"),
    ("Demokratielabor", "2020-10-20", ""),
    ("Kick-off HeimatLeben 4.0", "2020-09-28", ""),
    ("OK Lab Fläming: Umwelt- und Naturschutz", "2020-09-22", ""),
    ("Verwaltungsrebellen-Meetup", "2020-09-15", ""),
    ("Designing Future – Kurort der Zukunft: Workshop", "2020-09", ""),
    ("Startgespräch Labor Moers, Kleve, Geldern", "2020-06-19", ""),
    ("1. Netzwerkworkshop (Auftakt)", "2020-06-15", "2020-06-16"),
    ("Kommunale Open Government Konferenz", "2018-09-04", ""),
    ("European Open Government?", "2018-06-20T18:00", ""),
    ("Open Government Lab beim 6. Zukunftskongress Staat & Verwaltung", "2018-06-20T11:50", "2018-06-20T13:00"),
    ("1. Workshop der Modellkommunen", "2017-11-23", "2017-11-24"),
]

BOOKS = [
    "Kommunales Open Government. Grundlagen, Praxis, Perspektiven",
    "Open Government. Offenes Regierungs- und Verwaltungshandeln – Leitbilder, Ziele und Methoden",
    "Open Government",
    "Zusammenarbeit 2.0",
    "Aktivitäten Deutschlands in der Open Government Partnership",
    "Deutschland in der Open Government Partnership. Eine Analyse des zweiten Nationalen Aktionsplans und Ableitung "
    "von Handlungsempfehlungen für seine erfolgreiche Umsetzung",
    "Potentialanalyse Open Government",
    "Open Government, Staat und Demokratie. Aufsätze zu Transparenz, Partizipation und Kollaboration",
    "Open Government. Stärkung oder Schwächung der Demokratie?",
    "Repräsentative Demokratie und »offenes« Regieren",
    "Zum Stellenwert von Demokratie beim offeneren Regieren",
    "Open Government und demokratischer Fortschritt: Ein Überblick",
    "Keine Stärkung der Demokratie: Ergebnisse und Folgerungen",
    "Offeneres Regieren und Verwalten (Open Government)",
    "Open Data – Am Beispiel von Informationen des öffentlichen Sektors",
    "Veränderung von Staatskommunikation und Staatskultur durch digitale Medien",
    "Das Internet für Kommunen: Mit der OpenGovernment Suite zu bürgernahen Angeboten aus der Cloud",
    "Kommunales Open Government. Gebrauchsanleitung für eine Utopie",
    "Kommunales Open Government in NRW",
    "Open Data in Kommunen. Positionspapier",
    "Open-Government-Vorgehensmodell. Umsetzung von Open Government. Version 3.0",
    "»Offene Staatskunst«. Bessere Politik durch »Open Government«?",
    "Open Government Collaboration. Offene Formen der Zusammenarbeit beim Regieren und Verwalten",
]
ARTICLES = [
    "»Open Government« – Versuch einer Begriffsbestimmung",
    "Offene Verwaltungsdaten zur Wirkung bringen: Was sind die Schlüssel zum Erfolg?",
    "Munich Open Government Day – bürgerschaftliches Engagement im Web 2.0",
    "Aufwand und Nutzen von offenen Daten",
    "Open Government: Zeit für Pioniere",
    "Modell für Open Government (Kreis Marburg-Biedenkopf)",
    "Verwaltungshandeln der Stadt sichtbar machen",
    "Wie Open Government in Kommunen aussehen kann",
    "Geheimniskrämerei ist heilbar",
    "Transparenz für den Bürger: Tengener Rathaus soll bundesweit beispielgebend sein",
    "Tengen und Brandis im Schulterschluss: Bürger sollen nach Losverfahren Leitbilder aktualisieren",
    "Wittgenstein: Wie könnte ein Kurort der Zukunft aussehen?",
    "OK-Lab Hoher Fläming: Feinstaubsensoren werden in Bad Belzig und Wiesenburg angebracht",
    "Studenten untersuchen Rathaus-Daten",
]

# Addresses of the old site that stored copies name, and where their content stands now.
REDIRECTS = {
    "/?page_id=2859": "/labore/bad-belzig/",
    "/?page_id=2879": "/labore/bad-berleburg/",
    "/?page_id=2903": "/labore/bergstrasse/",
    "/?page_id=2917": "/labore/brandis/",
    "/?page_id=2949": "/labore/marburg-biedenkopf/",
    "/?page_id=2958": "/labore/merseburg/",
    "/?page_id=2973": "/labore/merzenich-kerpen/",
    "/?page_id=2987": "/labore/niederrhein/",
    "/?page_id=3003": "/labore/rhein-neckar/",
    "/?page_id=3030": "/labore/wuerzburg/",
    "/?page_id=2137": "/ergebnisse/gebrauchsanleitung-fuer-eine-utopie/",
    "/?page_id=1342": "/programm/",
    "/?p=2751": "/aktuelles/ein-breites-netzwerk-regionaler-akteure-am-start/",
    "/?p=2167": "/aktuelles/staatssekretaerin-bohle-ruft-zu-laboren-auf/",
    "/?p=1448": "/termine/open-government-lab-zukunftskongress-2018/",
    "/?p=1487": "/termine/european-open-government-2018/",
    "/goto.php?target=cat_98&lang=de": "/labore/bremen/",
    "/goto.php?lang=en&target=cat_99": "/labore/oberrhein/",
    "/goto.php?target=cat_427": "/programm/netzwerkarbeit/",
    "/goto.php?target=root_1": "/",
}
