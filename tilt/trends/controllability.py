"""How far models control their own chain of thought: a straight line through the log-odds by release date.

One measure, one developer, five models in five months: enough for where things stand, too little for a forecast. Where
things stand is the mean over the models now in use, with its error by resampling them, stretched by judgement and down
to what the same measure says of longer traces. The line is drawn and tested; neither its slope nor its prediction is an
input.
"""

from __future__ import annotations

import datetime

import pandas as pd

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import edition, table
from tilt.record.memory import remembered
from tilt.trends import backtest
from tilt.trends.line import LOGIT, YEARS, Line, Measure, fit_line
from tilt.trends.monitor_rates import mean_interval, stretched

CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2026-09-01", "2026-09-16"))

RECENT_DAYS = 183
"""A model counts as in use for half a year."""

CONTROL = Measure("controlled", "fraction", LOGIT, clock=YEARS, least=2, possible=(0.001, 0.999))
"""Share of instructions about its own chain of thought that a model obeys."""


def fit_control(models: pd.DataFrame) -> Line:
    """The line through the log-odds of control, in years. Raises ValueError with fewer than two models."""
    return fit_line(models, CONTROL)


def comparable(until: datetime.date | None = None) -> pd.DataFrame:
    """Models measured alike on short traces, released before `until`, by date."""
    models = table("controllability")
    models = models[models["series"] == "short_traces"]
    if until is not None:
        models = models[models["released"] < pd.Timestamp(until)]
    return models.sort_values("released").reset_index(drop=True)


@remembered
def fit_comparable() -> Line:
    """The line through every comparable model."""
    return fit_control(comparable())


def newest_on_long_traces() -> pd.Series:
    """The row of the newest model measured on long traces."""
    models = table("controllability")
    return models[models["series"] == "long_traces"].sort_values("released").iloc[-1]


def in_use() -> pd.DataFrame:
    """Models measured alike on short traces that came out in the half year before the edition."""
    models, as_of = comparable(), pd.Timestamp(edition().as_of)
    return models[models["released"] > as_of - pd.Timedelta(days=RECENT_DAYS)].reset_index(drop=True)


@derivation("control_trend")
def control_trend() -> Outputs:
    """Control today: the mean over models in use, resampled and stretched, down to the reading on long traces."""
    models, long = in_use(), newest_on_long_traces()
    low, middle, high = mean_interval(models["controlled"].to_numpy(dtype=float))
    least, most = stretched(low, middle, high)
    bottom = float(long["controlled"])
    return {
        "control_today": Derived(
            min(least, bottom),
            most,
            f"The mean of the {len(models)} models of one developer that came out in the half year before the edition "
            f"is {middle:.2f} for traces of about a thousand tokens; resampling the models gives {low:.2f} to "
            f"{high:.2f}, stretched by judgement to twice its width in log-odds, {least:.2f} to {most:.2f}. The low "
            f"end is what the newest model with a figure for about five thousand tokens, {long['model']}, shows: "
            f"{bottom:.3f}.",
            "controllability",
            len(models) + 1,
        )
    }


def predictions() -> pd.DataFrame:
    """The back-test, a row per cut-off and later model, errors in log-odds: see `backtest.backtest`.

    The rival that is linear in the fraction is kept inside 0.001 and 0.999.
    """
    return backtest.backtest(comparable(), CONTROL, CUTOFFS)
