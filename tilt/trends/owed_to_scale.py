"""How much of progress is owed to scale: what studies attribute to it, as a range of readings that disagree.

Scale is what a build-out can hold up. Two of the readings come from rates: with compute growing by a factor g a year
and algorithms by a factor a, the share of scale in the growth of effective compute is ln g / (ln g + ln a).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.trends.record_compute import fit_growth, growth_a_year, records

HALVING_MONTHS = (8.0, 5.0, 14.0)
"""Months in which the compute needed for a fixed performance halves, with its range (Ho and others 2024, abstract)."""

ALGORITHMS_LOG_YEAR = (1.265, 0.667, 3.614)
"""Natural log of the yearly gain in efficiency, with its range, as notes quote it from Whitfill and others 2025."""

NEWER_SOURCES = 0.5
"""Judgement: the lower end is halved, for no reading counts the years in which training to reason became a source."""


def share_of_scale(algorithms: float, compute: float) -> float:
    """Share of scale in the growth of effective compute, from natural logs of the yearly factors."""
    return compute / (compute + algorithms)


def from_halving(months: float) -> float:
    """The same from the months in which the compute needed halves, with the growth of record compute."""
    _, growth, _ = growth_a_year(fit_growth(records()))
    return share_of_scale(12 * float(np.log(2)) / months, float(np.log(growth)))


def from_algorithms(log_year: float) -> float:
    """The same from a natural log of yearly efficiency, with the growth of record compute."""
    _, growth, _ = growth_a_year(fit_growth(records()))
    return share_of_scale(log_year, float(np.log(growth)))


def pooled(ranges: Sequence[tuple[float, float]], share: float) -> float:
    """Quantile of equally likely readings, each of them uniform over its own range."""
    grid = np.linspace(0, 1, 20001)
    below = np.mean([np.clip((grid - low) / (high - low), 0, 1) for low, high in ranges], axis=0)
    return float(np.interp(share, below, grid))


def readings() -> list[tuple[float, float]]:
    """The ranges of the attributions in the table."""
    found = table("scale_shares")
    chosen = found[found["kind"] == "attribution"]
    return [(float(r["low"]), float(r["high"])) for r in chosen.to_dict("records")]


@derivation("owed_to_scale")
def owed_to_scale() -> Outputs:
    """Share of progress owed to scale: quantiles over the readings, the lower end halved."""
    ranges = readings()
    low, middle, high = (pooled(ranges, q) for q in (0.05, 0.5, 0.95))
    return {
        "scale_share": Derived(
            NEWER_SOURCES * low,
            high,
            f"{len(ranges)} attributions, each as likely as the next and uniform over its own range, give {low:.2f} to "
            f"{high:.2f} with median {middle:.2f}. The lower end is halved by judgement: none of them counts the years "
            "since 2024, in which training to reason became a source of progress of its own.",
            "scale_shares",
            len(ranges),
        )
    }
