"""Brings the programme's content into the database: once, and again without harm.

``load`` is all that others call. ``sync.log`` decides what may be written, ``markup`` turns rich text and blocks into
what Wagtail stores, ``fields`` fills each kind of page, ``records`` the things that are no pages, ``documents`` hands
the sample PDFs to their publications.
"""

from ogl_portal.programme.loader.run import Report, load

__all__ = ["Report", "load"]
