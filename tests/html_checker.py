"""The Nu HTML checker over a folder of pages."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

CHECKER = Path(__file__).resolve().parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"


class CheckerMissingError(Exception):
    """There is no Java, or the packages of the front end are not installed."""


def complaints(folder: Path) -> dict[str, list[str]]:
    """What the Nu checker calls an error, by file; all files in one start of Java."""
    if not shutil.which("java") or not CHECKER.exists():
        raise CheckerMissingError("No HTML checker: it needs java and »npm ci«; script/test installs both.")
    command = [
        "java",
        "-Xss4m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--errors-only",
        "--exit-zero-always",
        folder,
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for message in json.loads(ran.stderr or ran.stdout)["messages"]:
        line = f"line {message.get('lastLine')}: {message['message']} – {message.get('extract', '')[:150]!r}"
        found.setdefault(Path(urlsplit(message.get("url", "")).path).name, []).append(line)
    return found
