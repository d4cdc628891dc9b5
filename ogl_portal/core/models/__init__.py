from ogl_portal.core.models.media import PortalDocument, PortalImage, PortalRendition
from ogl_portal.core.models.page import BasePage
from ogl_portal.core.models.site import SiteSettings
from ogl_portal.core.models.topic import Topic

__all__ = ["BasePage", "PortalDocument", "PortalImage", "PortalRendition", "SiteSettings", "Topic"]
