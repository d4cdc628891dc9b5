"""What became different between two versions, word for word where a line was changed."""

import difflib
import re
from dataclasses import dataclass

from ogl_portal.core.changes.content import ContentSection

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
_ALIKE = 0.4  # two lines that share fewer words are one removed and one added
_LONGEST = 1_500  # words of a line that is still compared word by word; the work grows with the square
_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class DifferencePart:
    """Some words: »same«, »added« or »removed«."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line that is »added«, »removed« or »changed«; its words are in ``parts``."""

    kind: str
    parts: list[DifferencePart]


@dataclass(frozen=True)
class SectionDifference:
    label: str
    lines: list[Line]


def difference(old: list[ContentSection], new: list[ContentSection]) -> list[SectionDifference]:
    """Changed lines by section, in the order of the new version; sections without a change are left out."""
    before, after = ({section.label: section.lines for section in version} for version in (old, new))
    labels = list(dict.fromkeys([*after, *before]))
    found = [SectionDifference(label, _lines(before.get(label, []), after.get(label, []))) for label in labels]
    return [section for section in found if section.lines]


def _lines(old: list[str], new: list[str]) -> list[Line]:
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            lines += _replaced(old[i1:i2], new[j1:j2])
    return lines


def _replaced(old: list[str], new: list[str]) -> list[Line]:
    """Lines that stand in the same place are compared; what is left over was removed or added."""
    lines: list[Line] = []
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else ""
        after = new[number] if number < len(new) else ""
        parts = _words(before, after) if before and after else None
        if parts:
            lines.append(Line(CHANGED, parts))
            continue
        if before:
            lines.append(Line(REMOVED, [DifferencePart(REMOVED, before)]))
        if after:
            lines.append(Line(ADDED, [DifferencePart(ADDED, after)]))
    return lines


def _words(old: str, new: str) -> list[DifferencePart] | None:
    """The words of both lines, or None where they have too little in common to be one line that was changed."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _LONGEST:
        return None
    matcher = difflib.SequenceMatcher(None, [w.strip() for w in before], [w.strip() for w in after], autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    parts: list[DifferencePart] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(DifferencePart(SAME, "".join(after[j1:j2])))
            continue
        if i2 > i1:
            parts.append(DifferencePart(REMOVED, "".join(before[i1:i2])))
        if j2 > j1:
            parts.append(DifferencePart(ADDED, "".join(after[j1:j2])))
    return parts
