"""What draws say of a finding: whether it holds, how often, how sure that is, and the word for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilt.engine.draws import REPLICATES
from tilt.engine.scale import Floats

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILE_NAMES = tuple(f"q{round(100 * p):02d}" for p in QUANTILES)

LIKELIHOOD = (
    (0.99, "virtually certain"),
    (0.95, "extremely likely"),
    (0.9, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.1, "unlikely"),
    (0.05, "very unlikely"),
    (0.01, "extremely unlikely"),
    (-1.0, "exceptionally unlikely"),
)
"""Lower ends of credence and the word for it: the IPCC's likelihood scale (Mastrandrea and others 2010)."""


def likelihood(credence: float) -> str:
    """The word for a credence between 0 and 1."""
    return next(word for least, word in LIKELIHOOD if credence > least or (least == 0.33 and credence == 0.33))


ROUNDING = 1e-9
"""How close to its threshold an effect lies on it, as a share of the threshold or of 1, whichever is larger.

Equal fields give formulas that are equal up to the last places of `exp` and `log`; those must never decide.
"""


def holds(effect: Floats | float, threshold: float) -> NDArray[np.bool_]:
    """Whether a finding holds in each draw: its effect lies above the threshold, neither on it nor by rounding."""
    return np.asarray(effect > threshold + ROUNDING * max(1.0, abs(threshold)))


def credence(effect: Floats, threshold: float) -> tuple[float, float]:
    """Share of draws in which the finding holds and its standard error over the interleaved replicates.

    The error is never given as less than one draw's weight: agreement of all replicates is no proof of certainty.
    """
    ((share, error),) = credences(effect[np.newaxis], [threshold])
    return share, error


def credences(effects: Floats, thresholds: Sequence[float]) -> list[tuple[float, float]]:
    """The same of several findings at once: their effects, shape (findings, draws), and their thresholds."""
    held = np.stack([holds(e, t) for e, t in zip(effects, thresholds, strict=True)])
    shares = held.reshape(len(held), -1, REPLICATES).mean(axis=1)
    errors = shares.std(axis=1, ddof=1) / np.sqrt(REPLICATES)
    least = 1 / held.shape[1]
    return [(float(share), max(float(error), least)) for share, error in zip(held.mean(axis=1), errors, strict=True)]


def by_replicate(effect: Floats, threshold: float) -> Floats:
    """Share of draws in which the finding holds, in each of the interleaved replicates."""
    return _shares(holds(effect, threshold))


def _shares(held: NDArray[np.bool_]) -> Floats:
    shares: Floats = held.reshape(-1, REPLICATES).mean(axis=0)
    return shares


def standard_error(shares: Floats, draws: int) -> float:
    """Standard error of the mean of the replicates' shares, or of their differences; no less than one draw's weight."""
    return max(float(shares.std(ddof=1) / np.sqrt(REPLICATES)), 1 / draws)


@dataclass(frozen=True)
class Verdict:
    """What a scenario says of one finding.

    `credence` is the share of draws in which it holds, `error` the standard error of that share over randomised
    replicates, `quantiles` the effect's at QUANTILES, in `unit`.

    >>> verdict = tilt.verdicts("task-horizons")[0]
    >>> verdict.finding, verdict.unit, verdict.credence > verdict.error
    ('lead', 'months', True)
    """

    claim: str
    finding: str
    statement: str
    credence: float
    error: float
    effect: str
    unit: str
    threshold: float
    quantiles: tuple[float, ...]
    draws: int

    @property
    def word(self) -> str:
        """The IPCC word for the credence."""
        return likelihood(self.credence)

    def as_json(self) -> dict[str, Any]:
        """The stable shape that `tilt verdicts --json` prints."""
        return {
            "claim": self.claim,
            "finding": self.finding,
            "statement": self.statement,
            "credence": self.credence,
            "standard_error": self.error,
            "word": self.word,
            "effect": {
                "name": self.effect,
                "unit": self.unit,
                "threshold": self.threshold,
                "quantiles": dict(zip(QUANTILE_NAMES, self.quantiles, strict=True)),
            },
            "draws": self.draws,
        }
