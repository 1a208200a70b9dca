"""The numbers that the sentences of claim 2’s chapter use, each computed or read from a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import at_value, common_facts, movers, signed
from tilt.claims.task_horizons.model import (
    APPROXIMATION_ERROR,
    capability_validity,
    safety_validity,
    usable_capability,
    usable_safety,
)
from tilt.engine.formula import years
from tilt.engine.inputs import Derived
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Weights
from tilt.format import number
from tilt.record.cited import quote
from tilt.record.evidence import edition, sources, table
from tilt.trends import horizons
from tilt.trends.horizon_inputs import horizon_trend
from tilt.trends.horizons import alternatives, fit_horizons, widening

AUGUST, FEBRUARY = 2026 + 7.5 / 12, 2026 + 1.5 / 12
"""The middle of the months that shares of work led by AI are reported for."""

LINKED = (
    "metr_mythos_2026", "metr_o1preview_2024", "whitfill2025", "metr_merge_2026", "aar_2026", "aar_aug2026",
    "metr_rh2025", "huang_2026", "lynch_2024", "deeb_2024", "xiang_2026", "feng_2025", "anthropic_pace_2026_09",
    "openai_ra2026", "wehner_2026", "cursor2026",
)  # fmt: skip
"""Sources that the chapter’s sentences link to; each is there under its key, as its address."""

MOVERS = {
    "length_ratio": "how long capability tasks are compared with safety’s",
    "gamed_where": "where agents game their checks more",
    "safety_transfer": "how much of the horizon is left in real safety work",
    "capability_transfer": "how much of the horizon is left in real capability work",
}
"""How sentences call the assumptions that move the verdict most."""

FEW = 0.1
"""Up to this share of the draws are called few."""

NEAR = 10
"""Points within which the model's share of capability work is called near to the reported one."""

FOOLED_LIKE_UNLEARNING = Interval(0.5, 0.9)
"""How often one safety check would be fooled if it were like unlearning, of which half to nine tenths came back."""


# Long because it is one list: each line names a number of a sentence and says where it comes from.
def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter, each computed: from the fit, the tables, the run and its verdicts."""
    fit = fit_horizons()
    _, centre, _ = fit.predict(edition().as_of, widen=widening())
    lengths = table("task_families")
    tested = horizons.summary().iloc[-1]
    kinds = {
        k: np.repeat(g["median_minutes"].to_numpy(dtype=float), g["tasks"].astype(int))
        for k, g in lengths.groupby("kind")
    }
    sides = {k: float(np.median(kinds[k])) for k in ("safety_like", "capability_like")}
    others = alternatives().set_index("choice")["doubling_days"]
    doubling = horizon_trend()["doubling_months"]
    assert isinstance(doubling, Derived)
    horizon, ratio = (run.assumption(id).interval for id in ("horizon_today", "length_ratio"))
    return {
        **common_facts(run),
        **_by_answer(run),
        **_usable(run),
        **_extremes(run),
        **_what_if(run),
        "gamed_weights": _weights(run),
        "movers": movers(run, MOVERS),
        "turns": _turns(run),
        **{key: str(sources().loc[key, "url"]) for key in LINKED},
        "fitted": fit.n,
        "doubling_days": fit.doubling_days,
        "published_low": quote("horizon_trends", "metr_2023_on", "low_days"),
        "published_high": quote("horizon_trends", "metr_2023_on", "high_days"),
        "doubling_default_low": doubling.low,
        "doubling_default_high": doubling.high,
        "since_2024_days": float(others["from 2024"]),
        "delay_years": quote("compute_slowdown", "delay", "value"),
        "horizon_hours": centre / 60,
        "horizon_low_hours": horizon.low / 60,
        "horizon_high_hours": horizon.high / 60,
        "ratio_low": number(ratio.low, 2),
        "ratio_high": number(ratio.high, 2),
        "ceiling_hours": quote("horizon_history", "suite-ceiling", "value"),
        "predicted_low": quote("horizon_history", "astra-predicted", "value"),
        "predicted_high": quote("horizon_history", "opus-5.5-predicted", "high"),
        "safety_tasks": len(kinds["safety_like"]),
        "capability_tasks": len(kinds["capability_like"]),
        "compared_tasks": len(kinds["safety_like"]) + len(kinds["capability_like"]),
        "safety_hours": sides["safety_like"] / 60,
        "capability_hours": sides["capability_like"] / 60,
        "odds_2024": quote("success_contrast", "2024", "odds_ratio"),
        "odds_2024_low": quote("success_contrast", "2024", "low"),
        "odds_2024_high": quote("success_contrast", "2024", "high"),
        "odds_2026": quote("success_contrast", "2026", "odds_ratio"),
        "odds_2026_low": quote("success_contrast", "2026", "low"),
        "odds_2026_high": quote("success_contrast", "2026", "high"),
        "kept": 100 * quote("practice_gap", "maintainers-instead-of-graders", "horizon_kept"),
        "kept_mended": 100 * quote("practice_gap", "minutes-to-mend-a-passing-patch", "horizon_kept"),
        "kept_refused": 100 * quote("practice_gap", "half-of-passing-patches-refused", "horizon_kept"),
        "april_code": 100 * quote("practice_gap", "automated-researchers-transfer-to-code", "value"),
        "april_maths": 100 * quote("practice_gap", "automated-researchers-transfer-to-mathematics", "value"),
        "august_won": quote("practice_gap", "methods-on-hidden-benchmarks", "value"),
        "august_larger": quote("practice_gap", "methods-on-larger-models", "value"),
        "august_production": 100 * quote("practice_gap", "methods-on-a-production-checkpoint", "value"),
        "metr_common": 100 * quote("gaming_rates", "metr-visible-scorer", "rate"),
        "metr_rare": 100 * quote("gaming_rates", "metr-other-tasks", "rate"),
        "huang_common": 100 * quote("gaming_rates", "huang-open-ended", "rate"),
        "huang_rare": 100 * quote("gaming_rates", "huang-kernels", "rate"),
        "safety_gamed": 100 * quote("gaming_rates", "researchers-2026", "rate"),
        "cursor_gamed": 100 * quote("gaming_rates", "cursor-looked-up", "rate"),
        "recovered": 100
        * quote("proxies", "accuracy-recovered-after-unlearning-by-fine-tuning-on-other-facts", "value"),
        "steered_low": 100 * quote("proxies", "unlearned-knowledge-recovered-by-one-steering-vector", "low"),
        "steered_high": 100 * quote("proxies", "unlearned-knowledge-recovered-by-one-steering-vector", "high"),
        "led_august": 100 * quote("acceleration", "claude_leads", "value"),
        "led_february": 100 * quote("acceleration", "claude_leads_february", "value"),
        "validity_months": signed(run.splits["validity"], plus=True),
        "miss_trend": float(tested["error_trend"]),
        "amenable_capability": quote("amenability", "capability-areas", "value"),
        "amenable_safety": quote("amenability", "safety-areas", "value"),
        "approximation": 100 * APPROXIMATION_ERROR,
    }


def _by_answer(run: Run) -> dict[str, float]:
    """The headline's credence in percent under each answer to where checks are gamed: `lead_open_ended` and so on."""
    options = run.assumption("gamed_where").options
    return {f"lead_{o}": 100 * run.under({"gamed_where": o}).verdict("lead").credence for o in options}


def _usable(run: Run) -> dict[str, Any]:
    """Median usable shares in percent: today, in two years, and when shares of work led by AI were reported."""
    year = edition().year
    both = (("safety", usable_safety), ("capability", usable_capability))
    led = both[1:]
    at = (
        ("today", 0.0, both),
        ("in_two", 2.0, both),
        ("august", AUGUST - year, led),
        ("february", FEBRUARY - year, led),
    )
    found = {
        f"{field}_{name}": 100 * float(np.median(run.evaluate(share(years), {years: t})))
        for name, t, fields in at
        for field, share in fields
    }
    return {**found, "beside_reports": _reported(found["capability_august"], found["capability_february"])}


def _extremes(run: Run) -> dict[str, Any]:
    """What the draws in which a field never reaches the target do to the mean lead."""
    lead = run.effect("lead")
    never = {
        field: run.evaluate(validity) <= run.evaluate("usable_target")
        for field, validity in (("safety", safety_validity), ("capability", capability_validity))
    }
    both = ~(never["safety"] | never["capability"])
    mean, validity = float(np.mean(lead)), run.splits["validity"]
    reached = float(np.mean(lead[both])) if both.any() else None
    without = "no draw is without these" if reached is None else f"without these the mean is {signed(reached)}"
    few = reached is not None and np.mean(~both) <= FEW and (mean - reached) / validity >= 0.5
    return {f"never_{field}": 100 * float(np.mean(share)) for field, share in never.items()} | {
        "lead_mean": signed(mean),
        "without_never": without,
        "mostly_there": ", mostly in those few draws" if few else "",
    }


def _what_if(run: Run) -> dict[str, float]:
    """Credences in percent under a scenario, or under what a sentence asks the reader to set."""
    scenarios = run.record.scenarios
    fooled = {"gamed_where": "open_ended", "gamed_common": FOOLED_LIKE_UNLEARNING}
    unlearning = run.under(scenarios["unlearning"].settings)
    scores = run.under(scenarios["capabilities-first"].settings)
    return {
        "checks_if_unlearning": 100 * unlearning.verdict("checks").credence,
        "lead_if_unlearning": 100 * unlearning.verdict("lead").credence,
        "lead_if_scores": 100 * scores.verdict("lead").credence,
        "fooled_low": FOOLED_LIKE_UNLEARNING.low,
        "fooled_high": FOOLED_LIKE_UNLEARNING.high,
        "lead_if_fooled": 100 * run.under(fooled).verdict("lead").credence,
    }


def _turns(run: Run) -> str:
    """Where single inputs, held at one value, turn the headline verdict, as a sentence."""
    said = {
        "length_ratio": lambda v: (
            f"capability tasks are {'' if f'{v:.2g}' == '1' else f'{v:.2g} times '}as long as safety’s"
        ),
        "safety_transfer": lambda v: f"safety work keeps {100 * v:.0f} % of the horizon",
        "capability_transfer": lambda v: f"capability work keeps {100 * v:.0f} %",
    }
    flips = {swing.id: swing.flip for swing in run.swings()}
    found = [f"[{words(flip)}](set:{id}={flip!r})" for id, words in said.items() if (flip := flips.get(id)) is not None]
    if not found:  # where others move it most, one of these may
        strongest = [s for s in run.swings() if run.assumption(s.id).basis != "choice"][:3]
        found = [f"[{at_value(run, s)}](set:{s.id}={s.flip!r})" for s in strongest if s.flip is not None]
    if not found:
        return "None of them, held at one value, turns it."
    return f"With all else as uncertain as before, the verdict turns where {', or where '.join(found)}."


def _weights(run: Run) -> str:
    """The weights of the two answers to where checks are gamed, as they are said after “with”."""
    weights = run.assumption("gamed_where").default
    assert isinstance(weights, Weights)
    first, second = weights.shares
    return "even weights" if first == second else f"weights of {100 * first:.0f} and {100 * second:.0f} %"


def _reported(august: float, february: float) -> str:
    """How the model's shares of capability work for two months stand to those reported, all in percent."""
    led, before = (100 * quote("acceleration", row, "value") for row in ("claude_leads", "claude_leads_february"))
    level = "near" if abs(august - led) <= NEAR else "higher" if august > led else "lower"
    steep = "far steeper" if led - before > 2 * (august - february) else "no less steep"
    return f"so the level is {level} and the reported rise {steep if led - before >= august - february else 'flatter'}"
