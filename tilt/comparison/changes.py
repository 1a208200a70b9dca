"""What differs between two snapshots: inputs, correlations, rows of evidence, formulas, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Literal

from tilt.comparison.snapshot import Input, Plain, Sentence, Setting, Snapshot
from tilt.engine.inputs import UNITS
from tilt.format import THIN, interval

Kind = Literal["changed", "added", "removed"]


class InputChange(Plain):
    """An input that is set or placed otherwise: in words, and which parts of it differ."""

    id: str
    label: str
    claim: str
    kind: Kind
    before: str = ""
    after: str = ""
    parts: tuple[str, ...] = ()
    table: str = ""


class RowChange(Plain):
    """A row of a table; of a changed one, the cells that differ, before and after."""

    table: str
    id: str
    kind: Kind
    cells: Mapping[str, tuple[str, str]] = {}


class FormulaChange(Plain):
    """A formula by where it stands in its claim; LaTeX where a chapter shows it."""

    claim: str
    where: str
    kind: Kind
    before: str = ""
    after: str = ""


class SentenceChange(Plain):
    """A computed sentence as it read and as it reads; empty where there is none. `reworded`: its own words changed."""

    before: str
    after: str
    reworded: bool


PARTS = ("setting", "scale", "unit", "bounds", "basis", "labels", "column", "table")


def inputs(before: Snapshot, after: Snapshot) -> Iterator[InputChange]:
    """The inputs that differ in anything that decides a number, or that a reader may be told."""
    for id, kind, old, new in differing(before.inputs, after.inputs):
        some: Input = new or old
        parts = tuple(p for p in PARTS if getattr(old, p) != getattr(new, p)) if old and new else ()
        if kind == "changed" and not parts:
            continue  # a scenario's default moved behind what the scenario sets
        yield InputChange(
            id=id,
            label=some.label,
            claim=some.claim,
            kind=kind,
            before=words(old, before) if old else "",
            after=words(new, after) if new else "",
            parts=parts,
            table=some.table,
        )


def words(i: Input, of: Snapshot) -> str:
    """What an input is set to, in words."""
    if i.setting.same_as:
        other = of.inputs.get(i.setting.same_as)
        return f"the same as {other.label if other else i.setting.same_as}"
    mark = UNITS.get(i.unit, i.unit)
    options = [{"label": label} for label in (i.labels or {}).values()]
    told = interval({"scale": i.scale, "mark": mark, "options": options}, numbers(i.setting))
    return told.replace(THIN, "\u00a0")


def numbers(setting: Setting) -> tuple[float, ...]:
    """An interval's ends or a choice's weights."""
    return setting.interval or setting.weights or ()


def correlations(before: Snapshot, after: Snapshot) -> list[tuple[str, str, float | None, float | None]]:
    """Pairs of inputs whose rank correlation differs, with the ranks before and after; None where there is none."""
    ranks = [{(*t.between, t.when): t.rank for t in s.correlations} for s in (before, after)]
    return [
        (f"{key[0]}", f"{key[1]}" + (f" (while {' is '.join(key[2])})" if key[2] else ""), old, new)
        for key, _, old, new in differing(*ranks)
    ]


def rows(before: Snapshot, after: Snapshot) -> Iterator[RowChange]:
    """The rows of evidence that differ."""
    for table in dict.fromkeys([*before.tables, *after.tables]):
        for id, kind, old, new in differing(before.tables.get(table, {}), after.tables.get(table, {})):
            cells = {
                column: ((old or {}).get(column, ""), (new or {}).get(column, ""))
                for column in dict.fromkeys([*(old or {}), *(new or {})])
                if kind == "changed" and (old or {}).get(column, "") != (new or {}).get(column, "")
            }
            yield RowChange(table=table, id=id, kind=kind, cells=cells)


def formulas(before: Snapshot, after: Snapshot) -> Iterator[FormulaChange]:
    """The formulas that differ, and the thresholds of findings."""
    old, new = ({(c.slug, where): f for c in s.claims for where, f in c.formulas.items()} for s in (before, after))
    for (claim, where), kind, one, other in differing(old, new):
        if kind == "changed" and one.digest == other.digest:
            continue  # the same, written in another letter
        was, now = (f.latex if f else "" for f in (one, other))
        yield FormulaChange(claim=claim, where=where, kind=kind, before=was, after=now)
    limits = [{(f.claim, f.id): f.effect.threshold for f in s.findings} for s in (before, after)]
    for (claim, finding), kind, was, now in differing(*limits):
        if kind == "changed":
            where = f"threshold of {finding}"
            yield FormulaChange(claim=claim, where=where, kind=kind, before=f"{was:g}", after=f"{now:g}")


def sentences(before: Snapshot, after: Snapshot) -> dict[str, list[SentenceChange]]:
    """The computed sentences that read otherwise, by chapter."""
    found = {}
    for chapter in dict.fromkeys([*before.chapters, *after.chapters]):
        changed = list(_rewritten(before.chapters.get(chapter, ()), after.chapters.get(chapter, ())))
        if changed:
            found[chapter] = changed
    return found


def _rewritten(old: tuple[Sentence, ...], new: tuple[Sentence, ...]) -> Iterator[SentenceChange]:
    """Sentences are matched as they are written; those written anew stand against each other in their order.

    Those that one state cannot fill are left out.
    """
    matcher = SequenceMatcher(None, [s.template for s in old], [s.template for s in new], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        for k in range(max(b - a, d - c)):
            was = old[a + k].text if a + k < b else ""
            now = new[c + k].text if c + k < d else ""
            if was != now and not any(s.text == "" for s in (*old[a + k : b][:1], *new[c + k : d][:1])):
                yield SentenceChange(before=was, after=now, reworded=what != "equal")


def differing(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[tuple[Any, Kind, Any, Any]]:
    """What differs between two mappings: key, kind, and both values, None where there is none."""
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield key, "removed", old[key], None
        elif key not in old:
            yield key, "added", None, new[key]
        elif old[key] != new[key]:
            yield key, "changed", old[key], new[key]
