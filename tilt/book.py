"""The book: its claims and the record they stand on, checked against each other; whatever else reads, reads this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tilt import claims as rooms
from tilt.engine.claim import Claim
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import DEFAULT, Record, Scenario
from tilt.engine.readings import ClaimReadings
from tilt.engine.run import Run
from tilt.record.kept import kept_readings
from tilt.record.memory import remembered
from tilt.record.problems import InputError, Problem
from tilt.record.reading import read


@dataclass(frozen=True, eq=False)
class Book:
    """The claims by number, the record, and what has been worked out of them so far."""

    claims: tuple[Claim, ...]
    record: Record
    _runs: dict[str, Run] = field(default_factory=dict, repr=False)
    _facts: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def claim(self, slug: str) -> Claim:
        """The claim with this slug. Raises KeyError naming those there are."""
        for c in self.claims:
            if c.slug == slug:
                return c
        msg = f"no claim {slug!r}; the book has {', '.join(c.slug for c in self.claims)}"
        raise KeyError(msg)

    def run(self, slug: str, scenario: Scenario | Mapping[str, Any] = DEFAULT, draws: int = PAGE_DRAWS) -> Run:
        """A claim under a scenario. Under the defaults and with the page's draws it is the same run for all who ask."""
        if scenario is not DEFAULT or draws != PAGE_DRAWS:
            return Run(self.claim(slug), self.record, scenario, draws)
        if slug not in self._runs:
            self._runs[slug] = Run(self.claim(slug), self.record)
        return self._runs[slug]

    def readings(self, slug: str) -> ClaimReadings:
        """What all combinations of a claim's defensible specifications find, under the defaults."""
        return kept_readings(self.claim(slug), self.record)

    def facts(self, slug: str) -> Mapping[str, Any]:
        """The named numbers of a chapter's sentences, under the defaults."""
        if slug not in self._facts:
            self._facts[slug] = rooms.facts(self.run(slug))
        return self._facts[slug]


@remembered
def book() -> Book:
    """The book of the project's data folder. Raises InputError with every problem."""
    claims = rooms.all_claims()
    problems = list(undeclared(claims))
    try:
        record = read({c.slug: c.inputs for c in claims})
    except InputError as error:
        raise InputError([*error.problems, *problems]) from None
    if problems:
        raise InputError(problems)
    return Book(claims, record)


def undeclared(claims: Iterable[Claim]) -> Iterable[Problem]:
    """A problem for each symbol of a formula that is no input of its claim."""
    for c in claims:
        for where, name in c.undeclared():
            fix = "add it to the claim’s inputs and declare it in its YAML"
            yield Problem(rooms.module(c.slug, "model"), None, f"{where} uses an undeclared assumption", name, fix=fix)
