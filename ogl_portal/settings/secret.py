"""The key that signs sessions and links.

It comes from ``OGL_SECRET_KEY``, else from a file in the data folder that only its owner can read. This module
imports no Django settings, so the commands can use it before Django starts.
"""

import os
import secrets
from pathlib import Path

FILE_NAME = "secret-key"
SHORTEST = 50  # characters, as Django's own check asks for
PUBLIC = "only-for-tests-"  # a key that starts like this, or like Django's own sample, is in a repository


def read(data_dir: Path) -> str:
    """The key, or the empty string if there is none."""
    key = os.environ.get("OGL_SECRET_KEY", "").strip()
    file = data_dir / FILE_NAME
    return key or (file.read_text().strip() if file.exists() else "")


def read_or_create(data_dir: Path) -> str:
    """The key; made once, readable by its owner only. Two commands that start at once get the same one."""
    if key := read(data_dir):
        return key
    data_dir.mkdir(parents=True, exist_ok=True)
    new = data_dir / f"{FILE_NAME}.{os.getpid()}"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{secrets.token_urlsafe(64)}\n")
    try:
        os.link(new, data_dir / FILE_NAME)  # unlike a rename, this never replaces the file of the other command
    except FileExistsError:
        pass
    finally:
        new.unlink()
    return read(data_dir)


def complaint(key: str) -> str:
    """Why a key is not fit for production, as a sentence that says what to do; empty if it is."""
    remedy = (
        "Set OGL_SECRET_KEY to a random value of at least 50 characters that is used nowhere else, for example the "
        "output of »python3 -c 'import secrets; print(secrets.token_urlsafe(64))'«, and keep it the same on every "
        "machine of the site."
    )
    if not key:
        return f"There is no secret key. {remedy}"
    if key.startswith((PUBLIC, "django-insecure-")):
        return f"The secret key is a sample that everybody knows. {remedy}"
    if len(key) < SHORTEST or len(set(key)) < 10:
        return f"The secret key is too short or too regular to be safe. {remedy}"
    return ""
