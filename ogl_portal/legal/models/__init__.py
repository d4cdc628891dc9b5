from ogl_portal.legal.models.languages import EasyLanguagePage, SignLanguagePage
from ogl_portal.legal.models.notices import ImprintPage, PrivacyPage
from ogl_portal.legal.models.privacy import PrivacyDetails, PrivacyProof

__all__ = ["EasyLanguagePage", "ImprintPage", "PrivacyDetails", "PrivacyPage", "PrivacyProof", "SignLanguagePage"]
