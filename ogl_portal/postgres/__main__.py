"""``python -m ogl_portal.postgres start|stop|status|url`` for the embedded server below ``OGL_DATA_DIR``."""

import argparse
import os
import sys
from pathlib import Path

from ogl_portal import postgres


def main(arguments: list[str] | None = None) -> int:
    """0 if done (for ``status``: if it runs), 1 if not, 2 if something is in the way."""
    parser = argparse.ArgumentParser(prog="python -m ogl_portal.postgres", description=__doc__)
    parser.add_argument("what", choices=["start", "stop", "status", "url"])
    parser.add_argument("--force", action="store_true", help="stop the server although something uses it")
    chosen = parser.parse_args(arguments)
    default = Path(__file__).resolve().parent.parent.parent / "var"
    data_dir = Path(os.environ.get("OGL_DATA_DIR") or default)
    try:
        return _do(chosen.what, data_dir, chosen.force)
    except postgres.DatabaseServerError as error:
        print(error, file=sys.stderr)
        return 2


def _do(what: str, data_dir: Path, force: bool) -> int:
    if what == "stop":
        if postgres.stop(data_dir, force=force):
            print("Stopped.")
            return 0
        print("Something still uses the server. End it first, or stop the server all the same with --force.")
        return 1
    if what == "status":
        state = postgres.status(data_dir)
        print(f"{'Running, process ' + str(state.pid) if state.running else 'Not running'}; data in {state.data}")
        return 0 if state.running else 1
    address = postgres.ensure_running(data_dir, keep=True)
    print(address.url if what == "url" else f"Running until »stop«: {address.host}, port {address.port}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
