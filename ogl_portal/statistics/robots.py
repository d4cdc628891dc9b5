"""Who asks: a person, or a robot or script on COUNTER's list (Code of Practice, release 5, section 7.8).

The list is the data of the package ``counter-robots``, which follows the official one; updating the package renews it.
Its patterns are compared without regard to upper and lower case: the list writes »bot«, and crawlers call themselves
»CCBot«.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

LISTS = ("robot.txt", "machine.txt")


@cache
def _pattern() -> re.Pattern[str]:
    lines = [line for name in LISTS for line in (files("counter_robots") / "data" / name).read_text().splitlines()]
    return re.compile("|".join(f"(?:{line})" for line in lines if line.strip()), re.IGNORECASE)


@lru_cache(maxsize=1024)  # the list takes a tenth of a millisecond, and readers use few browsers
def is_robot(user_agent: str) -> bool:
    """Whether the name that a browser gives itself is on the list. One that gives no name counts as a robot."""
    return not user_agent.strip() or bool(_pattern().search(user_agent))
