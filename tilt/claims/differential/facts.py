"""The numbers and computed sentences of claim 6's chapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.buildout_pauses.claim import CLAIM as BUILDOUT
from tilt.claims.common import common_facts
from tilt.claims.compute_asymmetry.claim import CLAIM as COMPUTE
from tilt.claims.cot_transparency.claim import CLAIM as READABLE
from tilt.claims.differential import model
from tilt.claims.pause_or_accelerate.claim import CLAIM as PAUSE
from tilt.claims.task_horizons.claim import CLAIM as HORIZONS
from tilt.engine.claim import Claim
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import Verdict
from tilt.record.cited import quote

OFF = Interval(0, 0)

CLAIM_OF = {
    "by_compute": COMPUTE,
    "by_length": HORIZONS,
    "by_proxies": HORIZONS,
    "by_buildout": BUILDOUT,
    "by_monitoring": READABLE,
}
"""Which earlier claim a mechanism comes from."""


YEARS = (0, 1, 2, 3, 4, 6)

SMALL = 0.005
"""A share of the tilt nearer to nought than this is called nothing: half a per cent."""


ORDERS = "every order in which the mechanisms can be switched on"


def shares_by_claim(run: Run) -> Mapping[Claim, float]:
    """Shapley shares of the mechanisms in the mean log of the tilt, added up by the claim they come from."""
    found = dict.fromkeys(sorted(set(CLAIM_OF.values()), key=lambda c: c.number), 0.0)
    for player, share in run.splits.items():
        found[CLAIM_OF[player]] += share
    return found


def without(run: Run, player: str) -> Verdict:
    """The headline with one mechanism switched off."""
    return run.under({player: OFF}).verdicts[0]


def alone(run: Run, player: str) -> Verdict:
    """The headline with every other mechanism switched off."""
    return run.under({p: OFF for p in CLAIM_OF if p != player}).verdicts[0]


def after(run: Run, years: float) -> Run:
    """The same so many years ahead."""
    return run.under({"years_ahead": years})


def speeds(run: Run) -> tuple[Floats, Floats, Floats]:
    """Draws of the speed-ups ahead: safety's, capabilities', and capabilities' if they never waited."""
    ahead = model.years_ahead
    found = run.evaluate(
        {
            "safety": model.log_safety(ahead),
            "capability": model.log_capability(ahead),
            "alike": model.log_unpaused(ahead),
        }
    )
    return np.exp(found["safety"]), np.exp(found["capability"]), np.exp(found["alike"])


def typical(values: Floats) -> float:
    """The geometric mean."""
    return float(np.exp(np.mean(np.log(values))))


def reply_right(safety: Floats, alike: Floats) -> str:
    """How much of what AI does for safety it would also do for a field like capabilities, as a sentence."""
    shared = float(np.mean(np.log(alike)) / np.mean(np.log(safety)))
    how_much = "most" if shared > 2 / 3 else "about half" if shared > 1 / 3 else "little"
    return f"The reply is right about {how_much} of it."


def as_percent(log_share: float) -> float:
    """A share of the mean log of the tilt as what it multiplies the tilt by, in percent more or less."""
    return 100 * float(np.expm1(log_share))


def carried(run: Run) -> str:
    """Which claim carries the tilt and which takes from it, as sentences."""
    names = {c: f"claim {c.number} ({c.short[:1].lower()}{c.short[1:]})" for c in CLAIM_OF.values()}
    ranked = sorted(shares_by_claim(run).items(), key=lambda pair: -pair[1])
    givers = [(n, s) for n, s in ranked if s > SMALL]
    takers = [(n, s) for n, s in reversed(ranked) if s < -SMALL]
    rest = [n for n, s in ranked if abs(s) <= SMALL]
    carriers = [(n, s) for n, s in givers if s >= givers[0][1] / 2]
    said = ["no claim carries a tilt to safety"]
    if carriers:
        carry = "carry it: they make" if len(carriers) > 1 else "carries it: it makes"
        sizes = " and ".join(size(s) for _, s in carriers)
        said = [f"{' and '.join(names[n] for n, _ in carriers)} {carry} the ratio {sizes}, averaged over {ORDERS}"]
    said += [f"{names[n]} adds: it makes it {size(s)}" for n, s in givers[len(carriers) :]]
    said += [f"{names[n]} takes from it: it makes it {size(s)}" for n, s in takers]
    said += [f"{names[n]} leaves it as it is" for n in rest]
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "."


def size(share: float) -> str:
    """A share of the log of the tilt in words: so many per cent larger or smaller."""
    changed = as_percent(share)
    return f"{abs(changed):.0f} % {'larger' if changed > 0 else 'smaller'}"


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    safety, capability, alike = speeds(after(run, 2))
    better = run.of(PAUSE).verdict("better-buy")
    later = after(run, YEARS[-1]).verdicts[0]
    return {
        **common_facts(run),
        "carried": carried(run),
        "mean_tilt": as_percent(sum(run.splits.values())),
        "reply_right": reply_right(safety, alike),
        "shared_speed": typical(alike),
        "safety_speed": typical(safety),
        "capability_speed": typical(capability),
        "tilt_today": 100 * after(run, 0).verdicts[0].credence,
        "tilt_late": 100 * later.credence,
        "late_years": YEARS[-1],
        "without_buildout": 100 * without(run, "by_buildout").credence,
        "without_monitoring": 100 * without(run, "by_monitoring").credence,
        "without_compute": 100 * without(run, "by_compute").credence,
        "without_length": 100 * without(run, "by_length").credence,
        "without_proxies": 100 * without(run, "by_proxies").credence,
        "score_safety": quote("tilt_signs", "wehner", "safety"),
        "score_capability": quote("tilt_signs", "wehner", "capabilities"),
        "compute_ai": 100 * quote("tilt_signs", "pace_compute", "safety"),
        "compute_all": 100 * quote("tilt_signs", "pace_compute", "capabilities"),
        "compute_ratio": quote("tilt_signs", "pace_compute", "ratio"),
        "agents_gap": quote("agent_pace", "aar", "ratio"),
        "agents_script": quote("agent_pace", "speedtest", "ratio"),
        "agents_open": 100 * quote("agent_pace", "nanogptbench", "ratio"),
        "substitution_high": quote("substitution_estimates", "whitfill_baseline", "exponent"),
        "better_buy": 100 * better.credence,
        "better_buy_word": better.word,
        "better_buy_median": 10 ** better.quantiles[2] if better.unit == "orders of magnitude" else better.quantiles[2],
    }
