"""One evaluation: a claim, what every input is set to, and the shared draws; all that can be asked of them.

The browser's counterpart is `createEngine` in `web/engine/engine.js`; the parity tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import sympy as sp

from tilt.engine.claim import Claim, Finding, symbol
from tilt.engine.compile import near, numpy_effect, numpy_fan, numpy_findings, to_numpy
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import DEFAULT, NOTHING_HELD, Assumption, Record, Scenario, Stated, owner
from tilt.engine.scale import Floats, Interval, Setting, Weights
from tilt.engine.sensitivity import EffectAt, Flip, Swing, nearest_flip, swings_of
from tilt.engine.split import split_means
from tilt.engine.verdict import QUANTILES, Verdict, credence

PLACE = re.compile(r"\{(\w+)\}")
"""Where a statement takes a value the reader chose."""

BLOCK = 2**13
"""Draws that are made and evaluated at a time: of 100 inputs 7 MB, and a few hundredths of a second of work."""

A = TypeVar("A")


class Run:
    """A claim evaluated under one setting of the inputs; everything is worked out once, when first asked for."""

    def __init__(
        self,
        claim: Claim,
        record: Record,
        scenario: Scenario | Mapping[str, Any] = DEFAULT,
        draws: int = PAGE_DRAWS,
        held: Mapping[str, float] = NOTHING_HELD,
    ):
        """Set every input.

        Args:
            claim: The claim.
            record: The inputs.
            scenario: A named scenario, or what is changed by id: see `tilt.engine.setting.read`.
            draws: A multiple of 16 up to 2^20.
            held: Inputs held at one value in every draw, in their units, also at values no interval can state.

        Raises:
            KeyError: An id the record does not have.
            SettingError: Something an input cannot be set to.
        """
        self.claim, self.record, self.draws = claim, record, draws
        self.settings: dict[str, Stated] = record.settings(scenario)
        self.held = dict(held)
        self.owners = {id: owner(id, self.settings) for id in claim.inputs}
        self._kept: dict[tuple[object, ...], Any] = {}

    def _once(self, key: tuple[object, ...], work: Callable[[], A]) -> A:
        """The result of `work`, done at the first time `key` is asked for."""
        if key not in self._kept:
            self._kept[key] = work()
        found: A = self._kept[key]
        return found

    # Other runs

    def under(self, changes: Mapping[str, Any]) -> Run:
        """The same claim and draws with some inputs set otherwise."""
        key = ("under", *sorted((k, repr(v)) for k, v in changes.items()))
        return self._once(
            key, lambda: Run(self.claim, self.record, {**self.settings, **changes}, self.draws, self.held)
        )

    def holding(self, values: Mapping[str, float]) -> Run:
        """The same claim and draws with some inputs held at one value in every draw."""
        key = ("holding", *sorted(values.items()))
        held = {**self.held, **values}
        return self._once(key, lambda: Run(self.claim, self.record, self.settings, self.draws, held))

    def of(self, claim: Claim) -> Run:
        """Another claim under the same settings and draws."""
        return self._once(("of", claim.slug), lambda: Run(claim, self.record, self.settings, self.draws, self.held))

    # The draws

    def assumption(self, id: str) -> Assumption:
        """An input's record."""
        return self.record.assumptions[id]

    def setting(self, id: str) -> Setting:
        """What an input is set to: its own setting, or that of the input it is tied to."""
        found = self.settings[owner(id, self.settings)]
        assert isinstance(found, Interval | Weights)
        return found

    def interval(self, id: str) -> Interval:
        """The 90 % interval of an input that has one."""
        found = self.setting(id)
        assert isinstance(found, Interval), f"{id} is a choice"
        return found

    @cached_property
    def values(self) -> Floats:
        """Draws of the claim's inputs in their units, shape (inputs, draws), in the order of `claim.inputs`."""
        x = self._block(0, self.draws)
        x.flags.writeable = False
        return x

    def _block(self, first: int, count: int) -> Floats:
        """Some of the draws, made for the occasion."""
        x = self.record.values(self.claim.inputs, self.settings, count, self.held, first)
        for id, value in self.held.items():
            x[self.places(id)] = value
        return x

    @property
    def untied(self) -> list[str]:
        """Ids of the inputs that take no other's value, in their order; those that are tied move with their owner."""
        return [id for id in self.claim.inputs if self.owners[id] == id]

    def places(self, id: str) -> list[int]:
        """Where in `claim.inputs` an input's value stands: its own place, and those of inputs tied to it."""
        return [k for k, other in enumerate(self.claim.inputs) if id in (other, self.owners[other])]

    def evaluate(
        self, expressions: Mapping[str, sp.Expr] | sp.Expr | str, given: Mapping[sp.Symbol, float] | None = None
    ) -> Any:
        """Formulas over the draws: an array for an expression or an input's id, a dictionary of arrays for a mapping.

        Arrays have shape (draws,) and the unit of what is evaluated.

        `given` are values of symbols that are no inputs, such as a fan's grid.
        """
        if isinstance(expressions, sp.Expr | str):
            return self.evaluate({"": symbol(expressions) if isinstance(expressions, str) else expressions}, given)[""]
        extra = dict(given or {})
        function = to_numpy(list(expressions.values()), [*(symbol(i) for i in self.claim.inputs), *extra])
        found = function(*self.values, *extra.values())
        return {name: np.broadcast_to(v, self.draws) for name, v in zip(expressions, found, strict=True)}

    # What they say

    @cached_property
    def effects(self) -> Floats:
        """Each finding's effect in each draw, shape (findings, draws)."""
        for _ in self.work():
            pass
        found: Floats = self.__dict__["effects"]
        return found

    def work(self, block: int = BLOCK) -> Iterator[float]:
        """Draw the inputs and evaluate the findings, so many draws at a time; yields the share done after each.

        Inputs are drawn block by block and not kept, so that memory grows with the findings alone; up to one block
        they are `values`.
        """
        found = np.empty((len(self.claim.findings), self.draws))
        function = numpy_findings(self.claim)
        for first in range(0, self.draws, block):
            count = min(block, self.draws - first)
            x = self.values if count == self.draws else self._block(first, count)
            for row, values in zip(found, function(*x), strict=True):
                row[first : first + count] = values
            if first + count == self.draws:
                found.flags.writeable = False
                self.__dict__["effects"] = found
            yield (first + count) / self.draws

    def effect(self, finding: str) -> Floats:
        """One finding's effect in each draw. Raises KeyError naming those there are."""
        found: Floats = self.effects[self.claim.findings.index(self.claim.finding(finding))]
        return found

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the claim's findings, in their order."""
        return tuple(self.verdict(f.id) for f in self.claim.findings)

    def verdict(self, finding: str) -> Verdict:
        """One finding's verdict. Raises KeyError naming those there are."""
        chosen = self.claim.finding(finding)
        return self._once(("verdict", finding), lambda: self._judge(chosen, self.effect(finding)))

    def _judge(self, finding: Finding, effect: Floats) -> Verdict:
        share, error = credence(effect, finding.threshold)
        return Verdict(
            claim=self.claim.slug,
            finding=finding.id,
            statement=self.fill(finding.statement),
            credence=share,
            error=error,
            effect=finding.effect_name,
            unit=finding.unit,
            threshold=finding.threshold,
            quantiles=tuple(float(q) for q in np.quantile(effect, QUANTILES)),
            draws=self.draws,
        )

    def fill(self, statement: str) -> str:
        """The statement with each `{id}` replaced by the value a reader has chosen, as they would say it."""
        return PLACE.sub(lambda m: self._chosen(m[1]), statement)

    def _chosen(self, id: str) -> str:
        a, stated = self.assumption(id), self.setting(id)
        if isinstance(stated, Weights):
            return (a.labels or {})[a.options[stated.chosen]]
        return chosen_words(self.held.get(id, stated.low), a.unit)

    def fan(self, id: str) -> Floats:
        """Quantiles of a fan's series along its grid, shape (grid, series, QUANTILES)."""
        return self._once(("fan", id), lambda: self._fan(id))

    def _fan(self, id: str) -> Floats:
        fan = self.claim.fan(id)
        function = numpy_fan(self.claim, self.claim.fans.index(fan))
        found = np.empty((len(fan.labels), len(fan.series), len(QUANTILES)))
        x = self.values[:, : fan.draws]
        for at, t in enumerate(fan.times(self.record.edition.year)):
            for s, values in enumerate(function(*x, t)):
                found[at, s] = np.quantile(np.broadcast_to(values, x.shape[1]), QUANTILES)
        return found

    @cached_property
    def splits(self) -> dict[str, float]:
        """Mean of each part of each split, by id of part or player: only means of parts add up to the mean effect."""
        return split_means(self.claim, self.values)

    def swings(self, finding: str | None = None) -> tuple[Swing, ...]:
        """Swing and flip of every untied input on one finding (default: the headline), largest swing first."""
        chosen = self.claim.finding(finding) if finding else self.claim.headline
        return self._once(("swings", chosen.id), lambda: self._swings(chosen))

    def nearest_flip(self, finding: str) -> Flip | None:
        """The single input that turns a finding soonest; None where none does within its bounds."""
        chosen = self.claim.finding(finding)
        moved = self._moved(chosen)
        # What moves the headline most comes first: it is likely to turn the others too.
        return nearest_flip({s.id: moved[s.id] for s in self.swings()}, chosen.threshold)

    def _swings(self, finding: Finding) -> tuple[Swing, ...]:
        return swings_of(self._moved(finding), finding.threshold)

    def _moved(self, finding: Finding) -> dict[str, tuple[Assumption, Setting, EffectAt]]:
        """Each untied input, what it is set to, and the finding's effect with it held at a value."""
        effect = numpy_effect(self.claim, finding.id)
        moved_to = near(effect, list(self.values))

        def effect_at(id: str) -> EffectAt:
            places = self.places(id)

            def held(value: float) -> Floats:
                if id in hung:
                    return np.broadcast_to(effect(*self.holding({id: value}).values)[0], self.draws)
                return np.broadcast_to(moved_to(dict.fromkeys(places, np.asarray(value)))[0], self.draws)

            return held

        # What correlations hang on moves other inputs with it.
        hung = {owner(id, self.settings) for id in self.record.conditions}
        return {id: (self.assumption(id), self.setting(id), effect_at(id)) for id in self.untied}


def chosen_words(value: float, unit: str) -> str:
    """A chosen value in words: half, a percentage, or a number with its unit."""
    if unit == "fraction":
        return "half" if value == 0.5 else f"{100 * value:.3g} %"
    return f"{value:.3g} {unit.removesuffix('s') if value == 1 else unit}"
