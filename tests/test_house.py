"""Every line of code knows its room: what import-linter (``.importlinter``) cannot say, or only together with it."""

import ast
import configparser
import graphlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGES = ("events", "labs", "news", "ogl_portal", "publications")
NOT_ROOMS = {"ogl_portal"}  # the package itself
# Classes that may be called alike: Django asks for the name.
ALIKE = {"Command", "Migration"}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the product by its dotted name; no migrations."""
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__"), path


def is_of_models(name: str) -> bool:
    return "models" in name.split(".")


def imports_in_functions(tree: ast.AST) -> Iterator[str]:
    """What of ours is imported inside a function, and so hidden from who reads the head of the module."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
                    yield node.module
                elif isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names if alias.name.split(".")[0] in PACKAGES)


def classes_called_alike(sources: Iterator[tuple[str, Path]]) -> dict[str, int]:
    """Names that more than one top-level class has."""
    names = Counter(
        node.name
        for _, path in sources
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    return {name: number for name, number in names.items() if number > 1 and name not in ALIKE}


def test_models_import_at_their_head_or_not_at_all() -> None:
    found = {
        name: hidden
        for name, path in modules()
        if is_of_models(name) and (hidden := list(imports_in_functions(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert found == {}


def test_an_import_in_a_function_is_found() -> None:
    source = "import labs\nclass A:\n    def b(self):\n        from news.models import NewsPage\n        import os\n"
    assert list(imports_in_functions(ast.parse(source))) == ["news.models"]


def test_no_class_is_called_as_another_one() -> None:
    assert classes_called_alike(modules()) == {}


def test_classes_that_are_called_alike_are_found(tmp_path: Path) -> None:
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("class Picture: ...\nclass Command: ...\n", encoding="utf-8")
    assert classes_called_alike((path.stem, path) for path in tmp_path.iterdir()) == {"Picture": 2}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)


def test_no_modules_stand_in_a_circle(graph: grimp.ImportGraph) -> None:
    """Imports inside of functions count: a circle that is only hidden is one."""
    needs = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    graphlib.TopologicalSorter(needs).prepare()  # raises CycleError, which names the modules


def test_every_room_has_its_floor(graph: grimp.ImportGraph) -> None:
    contracts = configparser.ConfigParser()
    contracts.read(CHECKOUT / ".importlinter", encoding="utf-8")
    floors = contracts["importlinter:contract:house"]["layers"]
    named = {room for line in floors.split("\n") for room in line.replace("|", " ").split()}
    rooms = {name for name in graph.modules if name.count(".") == name.startswith("ogl_portal")} - NOT_ROOMS
    assert named == rooms
