"""A claim between two states of the book: its credences where some changes are made and others not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tilt.comparison.mixed import Credences, Mixture
from tilt.comparison.snapshot import Input, Tie
from tilt.comparison.states import State


@dataclass(frozen=True)
class Player:
    """A change as the rule takes it: the inputs that move with it, or the correlations."""

    name: str
    inputs: tuple[str, ...] = ()
    ties: bool = False


@dataclass(frozen=True)
class Game:
    """A claim between two states, with the credences that were asked for so far."""

    slug: str
    before: State
    after: State
    asked: dict[tuple[bool, frozenset[str], bool], Credences] = field(default_factory=dict)

    def work_out(self, wanted: Sequence[tuple[bool, Sequence[Player]]]) -> list[Credences]:
        """Credences of the findings by the later formulas, or the earlier, where these players have changed."""
        keys = [(new, frozenset(id for p in on for id in p.inputs), any(p.ties for p in on)) for new, on in wanted]
        for state, new in ((self.before, False), (self.after, True)):
            open_ = [k for k in dict.fromkeys(keys) if k[0] == new and k not in self.asked]
            if open_:
                answers = state.credences([self._mixture(*key) for key in open_])
                self.asked.update(zip(open_, answers, strict=True))
        return [self.asked[key] for key in keys]

    def _mixture(self, new: bool, changed: frozenset[str], ties: bool) -> Mixture:
        """The claim of the later code, or the earlier, with these inputs as they are later and all others as earlier.

        An input that only one state has belongs to that state's formulas.
        """
        own, other = (self.after, self.before) if new else (self.before, self.after)
        claim = own.snapshot.claim(self.slug)
        assert claim
        inputs: dict[str, Input] = {}
        waiting = list(claim.inputs)
        for id in waiting:
            take_other = (id in changed) != new and id in other.snapshot.inputs
            inputs[id] = (other if take_other else own).snapshot.inputs[id]
            if (tied := inputs[id].setting.same_as) and tied not in waiting:
                waiting.append(tied)
        later = ties if ties_of(self.before, inputs) != ties_of(self.after, inputs) else new
        ties_now = ties_of(self.after if later else self.before, inputs)
        return Mixture(claim=self.slug, inputs=inputs, correlations=ties_now)

    def findings(self) -> list[str]:
        """The findings that both states have."""
        there = {f.id for f in self.before.snapshot.findings if f.claim == self.slug}
        return [f.id for f in self.after.snapshot.findings if f.claim == self.slug and f.id in there]

    def stated(self, state: State) -> Credences:
        """What a state's snapshot says of the findings."""
        return {f.id: f.credence for f in state.snapshot.findings if f.claim == self.slug}


def ties_of(state: State, inputs: Mapping[str, Input]) -> tuple[Tie, ...]:
    """The correlations of a state that hold among these inputs."""
    return tuple(t for t in state.snapshot.correlations if {*t.between, *(t.when or ())[:1]} <= set(inputs))
