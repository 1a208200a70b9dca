"""How far models control their own chain of thought: a straight line through the log-odds by release date.

One measure, one developer, five models in five months: enough for where things stand, too little for a forecast. The
line's interval for today is stretched down to what the same measure says of longer traces, and its slope is not used.
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

CUTOFFS = tuple(datetime.date.fromisoformat(d) for d in ("2026-09-01", "2026-09-16"))

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


@derivation("control_trend")
def control_trend() -> Outputs:
    """Control today: the line's prediction, stretched down to the newest reading on long traces."""
    fit, as_of, long = fit_comparable(), edition().as_of, newest_on_long_traces()
    low, centre, high = fit.predict(as_of)
    least = float(long["controlled"])
    return {
        "control_today": Derived(
            min(low, least),
            high,
            f"The line through {fit.n} models of one developer reaches {centre:.2f} on {as_of:%-d %B %Y}, 90 % "
            f"prediction interval {low:.2f} to {high:.2f}, for traces of about a thousand tokens. The low end is what "
            f"the newest model with a figure for about five thousand tokens, {long['model']}, shows: {least:.3f}.",
            "controllability",
            fit.n,
        )
    }


def predictions() -> pd.DataFrame:
    """The back-test, a row per cut-off and later model, errors in log-odds: see `backtest.backtest`.

    The rival that is linear in the fraction is kept inside 0.001 and 0.999.
    """
    return backtest.backtest(comparable(), CONTROL, CUTOFFS)
