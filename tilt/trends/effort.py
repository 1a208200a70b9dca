"""What safety and restraint have and spend, how much safety work is capability work, how the field has grown."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtri

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import row, table
from tilt.trends import backtest
from tilt.trends.line import LN, YEAR_COUNTS, Line, Measure, fit_line
from tilt.trends.resampled import again

CUTOFFS = (2021, 2023, 2025)
"""Years from which on counts are foretold from those before: counts exist for a handful of years only."""

FIELD = Measure("technical_people", "people", LN, when="year", clock=YEAR_COUNTS, label=None, least=2)
"""People in technical safety."""


RESAMPLES = 20_000
SEED = 20261101

WIDENING = 2.0
"""How much wider, in log-odds, the free share is taken than its resampling says: a judgement."""

DAYS_AT_WORK, HOURS_AT_WORK = 220, 8
"""Working days of a year and hours of one: a judgement, to turn spending by day or hour into a year's."""


def budget(id: str, column: str = "value") -> float:
    """A cell of `effort_budgets` in the row's unit. Raises KeyError for an id it does not have."""
    return float(table("effort_budgets").set_index("id")[column].to_dict()[id])


@derivation("effort")
def effort() -> Outputs:
    """What is spent a year on safety and on restraint, from the table's readings that stand on a text."""
    total, foundation = budget("ecosystem"), budget("foundation")
    people, broad = budget("technical_people"), budget("broad_people")
    head = total / broad
    spent, goal, share = budget("one_race"), budget("pac_goal"), budget("advocacy_share")
    other, per_advocate = budget("other_people"), budget("per_advocate")
    return {
        "safety_budget": Derived(
            people * head,
            total + foundation,
            f"Low: the {people:,.0f} technical people counted, at the {head:,.0f} USD a head that one author’s total "
            f"of {total / 1e9:g} billion means for {broad:,.0f} people. High: that total and one foundation’s plan of "
            f"{foundation / 1e9:g} billion, as if all of it were for safety.",
            "effort_budgets",
            4,
        ),
        "restraint_budget": Derived(
            spent,
            goal + share * total,
            f"Low: {spent / 1e6:g} million that one network spent on one race. High: its goal of {goal / 1e6:g} "
            f"million, and {share:g} of the safety total for other advocacy.",
            "effort_budgets",
            4,
        ),
        "safety_people": Derived(
            people,
            broad,
            f"Low: the {people:,.0f} people counted in technical safety, laboratories and universities undercounted. "
            f"High: a broad count of {broad:,.0f} in all of AI safety.",
            "effort_budgets",
            2,
        ),
        "restraint_people": Derived(
            other / (1 + per_advocate),
            other,
            f"High: all {other:,.0f} people in AI safety whose work is not technical. Low: those of them who advocate, "
            f"at {per_advocate:g} researchers for each.",
            "effort_budgets",
            2,
        ),
    }


def enrolment_cost() -> tuple[float, float]:
    """What it costs in agents that one person uses them fully, USD a year: a 90 % interval.

    Low: as many agents as one study set on a problem, at its price, in working hours. High: the mean of a lognormal
    with OpenAI's median and 90th percentile, since the few who use most carry the mean.
    """
    spend = {r["id"]: float(r["value"]) for r in table("agent_spend").to_dict("records")}
    low = spend["aar_agents"] * spend["aar_agent_hour"] * HOURS_AT_WORK
    spread = np.log(spend["openai_p90"] / spend["openai_median"]) / ndtri(0.9)
    return low * DAYS_AT_WORK, float(spend["openai_median"] * np.exp(spread**2 / 2)) * DAYS_AT_WORK


def area_shares() -> pd.DataFrame:
    """One less the mean positive correlation with capability, by area: columns area, benchmarks, free."""
    rows = table("benchmark_entanglement")
    bound = rows.assign(bound=rows["correlation"].clip(lower=0))
    found = bound.groupby("area", sort=False)["bound"].agg(["count", "mean"]).reset_index()
    return pd.DataFrame({"area": found["area"], "benchmarks": found["count"], "free": 1 - found["mean"]})


@derivation("entanglement")
def entanglement() -> Outputs:
    """Share of the safety field's progress that is not capability: the mean over areas, drawn again, and widened."""
    areas = area_shares()
    free = areas["free"].to_numpy(dtype=float)
    drawn = again(free, RESAMPLES, SEED).mean(axis=1)
    middle, ends = logit(free.mean()), logit(np.quantile(drawn, [0.05, 0.95]))
    low, high = (float(expit(middle + WIDENING * (end - middle))) for end in ends)
    n = int(areas["benchmarks"].sum())
    return {
        "not_entangled": Derived(
            low,
            high,
            f"One less the mean positive rank correlation with capability: {free.mean():.2f} over {len(areas)} areas "
            f"with {n} benchmarks. Areas drawn again, and the interval made {WIDENING:g} times as wide in log-odds, a "
            f"judgement: benchmarks are not research, and nobody has counted how much work each area gets.",
            "benchmark_entanglement",
            n,
        )
    }


@derivation("growth")
def progress_growth() -> Outputs:
    """By how much safety progress grows a year, as a logarithmic rate, from how the field's people have grown."""
    _, high = growth().slope_interval()
    own, exponent = budget("field_growth"), float(row("returns_estimates", "parallel")["value"])
    return {
        "growth": Derived(
            exponent * float(np.log1p(own)),
            2 * high,
            f"Low: people grow by the {100 * own:.0f} % a year of the counts’ own source, and progress as their number "
            f"to the power {exponent:g}, labour alone. High: people grow by {high:.2f} in logarithms, the upper end of "
            f"our line through {growth().n} counts, progress as their number, and as much again for what AI adds to "
            f"each, a judgement.",
            "safety_field",
            growth().n,
        )
    }


def growth(until: int | None = None) -> Line:
    """The line through the log of the people in technical safety, in years, over counts up to `until`.

    Raises ValueError with fewer than two counts.
    """
    rows = table("safety_field")
    return fit_line(rows if until is None else rows[rows["year"] <= until], FIELD)


def growth_backtest() -> pd.DataFrame:
    """Later counts foretold at each of CUTOFFS, errors in natural logs: see `backtest.backtest`."""
    return backtest.backtest(table("safety_field"), FIELD, CUTOFFS)


@derivation("field_growth")
def field_growth() -> Outputs:
    """How many times a year the people in technical safety grow."""
    line, years = growth(), table("safety_field")["year"]
    low, high = (float(np.exp(end)) for end in line.slope_interval())
    n = len(years)
    return {
        "safety_people_growth": Derived(
            low,
            high,
            f"The 90 % interval of the slope through the logarithm of {n} counts, {years.min()} to {years.max()}: "
            f"{np.exp(line.slope):.2f} times a year. The counts differ in what they leave out.",
            "safety_field",
            n,
        )
    }
