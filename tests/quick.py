"""What ``script/test --quick`` runs: everything that needs no page in a database, and one file about each kind of page.

Building pages, committing, starting browsers and servers takes nine tenths of the whole run; a mistake in daily work
mostly shows without. .ci/run runs everything.
"""

import pytest

# Who asks for one of these builds pages, commits, or starts a server or a browser.
_SLOW_FIXTURES = {"portal", "programme_database", "transactional_db", "live_server", "database_url"}

SLOW = (
    "tests/audit/",
    "tests/hostile/test_hostile.py",
    "tests/programme/test_load_programme.py",
    "tests/publications/pdf/test_hidden.py",
    "tests/publications/pdf/test_hidden_layers.py",
    "tests/publications/pdf/test_seen.py",
    "tests/publications/pdf/test_pipeline.py",
    "tests/test_access_matrix.py",
    "tests/test_html_validity.py",
    "tests/test_postgres.py",
    "tests/operations/test_server.py",
    "tests/test_settings.py",
)

# With pages all the same: what every change may break.
ALWAYS = (
    "tests/workplace/test_dashboard.py",
    "tests/events/test_events.py",
    "tests/labs/test_lab_page.py",
    "tests/pages/test_pages.py",
    "tests/publications/test_publication_page.py",
)


def is_quick(item: pytest.Item) -> bool:
    """Whether the test is among the quick ones."""
    if item.nodeid.startswith(ALWAYS):
        return True
    return not item.nodeid.startswith(SLOW) and _SLOW_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
