"""Inside a plateau: how use spreads and what it is worth, how soon models could come, how sites stagger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.small_samples import means_of_kinds, medians, widened

SITES_UNTIL = datetime.date(2026, 8, 3)
"""Date of the sites' data: later first operations are plans."""


def time_constant(share_from: float, share_to: float, months: float) -> float:
    """Months tau of saturation 1 - exp(-t/tau) that takes use from one share to another in so many months."""
    return float(months / np.log((1 - share_from) / (1 - share_to)))


WIDER = {"adoption": 1.5, "cycles": 1.25, "uplift": 1.25}
"""Judgement: how far each end is moved out, as a factor, because the figures are those that somebody published."""


@derivation("adoption")
def adoption() -> Outputs:
    """How fast use spreads: the interval of the median time constant."""
    curves = table("adoption").dropna(subset=["months"])
    found = [time_constant(r["share_from"], r["share_to"], r["months"]) for r in curves.to_dict("records")]
    low, middle, high = widened(medians(found), WIDER["adoption"])
    return {
        "adoption_months": Derived(
            low,
            high,
            f"The median of {len(found)} time constants, from {min(found):.1f} to {max(found):.1f} months, is "
            f"{middle:.1f}. The ends are the 5 % and 95 % quantiles of resampled medians, moved out by half each way "
            "by judgement: five of the curves are of two firms, and all but one count work and not people.",
            "adoption",
            len(found),
        )
    }


@derivation("cycles")
def cycles() -> Outputs:
    """Months between big steps if nothing had to be built: three kinds of figures that bound it."""
    rows = table("cycle_times")
    kinds = {str(k): list(v) for k, v in rows.groupby("kind")["months"]}
    low, middle, high = widened(means_of_kinds(kinds), WIDER["cycles"])
    return {
        "unpaused_months": Derived(
            low,
            high,
            f"{len(rows)} figures of {len(kinds)} kinds, each kind counting alike: from a running site to a release, "
            f"between a laboratory’s flagships, and a model of others. Their mean is {middle:.1f} months; the ends are "
            "the 5 % and 95 % quantiles of resamples, moved out by a quarter each way by judgement, since which of the "
            "kinds would set the pace of big steps is not observed.",
            "cycle_times",
            len(rows),
        )
    }


@derivation("uplift")
def uplift() -> Outputs:
    """Output with AI over output without: four kinds of evidence that disagree."""
    rows = table("uplift")
    kinds = {str(k): list(v) for k, v in rows.groupby("kind")["ratio"]}
    low, middle, high = widened(means_of_kinds(kinds), WIDER["uplift"])
    means = {k: float(np.exp(np.log(v).mean())) for k, v in kinds.items()}
    return {
        "uplift": Derived(
            low,
            high,
            f"{len(rows)} figures of {len(kinds)} kinds, each kind counting alike: {means['trial']:.2f} in trials, "
            f"{means['output']:.2f} in releases, {means['outside estimate']:.2f} by an outside estimate and "
            f"{means['self-report']:.2f} by self-report. Their mean is {middle:.2f}; the ends are the 5 % and 95 % "
            "quantiles of resamples, moved out by a quarter each way by judgement: trials used older tools and left "
            "out work that people would not do without AI, and self-reports overstate.",
            "uplift",
            len(rows),
        )
    }


def build_times(since: datetime.date = datetime.date(2023, 1, 1)) -> Mapping[str, float]:
    """Quartiles of months from start of construction to first operation, sites begun `since`; unfinished ones censored.

    Kaplan-Meier. Keys q25, q50, q75, sites, finished.
    """
    sites = table("building_sites")
    sites = sites[sites["started"] >= pd.Timestamp(since)]
    done = (sites["first_status"] == "observed").to_numpy()
    ends = sites["first_operation"].where(done, pd.Timestamp(SITES_UNTIL))
    months = (ends - sites["started"]).dt.days.to_numpy(dtype=float) / DAYS_PER_MONTH
    curve = stats.ecdf(stats.CensoredData.right_censored(months, ~done)).cdf
    reached = {f"q{q:.0f}": float(curve.quantiles[np.argmax(curve.probabilities >= q / 100)]) for q in (25, 50, 75)}
    return reached | {"sites": float(len(sites)), "finished": float(done.sum())}


def largest_site_gaps() -> pd.Series:
    """Months between observed steps of the largest single site."""
    steps = table("largest_site")
    days = steps.loc[steps["status"] == "observed", "day"].drop_duplicates().sort_values()
    return days.diff().dropna().dt.days / DAYS_PER_MONTH
