"""Tables against claims: each serves one."""

from __future__ import annotations

from tilt.check.declared import outlines
from tilt.paths import data
from tilt.record import evidence
from tilt.record.problems import Problem


def unserving() -> list[Problem]:
    """A fault for each table that serves no claim, or one that there is not: its section has no place on the page."""
    slugs = [c.slug for c in outlines()]
    file, allowed, fix = data() / "datapackage.json", ", ".join(slugs), "name the claims that use it under 'claims'"
    return [
        Problem(file, None, "serves no known claim", t.name, value=", ".join(t.claims), allowed=allowed, fix=fix)
        for t in map(evidence.describe, evidence.served())
        if not t.claims or set(t.claims) - set(slugs)
    ]
