"""How often restraints at AI's frontier are enacted, how long pauses last, and whether the past foretold what came.

One rule, stated with the table and applied to every row of it, says what is an attempt, what is at the frontier and
what is a pause. Enacted restraints are counted over the years since GPT-3, a date that no attempt chose, and their
rate is a Gamma posterior under Jeffreys' prior.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betaincinv, gammaincinv
from scipy.stats import nbinom

from tilt.engine.inputs import Derived, decimal_year
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import edition, row, table
from tilt.trends.resampled import again, median

SCORINGS = {"strict": 0.0, "half": 0.5, "any": 1.0}
"""What an attempt on another technology that was enacted in part counts for."""

PRIOR = 0.5
"""Shape of Jeffreys' prior for a rate: half an event before any was seen."""

RESAMPLES = 20_000
SEED = 20261101

SHOCKS = ("fable_block", "openai_rl_pause")
"""Events on AI that made a state or a developer stop something within days."""

HALFWAY = 2035
"""Half of the panel's chance of a major AI-driven event by 2050 falls before this year."""


def attempts(kind: str = "ai") -> pd.DataFrame:
    """Attempts of a kind (`ai`, `before_ai`) by date of proposal; of those on AI, the ones at its frontier."""
    rows = table("restraint_attempts")
    rows = rows[(rows["kind"] == kind) & rows["attempt"].astype(bool)]
    if kind == "ai":
        rows = rows[rows["frontier"].astype(bool)]
    return rows.sort_values("proposed_year", kind="stable").reset_index(drop=True)


def pauses(states_only: bool = False) -> pd.DataFrame:
    """The attempts at AI's frontier that were enacted, by date of enactment; without developers' own stops if asked."""
    rows = attempts()
    rows = rows[rows["enacted"] == "yes"]
    if states_only:
        rows = rows[rows["what"] != "own stop"]
    return rows.sort_values("acted_year", kind="stable").reset_index(drop=True)


def start() -> float:
    """Where the count begins: the release of GPT-3, in decimal years. No attempt chose that date."""
    return decimal_year(pd.Timestamp(row("record_compute", "gpt-3-175b")["released"]).date())


def exposure(until: float | None = None) -> float:
    """Years from the start of the count to a date, by default the edition's."""
    return (edition().year if until is None else until) - start()


def gamma(hits: int, years: float, share: float) -> float:
    """Quantile `share` of a yearly rate after `hits` events in `years`, under Jeffreys' prior."""
    return float(gammaincinv(hits + PRIOR, share)) / years


def enacted(rows: pd.DataFrame, partial: float = 0.5) -> Floats:
    """Score of each attempt: 1 enacted, 0 not, `partial` in part; shape (attempts,)."""
    return np.asarray(rows["enacted"].map({"yes": 1.0, "partial": partial, "no": 0.0}), dtype=np.float64)


def jeffreys(hits: float, n: int, coverage: float = 0.9) -> tuple[float, float]:
    """Equal-tailed interval of a share after `hits` of `n` under Jeffreys' prior; 0 or 1 where none or all hit.

    Raises ValueError when `hits` does not fit in `n`.
    """
    if not 0 <= hits <= n:
        msg = f"{hits} hits do not fit in {n} attempts"
        raise ValueError(msg)
    tail = (1 - coverage) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits + 0.5, n - hits + 0.5, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 0.5, n - hits + 0.5, 1 - tail))
    return low, high


def lengths() -> Floats:
    """Years of the pauses whose length is known, shortest first, of AI and of earlier technologies."""
    rows = table("restraint_attempts")
    years = rows.loc[rows["length_counts"].astype(bool), "years"].to_numpy(dtype=float)
    return np.sort(years)


def typical_years(coverage: float = 0.9) -> tuple[float, float]:
    """Interval of the median length, years: the lengths drawn again with replacement, of each draw the median."""
    years = lengths()
    low, high = np.quantile(median(again(years, RESAMPLES, SEED)), [(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)


def treaty_years() -> Floats:
    """Years from first proposal to signature or force of the treaties that were concluded, shortest first."""
    rows = attempts("before_ai")
    rows = rows[(rows["what"] == "treaty") & (rows["enacted"] != "no")]
    return np.sort((rows["acted_year"] - rows["proposed_year"]).to_numpy(dtype=float))


@derivation("restraint")
def restraint() -> Outputs:
    """How often a restraint at the frontier is enacted, how long a pause lasts, how often its chance comes."""
    counted, tried = pauses(), attempts()
    years, n = exposure(), len(counted)
    low, middle, high = (gamma(n, years, share) for share in (0.05, 0.5, 0.95))
    known, typical = lengths(), typical_years()
    public = float(row("restraint_rates", "leap_public")["value"])
    rare = 1 - (1 - public / 2) ** (1 / (HALFWAY - edition().year))
    return {
        "restraint_rate": Derived(
            low,
            high,
            f"{n} of {len(tried)} attempts at AI’s frontier were enacted in the {years:.1f} years from GPT-3 to "
            f"{edition().as_of:%B %Y}. Gamma posterior under Jeffreys’ prior: median {middle:.2f} a year.",
            "restraint_attempts",
            len(tried),
        ),
        "pause_years": Derived(
            *typical,
            f"{len(known)} lengths from {known[0]:g} to {known[-1]:g} years, drawn again {RESAMPLES:,} times: the "
            f"interval of their median. It spans all of them, so it was not widened.",
            "restraint_attempts",
            len(known),
        ),
        "shock": Derived(
            rare,
            len(SHOCKS) / years,
            f"Low: half of the {public:g} that a panel’s public gives to a major AI-driven event by 2050, spread over "
            f"the years to {HALFWAY}. High: the {len(SHOCKS)} events that made a state or a developer stop something "
            f"within days, over {years:.1f} years.",
            "restraint_rates",
            1 + len(SHOCKS),
        ),
    }


def predictions() -> pd.DataFrame:
    """Restraints enacted in each year, foretold at its start from those before it.

    Columns year, before (enacted so far), expected (Jeffreys' rate times the length of the year), outcome, low and
    high (90 % of the negative binomial), inside, and squared errors of the rate and of two rivals: `never`, and
    `last`, as many as in the year before.
    """
    acted, now = pauses()["acted_year"].to_numpy(dtype=float), edition().year
    found = []
    for year in range(int(start()) + 2, int(now) + 1):
        end = min(year + 1.0, now)
        before, width, known = int((acted < year).sum()), end - year, exposure(year)
        outcome = int(((acted >= year) & (acted < end)).sum())
        expected = (before + PRIOR) / known * width
        low, high = (int(nbinom.ppf(q, before + PRIOR, known / (known + width))) for q in (0.05, 0.95))
        last = int(((acted >= year - 1) & (acted < year)).sum())
        said = {"rate": expected, "never": 0.0, "last": last * width}
        cells = {"year": year, "before": before, "expected": expected, "outcome": outcome, "low": low, "high": high}
        cells |= {"inside": low <= outcome <= high}
        found.append(cells | {f"error_{name}": (value - outcome) ** 2 for name, value in said.items()})
    return pd.DataFrame(found)
