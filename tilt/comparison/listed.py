"""What was changed between two states, a line each: inputs, correlations, rows of tables, formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tilt.comparison.changes import FormulaChange, InputChange, RowChange
from tilt.comparison.compared import Comparison
from tilt.format import number

ROWS = 12
"""Rows of a table that are named one by one; of more it is said how many."""


def changed(c: Comparison) -> Iterator[tuple[str, list[str]]]:
    """Headings and lines of what was changed."""
    yield "Inputs that changed", [_input(i) for i in c.inputs]
    ranks = [f"{a} with {b}: {_rank(old)} → {_rank(new)}" for a, b, old, new in c.correlations]
    yield "Correlations that changed", ranks
    yield "Rows of tables that changed", list(_rows(c.rows))
    yield "Formulas that changed", [_formula(f) for f in c.formulas]


def _input(i: InputChange) -> str:
    table = f", derived from {i.table}" if i.table else ""
    if i.kind != "changed":
        return f"{i.id} ({i.label}): {i.kind}, {i.before or i.after}{table}"
    if i.before != i.after:
        other = [p for p in i.parts if p not in ("setting", "weights")]
        return f"{i.id} ({i.label}): {i.before} → {i.after}{table}" + (f"; also {', '.join(other)}" if other else "")
    return f"{i.id} ({i.label}): {', '.join(i.parts)}{table}"


def _rank(rank: float | None) -> str:
    return "none" if rank is None else number(rank)


def _formula(f: FormulaChange) -> str:
    forms = f"\n    - {f.before or '(none)'}\n    + {f.after or '(none)'}" if f.before != f.after else ""
    return f"{f.claim}, {f.where}: {f.kind}{forms}"


def _rows(rows: Sequence[RowChange]) -> Iterator[str]:
    tables: dict[str, list[RowChange]] = {}
    for r in rows:
        tables.setdefault(r.table, []).append(r)
    for table, of in tables.items():
        if len(of) > ROWS:
            counts = ", ".join(f"{sum(r.kind == k for r in of)} {k}" for k in ("changed", "added", "removed"))
            yield f"{table}: {counts}"
            continue
        for r in of:
            cells = "; ".join(
                f"{column} {old or '(blank)'} → {new or '(blank)'}" for column, (old, new) in r.cells.items()
            )
            yield f"{table}, row {r.id}: {cells or r.kind}"
