"""An edition's forecasts against what happened: the Brier score, and beside it that of saying the base rate."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from tilt.editions.folder import Frozen
from tilt.record.questions import Question

HAPPENED = {"yes": 1.0, "no": 0.0}
"""Outcomes that are scored; a question that is void is not."""


@dataclass(frozen=True)
class Score:
    """How an edition's forecasts came out.

    `answered` has each question with an answer: its id, the probability of yes, and 1 or 0 as it happened. `brier` is
    the mean squared distance, lower is better, None with none answered. `base_rate` is the share of yes, and
    `base_brier` what saying it of each would have scored, knowing the answers. `due` have passed their day without an
    answer, `void` are not scored, and `next_due` is the first day of those still open.
    """

    answered: tuple[tuple[str, float, float], ...]
    due: tuple[str, ...]
    void: tuple[str, ...]
    next_due: datetime.date | None

    @property
    def brier(self) -> float | None:
        """Mean squared distance between the probabilities and what happened."""
        return fmean((p - happened) ** 2 for _, p, happened in self.answered) if self.answered else None

    @property
    def base_rate(self) -> float | None:
        """The share of the answered questions whose answer is yes."""
        return fmean(happened for _, _, happened in self.answered) if self.answered else None

    @property
    def base_brier(self) -> float | None:
        """The Brier score of saying the base rate of each."""
        rate = self.base_rate
        return None if rate is None else rate * (1 - rate)


def score(edition: Frozen, questions: Iterable[Question], today: datetime.date) -> Score:
    """An edition's forecasts against the answers that `data/forecasts.csv` has by now."""
    return scored({f["id"]: float(f["probability"]) for f in edition.forecasts}, questions, today)


def scored(probabilities: Mapping[str, float], questions: Iterable[Question], today: datetime.date) -> Score:
    """Probabilities of yes by question against its answer. Questions that were not asked of them are left out."""
    asked = [q for q in questions if q.id in probabilities]
    answered = tuple((q.id, probabilities[q.id], HAPPENED[q.outcome]) for q in asked if q.outcome in HAPPENED)
    open_ = [q for q in asked if not q.outcome]
    return Score(
        answered,
        tuple(q.id for q in open_ if q.by < today),
        tuple(q.id for q in asked if q.outcome == "void"),
        min((q.by for q in open_ if q.by >= today), default=None),
    )
