"""Fixed vocabularies of publications."""

from django.db import models

from ogl_portal.core import licences


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


Licence = licences.Licence
LICENCES = licences.choices(Licence.CC_BY, Licence.CC_BY_SA, Licence.DL_BY, Licence.DL_ZERO, Licence.RESERVED)


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
