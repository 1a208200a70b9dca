"""A claim and a scenario to findings: credence, its Monte Carlo error, the effect's quantiles, the word."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tilt.engine.claim import Claim, Finding, Split
from tilt.engine.compile import Compiled, numpy_findings, numpy_parts, numpy_term, terms
from tilt.engine.scale import PAGE_DRAWS, REPLICATES, Floats, Interval
from tilt.record.assumptions import DEFAULT, Record, Scenario, record

PLACE = re.compile(r"\{(\w+)\}")
"""Where a statement takes a value the reader chose."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

LIKELIHOOD = (
    (0.99, "virtually certain"),
    (0.95, "extremely likely"),
    (0.9, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.1, "unlikely"),
    (0.05, "very unlikely"),
    (0.01, "extremely unlikely"),
    (-1.0, "exceptionally unlikely"),
)
"""Lower ends of credence and the word for it: the IPCC's likelihood scale (Mastrandrea and others 2010)."""


def likelihood(credence: float) -> str:
    """The word for a credence between 0 and 1."""
    return next(word for least, word in LIKELIHOOD if credence > least or (least == 0.33 and credence == 0.33))


@dataclass(frozen=True)
class Verdict:
    """What a scenario says of one finding.

    `credence` is the share of draws in which it holds, `error` the standard error of that share over randomised
    replicates, `quantiles` the effect's at QUANTILES, in `unit`.
    """

    claim: str
    finding: str
    statement: str
    credence: float
    error: float
    effect: str
    unit: str
    threshold: float
    quantiles: tuple[float, ...]
    draws: int

    @property
    def word(self) -> str:
        """The IPCC word for the credence."""
        return likelihood(self.credence)

    def as_json(self) -> dict[str, Any]:
        """The stable shape that `tilt verdicts --json` prints."""
        return {
            "claim": self.claim,
            "finding": self.finding,
            "statement": self.statement,
            "credence": self.credence,
            "standard_error": self.error,
            "word": self.word,
            "effect": {
                "name": self.effect,
                "unit": self.unit,
                "threshold": self.threshold,
                "quantiles": {f"q{round(100 * p):02d}": q for p, q in zip(QUANTILES, self.quantiles, strict=True)},
            },
            "draws": self.draws,
        }


def effects(claim: Claim, intervals: Mapping[str, Interval], draws: int, book: Record) -> Floats:
    """Each finding's effect in each draw, shape (findings, draws)."""
    x = book.values(claim.inputs, intervals, draws)
    return np.stack([np.broadcast_to(e, draws) for e in numpy_findings(claim)(*x)])


def credence(effect: Floats, threshold: float) -> tuple[float, float]:
    """Share of draws above the threshold and its standard error over the REPLICATES interleaved replicates.

    The error is never given as less than one draw's weight: agreement of all replicates is no proof of certainty.
    """
    holds = effect > threshold
    shares = holds.reshape(-1, REPLICATES).mean(axis=0)
    error = float(shares.std(ddof=1) / np.sqrt(REPLICATES))
    return float(holds.mean()), max(error, 1 / len(effect))


def fill(statement: str, intervals: Mapping[str, Interval], book: Record) -> str:
    """The statement with each `{id}` replaced by the value a reader has chosen, as they would say it."""
    return PLACE.sub(lambda m: chosen_words(intervals[m[1]].low, book.assumptions[m[1]].unit), statement)


def chosen_words(value: float, unit: str) -> str:
    """A chosen value in words: half, a percentage, or a number with its unit."""
    if unit == "fraction":
        return "half" if value == 0.5 else f"{100 * value:.3g} %"
    return f"{value:.3g} {unit.removesuffix('s') if value == 1 else unit}"


def judge(finding: Finding, claim: Claim, effect: Floats, intervals: Mapping[str, Interval], book: Record) -> Verdict:
    """The verdict of one finding from its effect's draws."""
    share, error = credence(effect, finding.threshold)
    return Verdict(
        claim=claim.slug,
        finding=finding.id,
        statement=fill(finding.statement, intervals, book),
        credence=share,
        error=error,
        effect=finding.effect_name,
        unit=finding.unit,
        threshold=finding.threshold,
        quantiles=tuple(float(q) for q in np.quantile(effect, QUANTILES)),
        draws=len(effect),
    )


def verdicts(
    claim: Claim,
    scenario: Scenario | Mapping[str, Interval] = DEFAULT,
    draws: int = PAGE_DRAWS,
    book: Record | None = None,
) -> tuple[Verdict, ...]:
    """The verdicts of a claim's findings, in their order. `draws` is a multiple of 16 up to 2^20."""
    book = book or record()
    intervals = book.intervals(scenario)
    found = effects(claim, intervals, draws, book)
    return tuple(judge(f, claim, e, intervals, book) for f, e in zip(claim.findings, found, strict=True))


def split_means(
    claim: Claim,
    scenario: Scenario | Mapping[str, Interval] = DEFAULT,
    draws: int = PAGE_DRAWS,
    book: Record | None = None,
) -> dict[str, float]:
    """Mean of each part of each split, by part id: means, because only means of parts add up to the mean effect."""
    book = book or record()
    intervals = book.intervals(scenario)
    x = book.values(claim.inputs, intervals, draws)
    parts = [p.id for split in claim.splits for p in split.parts]
    found = {id: float(np.mean(v)) for id, v in zip(parts, numpy_parts(claim)(*x), strict=True)}
    for split in claim.splits:
        if split.players:
            found |= shapley(claim, split, x)
    return found


def shapley(claim: Claim, split: Split, x: Floats) -> dict[str, float]:
    """What each player of a split adds to the mean of its expression, by Shapley's rule, exactly, by player id.

    `x` holds the inputs' draws, shape (inputs, draws). Players switched off in `x` get 0.
    """
    found = dict.fromkeys(split.players, 0.0)
    draws = x.shape[1]
    for index, term in enumerate(terms(split)):
        places = [claim.inputs.index(p) for p in term.players]
        on = [k for k, place in enumerate(places) if x[place, 0] == 1]
        function = numpy_term(claim, split, index)
        inputs = list(x)

        def mean(coalition: int, on: list[int] = on, inputs: list[Floats] = inputs, places: list[int] = places,
                 function: Compiled = function) -> float:  # fmt: skip
            for place in places:
                inputs[place] = np.zeros(draws)
            for bit, k in enumerate(on):
                inputs[places[k]] = np.full(draws, float(coalition >> bit & 1))
            return float(np.mean(np.broadcast_to(function(*inputs)[0], draws)))

        values = [mean(c) for c in range(2 ** len(on))]
        for bit, k in enumerate(on):
            found[term.players[k]] += share_of(values, bit, len(on))
    return found


def share_of(values: Sequence[float], player: int, players: int) -> float:
    """Shapley's value of a player: the mean gain of joining over all orders. `values` by coalition, as bits."""
    total = 0.0
    for coalition in range(2**players):
        if not coalition >> player & 1:
            size = coalition.bit_count()
            weight = math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
            total += weight * (values[coalition | 1 << player] - values[coalition])
    return total
