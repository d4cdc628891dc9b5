"""Samples: files that stand in for the originals until the editors have those. Every place that names one says so.

Whether a file is a sample is a fact of the version (``FileVersion.is_sample``): with the original, which is the next
version, all of it goes by itself. The words stand here and in ``components/sample_tag.html``.
"""

MARK = "Musterdatei"
"""Before a title that stands alone (»Musterdatei: …«), and in brackets behind one that is cited."""

ORIGINAL = {"de": "Das Original: ", "en": "The original: "}
"""Before a text that is about the original, wherever it stands beside the sample (``PublicationPage.shown_teaser``)."""


def marked(title: str) -> str:
    """A title as citations and files name it: »Projektbericht [Musterdatei]«."""
    return f"{title} [{MARK}]"
