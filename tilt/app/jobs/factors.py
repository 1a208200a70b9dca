"""The independent parts that a claim's draws are made of: what indices that assume independent inputs can be told of.

Correlated inputs of the book are mixed from independent columns of the shared draws, so inputs whose columns meet are
taken as one. A choice that a correlation hangs on stands for itself; what it does to the correlation is its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tilt.engine.draws import columns
from tilt.engine.inputs import Record, owner
from tilt.engine.run import Run
from tilt.engine.scale import Interval


@dataclass(frozen=True)
class Factor:
    """Inputs that are drawn together: those whose columns meet. `moves` are the claim's inputs that change with it."""

    ids: tuple[str, ...]
    columns: frozenset[int]
    moves: tuple[str, ...]


def factors(run: Run) -> list[Factor]:
    """The claim's inputs that take no other's value, those whose columns meet together."""
    record, settings = run.record, run.settings
    owners = list(dict.fromkeys(run.owners.values()))
    reads = {id: _columns(record, id) for id in owners}
    hanging = {id: {owner(choice, settings) for choice, _, _ in record.mixes(id)} for id in owners}
    for choice in dict.fromkeys(c for of in hanging.values() for c in sorted(of)):
        reads.setdefault(choice, _columns(record, choice))
    groups: list[tuple[list[str], set[int]]] = []
    for id, own in reads.items():
        ids, whole = [id], set(own)
        for group in [g for g in groups if g[1] & own]:
            groups.remove(group)
            ids, whole = [*group[0], *ids], group[1] | whole
        groups.append((ids, whole))
    found = []
    for ids, whole in groups:
        moves = [k for k, o in run.owners.items() if o in ids or hanging[o] & set(ids)]
        found.append(Factor(tuple(ids), frozenset(whole), tuple(moves)))
    return found


def _columns(record: Record, id: str) -> set[int]:
    """The columns an input may be mixed from."""
    return {column for mix in (record.mix(id), *(m for _, _, m in record.mixes(id))) for column, _ in mix}


def varies(run: Run, factor: Factor) -> bool:
    """Whether any of the inputs takes more than one value."""
    for id in factor.ids:
        stated = run.setting(id)
        alike = stated.low == stated.high if isinstance(stated, Interval) else 1.0 in stated.numbers
        if not alike:
            return True
    return False


def redrawn(record: Record, columns_of: frozenset[int]) -> Record:
    """The same inputs, those of some columns read from columns that no input of the book has.

    Whatever stands between two columns before stands between them after, so that correlated inputs are mixed alike.
    """
    taken = sorted(a.column for a in record.assumptions.values())
    spare = sorted(set(range(columns())) - set(taken))
    other = dict(zip(taken, spare, strict=False))
    changed = {
        id: replace(a, column=other[a.column]) if a.column in columns_of else a for id, a in record.assumptions.items()
    }
    return replace(record, assumptions=changed)


def together(run: Run, factor: Factor) -> str:
    """Why inputs are taken together, in a sentence."""
    names = " and ".join(f"“{run.assumption(id).label}”" for id in factor.ids)
    inside = [c for c in run.record.correlations if set(c.between) <= set(factor.ids)]
    when = dict.fromkeys(c.when for c in inside if c.when)
    if not when or any(c.when is None for c in inside):
        return f"{names}: they are correlated, so their indices are of them all together."
    choices = [(run.assumption(choice).label, (run.assumption(choice).labels or {})[option]) for choice, option in when]
    where = " and ".join(f"“{choice}” is “{option}”" for choice, option in choices)
    says = f"{names}: they are correlated where {where}, so their indices are of them all together; "
    return says + "what the choice does to the correlation counts as the choice’s."
