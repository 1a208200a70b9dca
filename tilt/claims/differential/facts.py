"""The numbers and computed sentences of claim 6's chapter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from tilt.claims.common import common_facts
from tilt.engine.compile import to_numpy
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import Verdict, split_means, verdicts
from tilt.record.assumptions import record
from tilt.record.cited import quote

ON, OFF = Interval(1, 1), Interval(0, 0)
CLAIM_OF = {"by_compute": 1, "by_length": 2, "by_proxies": 2, "by_buildout": 3, "by_monitoring": 5}
"""Which earlier claim a mechanism comes from."""

YEARS = (0, 1, 2, 3, 4, 6)
SMALL = 0.005
"""A share of the tilt nearer to nought than this is called nothing: half a per cent."""

ORDERS = "every order in which the mechanisms can be switched on"


@cache
def shares() -> Mapping[str, float]:
    """Shapley share of each mechanism in the mean log of the tilt, under the defaults."""
    from tilt.claims import claim

    return split_means(claim("differential"))


def shares_by_claim() -> Mapping[int, float]:
    """The same added up by the claim the mechanisms come from."""
    found: dict[int, float] = dict.fromkeys(sorted(set(CLAIM_OF.values())), 0.0)
    for player, share in shares().items():
        found[CLAIM_OF[player]] += share
    return found


@cache
def with_changes(changes: tuple[tuple[str, Interval], ...]) -> tuple[Verdict, ...]:
    """The chapter's verdicts with some assumptions moved."""
    from tilt.claims import claim

    return verdicts(claim("differential"), dict(changes))


def without(player: str) -> Verdict:
    """The headline with one mechanism switched off."""
    return with_changes(((player, OFF),))[0]


def alone(player: str) -> Verdict:
    """The headline with every other mechanism switched off."""
    return with_changes(tuple((p, OFF) for p in CLAIM_OF if p != player))[0]


def after(years: float) -> tuple[Verdict, ...]:
    """The verdicts so many years ahead."""
    return with_changes((("years_ahead", Interval(years, years)),))


@cache
def speeds(years: float) -> tuple[Floats, Floats, Floats]:
    """Draws of the speed-ups so many years ahead: safety's, capabilities', and capabilities' if they never waited."""
    from tilt.claims import claim
    from tilt.claims.differential import model as model

    book, chosen = record(), claim("differential")
    ahead = model.years_ahead
    wanted = [model.log_safety(ahead), model.log_capability(ahead), model.log_unpaused(ahead)]
    moved = book.intervals({"years_ahead": Interval(years, years)})
    found = to_numpy(wanted, [*model.OWN, *model.LENT])(*book.values(chosen.inputs, moved))
    safety, capability, alike = np.exp(found)
    return safety, capability, alike


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


def carried() -> str:
    """Which claim carries the tilt and which takes from it, as sentences."""
    from tilt.claims import all_claims

    names = {c.number: f"claim {c.number} ({c.short[:1].lower()}{c.short[1:]})" for c in all_claims()}
    ranked = sorted(shares_by_claim().items(), key=lambda pair: -pair[1])
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


def facts() -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    from tilt.claims import claim

    safety, capability, alike = speeds(2)
    elsewhere = {v.finding: v for v in verdicts(claim("pause-or-accelerate"))}
    better = elsewhere["better-buy"]
    later = after(YEARS[-1])[0]
    return {
        **common_facts(claim("differential")),
        "carried": carried(),
        "mean_tilt": as_percent(sum(shares().values())),
        "reply_right": reply_right(safety, alike),
        "shared_speed": typical(alike),
        "safety_speed": typical(safety),
        "capability_speed": typical(capability),
        "tilt_today": 100 * after(0)[0].credence,
        "tilt_late": 100 * later.credence,
        "late_years": YEARS[-1],
        "without_buildout": 100 * without("by_buildout").credence,
        "without_monitoring": 100 * without("by_monitoring").credence,
        "without_compute": 100 * without("by_compute").credence,
        "without_length": 100 * without("by_length").credence,
        "without_proxies": 100 * without("by_proxies").credence,
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
