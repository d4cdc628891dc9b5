"""One word for one thing in what we write ourselves: templates, Python and the Handbuch (docs/engineering/words.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("ogl_portal", "labs", "publications", "news", "events")
# Reports of the programme may speak of the moderation of an evening; migrations name what was there before.
LEFT_OUT = ("migrations", "programme", "settings", "importing")
_OTHER_WORD = re.compile(r"moderation|moderier|\bworkflow|genehmig|go-live|validier|admin-interface", re.IGNORECASE)
_TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(script|style).*?</\1>|<[^>]*>", re.DOTALL)


def sentences_of_python(path: Path) -> Iterator[str]:
    """Texts with a space or a capital: what is said to people, and no name of a thing in code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told
            and " " in node.value
        ):
            yield node.value


def test_templates_use_the_one_word() -> None:
    found = {
        str(path.relative_to(ROOT)): text
        for path in (ROOT / "templates").rglob("*.*")
        if path.suffix in {".html", ".txt"}
        for text in _TEMPLATE_CODE.sub("\n", path.read_text(encoding="utf-8")).splitlines()
        if _OTHER_WORD.search(text)
    }
    assert found == {}


def test_python_uses_the_one_word() -> None:
    found = {
        str(path.relative_to(ROOT)): text
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if not set(path.parts) & set(LEFT_OUT)
        for text in sentences_of_python(path)
        if _OTHER_WORD.search(text) and re.search(r"[A-ZÄÖÜ]", text)
    }
    assert found == {}


def test_the_handbuch_uses_the_one_word() -> None:
    found = {
        f"{path.name}, line {number}": line
        for path in (ROOT / "docs" / "handbuch").glob("*.md")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _OTHER_WORD.search(line)
    }
    assert found == {}
