"""The tables of claim 4’s chapter: what was measured, and what the model makes of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tilt.charts.declared import Table
from tilt.claims.pause_or_accelerate.model import (
    LENT,
    WAYS,
    bought,
    bought_enrolling,
    enrolment_cost,
    gain_accelerating,
    gain_pausing,
)
from tilt.claims.tabled import in_percent, in_words
from tilt.engine.claim import symbol
from tilt.engine.compile import to_numpy
from tilt.engine.draws import normals
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval, Scale
from tilt.record.evidence import table
from tilt.trends import effort, restraint

COST_COLUMN = 107
"""The column of the shared draws that the cost of enrolling reads."""

WAYS_TO_BUY = ("accelerating", "restraint", "enrolling")


def bought_draws(run: Run) -> Mapping[str, Floats]:
    """What a million dollars a year buys in each draw, by WAYS_TO_BUY: per cent of all safety progress to come.

    What enrolling gains rests on three of claim 3's inputs under the run's settings, and on a cost of its own.
    """
    ids = [s.name for s in LENT]
    lent = run.record.values(ids, run.settings, run.draws)
    cost = Interval(*effort.enrolment_cost()).values(Scale.LOG, normals([COST_COLUMN], run.draws)[0])
    symbols = [*(symbol(i) for i in run.claim.inputs), *LENT, enrolment_cost]
    function = to_numpy([*bought.values(), bought_enrolling()], symbols)
    found = function(*list(run.values), *lent, cost)
    return dict(zip(WAYS_TO_BUY, (100 * np.broadcast_to(f, run.draws) for f in found), strict=True))


def best_shares(run: Run) -> Mapping[str, float]:
    """Share of draws in which each of WAYS_TO_BUY gains most."""
    best = np.argmax(np.stack(list(bought_draws(run).values())), axis=0)
    return {name: float((best == k).mean()) for k, name in enumerate(WAYS_TO_BUY)}


def expected_ratios(run: Run) -> Mapping[str, float]:
    """Expected gain of accelerating over expected gain of pausing, by effort, dollar and person."""
    gains = {"accelerating": gain_accelerating, "pausing": gain_pausing()}
    parts = {
        f"{way} {side}": gains[side] / by for way, pair in WAYS.items() for side, by in zip(gains, pair, strict=True)
    }
    means = {name: float(values.mean()) for name, values in run.evaluate(parts).items()}
    return {way: means[f"{way} accelerating"] / means[f"{way} pausing"] for way in WAYS}


def ratios_table(run: Run) -> pd.DataFrame:
    """Gain of accelerating over pausing: how often above one, its median, and the ratio of expected gains."""
    ids = {"effort": "harder", "dollar": "better-buy", "person": "better-use"}
    expected = expected_ratios(run)
    rows = [(run.verdict(id), expected[way], way) for way, id in ids.items()]
    return pd.DataFrame(
        {
            "per": [way for _, _, way in rows],
            "accelerating gains more, % of draws": [round(100 * v.credence) for v, _, _ in rows],
            "median ratio": [10 ** v.quantiles[2] for v, _, _ in rows],
            "ratio of expected gains": [ratio for _, ratio, _ in rows],
        }
    )


def million_table(run: Run) -> pd.DataFrame:
    """What a million dollars a year buys, per cent of safety progress: quantiles, mean, how often it is most."""
    best = best_shares(run)
    rows = []
    for name, values in bought_draws(run).items():
        low, middle, high = (float(q) for q in np.quantile(values, [0.05, 0.5, 0.95]))
        rows.append((name, low, middle, high, float(values.mean()), round(100 * best[name])))
    columns = ["spent on", "5 %", "median, %", "95 %", "expected, %", "best, % of draws"]
    return pd.DataFrame(rows, columns=columns)


def attempts_table(before: bool) -> pd.DataFrame:
    """What was tried, what each row is by the rule, and what came of it."""
    rows = table("restraint_attempts")
    rows = rows[(rows["kind"] == "before_ai") == before].sort_values("proposed_year", kind="stable")
    rows = rows.assign(enacted=rows["enacted"].replace("partial", "in part"))
    columns = ["case", "what", "attempt", "frontier", "proposed_year", "enacted", "acted_year", "ended_year", "years"]
    heads = {
        "attempt": "an attempt by the rule",
        "frontier": "at AI’s frontier",
        "proposed_year": "proposed, year",
        "acted_year": "enacted, year",
        "ended_year": "ended, year",
        "years": "lasted, years",
        "effect": "what came of it",
    }
    return rows[[*columns, "scope", "effect", "grade", "note"]].rename(columns=heads)


def rates_table() -> pd.DataFrame:
    """How often restraint was enacted, with 90 % intervals and the small counts behind them, and forecasts."""
    columns = ["label", "value", "low", "high", "unit", "hits", "n", "years", "used", "grade", "note"]
    heads = {"label": "what", "hits": "counted as enacted", "n": "attempts", "years": "years of exposure"}
    return in_words(table("restraint_rates"), ["value", "low", "high"])[columns].rename(
        columns={**heads, "used": "the default rests on it"}
    )


def polls_table() -> pd.DataFrame:
    """Polls with question and caveat."""
    columns = ["year", "population", "question", "share", "others", "grade", "note"]
    heads = {"population": "who was asked", "question": "what the share said", "others": "other answers"}
    return in_percent(table("restraint_polls"), "share")[columns].rename(columns=heads)


def field_table() -> pd.DataFrame:
    """Counts of people in safety research."""
    heads = {
        "technical_people": "technical, full-time equivalents",
        "technical_low": "low",
        "technical_high": "high",
        "other_people": "governance and field-building, full-time equivalents",
    }
    return table("safety_field")[["year", *heads, "grade"]].rename(columns=heads)


def money_table() -> pd.DataFrame:
    """What is known of either side's money."""
    rows = in_words(table("effort_budgets"), ["value", "low", "high"])
    columns = ["label", "side", "value", "low", "high", "unit", "grade", "note"]
    return rows[columns].rename(columns={"label": "what is counted", "side": "whose effort"})


def foretold_table() -> pd.DataFrame:
    """Restraints enacted in each year, foretold from those before it, with squared errors of the rate and of rivals."""
    names = {"before": "enacted before", "outcome": "came", "error_rate": "error", "error_never": "error of never"}
    return restraint.predictions().rename(columns={**names, "error_last": "of as many as last year"})


TABLES = {
    "ratios": Table("Gain of accelerating over pausing, as a credence and in expectation", ratios_table),
    "million": Table("What a million dollars a year buys", million_table),
    "rates": Table("How often restraint was enacted, with 90 % intervals", rates_table),
    "money": Table("Money and people for safety, for restraint, and against it", money_table),
    "foretold": Table("Restraints at AI’s frontier in each year, foretold from those before it", foretold_table),
}
