"""What each change carries of a move, by Shapley's rule: its gain in credence, averaged over every order of changing.

Players are inputs that are set otherwise, tables of evidence (with all inputs whose intervals move because of them),
correlations, and the formulas of the claim, whose code is asked with the inputs of either state. Shares add up to the
move exactly. Of more than PLAYERS, those that move least by themselves are taken together, which is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tilt.comparison.game import Game, Player, ties_of
from tilt.comparison.snapshot import Claim, Input, Plain, Snapshot
from tilt.comparison.states import State, StateError
from tilt.engine.split import coalitions, share_of

PLAYERS = 6
"""Changes that a move is shared out among, at most: each doubles the evaluations."""

EXACT = 1e-9
"""Credence below which a difference is rounding: shares of draws are whole numbers of draws."""

CORRELATIONS = "correlations"
FORMULAS = "formulas of {claim}"
ENGINE = "the engine"
REST = "{n} other changes together"

UNANSWERED = (
    "The formulas changed, and the code of {label} cannot be asked: they have what is left with all inputs put back."
)
GROUPED = "{n} changes reach this claim; the {m} that move it least by themselves are taken together."
SILENT = "The code of {label} cannot be asked, so nothing is shared out."
LEFT = "what none of these explains"
DERIVING = (
    "The code that derives intervals from tables changed too: what it did is counted with the table or the input."
)
DATED = "The edition’s date changed too: what that moved of derived intervals is counted with the table or the input."
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


def shared_out(slug: str, before: State, after: State) -> Shared:
    """The moves of a claim's findings that both states have, shared out among what changed."""
    old, new = before.snapshot.claim(slug), after.snapshot.claim(slug)
    assert old and new
    game = Game(slug, before, after)
    players = _players(game, old, new)
    formulas = _formulas(before.snapshot, after.snapshot, old, new)
    notes = _besides(before.snapshot, after.snapshot, players)
    if not after.answers() and not (before.answers() and not formulas):
        return Shared(findings={}, notes=(SILENT.format(label=after.place.label),))
    try:
        if formulas == ENGINE and game.work_out([(True, [])]) == [game.stated(before)]:
            formulas = ""  # it gives the earlier figures again
        if formulas and not before.answers():
            notes.append(UNANSWERED.format(label=before.place.label))
            found = _sequential(game, players, formulas, notes)
        else:
            players = _grouped(game, players, PLAYERS - bool(formulas), notes)
            found = _exact(game, players, formulas)
        left = {finding: _completed(game, finding, shares) for finding, shares in found.items()}
        return Shared(findings=left, notes=tuple(notes))
    except StateError as refused:
        why = str(refused).splitlines()[-1]
        return Shared(findings={}, notes=(REFUSED.format(why=why),))


def _exact(game: Game, players: Sequence[Player], formulas: str) -> dict[str, tuple[Share, ...]]:
    """Over all coalitions; where the formulas changed they are a player too, the last."""
    own = game.after.answers()  # where formulas are the same, either state's code gives the same
    sets = list(coalitions(players))
    values = game.work_out([(new, on) for new in ((False, True) if formulas else (own,)) for on in sets])
    names = [(p.name, p.inputs) for p in players] + ([(formulas, ())] if formulas else [])
    return {
        finding: tuple(
            Share(change=name, inputs=inputs, share=share_of([v[finding] for v in values], k, len(names)))
            for k, (name, inputs) in enumerate(names)
        )
        for finding in game.findings()
    }


def _sequential(
    game: Game, players: list[Player], formulas: str, notes: list[str]
) -> dict[str, tuple[Share, ...]]:  # fmt: skip
    """Inputs by Shapley's rule under the later formulas; the formulas have what is left with all of them put back."""
    found = _exact(game, _grouped(game, players, PLAYERS, notes), "")
    (put_back,), first = game.work_out([(True, [])]), game.stated(game.before)
    return {
        finding: (*shares, Share(change=formulas, inputs=(), share=put_back[finding] - first[finding]))
        for finding, shares in found.items()
    }


def _completed(game: Game, finding: str, shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The shares, and what they leave of the move, should the states' own figures not be met again."""
    move = game.stated(game.after)[finding] - game.stated(game.before)[finding]
    left = move - sum(s.share for s in shares)
    return shares if abs(left) < EXACT else (*shares, Share(change=LEFT, inputs=(), share=left))


def _players(game: Game, old: Claim, new: Claim) -> list[Player]:
    """What changed of the inputs that reach the claim in both states."""
    one, other = game.before.snapshot, game.after.snapshot
    reached = _reached(one, old.inputs) | _reached(other, new.inputs)
    found: dict[str, list[str]] = {}
    for id in one.inputs:
        if id in reached and id in other.inputs and _numbers(one.inputs[id]) != _numbers(other.inputs[id]):
            found.setdefault(_cause(one, other, id), []).append(id)
    players = [Player(name, tuple(ids)) for name, ids in found.items()]
    ties = [ties_of(state, {id: state.snapshot.inputs[id] for id in reached if id in state.snapshot.inputs})
            for state in (game.before, game.after)]  # fmt: skip
    return [*players, *([Player(CORRELATIONS, ties=True)] if ties[0] != ties[1] else [])]


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


def _formulas(before: Snapshot, after: Snapshot, old: Claim, new: Claim) -> str:
    """What of the code that decides the claim's credences changed, as a player's name; empty where nothing did."""
    limits = [{f.id: f.effect.threshold for f in s.findings if f.claim == new.slug} for s in (before, after)]
    effects = [{w: f.digest for w, f in c.formulas.items() if w.startswith("finding ")} for c in (old, new)]
    if limits[0] != limits[1] or effects[0] != effects[1] or old.inputs != new.inputs:
        return FORMULAS.format(claim=new.slug)
    return ENGINE if before.code.engine != after.code.engine else ""


def _besides(before: Snapshot, after: Snapshot, players: Sequence[Player]) -> list[str]:
    """What else may have moved the intervals that are derived, as notes."""
    if not any(after.inputs[id].table for p in players for id in p.inputs):
        return []
    derived_alike = (before.code.trends, before.code.engine) == (after.code.trends, after.code.engine)
    notes = [] if derived_alike else [DERIVING]
    return [*notes, *([DATED] if before.as_of != after.as_of else [])]


def _grouped(game: Game, players: list[Player], most: int, notes: list[str]) -> list[Player]:
    """Up to so many players: the strongest by themselves, and the others as one."""
    if len(players) <= most:
        return players
    new = game.after.answers()
    none, *alone = game.work_out([(new, []), *((new, [p]) for p in players)])
    moves = {p.name: max(abs(v[f] - none[f]) for f in game.findings()) for p, v in zip(players, alone, strict=True)}
    ranked = sorted(players, key=lambda p: -moves[p.name])
    kept, rest = ranked[: most - 1], ranked[most - 1 :]
    notes.append(GROUPED.format(n=len(players), m=len(rest)))
    ids = tuple(id for p in rest for id in p.inputs)
    return [*kept, Player(REST.format(n=len(rest)), ids, any(p.ties for p in rest))]
