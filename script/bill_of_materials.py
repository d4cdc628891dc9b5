"""The software bill of materials: what is locked, as CycloneDX 1.6 (script/sbom).

Made from the lock files alone, so the same locks give the same bytes on every machine: no time, no path, no host, no
serial number. Licences come from the packages' metadata where they name an SPDX expression, else from
requirements/licences.toml. Hashes of Python's files stay in the locks, where a package has one for each platform.
"""

import ast
import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
# In this order: what the site needs is not named again as a tool.
PYTHON_LOCKS = {"base": "required", "installer": "excluded", "dev": "excluded"}
NPM_LOCKS = ("package-lock.json", "tests/observatory/package-lock.json", "tests/ace/package-lock.json")
_LOCKED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)


class UnclearLicenceError(Exception):
    """A licence that nobody has told, or that is not allowed; the message says of which package."""


@dataclass(frozen=True)
class Licences:
    """requirements/licences.toml: allowed SPDX identifiers, what packages say, and tools beside the project."""

    allowed: frozenset[str]
    stated: dict[str, str]
    beside: dict[str, str]

    @classmethod
    def read(cls) -> "Licences":
        told = tomllib.loads((CHECKOUT / "requirements/licences.toml").read_text())
        return cls(frozenset(told["allowed"]), told["stated"], told["beside"])


def is_allowed(expression: str, allowed: frozenset[str]) -> bool:
    """Whether an SPDX expression can be kept: of an OR one side is enough, of an AND all are needed.

    What is no such expression is not allowed, nor is a licence »WITH« an exception.
    """
    meaning = {"AND": "and", "OR": "or"}
    plain = re.sub(r"[\w.+-]+", lambda found: meaning.get(found[0], str(found[0] in allowed)), expression)
    try:
        return _holds(ast.parse(plain, mode="eval").body)
    except SyntaxError:
        return False


def _holds(node: ast.expr) -> bool:
    match node:
        case ast.BoolOp(ast.And(), sides):
            return all(_holds(side) for side in sides)
        case ast.BoolOp(ast.Or(), sides):
            return any(_holds(side) for side in sides)
    return isinstance(node, ast.Constant) and node.value is True


def _component(kind: str, name: str, version: str, licence: str, scope: str, lock: str) -> dict[str, Any]:
    purl = f"pkg:{kind}/{quote(name, safe='/')}@{quote(version)}"
    single = re.fullmatch(r"[\w.+-]+", licence)
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": scope,
        "licenses": [{"license": {"id": licence}} if single else {"expression": licence}],
        "purl": purl,
        "properties": [{"name": "ogl-portal:lock", "value": lock}],
    }


def _licence_of(name: str, licences: Licences) -> str:
    try:
        told = metadata(name).get("License-Expression")
    except PackageNotFoundError:  # locked for another platform
        told = None
    told = told or licences.stated.get(name) or licences.beside.get(name)
    if not told:
        raise UnclearLicenceError(
            f"{name} names no licence: read its licence file and put it into requirements/licences.toml."
        )
    return told


def _python(licences: Licences) -> Iterator[dict[str, Any]]:
    for lock, scope in PYTHON_LOCKS.items():
        path = f"requirements/{lock}.txt"
        for written, version in _LOCKED.findall((CHECKOUT / path).read_text()):
            name = canonicalize_name(written)
            yield _component("pypi", name, version, _licence_of(name, licences), scope, path)


def _npm(licences: Licences) -> Iterator[dict[str, Any]]:
    for lock in NPM_LOCKS:
        for place, entry in json.loads((CHECKOUT / lock).read_text())["packages"].items():
            if place:
                name = entry.get("name") or place.rpartition("node_modules/")[2]
                told = {"license": licences.stated.get(name)} | entry
                yield _npm_component(lock, name, told)


def _npm_component(lock: str, name: str, entry: dict[str, Any]) -> dict[str, Any]:
    for wanted in ("integrity", "license"):
        if not entry.get(wanted):
            raise UnclearLicenceError(f"{name} has no »{wanted}« in {lock}.")
    is_tool = entry.get("dev") or lock.startswith("tests/")
    scope = "excluded" if is_tool else "optional" if entry.get("optional") else "required"
    component = _component("npm", name, entry["version"], entry["license"], scope, lock)
    algorithm, _, digest = entry["integrity"].partition("-")
    component["hashes"] = [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}]
    return component


def components() -> list[dict[str, Any]]:
    """Every locked package once. Raises UnclearLicenceError for a licence that is not told or not allowed."""
    licences = Licences.read()
    found: dict[str, dict[str, Any]] = {}
    for component in (*_python(licences), *_npm(licences)):
        found.setdefault(component["purl"], component)
    for component in found.values():
        licence = component["licenses"][0]
        expression = licence.get("expression") or licence["license"]["id"]
        is_beside = component["scope"] == "excluded" and licences.beside.get(component["name"]) == expression
        if not is_beside and not is_allowed(expression, licences.allowed):
            raise UnclearLicenceError(
                f"{component['name']} is under {expression}, which requirements/licences.toml does not allow."
            )
    return [found[purl] for purl in sorted(found)]


def version() -> str:
    """The version of the site, from pyproject.toml."""
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]


def path() -> Path:
    """Where the bill of this version is kept; those of earlier releases stay beside it."""
    return CHECKOUT / f"docs/sbom/ogl-portal-{version()}.cdx.json"


def render() -> str:
    """The bill as CycloneDX 1.6 in JSON."""
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "pre-build"}],
            "component": {
                "type": "application",
                "bom-ref": "ogl-portal",
                "name": "ogl-portal",
                "version": version(),
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            },
        },
        "components": components(),
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    try:
        text = render()
    except UnclearLicenceError as problem:
        sys.exit(f"\n{problem}")
    path().parent.mkdir(exist_ok=True)
    path().write_text(text)
    print(path().relative_to(CHECKOUT))
