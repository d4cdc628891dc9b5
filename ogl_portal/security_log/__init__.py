"""The security log: what a SOC (security operations centre) watches, as JSON lines in the words of ECS.

``events.record`` writes a line, ``listeners`` and ``middleware`` call it, ``handler`` keeps the lines for a while. What
is in them and how to read them is in docs/engineering/security-log.md.
"""
