"""How often the effect of a finding is larger than x, for x along its range: the whole curve behind a credence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.app.jobs.asked import Job, claim_of, draws_of, finding_of, run_of
from tilt.app.jobs.plain import number
from tilt.engine.claim import Finding
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.engine.verdict import ROUNDING

POINTS = 201
"""Places at which the curve is told, at most."""

TAILS = (0.001, 0.999)
"""Quantiles of the effect between which it is told."""

COUNTING = 0.1
"""What is left of the work once all draws are evaluated: sorting and counting them."""

ENDLESS = "In some draws the effect has no end; the curve is told where it has."


def exceedance(asked: Mapping[str, Any]) -> Job:
    """The share of draws in which the effect of `finding` of `claim` under `scenario` exceeds x, over `draws` draws.

    Returns `finding`, `title`, `effect` (its name), `unit`, `draws`, `points`: at most POINTS pairs of x and share, x
    ascending from the 0.1 % to the 99.9 % quantile in the effect's unit, with the threshold among them where it lies
    between; `threshold`, `credence` and its standard `error`; and `note`, a sentence where something is left out, else
    empty. Raises RefusedError.
    """
    finding = finding_of(asked, claim_of(asked))
    return _work(run_of(asked, draws_of(asked)), finding)


def _work(run: Run, finding: Finding) -> Job:
    for share in run.work():
        yield (1 - COUNTING) * share
    effect, verdict = run.effect(finding.id), run.verdict(finding.id)
    yield 1 - COUNTING / 2
    ordered = np.sort(effect)
    points = places(ordered, finding.threshold)
    shares = exceeding(ordered, points)
    return {
        "finding": finding.id,
        "title": finding.title,
        "effect": finding.effect_name,
        "unit": finding.unit,
        "draws": run.draws,
        "points": [[float(x), float(share)] for x, share in zip(points, shares, strict=True)],
        "threshold": finding.threshold,
        "credence": verdict.credence,
        "error": number(verdict.error),
        "note": "" if np.isfinite(ordered).all() else ENDLESS,
    }


def places(ordered: Floats, threshold: float) -> Floats:
    """Where a curve is told: half the places evenly along the axis, half along the draws, each once, ascending.

    Evenly along the axis alone, a long tail would leave its steep part a step; along the draws alone, the tail empty.
    `ordered` are draws in ascending order, those without an end left aside; of no draws there are no places.
    """
    finite = ordered[np.isfinite(ordered)]
    if not len(finite):
        return finite
    low, high = np.quantile(finite, TAILS)
    even = np.linspace(low, high, POINTS // 2 + 1)
    if low < threshold < high:
        inner = even[1:-1]
        inner[np.abs(inner - threshold).argmin()] = threshold
    return np.unique(np.concatenate([even, np.quantile(finite, np.linspace(*TAILS, POINTS // 2))]))


def exceeding(ordered: Floats, points: Floats) -> Floats:
    """The share of draws, in ascending order, that lie above each place, by the rule of `tilt.engine.verdict.holds`."""
    on = points + ROUNDING * np.maximum(1.0, np.abs(points))
    return np.asarray(1 - np.searchsorted(ordered, on, side="right") / len(ordered))
