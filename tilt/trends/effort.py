"""What safety and restraint spend, how much safety work is capability work, and how the safety field has grown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tilt.engine.inputs import Derived
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import table
from tilt.trends import backtest
from tilt.trends.line import LN, YEAR_COUNTS, Line, Measure, fit_line

CUTOFFS = (2021, 2023, 2025)
"""Years from which on counts are foretold from those before: counts exist for a handful of years only."""

FIELD = Measure("technical_people", "people", LN, when="year", clock=YEAR_COUNTS, label=None, least=2)
"""People in technical safety."""


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
    }


def area_shares() -> pd.DataFrame:
    """One less the mean positive correlation with capability, by area: columns area, benchmarks, free."""
    rows = table("benchmark_entanglement")
    bound = rows.assign(bound=rows["correlation"].clip(lower=0))
    found = bound.groupby("area", sort=False)["bound"].agg(["count", "mean"]).reset_index()
    return pd.DataFrame({"area": found["area"], "benchmarks": found["count"], "free": 1 - found["mean"]})


@derivation("entanglement")
def entanglement() -> Outputs:
    """Share of safety progress that is not capability: the spread over areas, for money spent in any one of them."""
    areas = area_shares()
    low, middle, high = (float(q) for q in np.quantile(areas["free"], [0.05, 0.5, 0.95]))
    n = int(areas["benchmarks"].sum())
    return {
        "not_entangled": Derived(
            low,
            high,
            f"One less the mean positive rank correlation with capability, over {n} benchmarks in {len(areas)} areas; "
            f"the 5 % and 95 % quantiles of areas, their median {middle:.2f}.",
            "benchmark_entanglement",
            n,
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
