"""What every answer tells browsers, whatever is asked and whoever asks."""

from collections.abc import Mapping

SAME_FRAMES = {"DENY": ["'none'"], "SAMEORIGIN": ["'self'"]}


def directives(policy: str) -> dict[str, list[str]]:
    """The parts of a Content-Security-Policy by their names."""
    return {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}


def faults_of_headers(headers: Mapping[str, str]) -> list[str]:
    """What lets a browser run, guess, frame or tell more than it should; empty where all is well."""
    policy = directives(headers.get("Content-Security-Policy", ""))
    scripts = [*policy.get("script-src", []), *policy.get("script-src-attr", []), *policy.get("script-src-elem", [])]
    frame = headers.get("X-Frame-Options", "")
    wrong = {
        "no default-src 'none'": policy.get("default-src") != ["'none'"],
        "scripts from elsewhere or inline": not set(scripts) <= {"'self'", "'none'"},
        "inline handlers": "script-src" in policy and policy.get("script-src-attr") != ["'none'"],
        "two policies of frames": policy.get("frame-ancestors", SAME_FRAMES.get(frame)) != SAME_FRAMES.get(frame, []),
        "X-Content-Type-Options": headers.get("X-Content-Type-Options") != "nosniff",
        "Referrer-Policy": headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"},
        "Cross-Origin-Opener-Policy": headers.get("Cross-Origin-Opener-Policy") != "same-origin",
        "Permissions-Policy": "camera=()" not in headers.get("Permissions-Policy", ""),
    }
    return [fault for fault, is_wrong in wrong.items() if is_wrong]
