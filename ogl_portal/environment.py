"""What a command needs in its environment before Django loads: a database address.

Settings read ``DATABASE_URL`` and start nothing. The commands come here first.
"""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

# Commands that work without a database, so that no server is started for them.
WITHOUT_DATABASE = frozenset(
    {
        "help",
        "version",
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "inspect_pdf",
        "makemessages",
        "startapp",
        "startproject",
    }
)


def data_dir() -> Path:
    return Path(os.environ.get("OGL_DATA_DIR") or CHECKOUT / "var").resolve()


def needs_database(arguments: list[str]) -> bool:
    """Whether a command line of ``manage.py`` (without the program's name) asks the database anything."""
    if not arguments or "--help" in arguments or "-h" in arguments or "--version" in arguments:
        return False
    if arguments[0] == "check":
        return "--database" in arguments
    return arguments[0] not in WITHOUT_DATABASE


def ensure_database() -> None:
    """Start or find the embedded server unless ``DATABASE_URL`` names another; set it for Django and for children.

    Raises:
        DatabaseServerError: with a message for the operator.
    """
    if not os.environ.get("DATABASE_URL"):
        from ogl_portal import postgres

        os.environ["DATABASE_URL"] = postgres.ensure_running(data_dir()).url
