"""What the parts of an Office document are, as Office itself finds out: never by their names alone.

Office goes by relationships and content types (ECMA-376, part 2), compares names without regard to case, and takes any
name: .NET writes the core properties to ``package/services/metadata/core-properties/….psmdcp``. Whoever went by usual
names would clean, and look at, the wrong parts. So a part counts as what a relationship, the list of types, or its own
first element calls it, in both sets of namespaces (transitional and strict), whichever says it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from ogl_portal.uploads.archive import Archive, damaged

_TYPES = "[content_types].xml"
_RELATIONS = re.compile(r"(?:(.*)/)?_rels/([^/]*)\.rels")


@dataclass(frozen=True)
class Relationship:
    """``holder``: the part that it is listed in; ``source``: the part that it belongs to, empty for the package.
    ``target``: the part that it leads to, empty where there is none. ``place``: where else it leads, else empty."""

    holder: str
    source: str
    id: str
    type: str
    target: str
    place: str

    @property
    def kind(self) -> str:
        return token(self.type)


class Package:
    """The parts of an archive. Raises Refused for one without types, or in which a name means two parts."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names: dict[str, str] = {}
        for name in archive.names:
            key = _key(name)
            if key.endswith("/"):
                continue
            # Two of one name, or a part in pieces: programs differ in which one they read, and Office reads neither.
            if key in self._names or key.endswith(".piece"):
                raise damaged()
            self._names[key] = name
        self._read_types()
        self.relationships = [relation for name in self._names.values() for relation in self._related(name)]
        self._kinds = {name: self._kinds_of(name) for name in self._names.values()}
        for relation in self.relationships:
            if relation.target:
                self._kinds[relation.target].add(relation.kind)

    def parts(self, *kinds: str) -> list[str]:
        """Names of the parts that are said to be of one of these kinds (``token``), in the order of the archive."""
        return [name for name, said in self._kinds.items() if not said.isdisjoint(kinds)]

    def of_type(self, ending: str) -> list[str]:
        """Names of the parts whose content type ends so."""
        return [name for name in self._names.values() if self.type(name).endswith(ending)]

    def usual(self, pattern: str) -> list[str]:
        """Names of the parts that are called so, whatever the case."""
        return [name for key, name in self._names.items() if re.fullmatch(pattern, key, re.IGNORECASE)]

    def type(self, name: str) -> str:
        key = _key(name)
        return self._overrides.get(key) or self._defaults.get(key.rpartition(".")[2], "")

    @property
    def types(self) -> Iterable[str]:
        """All content types that are listed, those of no part as well."""
        return [*self._overrides.values(), *self._defaults.values()]

    def related(self, source: str) -> list[Relationship]:
        return [relation for relation in self.relationships if relation.source == source]

    def _read_types(self) -> None:
        self._overrides: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        if _TYPES not in self._names:
            raise damaged()
        for kind, element in self.archive.elements(self._names[_TYPES]):
            said = element.get("ContentType", "").strip()
            if kind == "Override":
                self._overrides[_key(element.get("PartName", "").lstrip("/"))] = said
            elif kind == "Default":
                self._defaults[_key(element.get("Extension", ""))] = said

    def _related(self, name: str) -> Iterable[Relationship]:
        found = _RELATIONS.fullmatch(_key(name))
        if not found:
            return
        source = f"{found[1]}/{found[2]}" if found[1] else found[2]
        for kind, element in self.archive.elements(name):
            if kind == "Relationship":
                target = element.get("Target", "").strip()
                is_external = element.get("TargetMode", "").strip().lower() == "external"
                yield Relationship(
                    holder=name,
                    source=self._names.get(source, ""),
                    id=element.get("Id", ""),
                    type=element.get("Type", "").strip(),
                    target="" if is_external else self._names.get(_resolved(source, target), ""),
                    place=target if is_external and target != "NULL" else "",  # so Office writes that a picture is lost
                )

    def _kinds_of(self, name: str) -> set[str]:
        head = self.archive.head(name)
        # The root of two kinds of properties is »Properties«; only the namespace tells which.
        space = token(head.namespace)
        return {token(self.type(name)), token(head.root), space if space.endswith("properties") else ""} - {""}


def token(said: str) -> str:
    """The last word of a type, the same in relationships and content types, transitional and strict: ``settings``,
    ``coreproperties``, ``vbaproject``."""
    return re.split(r"[/.]", said)[-1].removesuffix("+xml").replace("-", "").lower()


def _key(name: str) -> str:
    """Names that mean the same part (ECMA-376, part 2, 6.2.2)."""
    return unquote(name).replace("\\", "/").lower()


def _resolved(source: str, target: str) -> str:
    return normpath(join("/", dirname(source), _key(re.split("[?#]", target)[0]))).lstrip("/")
