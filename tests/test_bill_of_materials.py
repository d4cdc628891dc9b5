"""The bill of materials names what is locked and nothing else, and every licence in it may be kept."""

import json
import re
from pathlib import Path

import pytest

from script import bill_of_materials

CHECKOUT = Path(__file__).resolve().parent.parent
ALLOWED = frozenset({"MIT", "Apache-2.0", "BSD-3-Clause"})


def kept() -> dict:
    return json.loads(bill_of_materials.path().read_text())


def test_the_bill_of_this_version_is_what_the_locks_give() -> None:
    """Raises for a licence that is unknown or not allowed; the same locks give the same bytes."""
    assert bill_of_materials.path().read_text() == bill_of_materials.render(), "run script/sbom"


def test_the_bill_names_exactly_what_is_locked() -> None:
    locked = set()
    for name in ("base", "dev", "installer"):
        for line in (CHECKOUT / f"requirements/{name}.txt").read_text().splitlines():
            if line and not line.startswith((" ", "#")):
                package, _, pinned = line.partition("==")
                locked.add(("pypi", package.partition("[")[0], pinned.split()[0]))
    for lock in ("package-lock.json", "tests/observatory/package-lock.json", "tests/ace/package-lock.json"):
        for place, entry in json.loads((CHECKOUT / lock).read_text())["packages"].items():
            if place:
                named_so = entry.get("name", place.split("node_modules/")[-1])  # an override is another package
                locked.add(("npm", named_so, entry["version"]))
    named = {(part["purl"][4:].partition("/")[0], part["name"], part["version"]) for part in kept()["components"]}
    assert named == locked
    assert len(named) == len(kept()["components"])


def test_the_bill_tells_nothing_about_the_machine() -> None:
    text = bill_of_materials.path().read_text()
    assert re.findall(r"\w+://[^\"]*", text) == ["http://cyclonedx.org/schema/bom-1.6.schema.json"]
    assert not {"serialNumber", "timestamp"} & {*kept(), *kept()["metadata"]}


def test_no_licence_is_stated_for_what_is_gone() -> None:
    licences = bill_of_materials.Licences.read()
    named = {part["name"] for part in kept()["components"]}
    assert {*licences.stated, *licences.beside} <= named


@pytest.mark.parametrize("expression", ["MIT", "GPL-3.0-only OR MIT", "(MIT OR GPL-2.0-only) AND Apache-2.0"])
def test_a_licence_that_can_be_kept(expression: str) -> None:
    assert bill_of_materials.is_allowed(expression, ALLOWED)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "AGPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT OR",
        "(MIT",
        "MIT)",
        "MIT GPL-3.0-only",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "MIT OR Apache-2.0 AND",
        "SEE LICENSE IN LICENSE.md",
        "UNLICENSED",
    ],
)
def test_a_licence_that_cannot(expression: str) -> None:
    assert not bill_of_materials.is_allowed(expression, ALLOWED)


def test_a_tool_beside_the_project_is_let_through_as_a_tool_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bill_of_materials, "PYTHON_LOCKS", {"dev": "required"})
    with pytest.raises(bill_of_materials.UnclearLicenceError, match="djhtml"):
        bill_of_materials.components()
