"""The nearest flip of each finding of a claim, worked out once for what it rests on and read from the user's cache."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from platformdirs import user_cache_path

from tilt.engine.readings import specifications
from tilt.engine.run import Run
from tilt.engine.sensitivity import Flip
from tilt.record.keeping import keep, read_kept
from tilt.record.kept import address

KEPT = 16
"""How many states of a claim stay on disk: two of them are compared at a time."""


def kept_flips(run: Run) -> dict[str, Flip | None]:
    """By finding, the single input that turns it soonest: see `Run.nearest_flip`."""
    path = user_cache_path("tilt") / "flips" / run.claim.slug / f"{_address(run)}.json"
    plain = read_kept(path)
    if isinstance(plain, dict) and set(plain) == {f.id for f in run.claim.findings}:
        return {finding: Flip(**flip) if flip else None for finding, flip in plain.items()}
    found = {f.id: run.nearest_flip(f.id) for f in run.claim.findings}
    keep(path, {finding: flip and asdict(flip) for finding, flip in found.items()}, KEPT)
    return found


def _address(run: Run) -> str:
    """Digits of all that the flips rest on: what readings do, what the run sets, bounds, and mixes under choices."""
    rests = address(run.claim, run.record, specifications(run.claim, run.record), run.draws)
    ids = sorted({*run.claim.inputs, *run.owners.values()})
    inputs = [(id, repr(run.settings[id]), repr(run.assumption(id).bounds), run.record.mixes(id)) for id in ids]
    return hashlib.sha256(repr((rests, inputs, run.held)).encode()).hexdigest()[:20]
