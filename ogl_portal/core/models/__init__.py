from ogl_portal.core.models.duty import DutyRun
from ogl_portal.core.models.index_page import IndexPage
from ogl_portal.core.models.media import PortalDocument, PortalImage, PortalRendition
from ogl_portal.core.models.page import BasePage
from ogl_portal.core.models.rate_count import RateCount
from ogl_portal.core.models.site import SiteSettings
from ogl_portal.core.models.topic import Topic
from ogl_portal.core.models.version import PublishedVersion

__all__ = [
    "BasePage",
    "DutyRun",
    "IndexPage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PublishedVersion",
    "RateCount",
    "SiteSettings",
    "Topic",
]
