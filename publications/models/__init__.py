from publications.models.file import DocumentPage, FileState, FileVersion, ScanState
from publications.models.literature import LiteratureAuthor, LiteratureEntry, LiteraturePage
from publications.models.publication import Contributor, PublicationIndexPage, PublicationPage

__all__ = [
    "Contributor",
    "DocumentPage",
    "FileState",
    "FileVersion",
    "LiteratureAuthor",
    "LiteratureEntry",
    "LiteraturePage",
    "PublicationIndexPage",
    "PublicationPage",
    "ScanState",
]
