"""Asks pip-audit and npm audit, and never takes »nothing was looked up« for »nothing is known« (script/advisories).

pip-audit ends with 0 and »No known vulnerabilities found« when its source knows none of the packages, as behind a
registry that serves files only. So its answer is read package by package, and npm's only if it is a report.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

PYTHON_LOCKS = tuple(f"requirements/{name}.txt" for name in ("dev", "installer", "documents", "advisories"))
NPM_FOLDERS = (".", "tests/ace", "tests/audit", "tests/observatory")


@dataclass(frozen=True)
class Answer:
    """What one program said: how many packages it looked up, the flaws it knows, why it left out the rest."""

    asked: str
    looked_up: int
    flaws: tuple[str, ...] = ()
    not_looked_up: str = ""


def read_pip_audit(asked: str, output: str) -> Answer:
    """pip-audit's JSON; anything else, or nothing, means that nothing was looked up."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(asked, 0, not_looked_up="pip-audit gave no report")
    known = [package for package in packages if "vulns" in package and "skip_reason" not in package]
    flaws = tuple(
        f"{package['name']} {package['version']}: {flaw['id']}, "
        f"mended in {', '.join(flaw.get('fix_versions') or ()) or 'no version yet'}"
        for package in known
        for flaw in package["vulns"]
    )
    missing = len(packages) - len(known)
    reason = f"the source of advisories knows nothing of {missing} packages" if missing else ""
    return Answer(asked, len(known), flaws, reason or ("" if known else "pip-audit was given no package"))


def read_npm_audit(asked: str, output: str) -> Answer:
    """npm's report in JSON; an error in JSON is none."""
    try:
        report = json.loads(output)
        flaws = tuple(
            f"{name} {flaw['range']}: {flaw['severity']}" for name, flaw in sorted(report["vulnerabilities"].items())
        )
        looked_up = report["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError, TypeError):
        return Answer(asked, 0, not_looked_up="npm reached no source of advisories")
    return Answer(asked, looked_up, flaws, "" if looked_up else "npm was given no package")


def verdict(answers: list[Answer]) -> int:
    """The exit code: 1 for known flaws, 2 for packages that nobody looked up, 0 for neither."""
    if any(answer.flaws for answer in answers):
        return 1
    return 2 if any(answer.not_looked_up for answer in answers) or not answers else 0


def _output(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def main(pip_audit: str) -> int:
    answers = []
    for lock in PYTHON_LOCKS:
        told = _output(
            pip_audit, "--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json", "-r", lock
        )
        answers.append(read_pip_audit(lock, told))
    for folder in NPM_FOLDERS:
        told = _output("npm", "audit", "--json", "--package-lock-only", "--prefix", folder)
        answers.append(read_npm_audit(f"{folder}/package-lock.json".removeprefix("./"), told))
    for answer in answers:
        print(f"{answer.asked}: {answer.looked_up} packages looked up, {len(answer.flaws)} known flaws")
        for flaw in answer.flaws:
            print(f"  {flaw}")
        if answer.not_looked_up:
            print(f"  NOT LOOKED UP: {answer.not_looked_up}.")
    code = verdict(answers)
    print(("No flaw is known.", "Flaws are known: see above.", "Not clean: not all packages could be looked up.")[code])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
