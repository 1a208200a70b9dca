"""The numbers and computed sentences of claim 6's chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tilt.claims.common import common_facts, linked, word
from tilt.claims.differential import model
from tilt.claims.turning import either, strongest, turned
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import Verdict
from tilt.record.cited import quote

OFF = Interval(0, 0)

FROM = {"compute": 1, "length": 2, "checks": 2, "access": 3, "labour": 0, "oversight": 5}
"""Which earlier claim a mechanism comes from, 0 for none."""

NAMED = {
    "compute": "the size of experiments",
    "length": "the length of tasks",
    "checks": "checks and transfer",
    "access": "access and enrolment",
    "labour": "AI labour for each researcher",
    "oversight": "losses to spoiled and unnoticed wrong work",
}

SINGULAR = ("by_compute", "by_length", "by_labour")
"""Mechanisms whose words take a verb of one: the length makes, the tasks make."""

YEARS = (0, 1, 2, 3, 4, 6)

LITTLE = 10
"""Points of credence that time may take or give and still be said to change little."""

SMALL = 0.01
"""A share of the tilt nearer to zero than this is called nothing: one per cent."""

LEVELS = (1.1, 1.25, 1.5, 2.0)
"""How large a tilt is asked for beside its credence."""

EVEN = 1.1
"""Within a tenth of even, either way, nobody would notice a tilt."""

LINKS = {
    "thread": ("cirstea_shortform", "thread"),
    "anthropic": ("anthropic_pace_2026_09", "Anthropic"),
    "wehner": ("wehner_2026", "Wehner"),
    "fellows": ("aar_2026", "Anthropic’s fellows"),
    "intology": ("nanogptbench_2026", "Intology"),
    "metr": ("opus55_card", "METR’s view"),
    "whitfill_wu": ("whitfill_wu_2025", "Whitfill and Wu (2025)"),
    "study": ("aar_aug2026", "Chen Yueh-Han and others"),
}
"""Studies and firms that the prose names and links: key in sources, and words."""

BINDS = model.SUBSTITUTION_LIMITS[0]
"""The exponent at which labour hardly stands in for compute, where the interval's tail is cut."""

CROSSED = {
    "capability_large_run_flop": "a typical large capability run takes {than} {value} FLOP",
    "safety_run_flop": "a typical prosaic safety run takes {than} {value} FLOP",
    "capability_human_days": "people need {than} {value} days for one capability experiment",
    "safety_human_days": "people need {than} {value} days for one safety experiment",
    "safety_enrolled": "{than} {1:.0f} % of safety people come to use the newest models fully",
    "capability_enrolled": "{than} {1:.0f} % of capability people come to use them fully",
    "large_run_share": "{than} {1:.0f} % of capability experiments must be large",
}
"""Where an input, held at one value, brings the tilt's credence below one half; of others the label is used."""


MECHANISMS = {f"by_{name}": f"{words} (claim {FROM[name]})" if FROM[name] else words for name, words in NAMED.items()}
"""What each player of the split is, in words, with the claim it comes from."""


def crossings(run: Run) -> str:
    """Where each of up to four inputs leaves the headline below one half, as sentences."""
    found = turned(run, CROSSED, 4, labelled=True)
    if not found:
        return "No input, held at one value within its bounds, brings the tilt’s credence to one half."
    most = " These inputs move it most." if list(found) == strongest(run)[: len(found)] and len(found) > 1 else ""
    return f"With one input held, the tilt’s credence is below one half {either(list(found.values()))}.{most}"


def without(run: Run, player: str) -> Verdict:
    """The headline with one mechanism switched off."""
    return run.under({player: OFF}).verdicts[0]


def alone(run: Run, player: str) -> Verdict:
    """The headline with every other mechanism switched off."""
    return run.under({p: OFF for p in model.PLAYERS if p != player}).verdicts[0]


def after(run: Run, years: float) -> Run:
    """The same so many years ahead."""
    return run.under({"years_ahead": years})


def speeds(run: Run) -> tuple[Floats, Floats]:
    """Draws of what AI does for the speed of safety and of capabilities, at the years ahead."""
    ahead = model.years_ahead
    found = run.evaluate({"safety": model.log_safety(ahead), "capability": model.log_capability(ahead)})
    return np.exp(found["safety"]), np.exp(found["capability"])


def as_percent(log_share: float) -> float:
    """A share of the mean log of the tilt as what it multiplies the tilt by, in percent more or less."""
    return 100 * float(np.expm1(log_share))


def carried(run: Run) -> str:
    """Which mechanism carries the tilt and which takes from it, as sentences."""
    ranked = sorted(run.splits.items(), key=lambda pair: -pair[1])
    givers = [(p, s) for p, s in ranked if s > SMALL]
    takers = [(p, s) for p, s in reversed(ranked) if s < -SMALL]
    rest = [p for p, s in ranked if abs(s) <= SMALL]
    said = [] if givers else ["no mechanism carries a tilt to safety"]
    for p, s in givers + takers:
        carries = f"{does(p, 'carry', 'carries')} the tilt and " if not said and sum(run.splits.values()) > 0 else ""
        what = "it" if said and givers else "the ratio"
        said.append(f"{MECHANISMS[p]} {carries}{does(p, 'make', 'makes')} {what} {size(s)}")
    if rest:
        verb = does(rest[0], "change", "changes") if len(rest) == 1 else "change"
        said.append(f"{both(rest)} {verb} {'it' if givers else 'the ratio'} by less than {as_percent(SMALL):.0f} %")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def does(player: str, many: str, one: str) -> str:
    """The form of a verb that a mechanism's words take."""
    return one if player in SINGULAR else many


def both(players: Sequence[str]) -> str:
    """Mechanisms as a list: one, another and a third."""
    *first, last = (MECHANISMS[p] for p in players)
    return f"{', '.join(first)} and {last}" if first else last


def carriers(run: Run) -> str:
    """The one mechanism that carries most of the tilt, and the two that take most from it, as a sentence."""
    ranked = sorted(run.splits.items(), key=lambda pair: -pair[1])
    best, share_of_best = ranked[0]
    takers = [(p, s) for p, s in reversed(ranked[-2:]) if s < -SMALL]
    name, carries, makes = MECHANISMS[best], does(best, "carry", "carries"), does(best, "they make", "it makes")
    some = share_of_best > SMALL
    carried_by = (
        f"{name[:1].upper()}{name[1:]} {carries} what there is of a tilt: {makes} the ratio {size(share_of_best)}"
        if some
        else "No mechanism carries a tilt to safety"
    )
    it = "it" if some else "the ratio"
    taken = " and ".join(f"{MECHANISMS[p]} {does(p, 'make', 'makes')} {it} {size(s)}" for p, s in takers)
    return f"{carried_by}; {taken}." if taken else f"{carried_by}."


def answer(run: Run) -> str:
    """Whether it tilts, in words that the book's readings support."""
    verdict = run.verdict("tilt")
    found = word(run, verdict)
    if found in ("open", "about as likely as not"):
        return "It may, and the evidence leaves it open"
    return (
        f"To safety, {found}" if verdict.credence > 0.5 else f"To capabilities, if at all: a tilt to safety is {found}"
    )


def changes(share: float) -> str:
    """What a share of the log of the tilt does to the ratio, as the end of a sentence."""
    if abs(share) < SMALL:
        return f"changes the ratio by less than {as_percent(SMALL):.0f} %"
    return f"makes the ratio {size(share)}"


def size(share: float) -> str:
    """A share of the log of the tilt in words: so many per cent larger or smaller."""
    changed = as_percent(share)
    return f"{abs(changed):.0f} % {'larger' if changed > 0 else 'smaller'}"


def share(values: Floats, over: float) -> float:
    """Percent of the draws above a value."""
    return 100 * float(np.mean(values > over))


def helps(fast: tuple[float, float]) -> str:
    """Which fields AI makes faster, by the median speed of safety and of capabilities, as a sentence."""
    faster = [round(speed, 2) > 1 for speed in fast]
    if all(faster):
        return "AI helps both fields."
    if any(faster):
        return f"AI helps {'safety' if faster[0] else 'capability'} research alone."
    return "AI helps neither field."


def linking(run: Run, now: Mapping[str, float], later: Run, fast: tuple[float, float]) -> Mapping[str, str]:
    """Words by which sentences compare the model's numbers with others, and with each other."""
    tilt, pace = run.verdict("tilt").credence, run.verdict("pace").credence
    seen = (
        100 * quote("acceleration", "claude_leads", "value") > now["done_capability_today"],
        quote("acceleration", "metr_view", "value") > now["capability_speed_today"],
    )
    change = 100 * abs(later.verdict("tilt").credence - after(run, 0).verdict("tilt").credence)
    best = max(run.splits, key=lambda p: run.splits[p])
    return {
        "observers": "more" if all(seen) else "it otherwise" if any(seen) else "less",
        "left_out": left_out(run),
        "helps": helps(fast),
        "change": "changes this credence little, from" if change < LITTLE else "takes this credence from",
        "through": NAMED[best.removeprefix("by_")],
        "arriving": "helps capabilities more" if pace < tilt else "does not",
        "pace_only": "only " if pace < 0.5 else "",
    }


def left_out(run: Run) -> str:
    """Which of two published exponents of substitution lie outside the default, as a sentence."""
    interval = run.assumption("substitution").interval
    first, second = (
        interval.low <= e <= interval.high
        for e in (float(quote("substitution_estimates", "whitfill_baseline", "exponent")), float(BINDS))
    )
    if first == second:
        return "The default takes in both." if first else "The default leaves out both."
    return f"The default takes in the {'first' if first else 'second'} alone."


def today(run: Run) -> Mapping[str, float]:
    """What the model implies for the edition's date: shares of labour that AI does, and both speed-ups, medians."""
    now = after(run, 0)
    ahead = model.years_ahead
    found = now.evaluate({"done_safety": model.done_safety(ahead), "done_capability": model.done_capability(ahead)})
    safety, capability = speeds(now)
    return {f"{name}_today": 100 * float(np.median(v)) for name, v in found.items()} | {
        "safety_speed_today": float(np.median(safety)),
        "capability_speed_today": float(np.median(capability)),
    }


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    safety, capability = speeds(after(run, 2))
    tilt, replaces = run.effect("tilt"), quote("substitution_estimates", "whitfill_baseline", "exponent")
    later = after(run, YEARS[-1])
    now = today(run)
    enrolled = {e: run.holding({"safety_enrolled": e}).verdict("tilt").credence for e in (0.3, 0.6, 0.9)}
    return {
        **common_facts(run),
        **now,
        **linking(run, now, later, (float(np.median(safety)), float(np.median(capability)))),
        **linked(LINKS),
        "crossings": crossings(run),
        **{f"over_{level:g}".replace(".", "_"): share(tilt, level) for level in LEVELS},
        **{f"enrolled_{100 * e:.0f}": 100 * c for e, c in enrolled.items()},
        "without_compute": 100 * without(run, "by_compute").credence,
        "binds_exponent": float(BINDS),
        "replaces_exponent": float(replaces),
        "binds": 100 * run.holding({"substitution": BINDS}).verdict("tilt").credence,
        "replaces": 100 * run.holding({"substitution": float(replaces)}).verdict("tilt").credence,
        "nearly_even": share(tilt, 1 / EVEN) - share(tilt, EVEN),
        "answer": answer(run),
        "carried": carried(run),
        "carriers": carriers(run),
        "length_changes": changes(run.splits["by_length"]),
        "mean_tilt": size(sum(run.splits.values())),
        "safety_speed": float(np.median(safety)),
        "capability_speed": float(np.median(capability)),
        "tilt_today": 100 * after(run, 0).verdicts[0].credence,
        "tilt_late": 100 * later.verdict("tilt").credence,
        "pace_today": 100 * after(run, 0).verdict("pace").credence,
        "pace_late": 100 * later.verdict("pace").credence,
        "late_years": YEARS[-1],
        "pace_growth_off": 100 * run.under({"by_growth": OFF}).verdict("pace").credence,
        "pace_buildout_off": 100 * run.under({"by_buildout": OFF}).verdict("pace").credence,
        "by_time": 100 * run.under({"weighting": {"time": 1}}).verdict("tilt").credence,
        "by_experiment": 100 * run.under({"weighting": {"experiment": 1}}).verdict("tilt").credence,
        "score_safety": quote("tilt_signs", "wehner", "safety"),
        "score_capability": quote("tilt_signs", "wehner", "capabilities"),
        "compute_ai": 100 * quote("tilt_signs", "pace_compute", "safety"),
        "compute_all": 100 * quote("tilt_signs", "pace_compute", "capabilities"),
        "compute_ratio": quote("tilt_signs", "pace_compute", "ratio"),
        "claude_leads": 100 * quote("acceleration", "claude_leads", "value"),
        "metr_speed": quote("acceleration", "metr_view", "value"),
        "agents_gap": quote("agent_pace", "aar", "ratio"),
        "agents_script": quote("agent_pace", "speedtest", "ratio"),
        "agents_open": 100 * quote("agent_pace", "nanogptbench", "ratio"),
        "substitution_high": replaces,
    }
