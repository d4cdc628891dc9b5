"""A source of advisories that was not reached, or that knows nothing of our packages, never reads as »clean«."""

import json

import pytest

from script.advisories import Answer, read_npm_audit, read_pip_audit, verdict


def pip_audit(*packages: dict) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
FLAWED = {"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.1"]}]}
SKIPPED = {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited: django (5.2.19)"}
NPM_REPORT = {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"dependencies": {"total": 61}}}
NPM_FLAW = {"sass": {"name": "sass", "severity": "high", "range": "<2"}}
NPM_ERROR = {"message": "405 Method Not Allowed", "statusCode": 405, "error": {"summary": "", "detail": ""}}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (read_pip_audit("lock", pip_audit(SOUND)), 0),
        (read_pip_audit("lock", pip_audit(SOUND, FLAWED)), 1),
        (read_pip_audit("lock", pip_audit(FLAWED, SKIPPED)), 1),
        (read_pip_audit("lock", pip_audit(SOUND, SKIPPED)), 2),
        (read_pip_audit("lock", pip_audit(SKIPPED)), 2),
        (read_pip_audit("lock", pip_audit()), 2),
        (read_pip_audit("lock", "No known vulnerabilities found"), 2),
        (read_pip_audit("lock", ""), 2),
        (read_npm_audit("lock", json.dumps(NPM_REPORT)), 0),
        (read_npm_audit("lock", json.dumps(NPM_REPORT | {"vulnerabilities": NPM_FLAW})), 1),
        (read_npm_audit("lock", json.dumps(NPM_REPORT | {"metadata": {"dependencies": {"total": 0}}})), 2),
        (read_npm_audit("lock", json.dumps(NPM_ERROR)), 2),
        (read_npm_audit("lock", ""), 2),
    ],
)
def test_only_what_was_looked_up_is_clean(answer: Answer, code: int) -> None:
    assert verdict([answer]) == code
    assert verdict([Answer("other lock", 5), answer]) == code
    assert bool(answer.not_looked_up) or code != 2


def test_nothing_asked_is_not_clean() -> None:
    assert verdict([]) == 2


def test_a_flaw_is_told_with_the_version_that_mends_it() -> None:
    assert read_pip_audit("lock", pip_audit(FLAWED)).flaws == ("django 5.2.0: PYSEC-1, mended in 5.2.1",)
