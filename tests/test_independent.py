"""The book against `tests/independent`: the six claims by another hand, from the printed formulas and words alone.

Only numbers pass between the two: intervals, weights, rank correlations and scales go over, effects come back. Each
has its own draws, so credences may differ by both Monte Carlo errors; a quantile of the book has to leave the right
share of the other's draws below it. Fed with the book's draws, the other's formulas have to give the book's effects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.independent import (
    buildout_pauses,
    compute_asymmetry,
    cot_transparency,
    differential,
    pause_or_accelerate,
    sampling,
    task_horizons,
)
from tests.strategies import random_scenarios
from tilt.book import book
from tilt.engine.draws import REPLICATES
from tilt.engine.inputs import SameAs, Stated
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Weights
from tilt.engine.verdict import QUANTILES

CLAIMS = {
    "compute-asymmetry": compute_asymmetry,
    "task-horizons": task_horizons,
    "buildout-pauses": buildout_pauses,
    "pause-or-accelerate": pause_or_accelerate,
    "cot-transparency": cot_transparency,
    "differential": differential,
}

SUMMED = {"compute-asymmetry", "differential"}
"""Claims with populations: the book adds them up at fixed nodes, the other integrates."""

NODE_ERROR = 0.005
"""What the nodes are off by, relative, at the default: docs/decisions/022-populations.md, claim 6's model."""

WIDE_ERROR = 0.03
"""The same as a root mean square where populations are as wide as their bounds allow."""

YEARS_ERROR = 0.001
"""What the book's few nodes of time are off by in a typical draw, in a mean over years."""

SCENARIOS = 50

FLOOR = 0.0015
"""Differences in credence of less than this are none."""

LIMIT = 3.0
"""Standard errors that one difference may have."""

FURTHEST, BEYOND = 5.0, 0.02
"""Of a thousand right comparisons a few lie beyond `LIMIT`, for the error itself is known from sixteen replicates only:
no more than the share `BEYOND` may, and none beyond `FURTHEST`."""


@dataclass(frozen=True)
class Difference:
    """A credence or a share below a quantile: what the book has, what the other has, and the error of both."""

    what: str
    theirs: float
    ours: float
    error: float

    @property
    def errors(self) -> float:
        """The difference in standard errors."""
        return max(0.0, abs(self.theirs - self.ours) / max(self.error, FLOOR / LIMIT))


def of(id: str, setting: Stated) -> sampling.Stated:
    """The numbers that are stated of an input."""
    if isinstance(setting, SameAs):
        return sampling.Stated("", same_as=setting.id)
    if isinstance(setting, Weights):
        return sampling.Stated("choice", weights=setting.shares)
    return sampling.Stated(book().record.assumptions[id].scale.value, (setting.low, setting.high))


def correlations() -> list[sampling.Tied]:
    """The numbers that are stated of correlations, options by their places."""
    options = {id: a.options for id, a in book().record.assumptions.items()}
    return [
        sampling.Tied(c.between, c.rank, c.when and (c.when[0], options[c.when[0]].index(c.when[1])))
        for c in book().record.correlations
    ]


@cache
def normals(slug: str, size: int) -> sampling.Draws:
    """A claim's own standard normals: they serve all scenarios."""
    return sampling.standard_normals(book().claim(slug).inputs, size, seed=20261126)


def effects(run: Run, size: int) -> sampling.Draws:
    """Effects by the other implementation, in so many draws a replicate, under a run's settings."""
    slug = run.claim.slug
    stated = {id: of(id, run.settings[id]) for id in run.claim.inputs}
    return CLAIMS[slug].effects(sampling.sample(normals(slug, size), stated, correlations()))


def share(true: np.ndarray) -> tuple[float, float]:
    """Share of draws, and its standard error, from one row a replicate."""
    shares = true.mean(axis=1)
    return float(shares.mean()), float(shares.std(ddof=1) / np.sqrt(len(shares)))


def compared(run: Run, size: int, name: str) -> Iterator[Difference]:
    """The credence and every quantile of every finding under a run's settings."""
    found, off = effects(run, size), NODE_ERROR if run.claim.slug in SUMMED else 1e-9
    for verdict in run.verdicts:
        ours = found[verdict.finding].reshape(sampling.REPLICATES, -1)
        theirs = run.effect(verdict.finding).reshape(-1, REPLICATES).T
        what = f"{name}: {verdict.claim} {verdict.finding}"
        rounding = 1e-9 * max(1.0, abs(verdict.threshold))
        held, error = share(ours > verdict.threshold + rounding)
        yield Difference(what, verdict.credence, held, float(np.hypot(error, verdict.error)))
        for level, q in zip(QUANTILES, verdict.quantiles, strict=True):
            slack = off * max(abs(q), 0.1)
            below, error_below = share(ours < q - slack)
            upto, error_upto = share(ours <= q + slack)
            error = np.hypot(max(error_below, error_upto), share(theirs <= q)[1])
            yield Difference(f"{what} at {level}", level, min(max(level, below), upto), float(error))


def settings(slug: str) -> Iterator[tuple[str, Mapping[str, Stated]]]:
    """Every named scenario of the book that touches a claim, then random ones."""
    inputs = book().claim(slug).inputs
    for name, scenario in book().record.scenarios.items():
        if set(inputs) & set(scenario.settings):
            yield name, scenario.settings
    for k, changes in enumerate(random_scenarios(book().record, inputs, 400, seed=13)[-SCENARIOS:]):
        yield f"random {k}", changes


def test_the_other_hand_takes_nothing_from_the_book():
    files = sorted(Path(sampling.__file__).parent.glob("*.py"))
    assert len(files) > len(CLAIMS)
    assert not [f.name for f in files if re.search(r"^\s*(from|import) tilt", f.read_text("utf-8"), re.MULTILINE)]


@pytest.mark.original
@pytest.mark.parametrize("slug", CLAIMS)
def test_the_default_agrees(slug):
    differences = list(compared(book().run(slug), 2048 if slug not in SUMMED else 512, "default"))
    assert not [d for d in differences if d.errors > LIMIT]


@pytest.mark.original
@pytest.mark.parametrize("slug", CLAIMS)
def test_scenarios_agree(slug):
    size = 64 if slug in SUMMED else 256
    differences = [
        d
        for name, changes in settings(slug)
        for d in compared(book().run(slug, changes, size * sampling.REPLICATES), size, name)
    ]
    assert len(differences) >= SCENARIOS * len(book().claim(slug).findings) * (1 + len(QUANTILES))
    assert not [d for d in differences if d.errors > FURTHEST]
    beyond = [d for d in differences if d.errors > LIMIT]
    assert len(beyond) <= BEYOND * len(differences), beyond


def anywhere(slug: str) -> Sequence[Mapping[str, Stated]]:
    """The default, every input in the corners of its bounds, and random settings."""
    inputs = book().claim(slug).inputs
    return random_scenarios(book().record, inputs, 3 * len(inputs) + SCENARIOS, seed=17)


def in_the_same_draws(slug: str, changes: Mapping[str, Stated]) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Each finding's effects by both in the book's draws of the inputs, which alone go over: its name, ours, theirs."""
    run = book().run(slug, changes, 256)
    with np.errstate(over="ignore"):
        found = CLAIMS[slug].effects(dict(zip(run.claim.inputs, run.values, strict=True)))
    for finding, theirs in zip(run.claim.findings, run.effects, strict=True):
        yield finding.id, found[finding.id], theirs


@pytest.mark.parametrize("slug", sorted(CLAIMS.keys() - SUMMED))
def test_formulas_agree_in_every_draw(slug):
    for changes in anywhere(slug):
        for finding, ours, theirs in in_the_same_draws(slug, changes):
            np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-7, err_msg=f"{finding}: {changes}")


@pytest.mark.original
@pytest.mark.parametrize("slug", sorted(SUMMED))
def test_formulas_agree_in_every_draw_but_for_the_nodes(slug):
    """Where the experiments of a field hardly differ, fixed nodes are exact too, but for those that a cap parts."""
    alike = {id: Interval(0.1, 0.1) for id in book().claim(slug).inputs if id.endswith("_run_spread")}
    for changes in anywhere(slug)[::4]:
        for narrow in ({}, alike):
            for finding, ours, theirs in in_the_same_draws(slug, {**changes, **narrow}):
                off = np.abs(ours - theirs) / np.maximum(np.abs(theirs), 0.1)
                assert np.sqrt(np.mean(off**2)) < WIDE_ERROR, (finding, changes, narrow)
                if narrow:
                    assert np.median(off) < (YEARS_ERROR if finding == "cumulative" else 1e-6), (finding, changes)
