"""Readers who come to the app at once: what each of them asks, and what each has to be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tilt.book import book

DRAWS = 2**17
"""Draws that a page's panel asks for unless its reader chooses others."""

STEP = 0.04
"""Share of an interval by which the scenarios of two readers of the same claim differ at least."""


@dataclass(frozen=True)
class Reader:
    """One reader, whose scenario is nobody else's: an input of a claim, and its interval."""

    claim: str
    input: str
    interval: tuple[float, float]

    @property
    def scenario(self) -> dict[str, list[float]]:
        """What the reader changes, as a page says it to Python."""
        return {self.input: list(self.interval)}

    @property
    def page(self) -> str:
        """Where the chapter stands, from the app's address on, with the scenario in the link."""
        low, high = self.interval
        return f"book/{self.claim}.html#v=1&{self.input}={low!r}~{high!r}"

    def request(self, state: str) -> dict[str, Any]:
        """What is asked on a line to Python; `state` is the mark of the data that the pages are of."""
        asked = {"ask": 1, "do": "deep run", "claim": self.claim, "scenario": self.scenario, "draws": DRAWS}
        return {**asked, "state": state}

    def expected(self) -> list[dict[str, Any]]:
        """The verdicts as the book has them, in the shape in which Python answers."""
        found = book().run(self.claim, self.scenario, DRAWS).verdicts
        return [
            {"id": v.finding, "credence": v.credence, "error": v.error, "quantiles": list(v.quantiles)} for v in found
        ]


def arriving(count: int) -> list[Reader]:
    """So many readers, spread over all claims. Each narrows what sways their claim most, from below and differently."""
    claims = book().claims
    found = []
    for k in range(count):
        claim, level = claims[k % len(claims)], 1 + k // len(claims)
        swings = book().run(claim.slug).swings()
        first = next(s.id for s in swings if book().record.assumptions[s.id].scale not in {"choice", "switch"})
        usual = book().record.assumptions[first].interval
        low = float(f"{usual.low + STEP * level * (usual.high - usual.low):.4g}")
        found.append(Reader(claim.slug, first, (low, float(f"{usual.high:.4g}"))))
    return found


def mixed(readers: Sequence[Reader], answers: Mapping[Reader, Sequence[Mapping[str, Any]]]) -> list[str]:
    """What is wrong with the verdicts that readers were given, a sentence each: all must be the book's to the last bit.

    Raises ValueError where two readers expect the same, since a mix-up of theirs could not be seen.
    """
    expected = {reader: reader.expected() for reader in readers}
    for one, other in combinations(readers, 2):
        if expected[one] == expected[other]:
            raise ValueError(f"{one} and {other} expect the same answer, so a mix-up would not be seen")
    found = []
    for reader, answer in answers.items():
        told = [{name: v.get(name) for name in ("id", "credence", "error", "quantiles")} for v in answer]
        if told != expected[reader]:
            owner = next((f", but what {other} expects" for other in readers if expected[other] == told), "")
            found.append(f"{reader} was answered {told}, not {expected[reader]}{owner}.")
    return found
