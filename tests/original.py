"""The original edition's numbers: tests of them are marked `original`, and in a fork with other data they may differ.

A marked test runs everywhere. Where it fails and the book's data are not those recorded in `original.json`, it is
skipped, and says that the number is the original edition's. Where they are the recorded ones, a failure is a failure.

A fork may also have taken claims out: what then fails for want of one that is on record is skipped too.

Whoever keeps the original records its data anew when they change: `python -m tests.original`. So that this cannot be
forgotten, `TILT_ORIGINAL=1`, which the original's workflow sets and a fork's does not, fails on an old record, and
then no marked test is skipped.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tilt.book import book
from tilt.engine.inputs import Record, SameAs, Stated
from tilt.engine.scale import numbers

RECORD = Path(__file__).with_name("original.json")
WANTED = "TILT_ORIGINAL"
"""Set where the data have to be the recorded ones."""

SAYS = "the original edition's number: this fork's data differ from those in tests/original.json, so it may move"


def digest(of: Record) -> str:
    """Twenty hexadecimal digits of what the numbers rest on: every input's default and bounds, ties, and scenarios.

    Words are no part of it, and values count to six digits, so that a machine's last places do not.
    """
    told = {
        "inputs": {
            a.id: [a.claim, str(a.scale), _told(a.default), [_short(v) for v in a.bounds.numbers], list(a.options)]
            for a in of.assumptions.values()
        },
        "correlations": sorted(repr((c.between, c.when, _short(c.rank))) for c in of.correlations),
        "scenarios": {s.name: {id: _told(v) for id, v in s.settings.items()} for s in of.scenarios.values()},
        "readings": {
            slug: {s.id: {o.id: {id: _told(v) for id, v in o.changes.items()} for o in s.options} for s in specs}
            for slug, specs in of.readings.items()
        },
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


def _told(stated: Stated) -> object:
    return f"@{stated.id}" if isinstance(stated, SameAs) else [_short(v) for v in numbers(stated)]


def _short(value: float) -> str:
    return f"{value:.6g}"


def recorded() -> str:
    """The digest on record."""
    found: str = json.loads(RECORD.read_text(encoding="utf-8"))["data"]
    return found


def claims() -> Mapping[str, Sequence[str]]:
    """The claims on record, each with its own inputs."""
    found: dict[str, list[str]] = json.loads(RECORD.read_text(encoding="utf-8"))["claims"]
    return found


@cache
def taken_out() -> tuple[str, ...]:
    """Claims on record that the book no longer has."""
    return tuple(sorted(set(claims()) - {c.slug for c in book().claims}))


def missed(said: str) -> str:
    """Which claim that was taken out an error's words speak of, if any: its name, its module or one of its inputs."""
    for claim in taken_out():
        names = "|".join([claim, claim.replace("-", "_"), *claims()[claim]])
        if re.search(rf"\b({names})\b", said):
            return claim
    return ""


@cache
def forked() -> bool:
    """Whether the book's data are others than those on record, and may be."""
    return not os.environ.get(WANTED) and digest(book().record) != recorded()


def write() -> None:
    """Record today's data."""
    of = book()
    own: dict[str, list[str]] = {c.slug: [] for c in of.claims}
    for a in of.record.assumptions.values():
        own[a.claim].append(a.id)
    told = {"edition": of.record.edition.name, "data": digest(of.record), "claims": own}
    RECORD.write_text(f"{json.dumps(told, indent=1)}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
