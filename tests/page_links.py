"""What a page points to."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

STATEMENT, IMPRINT, PRIVACY = "/barrierefreiheit/", "/impressum/", "/datenschutz/"


class Links(HTMLParser):
    """Addresses that a page points to (links, pictures, styles, scripts, forms), and the anchors that it has.

    ``endless`` are those that machines are asked not to follow: filters that can be combined without end.
    """

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.endless: set[str] = set()
        self.anchors: set[str] = {"", "top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.anchors.add(values["id"])
        if values.get("rel") in {"canonical", "preconnect"}:
            return
        targets = self.endless if "nofollow" in values.get("rel", "") else self.targets
        targets.update(values[name] for name in ("href", "src", "poster") if name in values)
        targets.update(part.split()[0] for part in values.get("srcset", "").split(",") if part.strip())
        if tag == "form" and values.get("method", "get").lower() == "get":
            targets.add(values.get("action", ""))


def missing_duties(targets: set[str]) -> list[str]:
    """Which of the four links that the law wants on every page are not among a page's targets (BGG § 12b, DDG § 5)."""
    paths = {urlsplit(target).path for target in targets}
    missing = [path for path in (STATEMENT, IMPRINT, PRIVACY) if path not in paths]
    reports = any(path == "/barriere-melden/" for path in paths) or any("subject=barrier" in each for each in targets)
    return missing if reports else [*missing, "Barriere melden"]
