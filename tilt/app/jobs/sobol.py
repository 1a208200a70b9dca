"""How much of a finding's variance each input accounts for, by itself and together with others (Sobol' indices).

The indices are defined for independent inputs: `tilt.app.jobs.factors` says what is taken together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.stats import sobol_indices

from tilt.app.jobs.asked import Job, claim_of, draws_of, finding_of, run_of
from tilt.app.jobs.factors import Factor, factors, redrawn, together, varies
from tilt.app.jobs.plain import number
from tilt.engine.claim import Finding
from tilt.engine.compile import near, numpy_effect
from tilt.engine.draws import REPLICATES
from tilt.engine.pieces import Pieces, as_part
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.engine.verdict import holds

SIZES = tuple(2**k for k in range(10, 15))
"""Base draws that may be asked for; each factor takes as many evaluations again."""

BLOCK = 2**12
EVALUATING = 0.9
"""Share of the work that evaluations take; estimating takes the rest."""

OUTPUTS = ("effect", "holds")
STILL = {
    "effect": "The effect is the same in every draw: there is no variance to account for.",
    "holds": "The finding holds in every draw, or in none: there is no variance to account for.",
}
ENDLESS = "In some draws the effect has no end, or one beyond all measure: it has no variance to account for."


def sobol(asked: Mapping[str, Any]) -> Job:
    """First-order and total-order Sobol' indices of `finding` of `claim` under `scenario`, from `draws` base draws.

    `draws` is one of SIZES. An input tied to another moves with it, under the other's id. Returns `finding`, `title`,
    `draws`, `evaluations` (of the finding, over all draws), `groups`: what was taken together because it is
    correlated, `ids` and `says`, a sentence; `factors`, the largest total first: `ids`, `labels`, and under `effect`
    and `holds` (whether the finding holds) `first`, `first_error`, `total` and `total_error`, as shares of the
    variance; `sums` of the first-order indices under both, with `error`; and `notes`, a sentence under `effect` or
    `holds` where there are none, which are then None. Errors are standard errors over the draws' replicates; estimates
    are not cut to 0 and 1, so small ones may be negative. Raises RefusedError.
    """
    finding = finding_of(asked, claim_of(asked))
    return work(run_of(asked, draws_of(asked, SIZES)), finding)


def work(run: Run, finding: Finding) -> Job:
    """The same of any run with so many draws."""
    yield 0.0
    found = factors(run)
    used = {s.name for s in finding.effect.free_symbols}
    moving = [f for f in found if used & set(f.moves) and varies(run, f)]
    a, b, ab = yield from as_part(_evaluations(run, finding, moving), 0, EVALUATING)
    indices, notes = {}, {}
    for k, output in enumerate(OUTPUTS):
        part = (EVALUATING + (1 - EVALUATING) * k / 2, EVALUATING + (1 - EVALUATING) * (k + 1) / 2)
        notes[output] = _unshared(output, a[k], b[k])
        if not notes[output]:
            indices[output] = yield from as_part(_indices(a[k], b[k], ab[:, k]), *part)
    rows = [_row(run, f, {o: _of(v, moving, f) for o, v in indices.items()}) for f in found]
    return {
        "finding": finding.id,
        "title": finding.title,
        "draws": run.draws,
        "evaluations": (2 + len(moving)) * run.draws,
        "groups": [{"ids": list(f.ids), "says": together(run, f)} for f in found if len(f.ids) > 1],
        "factors": sorted(rows, key=lambda row: -(row["effect"] or row["holds"] or {"total": 0})["total"]),
        "sums": {o: _sum(indices[o]) if o in indices else None for o in OUTPUTS},
        "notes": notes,
    }


def _evaluations(run: Run, finding: Finding, moving: list[Factor]) -> Pieces[tuple[Floats, Floats, Floats]]:
    """The outputs over the shared draws A, over others B, and over A with each factor from B.

    Shapes (2, draws), (2, draws) and (factors, 2, draws), in the order of OUTPUTS.
    """
    effect, inputs = numpy_effect(run.claim, finding.id), run.claim.inputs
    others = [redrawn(run.record, f.columns) for f in moving]
    whole = redrawn(run.record, frozenset(a.column for a in run.record.assumptions.values()))
    a, b, ab = np.empty((2, run.draws)), np.empty((2, run.draws)), np.empty((len(moving), 2, run.draws))
    block = min(BLOCK, run.draws)
    steps = run.draws // block * (len(moving) + 2)
    done = 0
    for first in range(0, run.draws, block):
        part = slice(first, first + block)

        def put(into: Floats, values: Floats, part: slice = part) -> None:
            into[0, part] = values
            into[1, part] = holds(into[0, part], finding.threshold)

        put(b, effect(*whole.values(inputs, run.settings, block, first=first))[0])
        yield (done := done + 1) / steps
        values = run.record.values(inputs, run.settings, block, first=first)
        moved_to = near(effect, list(values))
        put(a, effect(*values)[0])
        yield (done := done + 1) / steps
        for k, (factor, record) in enumerate(zip(moving, others, strict=True)):
            new = record.values(factor.moves, run.settings, block, first=first)
            put(ab[k], moved_to({inputs.index(id): row for id, row in zip(factor.moves, new, strict=True)})[0])
            yield (done := done + 1) / steps
    return a, b, ab


def _unshared(output: str, a: Floats, b: Floats) -> str:
    """Why an output has no indices, in a sentence; empty where it has."""
    both = np.concatenate([a, b])
    with np.errstate(all="ignore"):  # numbers may be so large that none holds their squares
        endless = not np.isfinite(both.var())
    return ENDLESS if endless else STILL[output] if np.ptp(both) == 0 else ""


def _indices(a: Floats, b: Floats, ab: Floats) -> Pieces[Floats]:
    """First and total index of each factor: estimates over all draws, then over each replicate.

    Shape (1 + REPLICATES, 2, factors). By SciPy, with Saltelli's estimators of 2010.
    """
    found = np.zeros((1 + REPLICATES, 2, len(ab)))
    apart = [v.reshape(-1, REPLICATES).T for v in (a, b)]
    for k, row in enumerate(ab):
        for place, one, two, three in (
            (slice(0, 1), a[None], b[None], row[None]),
            (slice(1, None), *apart, row.reshape(-1, REPLICATES).T),
        ):
            # SciPy cannot do with one factor alone: beside it stands one that moves nothing.
            by = sobol_indices(func={"f_A": one, "f_B": two, "f_AB": np.stack([three, one])}, n=one.shape[1])
            found[place, 0, k], found[place, 1, k] = by.first_order[..., 0], by.total_order[..., 0]
        yield (k + 1) / len(ab)
    return found


def _error(over_replicates: Floats) -> float:
    return float(over_replicates.std(ddof=1) / np.sqrt(REPLICATES))


def _of(indices: Floats, moving: list[Factor], factor: Factor) -> dict[str, float | None]:
    """A factor's indices; exactly nought where nothing that the finding uses moves with it."""
    of = indices[:, :, moving.index(factor)] if factor in moving else np.zeros((1 + REPLICATES, 2))
    return {
        "first": number(of[0, 0]),
        "first_error": number(_error(of[1:, 0])),
        "total": number(of[0, 1]),
        "total_error": number(_error(of[1:, 1])),
    }


def _sum(indices: Floats) -> dict[str, float | None]:
    sums = indices[:, 0].sum(axis=1)
    return {"first": number(sums[0]), "error": number(_error(sums[1:]))}


def _row(run: Run, factor: Factor, found: Mapping[str, dict[str, float | None]]) -> dict[str, Any]:
    labels = [run.assumption(id).label for id in factor.ids]
    return {"ids": list(factor.ids), "labels": labels, **{o: found.get(o) for o in OUTPUTS}}
