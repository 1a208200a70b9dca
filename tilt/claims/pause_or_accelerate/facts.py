"""The numbers that the sentences of claim 4's chapter use, each computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.claims.common import common_facts, linked, word
from tilt.claims.pause_or_accelerate import model
from tilt.claims.pause_or_accelerate.evidence import best_shares, bought_draws, expected_ratios
from tilt.claims.turning import either, turned
from tilt.engine.readings import side
from tilt.engine.run import Run
from tilt.engine.scale import Floats, Interval
from tilt.format import number
from tilt.record.cited import address, cite, quote
from tilt.trends import effort, restraint

STILL = 1e-3
"""Growth of safety progress that is as good as none."""

TOP = 0.1
"""The share of draws that is asked for how much of the expected gain it carries."""

LINKS = {
    "new_york": ("ny_eo62", "New York"),
    "openai": ("openai_ra2026", "OpenAI"),
    "letter": ("pacing_letter", "letter"),
    "call": ("amodei_pace2026", "call"),
    "withdrew": ("time_pledge", "withdrew"),
    "against_use": ("fable_lift", "order"),
    "enforced": ("eu_enforce2026", "enforced"),
    "vetoed": ("maine_ld307", "vetoed"),
    "later_bill": ("sanders_casar", "later one"),
    "early_poll": ("dailyai_aipi", "a poll"),
    "late_poll": ("facthem_yougov", "another"),
    "grace": ("espai2023", "Grace and others"),
    "one_estimate": ("steinperlman_unit", "one estimate"),
    "one_count": ("mcaleese2025", "one count"),
    "hoped": ("cioinsider_pac", "hoped"),
    "announced": ("notus_pac", "announced"),
    "epoch": ("epoch_super", "Epoch AI"),
}
"""What the prose names and links: key in sources, and words."""


CERTAIN = 2 / 3
"""From this chance on a pause comes so likely by itself that little is left to move."""

TURNED = {
    "pause_years": "it is known to last {than} {0:.1f} years",
    "restraint_budget": "restraint has {than} {2:.0f} million dollars a year",
    "safety_budget": "safety has {than} {3:.1f} billion",
}
"""Where an input, held at one value, makes a pause the better buy."""

MOVERS = {
    "returns": "how much more effort adds to progress",
    "not_entangled": "how much of safety progress is not capability",
    "kept": "how much of safety progress developers do not spend on going faster",
    "restraint_rate": "how often restraints are enacted",
    "contest_response": "how strongly effort moves the odds of a pause",
    "shock": "how often an event opens the window for a pause",
    "pause_after_shock": "how likely a pause is after a shock, with plans ready",
    "prepared": "how much likelier plans make a pause after a shock",
    "pause_years": "how long a pause lasts",
    "pause_binds": "how much of capability progress a pause stops",
    "years_left": "how many years are left without a pause",
    "growth": "how fast safety progress grows",
    "safety_budget": "how much money goes to safety",
    "restraint_budget": "how much money goes to restraint",
    "safety_people": "how many people work on safety",
    "restraint_people": "how many people work on restraint",
}
"""Each input as what the better buy depends on."""


def _movers(run: Run) -> str:
    """The three inputs that move the headline most, as a part of a sentence."""
    first, second, third = (MOVERS[s.id] for s in run.swings()[:3])
    return f"{first}, {second} and {third}"


def _attempts() -> Mapping[str, float]:
    """Counts of attempts and pauses by the one rule, on AI's frontier and before."""
    ai, before = restraint.attempts(), restraint.attempts("before_ai")
    known, treaties = restraint.lengths(), restraint.treaty_years()
    remembered = before[before["what"].eq("treaty") & before["enacted"].ne("no") & before["grade"].eq("unverified")]
    return {
        "ai_attempts": len(ai),
        "ai_hits": len(restraint.pauses()),
        "count_years": restraint.exposure(),
        "before_attempts": len(before),
        "before_hits": int((before["enacted"] == "yes").sum()),
        "before_unverified": int((before["grade"] == "unverified").sum()),
        "pauses": len(known),
        "shortest_days": 365.25 * float(known[0]),
        "longest_years": float(known[-1]),
        "treaties": len(treaties),
        "treaty_years": float(np.median(treaties)),
        "treaties_unverified": len(remembered),
    }


def _backtests() -> Mapping[str, float]:
    """How restraints and the field's growth were foretold."""
    foretold = restraint.predictions()
    return {
        "foretold": len(foretold),
        "foretold_error": float(foretold["error_rate"].mean()),
        "never_error": float(foretold["error_never"].mean()),
        "last_error": float(foretold["error_last"].mean()),
        "last_expected": float(foretold["expected"].iloc[-1]),
        "last_outcome": int(foretold["outcome"].iloc[-1]),
        "field_growth_own": 100 * quote("effort_budgets", "field_growth", "value"),
        "field_growth": 100 * float(np.expm1(effort.growth().slope)),
    }


def _money() -> Mapping[str, float]:
    """Millions of dollars and people on either side."""
    million = 1e6
    return {
        "ecosystem": quote("effort_budgets", "ecosystem", "value") / million,
        "pac_goal": quote("effort_budgets", "pac_goal", "value") / million,
        "industry": quote("effort_budgets", "industry_announced", "value") / million,
        "people": quote("effort_budgets", "technical_people", "value"),
        "other_people": quote("effort_budgets", "other_people", "value"),
    }


def _expected(run: Run) -> Mapping[str, Any]:
    """Which of the two gains more in expectation, and how many times; how much of restraint's comes from few draws."""
    found: dict[str, Any] = {}
    for way, ratio in expected_ratios(run).items():
        found |= {f"{way}_favours": "accelerating" if ratio > 1 else "a pause", f"{way}_expected": _more(ratio)}
    pause = found["dollar_favours"] == "a pause"
    found["dollar_because"] = ", because in some draws a pause is long and binds" if pause else ""
    gain = np.sort(bought_draws(run)["restraint"])[::-1]
    return found | {"restraint_top": 100 * float(gain[: int(TOP * len(gain))].sum() / gain.sum())}


def _more(ratio: float) -> str:
    """From which of the two more is to be expected, and how many times, by the ratio of accelerating to a pause."""
    by = max(ratio, 1 / ratio)
    if f"{by:.1f}" == "1.0":
        return "about as much comes from either"
    times = f"{by:.1f}" if by < 100 else number(by, 2)
    return f"{times} times as much comes from {'accelerating' if ratio > 1 else 'a pause'}"


def _thin(run: Run) -> str:
    """What the two budgets make of one more dollar for restraint, as a sentence."""
    safety, restraint = (
        run.assumption(id).interval.centre(run.assumption(id).scale) for id in ("safety_budget", "restraint_budget")
    )
    if restraint < safety:
        return "And little money goes to restraint, so one more dollar is a larger part of it."
    return "But as much money goes to restraint as to safety, so one more dollar is no larger part of it."


def _leanings(run: Run) -> str:
    """To which side a dollar and a person lean, in words that the readings support, as a sentence."""
    words = {"open": "the question is open", "supports": "it leans to accelerating", "against": "it leans to a pause"}
    dollar, person = (words[side(word(run, run.verdict(id)))] for id in ("better-buy", "better-use"))
    if dollar == person:
        return f"Per dollar and per person {dollar}."
    return f"Per dollar {dollar}; per person {person}."


def _beside(run: Run, pause_chance: float) -> Mapping[str, str]:
    """Words by which sentences set credence, expectation and the chance of a pause beside each other."""
    mostly = "accelerating" if run.verdict("better-buy").credence > 0.5 else "a pause"
    on_average = "accelerating" if expected_ratios(run)["dollar"] > 1 else "a pause"
    if mostly == on_average:
        found = f"Credence and expectation agree here: money for {mostly} gains more in most draws, and on average."
    else:
        less = f"money for {on_average} gains less in most draws, and far more in a few"
        found = f"That credence and expectation disagree is a finding: {less}."
    room = "leaves little to move" if pause_chance > CERTAIN else "leaves room to move it"
    return {"agree": found, "dollar_but": "and" if mostly == on_average else "though", "room": room}


def _turns(run: Run) -> str:
    """Where single inputs make a pause the better buy, as a sentence."""
    found = turned(run, TURNED, len(TURNED))
    if not found:
        return "No length of a pause and no budget, known for certain, decides which is the better buy."
    return f"A pause becomes the better buy {either([found[id] for id in TURNED if id in found])}."


def _million(run: Run) -> Mapping[str, float]:
    """What a million buys: expected per cent of safety progress, and how often it is most."""
    best, means = best_shares(run), {name: float(values.mean()) for name, values in bought_draws(run).items()}
    low, high = (float(f"{cost:.2g}") for cost in effort.enrolment_cost())
    found = {"cost_low": low, "cost_high": high} | {f"{name}_mean": mean for name, mean in means.items()}
    return found | {f"{name}_best": 100 * share for name, share in best.items()}


def _otherwise(run: Run) -> Mapping[str, float]:
    """The better buy where one thing is set otherwise; of pauses of the whole frontier, in expectation too."""
    runs = {
        "long": run.under({"pause_years": Interval(3, 10)}),
        "whole": run.under({"restraint_rate": Interval(0.001, 0.3)}),
        "contested": run.under({"contest_response": Interval(1, 2)}),
        "thinnest": run.under({"restraint_budget": Interval(1e6, 5e6)}),
        "unready": run.holding({"prepared": 1.0}),
        "still": run.holding({"growth": STILL}),
    }
    found = {f"{name}_better": 100 * other.verdict("better-buy").credence for name, other in runs.items()}
    return found | {"whole_expected": expected_ratios(runs["whole"])["dollar"]}


def facts(run: Run) -> Mapping[str, Any]:
    """Named numbers of the chapter."""
    chance: Floats = run.evaluate(model.pause_chance(model.restraint_rate))
    return {
        **common_facts(run),
        **linked(LINKS),
        "chip_controls": f'<a href="{address("restraint_attempts", "export_controls")}">US chip controls</a>',
        "published_prices": f'<a href="{address("agent_spend")}">published prices</a>',
        "movers": _movers(run),
        "still": STILL,
        "leanings": _leanings(run),
        "thin": _thin(run),
        "turns": _turns(run),
        **_beside(run, float(np.median(chance))),
        **_attempts(),
        **_backtests(),
        **_money(),
        **_expected(run),
        **_million(run),
        **_otherwise(run),
        "pause_chance": 100 * float(np.median(chance)),
        "poll_first": 100 * quote("restraint_polls", "aipi_2023", "share"),
        "poll_last": 100 * quote("restraint_polls", "economist_yougov_2026", "share"),
        "researchers_slower": 100 * quote("restraint_polls", "espai_slower", "share"),
        "us_compute": 100 * quote("restraint_reach", "us_compute", "value"),
        "taken_up": 100 * cite(1 - quote("restraint_reach", "astra_kept", "value"), "restraint_reach", "astra_kept"),
    }
