"""Forecasts: what the edition's draws say of each dated question, and what the answer would say of the claims.

No probability is typed. The claim's event gives the chance of "yes" in each draw, and its mean is the probability.
Draws weighted by it are those that "yes" would leave; weighted by what it lacks to one, those that "no" would.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tilt.book import book
from tilt.claims import events
from tilt.claims.asked import unasked
from tilt.engine import event as engine
from tilt.engine.claim import Claim
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import DEFAULT, Edition, Scenario, decimal_year
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.record.memory import remembered
from tilt.record.problems import InputError
from tilt.record.questions import Question, questions

TELLS = 0.05
"""Share of draws by which yes and no must part a finding before an answer is said to test it."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """A question and the chance of "yes" in each draw of its claim's run, shape (draws,)."""

    question: Question
    run: Run
    chance: Floats

    @property
    def claim(self) -> Claim:
        """The claim it tests."""
        return self.run.claim

    @cached_property
    def _probability(self) -> tuple[float, float]:
        return engine.probability(self.chance)

    @property
    def probability(self) -> float:
        """The probability of "yes"."""
        return self._probability[0]

    @property
    def error(self) -> float:
        """Its Monte Carlo error."""
        return self._probability[1]

    @cached_property
    def moved(self) -> tuple[engine.Moved, ...]:
        """What each finding of the claim becomes with either answer; the headline comes first."""
        return engine.moved(self.run, self.chance)

    @property
    def headline(self) -> engine.Moved:
        """What the claim's headline becomes."""
        return self.moved[0]

    @property
    def most(self) -> engine.Moved:
        """The finding of the claim that the answer moves most."""
        return max(self.moved, key=lambda m: m.size)

    @property
    def tells(self) -> bool:
        """Whether the headline would differ between yes and no, by TELLS at least."""
        return self.headline.size >= TELLS

    def as_json(self) -> dict[str, Any]:
        """The stable shape that `tilt forecasts --json` prints."""
        q = self.question
        return {
            "id": q.id,
            "claim": q.claim,
            "question": q.text,
            "resolves": q.rule,
            "by": q.by.isoformat(),
            "source": q.source,
            "quantity": q.quantity,
            "comparison": q.comparison,
            "threshold": q.threshold,
            "probability": self.probability,
            "standard_error": self.error,
            "findings": [_moved(m) for m in self.moved],
            "outcome": q.outcome,
            "resolved_on": q.resolved_on.isoformat() if q.resolved_on else None,
        }


def _moved(m: engine.Moved) -> dict[str, Any]:
    found: dict[str, Any] = {"finding": m.finding, "credence": m.credence}
    for name, answer in (("if_yes", m.if_yes), ("if_no", m.if_no)):
        credence = answer.credence if np.isfinite(answer.credence) else None
        found[name] = {"credence": credence, "effective_draws": answer.draws}
    return found


def years_until(day: datetime.date, edition: Edition) -> float:
    """Years from the edition's date to a day."""
    return decimal_year(day) - edition.year


def forecast(of: Question, run: Run) -> Forecast:
    """A question under a run of its claim. Raises KeyError where the claim has no event for it."""
    known = {e.id: e for e in events(run.claim)}
    if of.id not in known:
        msg = f"{run.claim.slug} has no event {of.id!r}; it has {', '.join(known) or 'none'}"
        raise KeyError(msg)
    chance = known[of.id].chance(run, years_until(of.by, run.record.edition), of.threshold)
    chance = np.broadcast_to(chance, run.draws)
    return Forecast(of, run, 1 - chance if of.comparison == "less than" else chance)


def forecasts(scenario: Scenario | Mapping[str, Any] = DEFAULT, draws: int = PAGE_DRAWS) -> tuple[Forecast, ...]:
    """Every question under a scenario: claim by claim, the earliest first.

    Raises InputError with everything that is wrong with the questions.
    """
    if scenario is DEFAULT and draws == PAGE_DRAWS:
        return _default()
    return tuple(f for c in book().claims for f in _forecasts(c.slug, scenario, draws))


def forecasts_of(slug: str) -> tuple[Forecast, ...]:
    """A claim's questions at the book's defaults, the earliest first. No other claim is evaluated for them.

    Raises InputError as `forecasts`.
    """
    return _forecasts(slug, DEFAULT, PAGE_DRAWS)


@remembered
def _default() -> tuple[Forecast, ...]:
    return tuple(f for c in book().claims for f in forecasts_of(c.slug))


def _forecasts(slug: str, scenario: Scenario | Mapping[str, Any], draws: int) -> tuple[Forecast, ...]:
    if faults := unasked():
        raise InputError(faults)
    asked = sorted((q for q in questions() if q.claim == slug), key=lambda q: q.by)
    if not asked:
        return ()
    run = book().run(slug, scenario, draws)
    return tuple(forecast(q, run) for q in asked)
