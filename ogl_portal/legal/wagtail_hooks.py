"""What the prescribed texts add to the admin: a card on the dashboard, and the report of what is missing."""

from ogl_portal.legal.dashboard import legal_texts
from ogl_portal.legal.translation_report import TranslationReport
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import register_report

register(legal_texts, order=330)
register_report(TranslationReport, "uebersetzungen", order=720)
