"""Two states of the book compared: every finding before and after, what changed, and what each change carries."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tilt.comparison import changes
from tilt.comparison.acknowledged import names
from tilt.comparison.changes import FormulaChange, InputChange, RowChange, SentenceChange
from tilt.comparison.shares import Share, Shared, shared_out
from tilt.comparison.snapshot import Finding, Plain, Snapshot
from tilt.comparison.states import State
from tilt.engine.verdict import standard_error


class Told(Plain):
    """One of the states: how it is called, by which code it was evaluated, its edition and scenario."""

    label: str
    evaluated: str
    edition: str
    as_of: str
    scenario: str


class Moved(Plain):
    """A finding before and after; one of the two is None where only the other state has it.

    `difference` is in credence, with its own standard error: both states share their draws. `same` where nothing
    differs in any draw's verdict or in the effect. `acknowledged` matters where `side_changed`. `shares` add up to the
    difference.
    """

    claim: str
    finding: str
    statement: str
    before: Finding | None
    after: Finding | None
    difference: float | None
    difference_error: float | None
    same: bool
    side_changed: bool
    acknowledged: bool
    shares: tuple[Share, ...] = ()


class Comparison(Plain):
    """The whole of it, in the shape that `tilt diff --format json` prints."""

    base: Told
    head: Told
    findings: tuple[Moved, ...]
    inputs: tuple[InputChange, ...]
    correlations: tuple[tuple[str, str, float | None, float | None], ...]
    rows: tuple[RowChange, ...]
    formulas: tuple[FormulaChange, ...]
    sentences: Mapping[str, tuple[SentenceChange, ...]]
    notes: Mapping[str, tuple[str, ...]]
    """What is to be said of a claim's shares, by claim."""
    unsaid: tuple[str, ...]
    """Whose sentences could not be compared, and why."""

    @property
    def unacknowledged(self) -> list[Moved]:
        """The findings that changed their side, which the changelog does not name."""
        return [m for m in self.findings if m.side_changed and not m.acknowledged]

    def as_json(self) -> dict[str, Any]:
        """Plain data; findings without what only serves the comparison."""
        inner = {"replicates", "claim", "id"}
        found = self.model_dump(mode="json", exclude={"findings": {"__all__": {"before": inner, "after": inner}}})
        return {k: _finite(v) for k, v in found.items()}


def _finite(value: Any) -> Any:
    """Plain data for JSON, which knows no infinity: an effect without end is null."""
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_finite(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def compare(base: State, head: State, tell: Callable[[float], object] = lambda _: None) -> Comparison:
    """Compare two states. `tell` is called with the share done of sharing out the moves."""
    before, after = base.snapshot, head.snapshot
    shared = _shared(base, head, tell)
    said = changes.sentences(before, after)
    return Comparison(
        base=_told(base),
        head=_told(head),
        findings=tuple(_findings(base, head, shared)),
        inputs=tuple(changes.inputs(before, after)),
        correlations=tuple(changes.correlations(before, after)),
        rows=tuple(changes.rows(before, after)),
        formulas=tuple(changes.formulas(before, after)),
        sentences={chapter: tuple(of) for chapter, of in said.items()},
        notes={slug: s.notes for slug, s in shared.items() if s.notes},
        unsaid=tuple(
            f"Of {name}, the sentences of {slug} cannot be filled: {why}"
            for name, s in ((base.place.label, before), (head.place.label, after))
            for slug, why in s.unsaid.items()
        ),
    )


def _shared(base: State, head: State, tell: Callable[[float], object]) -> dict[str, Shared]:
    """Of each claim that both have and that says something else, what each change carries."""
    pairs = _pairs(base.snapshot, head.snapshot)
    moved = {slug for (slug, _), (a, b) in pairs.items() if a and b and a.replicates != b.replicates}
    found = {}
    for k, slug in enumerate(sorted(moved)):
        found[slug] = shared_out(slug, base, head)
        tell((k + 1) / len(moved))
    return found


def _pairs(before: Snapshot, after: Snapshot) -> dict[tuple[str, str], tuple[Finding | None, Finding | None]]:
    old, new = ({(f.claim, f.id): f for f in s.findings} for s in (before, after))
    return {key: (old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old])}


def _findings(base: State, head: State, shared: Mapping[str, Shared]) -> list[Moved]:
    known = set(base.snapshot.owned)  # an old move's line owns up to no new one
    lines = [line for line in head.snapshot.owned if line not in known]
    ids = Counter(f.id for f in head.snapshot.findings)
    numbers = {c.slug: c.number for s in (base.snapshot, head.snapshot) for c in s.claims}
    found = []
    for (slug, id), (a, b) in _pairs(base.snapshot, head.snapshot).items():
        both = a is not None and b is not None
        some = b or a
        assert some
        found.append(
            Moved(
                claim=slug,
                finding=id,
                statement=some.statement,
                before=a,
                after=b,
                difference=b.credence - a.credence if a and b else None,
                difference_error=_error(a, b, head.snapshot.draws) if a and b else None,
                same=both and _tells(a) == _tells(b),
                side_changed=bool(a and b and a.side != b.side),
                acknowledged=any(names(line, slug, numbers[slug], id, ids[id] == 1) for line in lines),
                shares=shared[slug].findings.get(id, ()) if slug in shared and both else (),
            )
        )
    return found


def _tells(f: Finding | None) -> Any:
    """What of a finding is compared: all that it says but its wording."""
    return f and f.model_dump(exclude={"title", "statement"})


def _error(a: Finding, b: Finding, draws: int) -> float:
    """Standard error of the difference over the replicates, which both states share."""
    if a.replicates == b.replicates and a.effect == b.effect:
        return 0.0
    return standard_error(np.subtract(b.replicates, a.replicates), draws)


def _told(state: State) -> Told:
    s = state.snapshot
    return Told(
        label=state.place.label, evaluated=state.place.how, edition=s.edition, as_of=s.as_of, scenario=s.scenario
    )
