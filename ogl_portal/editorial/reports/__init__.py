"""Reports: tables to filter, sort and take away as CSV or XLSX. What a column shows is stated once for all three."""

from ogl_portal.editorial.reports.base import Cell, Report, YesNoFilter, menu_item, page_kinds, urls_of

__all__ = ["Cell", "Report", "YesNoFilter", "menu_item", "page_kinds", "urls_of"]
