"""Fixed vocabularies of publications."""

from django.db import models


class PublicationKind(models.TextChoices):
    GUIDE = "guide", "Leitfaden"
    REPORT = "report", "Bericht"
    PRESENTATION = "presentation", "Präsentation"
    INTERIM_REPORT = "interim_report", "Zwischenbericht"
    GOVERNMENT_REPORT = "government_report", "Regierungsbericht"
    LAB_PRODUCT = "lab_product", "Laborprodukt"


class Language(models.TextChoices):
    DE = "de", "Deutsch"
    EN = "en", "Englisch"


class Licence(models.TextChoices):
    """Licences a document may carry; the address of each is in ``LICENCE_URLS``."""

    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    DL_BY = "dl-de-by-2.0", "Datenlizenz Deutschland – Namensnennung 2.0"
    DL_ZERO = "dl-de-zero-2.0", "Datenlizenz Deutschland – Zero 2.0"
    RESERVED = "all-rights-reserved", "Alle Rechte vorbehalten"


LICENCE_URLS = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.de",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
    Licence.DL_BY: "https://www.govdata.de/dl-de/by-2-0",
    Licence.DL_ZERO: "https://www.govdata.de/dl-de/zero-2-0",
}


class ContributorKind(models.TextChoices):
    PERSON = "person", "Person"
    BODY = "body", "Körperschaft"


class ContributorRole(models.TextChoices):
    AUTHOR = "author", "Verfasst von"
    EDITOR = "editor", "Herausgegeben von"


class LiteratureKind(models.TextChoices):
    BOOK = "book", "Buch"
    CHAPTER = "chapter", "Buchbeitrag"
    REPORT = "report", "Bericht"
    JOURNAL_ARTICLE = "journal_article", "Zeitschriftenartikel"
    NEWSPAPER_ARTICLE = "newspaper_article", "Zeitungsartikel"


BOOK_KINDS = (LiteratureKind.BOOK, LiteratureKind.CHAPTER, LiteratureKind.REPORT)
ARTICLE_KINDS = (LiteratureKind.JOURNAL_ARTICLE, LiteratureKind.NEWSPAPER_ARTICLE)
