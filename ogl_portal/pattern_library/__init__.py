"""The pattern library: every component of the public site on one page, with samples, for staff (/muster/)."""
