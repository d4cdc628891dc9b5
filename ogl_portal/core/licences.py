"""Licences of what the portal shows: which there are, where the text of each is, and which ask for no name."""

from django.db import models


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC_BY_3 = "cc-by-3.0", "CC BY 3.0"
    CC_BY_SA_3 = "cc-by-sa-3.0", "CC BY-SA 3.0"
    CC_ZERO = "cc0-1.0", "CC0 1.0"
    PUBLIC_DOMAIN = "public-domain", "gemeinfrei"
    DL_BY = "dl-de-by-2.0", "Datenlizenz Deutschland – Namensnennung 2.0"
    DL_ZERO = "dl-de-zero-2.0", "Datenlizenz Deutschland – Zero 2.0"
    PERMISSION = "permission", "Nutzung mit Erlaubnis"
    RESERVED = "all-rights-reserved", "Alle Rechte vorbehalten"

    @property
    def url(self) -> str:
        """The text of the licence; empty for what is a word and no licence."""
        return _URLS.get(self, "")

    @property
    def asks_for_a_name(self) -> bool:
        return self not in {Licence.CC_ZERO, Licence.PUBLIC_DOMAIN, Licence.DL_ZERO}


_URLS = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/deed.de",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
    Licence.CC_BY_3: "https://creativecommons.org/licenses/by/3.0/deed.de",
    Licence.CC_BY_SA_3: "https://creativecommons.org/licenses/by-sa/3.0/deed.de",
    Licence.CC_ZERO: "https://creativecommons.org/publicdomain/zero/1.0/deed.de",
    Licence.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/deed.de",
    Licence.DL_BY: "https://www.govdata.de/dl-de/by-2-0",
    Licence.DL_ZERO: "https://www.govdata.de/dl-de/zero-2-0",
}


def choices(*licences: Licence) -> list[tuple[str, str]]:
    """These licences as the choices of a field."""
    return [(licence.value, str(licence.label)) for licence in licences]
