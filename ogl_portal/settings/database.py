"""From a database address to Django's settings."""

from typing import Any

import environ


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for ``DATABASE_URL``.

    The folder of a unix socket stands in the query (``?host=/run/postgresql``), as libpq has it; django-environ
    leaves it among the options, where Django's own tools (``dbshell``, test databases) do not look.
    """
    settings = dict(environ.Env.db_url_config(url))
    options = settings.get("OPTIONS", {})
    for name in ("host", "port"):
        if name in options:
            settings[name.upper()] = str(options.pop(name))
    return settings
