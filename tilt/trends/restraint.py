"""How often restraint on a technology is enacted, how long pauses last, and whether earlier attempts foretold later.

An attempt counts as enacted wholly, in part or not at all; what "in part" is worth is a choice, so rates are taken
under several scorings and pooled. Counts are small: every rate is a Beta posterior under Jeffreys' prior.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import optimize
from scipy.special import betainc, betaincinv, stdtrit

from tilt.engine.inputs import Derived
from tilt.engine.scale import Floats
from tilt.record.derivations import Outputs, derivation
from tilt.record.evidence import edition, table

SCORINGS: Mapping[str, float] = {"strict": 0.0, "half": 0.5, "any": 1.0}
"""What an attempt enacted in part counts for."""

HALF = SCORINGS["half"]


def attempts(kind: str = "ai") -> pd.DataFrame:
    """Attempts of a kind (`ai`, `before_ai`) by date of proposal; of those on AI, the ones aimed at the frontier."""
    rows = table("restraint_attempts")
    rows = rows[rows["kind"] == kind]
    if kind == "ai":
        rows = rows[rows["frontier"].astype(bool)]
    return rows.sort_values("proposed_year", kind="stable").reset_index(drop=True)


def enacted(rows: pd.DataFrame, partial: float = HALF) -> Floats:
    """Score of each attempt: 1 enacted, 0 not, `partial` in part; shape (attempts,)."""
    return np.asarray(rows["enacted"].map({"yes": 1.0, "partial": partial, "no": 0.0}), dtype=np.float64)


def jeffreys(hits: float, n: int, coverage: float = 0.9) -> tuple[float, float]:
    """Equal-tailed interval of a rate after `hits` of `n` under Jeffreys' prior; 0 or 1 where none or all hit.

    Raises ValueError when `hits` does not fit in `n`.
    """
    if not 0 <= hits <= n:
        msg = f"{hits} hits do not fit in {n} attempts"
        raise ValueError(msg)
    tail = (1 - coverage) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits + 0.5, n - hits + 0.5, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 0.5, n - hits + 0.5, 1 - tail))
    return low, high


def pooled(hits: Sequence[float], n: int, share: float) -> float:
    """Quantile `share` of an equal mixture of the Jeffreys posteriors after each of `hits` out of `n`."""

    def excess(rate: float) -> float:
        return float(np.mean([betainc(h + 0.5, n - h + 0.5, rate) for h in hits])) - share

    return float(optimize.brentq(excess, 1e-12, 1 - 1e-12, xtol=1e-12))


def lengths() -> Floats:
    """Years of the ended pauses that the default rests on, shortest first."""
    rows = table("restraint_attempts")
    years = rows.loc[rows["length_counts"].astype(bool), "years"].to_numpy(dtype=float)
    return np.sort(years)


def small_sample_years(coverage: float = 0.9) -> tuple[float, float]:
    """Where one more pause would last, years, if lengths are lognormal: Student's t, as so few cases deserve."""
    logs = np.log(lengths())
    n = len(logs)
    reach = float(stdtrit(n - 1, 0.5 + coverage / 2) * logs.std(ddof=1) * np.sqrt(1 + 1 / n))
    return float(np.exp(logs.mean() - reach)), float(np.exp(logs.mean() + reach))


@derivation("restraint")
def restraint() -> Outputs:
    """Chance that a pause is enacted, and how long it lasts."""
    rows = attempts()
    n = len(rows)
    hits = [float(enacted(rows, partial).sum()) for partial in SCORINGS.values()]
    low, middle, high = (pooled(hits, n, share) for share in (0.05, 0.5, 0.95))
    recent = int((rows["proposed_year"] > edition().year - 1.1).sum())
    years = lengths()
    short, long = (float(v) for v in np.exp(np.quantile(np.log(years), [0.05, 0.95])))
    wide = small_sample_years()
    return {
        "pause_probability": Derived(
            low,
            high,
            f"Of {n} attempts, {hits[0]:g} was enacted, {hits[-1]:g} if one enacted in part counts; {recent} are about "
            f"a year old or younger. Jeffreys posteriors with the part counted as nothing, half and whole, "
            f"mixed equally: median {middle:.2f}.",
            "restraint_attempts",
            n,
        ),
        "pause_years": Derived(
            short,
            long,
            f"The 5 % and 95 % quantiles, between logarithms, of {len(years)} lengths from {years[0]:g} to "
            f"{years[-1]:g} years. Read as a sample of all pauses they would allow {wide[0]:.2g} to "
            f"{wide[1]:.0f} years.",
            "restraint_attempts",
            len(years),
        ),
    }


def predictions(start: int = 2) -> pd.DataFrame:
    """Each AI attempt foretold from those before it, the first `start` aside.

    Columns id, case, outcome (1, 0, a half in part), rate (Jeffreys mean of the earlier ones), and squared errors of
    the rate and of three rivals: `never`, `coin` (one half) and `others` (the rate of other technologies).
    """
    rows = attempts()
    scores = enacted(rows)
    before = enacted(attempts("before_ai"))
    rivals = {"never": 0.0, "coin": 0.5, "others": float(before.mean())}
    found = []
    for k in range(start, len(rows)):
        rate = float((scores[:k].sum() + 0.5) / (k + 1))
        row = {"id": rows["id"][k], "case": rows["case"][k], "outcome": scores[k], "rate": rate, "earlier": k}
        row |= {f"error_{name}": (said - scores[k]) ** 2 for name, said in {"rate": rate, **rivals}.items()}
        found.append(row)
    return pd.DataFrame(found)


def coverage(start: int = 2) -> pd.DataFrame:
    """After each number of AI attempts: did the 90 % interval hold the rate of those still to come?

    Columns earlier (attempts known), low, high, later (their rate), inside.
    """
    scores = enacted(attempts())
    found = []
    for k in range(start, len(scores)):
        low, high = jeffreys(float(scores[:k].sum()), k)
        later = float(scores[k:].mean())
        found.append({"earlier": k, "low": low, "high": high, "later": later, "inside": low <= later <= high})
    return pd.DataFrame(found)
