"""A claim's readings, worked out once for what they rest on and read from the user's cache after.

They rest on the formulas, on what the inputs and specifications are set to, and on the engine: a file's address is made
of these, so another table or chapter makes nothing new, and a moved interval makes the claims that use it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp
from platformdirs import user_cache_path

from tilt.engine.claim import Claim
from tilt.engine.digest import digest
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Record, SameAs, Stated
from tilt.engine.readings import LIMIT, ClaimReadings, FindingReadings, readings, specifications
from tilt.engine.specification import Specification
from tilt.fingerprint import fingerprint
from tilt.paths import PACKAGE
from tilt.record.keeping import keep, read_kept

KEPT = 8
"""How many states of a claim stay on disk: a reader's, and a few that a forker goes back to."""

_held: dict[str, ClaimReadings] = {}
"""What this process has asked for, by address: a few kilobytes each."""


def kept_readings(
    claim: Claim, record: Record, draws: int = PAGE_DRAWS, tell: Callable[[float], object] = lambda _: None
) -> ClaimReadings:
    """A claim's readings at the book's defaults: see `tilt.engine.readings.readings`."""
    specs = specifications(claim, record)
    at = address(claim, record, specs, draws)
    if at not in _held:
        path = user_cache_path("tilt") / "readings" / claim.slug / f"{at}.json"
        _held[at] = _found(path, claim, specs) or _made(path, claim, record, draws, tell)
    return _held[at]


def _found(path: Path, claim: Claim, specs: Iterable[Specification]) -> ClaimReadings | None:
    """What is kept there; None where it is not there yet, or half of it."""
    with suppress(ValueError, TypeError, KeyError):
        return _from_plain(read_kept(path), claim, {s.id: s for s in specs})
    return None


def _made(
    path: Path, claim: Claim, record: Record, draws: int, tell: Callable[[float], object]
) -> ClaimReadings:  # fmt: skip
    found = readings(claim, record, draws, tell)
    keep(path, _plain(found), KEPT)
    return found


def _plain(found: ClaimReadings) -> dict[str, Any]:
    return {
        "specifications": [s.id for s in found.specifications],
        "left_out": [s.id for s in found.left_out],
        "draws": found.draws,
        "findings": [
            {"finding": f.finding, "on": [s.id for s in f.specifications], "credences": f.credences.tolist(),
             "error": f.error}
            for f in found.findings
        ],
    }  # fmt: skip


def _from_plain(plain: Mapping[str, Any], claim: Claim, specs: Mapping[str, Specification]) -> ClaimReadings:
    findings = []
    for f in plain["findings"]:
        on, credences = tuple(specs[id] for id in f["on"]), np.array(f["credences"], dtype=float)
        if credences.shape != tuple(len(s.options) for s in on):
            msg = f"{f['finding']} has readings of shape {credences.shape}"
            raise ValueError(msg)
        findings.append(FindingReadings(f["finding"], on, credences, f["error"]))
    taken, left = (tuple(specs[id] for id in plain[name]) for name in ("specifications", "left_out"))
    return ClaimReadings(claim.slug, taken, left, tuple(findings), plain["draws"])


def address(claim: Claim, record: Record, specs: Iterable[Specification], draws: int) -> str:
    """Twenty hexadecimal digits of all that the readings rest on."""
    told = [
        (s.id, [(o.id, sorted((id, repr(v)) for id, v in o.changes.items())) for o in s.options]) for s in specs
    ]  # fmt: skip
    ids = [*claim.inputs, *_ties(claim, specs)]
    inputs = [
        (a.id, str(a.scale), repr(a.default), a.column, a.options, record.mix(a.id))
        for a in (record.assumptions[id] for id in ids)
    ]
    rest = repr((_engine(), _formulas(claim), inputs, told, draws, LIMIT))
    return hashlib.sha256(rest.encode()).hexdigest()[:20]


def _ties(claim: Claim, specs: Iterable[Specification]) -> list[str]:
    """Inputs of other claims whose value one of this claim takes in some reading."""
    settings: list[Stated] = [s for spec in specs for o in spec.options for s in o.changes.values()]
    return sorted({s.id for s in settings if isinstance(s, SameAs)} - set(claim.inputs))


@cache
def _engine() -> str:
    """The engine's own state: of the code that this process runs."""
    return fingerprint([PACKAGE / "engine"])


@cache
def _formulas(claim: Claim) -> str:
    """The state of a claim's findings: their formulas and thresholds."""
    seen: dict[sp.Basic, str] = {}
    return repr([(f.id, f.threshold, digest(f.effect, seen)) for f in claim.findings])
