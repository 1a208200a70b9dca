"""Events that dated public questions ask about: their chance in each draw, and what the answer says of a finding.

Where the outcome is random even for somebody who knew the inputs (the next model scatters about the trend, a survey
about the truth), the chance lies between 0 and 1. A draw then speaks for "yes" with that weight and for "no" with the
rest, so that the answer reweights the draws there are and nothing is run again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilt.engine.draws import REPLICATES
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.engine.verdict import holds


@dataclass(frozen=True, eq=False)
class Event:
    """What a claim's draws say of one question.

    `id` is that of its row in `data/forecasts.csv`, `quantity` the name of the model's quantity that is asked about.
    `chance` gives, for a run, the years from the edition's date to the question's and its threshold, the chance in each
    draw that the quantity is at least the threshold by then, shape (draws,). An event that can answer for one threshold
    alone names it by `only`.
    """

    id: str
    quantity: str
    chance: Callable[[Run, float, float], Floats]
    only: Callable[[], float] | None = None


@dataclass(frozen=True)
class Conditioned:
    """A finding's credence among draws that count by their weights.

    `draws` is how many equally weighted draws would say as much (Kish); without any weight there is no credence: NaN.
    """

    credence: float
    draws: float


@dataclass(frozen=True)
class Moved:
    """A finding's credence as it stands, if the answer is yes, and if it is no."""

    finding: str
    title: str
    credence: float
    if_yes: Conditioned
    if_no: Conditioned

    @property
    def size(self) -> float:
        """How far the two answers lie apart, as a share; 0 where one of them cannot come."""
        apart = abs(self.if_yes.credence - self.if_no.credence)
        return float(apart) if np.isfinite(apart) else 0.0


def probability(chance: Floats) -> tuple[float, float]:
    """Mean of the chances and its standard error over the interleaved replicates."""
    shares = chance.reshape(-1, REPLICATES).mean(axis=0)
    return float(chance.mean()), float(shares.std(ddof=1) / np.sqrt(REPLICATES))


def conditioned(held: NDArray[np.bool_], weight: Floats) -> Conditioned:
    """A finding's credence when each draw counts by its weight, shapes (draws,)."""
    total = float(weight.sum())
    if total <= 0:
        return Conditioned(float("nan"), 0.0)
    share = weight / total  # squares of the weights themselves may be too small for a number
    return Conditioned(float(weight[held].sum()) / total, 1 / float((share**2).sum()))


def moved(run: Run, chance: Floats) -> tuple[Moved, ...]:
    """What each finding of a run becomes with either answer, in their order; `chance` is that of "yes" in each draw."""
    found = []
    for finding, effect in zip(run.claim.findings, run.effects, strict=True):
        held = holds(effect, finding.threshold)
        yes, no = conditioned(held, chance), conditioned(held, 1 - chance)
        found.append(Moved(finding.id, finding.title, float(held.mean()), yes, no))
    return tuple(found)
