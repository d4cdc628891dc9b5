"""What a person recognises an open session by: »Firefox unter Windows«, and no more than that of a browser's line."""

# The first that is found; others pretend to be Chrome, and Chrome pretends to be Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def describe(user_agent: str) -> str:
    """The browser and its system in words, where they are known."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Unbekannter Browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} unter {system}" if system else browser
