"""The log that makes loading and importing repeatable: what was written, and whether somebody has touched it since."""
