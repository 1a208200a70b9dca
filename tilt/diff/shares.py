"""What each change carries of a move, by Shapley's rule: its gain in credence, averaged over every order of changing.

Players are inputs that are set otherwise, tables of evidence (with all inputs whose intervals move because of them),
correlations, and the formulas of the claim, whose code is asked with the inputs of either state. Shares add up to the
move exactly. Of more than PLAYERS, those that move least by themselves are taken together, which is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tilt.diff.mixed import Credences, Mixture
from tilt.diff.snapshot import Claim, Input, Plain, Snapshot, Tie
from tilt.diff.states import State, StateError
from tilt.engine.split import coalitions, share_of

PLAYERS = 6
"""Changes that a move is shared out among, at most: each doubles the evaluations."""

CORRELATIONS = "correlations"
FORMULAS = "formulas of {claim}"
ENGINE = "the engine"
REST = "{n} other changes together"

UNANSWERED = (
    "The formulas changed, and the code of {label} cannot be asked: they have what is left with all inputs put back."
)
GROUPED = "{n} changes reach this claim; the {m} that move it least by themselves are taken together."
SILENT = "No code of either state can be asked, so nothing is shared out."
DERIVING = (
    "The code that derives intervals from tables changed too; what it did is counted with the table or the input."
)
REFUSED = "Not shared out: between the two states {why}."


class Share(Plain):
    """What a change carries of a finding's move, in credence; `inputs` are those it stands for."""

    change: str
    inputs: tuple[str, ...]
    share: float


class Shared(Plain):
    """The shares of a claim's findings, by finding, and what is to be said of them."""

    findings: Mapping[str, tuple[Share, ...]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Player:
    """A change as the rule takes it: the inputs that move with it, or the correlations."""

    name: str
    inputs: tuple[str, ...] = ()
    ties: bool = False


@dataclass(frozen=True)
class _Game:
    """A claim between two states, with the credences that were asked for so far."""

    slug: str
    before: State
    after: State
    asked: dict[tuple[bool, frozenset[str], bool], Credences] = field(default_factory=dict)

    def work_out(self, wanted: Sequence[tuple[bool, Sequence[_Player]]]) -> list[Credences]:
        """Credences of the findings by the later formulas, or the earlier, where these players have changed."""
        keys = [(new, frozenset(id for p in on for id in p.inputs), any(p.ties for p in on)) for new, on in wanted]
        for state, new in ((self.before, False), (self.after, True)):
            open_ = [k for k in dict.fromkeys(keys) if k[0] == new and k not in self.asked]
            if open_:
                answers = state.credences([self._mixture(*key) for key in open_])
                self.asked.update(zip(open_, answers, strict=True))
        return [self.asked[key] for key in keys]

    def _mixture(self, new: bool, changed: frozenset[str], ties: bool) -> Mixture:
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
        later = ties if _ties(self.before, inputs) != _ties(self.after, inputs) else new
        return Mixture(claim=self.slug, inputs=inputs, correlations=_ties(self.after if later else self.before, inputs))


def shared_out(slug: str, before: State, after: State) -> Shared:
    """The moves of a claim's findings that both states have, shared out among what changed."""
    old, new = before.snapshot.claim(slug), after.snapshot.claim(slug)
    assert old and new
    game = _Game(slug, before, after)
    players = _players(game, old, new)
    formulas = _formulas(before.snapshot, after.snapshot, old, new)
    notes = [DERIVING] if formulas != ENGINE and _derived_otherwise(before.snapshot, after.snapshot, players) else []
    if not after.answers() and not (before.answers() and not formulas):
        return Shared(findings={}, notes=(SILENT,))
    try:
        if formulas and not before.answers():
            notes.append(UNANSWERED.format(label=before.place.label))
            return _sequential(game, players, formulas, notes)
        players = _grouped(game, players, PLAYERS - bool(formulas), notes)
        return _exact(game, players, formulas, notes)
    except StateError as refused:
        why = str(refused).splitlines()[-1]
        return Shared(findings={}, notes=(REFUSED.format(why=why),))


def _exact(game: _Game, players: Sequence[_Player], formulas: str, notes: Sequence[str]) -> Shared:
    """Over all coalitions; where the formulas changed they are a player too, the last."""
    own = game.after.answers()  # where formulas are the same, either state's code gives the same
    sets = list(coalitions(players))
    wanted = [(new, on) for new in ((False, True) if formulas else (own,)) for on in sets]
    values = game.work_out(wanted)
    names = [(p.name, p.inputs) for p in players] + ([(formulas, ())] if formulas else [])
    return Shared(
        findings={
            finding: tuple(
                Share(change=name, inputs=inputs, share=share_of([v[finding] for v in values], k, len(names)))
                for k, (name, inputs) in enumerate(names)
            )
            for finding in _both(game)
        },
        notes=tuple(notes),
    )


def _sequential(game: _Game, players: list[_Player], formulas: str, notes: list[str]) -> Shared:
    """Inputs by Shapley's rule under the later formulas; the formulas have what is left with all of them put back."""
    players = _grouped(game, players, PLAYERS, notes)
    found = _exact(game, players, "", notes)
    (put_back,) = game.work_out([(True, [])])
    first = {f.id: f.credence for f in game.before.snapshot.findings if f.claim == game.slug}
    return Shared(
        findings={
            finding: (*shares, Share(change=formulas, inputs=(), share=put_back[finding] - first[finding]))
            for finding, shares in found.findings.items()
        },
        notes=tuple(notes),
    )


def _players(game: _Game, old: Claim, new: Claim) -> list[_Player]:
    """What changed of the inputs that reach the claim in both states."""
    one, other = game.before.snapshot, game.after.snapshot
    reached = _reached(one, old.inputs) | _reached(other, new.inputs)
    found: dict[str, list[str]] = {}
    for id in one.inputs:
        if id in reached and id in other.inputs and _numbers(one.inputs[id]) != _numbers(other.inputs[id]):
            found.setdefault(_cause(one, other, id), []).append(id)
    players = [_Player(name, tuple(ids)) for name, ids in found.items()]
    ties = [_ties(state, {id: state.snapshot.inputs[id] for id in reached if id in state.snapshot.inputs})
            for state in (game.before, game.after)]  # fmt: skip
    return [*players, *([_Player(CORRELATIONS, ties=True)] if ties[0] != ties[1] else [])]


def _cause(one: Snapshot, other: Snapshot, id: str) -> str:
    """The table whose rows moved an input that is derived from it before and after; else the input itself."""
    table = one.inputs[id].table
    derived = table and table == other.inputs[id].table and one.tables.get(table) != other.tables.get(table)
    return f"table {table}" if derived else id


def _numbers(i: Input) -> tuple[object, ...]:
    """What of an input decides its draws."""
    return i.setting, i.scale, i.column, tuple(i.labels or ())


def _reached(of: Snapshot, ids: Sequence[str]) -> set[str]:
    seen = list(ids)
    for id in seen:
        tied = of.inputs[id].setting.same_as
        if tied and tied not in seen:
            seen.append(tied)
    return set(seen)


def _ties(state: State, inputs: Mapping[str, Input]) -> tuple[Tie, ...]:
    """The correlations of a state that hold among these inputs."""
    return tuple(t for t in state.snapshot.correlations if {*t.between, *(t.when or ())[:1]} <= set(inputs))


def _formulas(before: Snapshot, after: Snapshot, old: Claim, new: Claim) -> str:
    """What of the code that decides the claim's credences changed, as a player's name; empty where nothing did."""
    limits = [{f.id: f.effect.threshold for f in s.findings if f.claim == new.slug} for s in (before, after)]
    effects = [{w: f.digest for w, f in c.formulas.items() if w.startswith("finding ")} for c in (old, new)]
    if limits[0] != limits[1] or effects[0] != effects[1] or old.inputs != new.inputs:
        return FORMULAS.format(claim=new.slug)
    return ENGINE if before.code.engine != after.code.engine else ""


def _derived_otherwise(before: Snapshot, after: Snapshot, players: Sequence[_Player]) -> bool:
    derived = any(after.inputs[id].table for p in players for id in p.inputs)
    return derived and before.code.trends != after.code.trends


def _grouped(game: _Game, players: list[_Player], most: int, notes: list[str]) -> list[_Player]:
    """Up to so many players: the strongest by themselves, and the others as one."""
    if len(players) <= most:
        return players
    new = game.after.answers()
    none, *alone = game.work_out([(new, []), *((new, [p]) for p in players)])
    moves = {p.name: max(abs(v[f] - none[f]) for f in _both(game)) for p, v in zip(players, alone, strict=True)}
    ranked = sorted(players, key=lambda p: -moves[p.name])
    kept, rest = ranked[: most - 1], ranked[most - 1 :]
    notes.append(GROUPED.format(n=len(players), m=len(rest)))
    ids = tuple(id for p in rest for id in p.inputs)
    return [*kept, _Player(REST.format(n=len(rest)), ids, any(p.ties for p in rest))]


def _both(game: _Game) -> list[str]:
    """The findings that both states have."""
    there = {f.id for f in game.before.snapshot.findings if f.claim == game.slug}
    return [f.id for f in game.after.snapshot.findings if f.claim == game.slug and f.id in there]
