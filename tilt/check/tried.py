"""Claims whose formulas were tried out and passed, kept in the user's cache under all that the trial rests on."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

from tilt.engine.claim import Claim
from tilt.engine.inputs import Record
from tilt.fingerprint import fingerprint
from tilt.paths import PACKAGE

KEPT = 64
"""How many states of all claims are remembered, the latest: a note of each is an empty file."""


def tried_before(claim: Claim, record: Record) -> bool:
    """Whether the claim passed with these very formulas and bounds, under this code and these libraries."""
    return _note(claim, record).exists()


def passed(claim: Claim, record: Record) -> None:
    """Remember that it did. Where nothing can be written it is tried again next time."""
    note = _note(claim, record)
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
        for old in sorted(note.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)


def _note(claim: Claim, record: Record) -> Path:
    inputs = [
        (a.id, str(a.scale), repr(a.bounds), a.column, a.options, record.mix(a.id), record.mixes(a.id))
        for a in (record.assumptions[id] for id in claim.inputs)
    ]
    rest = repr((_code(), claim.slug, record.edition.year, inputs))
    return user_cache_path("tilt") / "tried" / hashlib.sha256(rest.encode()).hexdigest()[:20]


@cache
def _code() -> str:
    """The state of the code that writes, compiles and tries formulas: the one this process runs."""
    return fingerprint([PACKAGE / "engine", PACKAGE / "claims", PACKAGE / "check"])
