"""Python's engine against hand-written NumPy and squigglepy, on the lead of task-horizons."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import squigglepy as sq

from benchmarks.result import Result
from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.engine.claim import Claim
from tilt.engine.compile import numpy_effect, numpy_findings
from tilt.engine.scale import Floats, Interval
from tilt.engine.split import shapley

SLUG = "task-horizons"


def by_hand(x: dict[str, Floats]) -> list[Floats]:
    """The findings' effects as somebody would write them straight in NumPy."""
    log_c = np.log(x["capability_task_minutes"])
    log_s = log_c - np.log(x["length_ratio"])
    open_ended = x["gamed_where"] == 0
    p_s = np.where(open_ended, x["gamed_common"], x["gamed_rare"])
    v_s = 1 - p_s ** (1 + (np.maximum(x["proxies"], 1) - 1) * (1 - x["proxy_overlap"]))
    v_c = 1 - np.where(open_ended, x["gamed_rare"], x["gamed_common"])
    slope = (np.log(2) / x["success_slope"]) ** 2
    tau_s = np.sqrt(3 / np.pi**2 * x["safety_spread"] ** 2 + slope)
    tau_c = np.sqrt(3 / np.pi**2 * x["capability_spread"] ** 2 + slope)
    reach_s, reach_c = log_s - np.log(x["safety_transfer"]), log_c - np.log(x["capability_transfer"])
    a = x["usable_target"]
    h0, h = np.log(x["horizon_today"]), x["slowdown_years"]

    def reached(need: Floats) -> Floats:
        grown = (need - h0) / np.log(2) * x["doubling_months"] / 12
        late = np.minimum(grown, 0) + h * np.expm1(np.minimum(np.maximum(grown, 0) / h, 700))
        faster = grown * x["recent_doubling_months"] / x["doubling_months"]
        return np.where(x["trend"] == 0, grown, np.where(x["trend"] == 1, faster, late))

    need_s = np.minimum(reach_s + tau_s * np.log(a / np.maximum(v_s - a, 1e-300)), 60)
    need_c = np.minimum(reach_c + tau_c * np.log(a / np.maximum(v_c - a, 1e-300)), 60)
    lead = np.clip(12 * (reached(need_c) - reached(need_s)), -120, 120)
    now_s = v_s / (1 + np.exp(np.clip((reach_s - h0) / tau_s, -700, 700)))
    now_c = v_c / (1 + np.exp(np.clip((reach_c - h0) / tau_c, -700, 700)))
    return [lead, lead, now_s - now_c, v_s - v_c]


def squigglepy_lead(ends: dict[str, Interval], draws: int) -> Floats:
    """The lead sampled and evaluated with squigglepy's own distributions."""

    def fraction(name: str) -> Floats:
        low, high = (float(np.log(v / (1 - v))) for v in (ends[name].low, ends[name].high))
        return np.asarray(1 / (1 + np.exp(-(sq.norm(low, high) @ draws))))

    def positive(name: str) -> Floats:
        return np.asarray(sq.lognorm(ends[name].low, ends[name].high) @ draws)

    names = ("horizon_today", "doubling_months", "recent_doubling_months", "slowdown_years", "capability_task_minutes",
             "length_ratio", "safety_spread", "capability_spread", "success_slope", "proxies")  # fmt: skip
    x = {n: positive(n) for n in names}
    fractions = ("safety_transfer", "capability_transfer", "proxy_overlap", "gamed_common", "gamed_rare")
    x |= {n: fraction(n) for n in fractions}
    x["usable_target"] = np.full(draws, ends["usable_target"].low)
    x["trend"] = np.asarray(sq.discrete({0: 0.5, 1: 0.25, 2: 0.25}) @ draws, dtype=float)
    x["gamed_where"] = np.asarray(sq.discrete({0: 0.5, 1: 0.5}) @ draws, dtype=float)
    return by_hand(x)[0]


def timed(function: Callable[[], object], runs: int) -> tuple[float, ...]:
    """Milliseconds of each run, after two warm-up runs."""
    for _ in range(2):
        function()
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        function()
        found.append(1000 * (time.perf_counter() - began))
    return tuple(found)


def of_claim(chosen: Claim, runs: int) -> list[Result]:
    """All findings of a claim at the page's draws, and its Shapley split where it has one."""
    x = book().record.values(chosen.inputs, book().record.settings())
    findings, what = numpy_findings(chosen), f"all findings of claim {chosen.number}, 4,096 draws"
    found = [Result(f"numpy-{chosen.slug}", what, "ms", timed(lambda: findings(*x), runs))]
    for split in chosen.splits:
        if split.players:
            shared = timed(lambda s=split: shapley(chosen, s, x), max(3, runs // 10))  # type: ignore[misc]
            what = f"Shapley split of claim {chosen.number}, exact, 4,096 draws"
            found.append(Result(f"shapley-{chosen.slug}", what, "ms", shared))
    return found


def measure(runs: int) -> list[Result]:
    """NumPy against NumPy at 4,096 draws, and drawing plus evaluating against squigglepy."""
    record, chosen = book().record, claim(SLUG)
    intervals = record.settings()
    ends = {id: a.interval for id, a in record.assumptions.items()}
    x = record.values(chosen.inputs, intervals, 4096)
    named = dict(zip(chosen.inputs, x, strict=True))
    compiled = numpy_findings(chosen)
    for ours, theirs in zip(compiled(*x), by_hand(named), strict=True):
        if not np.allclose(ours, theirs, rtol=1e-9):
            raise AssertionError("the hand-written model differs from the compiled one: the timing would be unfair")
    # Alternating runs, so that a change of the machine's speed meets both.
    hand, own = zip(*((timed(lambda: by_hand(named), 1)[0], timed(lambda: compiled(*x), 1)[0]) for _ in range(runs)),
                    strict=True)  # fmt: skip
    found = [
        Result("numpy-compiled", "compiled findings, 4,096 draws", "ms", own),
        Result("numpy-by-hand", "the same written by hand", "ms", hand),
        Result("numpy-ratio", "compiled over hand-written, run by run", "ratio",
               tuple(a / b for a, b in zip(own, hand, strict=True)), aim=1.3),
    ]  # fmt: skip
    for c in all_claims():
        found += of_claim(c, runs)
    effect = numpy_effect(chosen, chosen.headline.id)
    for draws in (4096, 2**17):

        def tilt(n: int = draws) -> object:
            return effect(*record.values(chosen.inputs, intervals, n))

        def other(n: int = draws) -> object:
            return squigglepy_lead(ends, n)

        few = max(3, runs // 10)
        found += [
            Result(f"tilt-lead-{draws}", f"drawing and evaluating the lead, {draws:,} draws", "ms", timed(tilt, few)),
            Result(f"squigglepy-lead-{draws}", f"the same with squigglepy, {draws:,} draws", "ms", timed(other, few)),
        ]
    mine, others = np.mean(effect(*x)[0] > 0), np.mean(squigglepy_lead(ends, 2**17) > 0)
    if abs(mine - others) > 0.02:
        raise AssertionError(f"squigglepy’s credence {others:.3f} differs from ours {mine:.3f}: not the same model")
    return found
