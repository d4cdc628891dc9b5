"""Which statements the law asks for, where each is kept, and which are still missing."""

from dataclasses import dataclass
from typing import Any

NOT_APPLICABLE = "entfällt"


@dataclass(frozen=True)
class PrescribedStatement:
    """One statement of a notice. ``may_not_apply``: staff may answer »entfällt«, which is complete and not shown."""

    field: str
    label: str
    source: str
    may_not_apply: bool = False


@dataclass(frozen=True)
class ShownStatement:
    field: str
    label: str
    text: str


IMPRINT = (
    PrescribedStatement("operator_name", "Anbieter", "§ 5 Abs. 1 Nr. 1 DDG"),
    PrescribedStatement("operator_legal_form", "Rechtsform", "§ 5 Abs. 1 Nr. 1 DDG", may_not_apply=True),
    PrescribedStatement("operator_address", "Anschrift", "§ 5 Abs. 1 Nr. 1 DDG"),
    PrescribedStatement("operator_represented_by", "Vertreten durch", "§ 5 Abs. 1 Nr. 1 DDG"),
    PrescribedStatement("contact_email", "E-Mail", "§ 5 Abs. 1 Nr. 2 DDG"),
    PrescribedStatement("contact_phone", "Telefon", "§ 5 Abs. 1 Nr. 2 DDG"),
    PrescribedStatement("supervisory_authority", "Aufsichtsbehörde", "§ 5 Abs. 1 Nr. 3 DDG", may_not_apply=True),
    PrescribedStatement("register_entry", "Registereintrag", "§ 5 Abs. 1 Nr. 4 DDG", may_not_apply=True),
    PrescribedStatement("vat_id", "Umsatzsteuer-Identifikationsnummer", "§ 5 Abs. 1 Nr. 6 DDG", may_not_apply=True),
    PrescribedStatement("editorially_responsible", "Verantwortlich für redaktionelle Inhalte", "§ 18 Abs. 2 MStV"),
)
CONTROLLER = tuple(
    PrescribedStatement(field, label, "Art. 13 Abs. 1 Buchst. a DSGVO")
    for field, label in (
        ("operator_name", "Verantwortliche Stelle"),
        ("operator_address", "Anschrift"),
        ("contact_email", "E-Mail"),
    )
)
PRIVACY = (
    PrescribedStatement("data_protection_officer", "Datenschutzbeauftragte", "Art. 13 Abs. 1 Buchst. b DSGVO"),
    PrescribedStatement(
        "visit_legal_basis", "Rechtsgrundlage für den Abruf der Seiten", "Art. 13 Abs. 1 Buchst. c DSGVO"
    ),
    PrescribedStatement("contact_legal_basis", "Rechtsgrundlage für Nachrichten", "Art. 13 Abs. 1 Buchst. c DSGVO"),
    PrescribedStatement("recipients", "Empfänger der Daten", "Art. 13 Abs. 1 Buchst. e DSGVO", may_not_apply=True),
    PrescribedStatement(
        "third_countries", "Übermittlung außerhalb der EU", "Art. 13 Abs. 1 Buchst. f DSGVO", may_not_apply=True
    ),
    PrescribedStatement("log_days", "Aufbewahrung der Protokolle", "Art. 13 Abs. 2 Buchst. a DSGVO"),
    PrescribedStatement("supervisory_authority", "Datenschutzaufsicht", "Art. 13 Abs. 2 Buchst. d DSGVO"),
)


def shown(statements: tuple[PrescribedStatement, ...], settings: Any) -> list[ShownStatement]:
    """The statements that are given and apply, in order."""
    given = ((statement, _text(settings, statement)) for statement in statements)
    return [ShownStatement(s.field, s.label, text) for s, text in given if text and not _does_not_apply(s, text)]


def missing(statements: tuple[PrescribedStatement, ...], settings: Any) -> list[PrescribedStatement]:
    """The statements that nobody has given yet."""
    return [statement for statement in statements if not _text(settings, statement)]


def _text(settings: Any, statement: PrescribedStatement) -> str:
    value = getattr(settings, statement.field)
    return "" if value is None else str(value).strip()


def _does_not_apply(statement: PrescribedStatement, text: str) -> bool:
    return statement.may_not_apply and text.casefold().rstrip(".") == NOT_APPLICABLE
