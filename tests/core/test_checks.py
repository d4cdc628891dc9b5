"""Rules of page types are system checks; a broken one is told by its name."""

from pathlib import Path
from typing import Any

from ogl_portal.core.checks import check_page_types


def test_the_project_keeps_its_own_rules() -> None:
    assert check_page_types() == []


def test_a_page_type_without_a_template_is_reported(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    messages = check_page_types()
    assert {message.id for message in messages} == {"ogl.E003"}
    assert any("labs/lab_page.html is missing" in message.msg for message in messages)
