"""Architecture rules are system checks; a broken one is told by file and rule."""

from pathlib import Path
from typing import Any

import pytest

from ogl_portal.core.checks import ALLOWED_IMPORTS, check_direction_of_knowledge, check_page_types


def test_the_project_keeps_its_own_rules() -> None:
    assert check_direction_of_knowledge() == []
    assert check_page_types() == []


@pytest.fixture
def checkout(tmp_path: Path, settings: Any) -> Path:
    """An empty project with the folders of the apps."""
    settings.BASE_DIR = tmp_path
    for app in ALLOWED_IMPORTS:
        tmp_path.joinpath(*app.split(".")).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    "line", ["import news.models", "from news.listing import live_news", "if True:\n    from news import feeds"]
)
def test_a_forbidden_import_is_reported(checkout: Path, line: str) -> None:
    (checkout / "labs" / "helpers.py").write_text(line, encoding="utf-8")
    (message,) = check_direction_of_knowledge()
    assert message.id == "ogl.E001"
    assert message.msg.startswith("labs/helpers.py imports news")
    assert "labs may not know news" in message.msg


def test_core_may_know_no_app(checkout: Path) -> None:
    (checkout / "ogl_portal" / "core" / "helpers.py").write_text("from labs.models import LabPage", encoding="utf-8")
    assert [message.id for message in check_direction_of_knowledge()] == ["ogl.E001"]


def test_allowed_imports_and_migrations_are_not_reported(checkout: Path) -> None:
    (checkout / "news" / "models.py").write_text("from labs.models import LabPage\nimport newspaper", encoding="utf-8")
    (checkout / "labs" / "migrations").mkdir()
    (checkout / "labs" / "migrations" / "0001_initial.py").write_text("import news.models", encoding="utf-8")
    assert check_direction_of_knowledge() == []


def test_a_page_type_without_a_template_is_reported(checkout: Path) -> None:
    messages = check_page_types()
    assert {message.id for message in messages} == {"ogl.E003"}
    assert any("labs/lab_page.html is missing" in message.msg for message in messages)
