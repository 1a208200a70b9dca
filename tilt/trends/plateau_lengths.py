"""How long a plateau of record compute lasts: lognormal gaps between big steps, the last one still open.

Three closed gaps and one open one say little, so the interval is that of the next gap with the uncertainty of both
parameters in it, not of a best fit. The two readings of the record get equal weight.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import optimize, stats
from scipy.special import log_ndtr, ndtr

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.memory import remembered
from tilt.trends.line import DAYS_PER_MONTH
from tilt.trends.record_compute import DATA_UNTIL, READINGS, STEP, Gap, gaps

SPREADS = (0.1, 1.0)
"""Range of the standard deviation of log length: gaps alike to a tenth, up to gaps that differ severalfold."""

LOG_CENTRES = np.linspace(np.log(1.0), np.log(200.0), 401)
LOG_SPREADS = np.linspace(np.log(SPREADS[0]), np.log(SPREADS[1]), 121)


def weights(closed: Sequence[float], still_open: Sequence[float] = ()) -> Floats:
    """Posterior weights, shape (centres, spreads), summing to 1: flat in log centre and, within SPREADS, log spread.

    `closed` and `still_open` are months; an open gap counts by the chance of lasting at least so long.
    """
    centre, spread = LOG_CENTRES[:, None], np.exp(LOG_SPREADS)[None, :]
    log = np.zeros((len(LOG_CENTRES), len(LOG_SPREADS)))
    for months in closed:
        log += -0.5 * ((np.log(months) - centre) / spread) ** 2 - np.log(spread)
    for months in still_open:
        log += log_ndtr((centre - np.log(months)) / spread)
    found = np.exp(log - log.max())
    return np.asarray(found / found.sum())


def chance_shorter(months: float, weight: Floats) -> float:
    """Chance that the next gap is at most so many months long."""
    centre, spread = LOG_CENTRES[:, None], np.exp(LOG_SPREADS)[None, :]
    return float((weight * ndtr((np.log(months) - centre) / spread)).sum())


def quantile(share: float, mixture: Sequence[Floats]) -> float:
    """Months that the next gap stays below with chance `share`, over equally weighted posteriors."""

    def miss(log_months: float) -> float:
        return float(np.mean([chance_shorter(np.exp(log_months), w) for w in mixture])) - share

    return float(np.exp(optimize.brentq(miss, np.log(0.01), np.log(1e5))))


def _months(found: Sequence[Gap], *, still_open: bool) -> list[float]:
    return [g.months for g in found if g.open is still_open]


@remembered
def posteriors() -> tuple[Floats, ...]:
    """The posterior of each reading."""
    return tuple(
        weights(_months(found, still_open=False), _months(found, still_open=True))
        for found in (gaps(reading) for reading in READINGS)
    )


def closes_by(date: datetime.date) -> float:
    """Chance that the open gap ends by a date, given that it has lasted until DATA_UNTIL; both readings alike."""
    found = []
    for reading, weight in zip(READINGS, posteriors(), strict=True):
        last = gaps(reading)[-1]
        until = (date - last.began).days / DAYS_PER_MONTH
        centre, spread = LOG_CENTRES[:, None], np.exp(LOG_SPREADS)[None, :]
        beyond, longer = (log_ndtr((centre - np.log(m)) / spread) for m in (until, last.months))
        found.append(float((weight * -np.expm1(beyond - longer)).sum()))
    return float(np.mean(found))


@derivation("plateaus")
def plateaus() -> Outputs:
    """Length of a plateau: the 90 % interval of the next gap between big steps."""
    low, middle, high = (quantile(q, posteriors()) for q in (0.05, 0.5, 0.95))
    found = {reading: gaps(reading) for reading in READINGS}
    told = "; ".join(
        ", ".join(f"{g.months:.1f}" for g in each if not g.open) + f" months in the set of {reading}"
        for reading, each in found.items()
    )
    open_months = found["2026"][-1].months
    return {
        "plateau_months": Derived(
            low,
            high,
            f"Gaps between steps of at least {STEP:.0f} times in record compute: {told}, and one open for "
            f"{open_months:.1f} months on {DATA_UNTIL:%-d %B %Y}. Lognormal, both readings weighted alike, the open "
            f"gap counted as at least that long: the next gap has median {middle:.1f} months.",
            "record_compute",
            len(found["2026"]),
        )
    }


def maximum_likelihood(found: Sequence[Gap], family: str) -> float:
    """Median months of the `lognormal` or `weibull` that fits best, the open gap right-censored."""
    open_, closed = (_months(found, still_open=flag) for flag in (True, False))
    data: stats.CensoredData = stats.CensoredData(closed, right=open_)
    law = {"lognormal": stats.lognorm, "weibull": stats.weibull_min}[family]
    return float(law(*law.fit(data, floc=0)).median())


def alternatives() -> pd.DataFrame:
    """Median plateau under other choices: step, reading, law. Columns step, reading, closed, open_months, medians."""
    rows = []
    for step in (2.0, STEP, 5.0, 10.0):
        for reading in READINGS:
            found = gaps(reading, step)
            closed = _months(found, still_open=False)
            rows.append(
                {
                    "step": step,
                    "reading": reading,
                    "closed": ", ".join(f"{m:.1f}" for m in closed),
                    "open_months": found[-1].months,
                    "lognormal": maximum_likelihood(found, "lognormal"),
                    "weibull": maximum_likelihood(found, "weibull"),
                }
            )
    return pd.DataFrame(rows)


def gap_forecasts() -> pd.DataFrame:
    """What would have been said of each gap at its start, from the gaps before it: too few to prove anything.

    Columns reading, start, known (gaps known), low, median, high (5, 50 and 95 %), months, open, in_50%, in_90%, and
    errors as absolute log2 ratios of the median and of two rivals: flat (as long as the last), linear (a straight line
    through the lengths so far). An open gap is inside a band that reaches beyond it; it has no error.
    """
    rows = []
    for reading in READINGS:
        found = gaps(reading)
        for k, g in enumerate(found[1:], start=1):
            known = [h.months for h in found[:k]]
            posterior = [weights(known)]
            q = {share: quantile(share, posterior) for share in (0.05, 0.25, 0.5, 0.75, 0.95)}
            linear = known[0] if k == 1 else float(np.polyval(np.polyfit(range(k), known, 1), k))
            rivals = {"trend": q[0.5], "flat": known[-1], "linear": max(linear, 0.1)}
            errors = {f"error_{n}": np.nan if g.open else abs(np.log2(v / g.months)) for n, v in rivals.items()}
            rows.append(
                {
                    "reading": reading,
                    "start": g.start,
                    "known": k,
                    "low": q[0.05],
                    "median": q[0.5],
                    "high": q[0.95],
                    "months": g.months,
                    "open": g.open,
                    "in_50%": g.months <= q[0.75] if g.open else q[0.25] <= g.months <= q[0.75],
                    "in_90%": g.months <= q[0.95] if g.open else q[0.05] <= g.months <= q[0.95],
                }
                | errors
            )
    return pd.DataFrame(rows)
