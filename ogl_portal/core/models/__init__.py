from ogl_portal.core.models.index_page import IndexPage
from ogl_portal.core.models.page import BasePage
from ogl_portal.core.models.site import SiteSettings
from ogl_portal.core.models.topic import Topic
from ogl_portal.core.models.version import PublishedVersion

__all__ = [
    "BasePage",
    "IndexPage",
    "PublishedVersion",
    "SiteSettings",
    "Topic",
]
