"""Requests that no browser sends, in any number, over every address there is: see docs/engineering/hostile.md."""
