"""Which moved conclusions a changelog owns up to: lines under "Conclusions that moved" that name the finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEADING = "conclusions that moved"
TITLE = re.compile(r"^(#+)\s*(.*?)\s*#*\s*$")


def lines(changelog: str) -> Iterator[str]:
    """The lines below each heading of that name, up to the next of its level or above."""
    inside = 0
    for line in changelog.splitlines():
        if title := TITLE.match(line):
            level = len(title[1])
            if title[2].strip("*_ ").lower() == HEADING:
                inside = level
            elif level <= inside:
                inside = 0
        elif inside and line.strip():
            yield line.strip()


def names(line: str, slug: str, number: int, finding: str, alone: bool) -> bool:
    """Whether a line names a finding: `slug/id`, the claim's number and `id`, or, where no other claim has it, `id`."""
    id = re.escape(finding)
    forms = [rf"\b{re.escape(slug)}`?\s*/?\s*`?{id}(?![\w-])", rf"(?<!\d){number}\s*`{id}`"]
    return any(re.search(form, line) for form in [*forms, *([rf"`{id}`"] if alone else [])])
