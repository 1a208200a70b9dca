"""Quotes of evidence in claims' code, found before any chapter runs: each must name a row, and a column, that exist.

A quote is a call of `quote(table, id, column)` or `cite(value, table, id)`, or of a function of the same file that
hands its own parameters on to one. Only names written out in the call are looked up; computed ones are met when it
runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tilt.paths import PACKAGE
from tilt.record import evidence
from tilt.record.problems import Problem

PLACES = {"quote": ("table", "id", "column"), "cite": ("value", "table", "id")}
"""The functions that quote, with their parameters in order."""

ROW = ("table", "id", "column")


@dataclass(frozen=True)
class Quote:
    """A call that quotes: where it stands, and what it names, None where that is computed."""

    file: Path
    line: int
    table: str | None
    id: str | None
    column: str | None


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _given(call: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr]:
    named = {k.arg: k.value for k in call.keywords if k.arg}
    return {**dict(zip(parameters, call.args, strict=False)), **named}


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@dataclass(frozen=True)
class _Helper:
    """A function that quotes by its own parameters: those, their defaults, and what it gives `quote` or `cite`."""

    parameters: tuple[str, ...]
    defaults: Mapping[str, ast.expr]
    gives: Mapping[str, ast.expr]

    def quote(self, call: ast.Call) -> dict[str, ast.expr]:
        """What a call of the function quotes."""
        given = {**self.defaults, **_given(call, self.parameters)}
        return {k: given.get(e.id, e) if isinstance(e, ast.Name) else e for k, e in self.gives.items()}


def _helpers(tree: ast.Module) -> dict[str, _Helper]:
    found = {}
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        parameters = tuple(a.arg for a in function.args.args)
        stated = function.args.defaults
        defaults = dict(zip(parameters[len(parameters) - len(stated) :], stated, strict=True))
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call) and _called(n) in PLACES):
            gives = _given(call, PLACES[_called(call)])
            if any(isinstance(e, ast.Name) and e.id in parameters for k, e in gives.items() if k in ROW):
                found[function.name] = _Helper(parameters, defaults, gives)
    return found


def quotes(file: Path) -> tuple[Quote, ...]:
    """Every quote in a file of Python."""
    stat = file.stat()
    return _quotes(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _quotes(file: Path, _time: int, _size: int) -> tuple[Quote, ...]:
    return tuple(_found(file))


def _found(file: Path) -> Iterator[Quote]:
    text = file.read_text(encoding="utf-8")
    if not any(f"{name}(" in text for name in PLACES):
        return
    tree = ast.parse(text)
    helpers = _helpers(tree)
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = _called(call)
        if name in PLACES:
            given = _given(call, PLACES[name])
        elif name in helpers:
            given = helpers[name].quote(call)
        else:
            continue
        yield Quote(file, call.lineno, *(_text(given.get(part)) for part in ROW))


def check(folder: Path = PACKAGE / "claims") -> list[Problem]:
    """A fault for each quote below a folder that names a table, row or column that the evidence lacks."""
    return [fault for file in sorted(folder.rglob("*.py")) for q in quotes(file) if (fault := _wrong(q))]


def _wrong(q: Quote) -> Problem | None:
    """What a quote names and the evidence lacks. Of a broken table only the name is looked up: its faults are told."""
    if q.table is None:
        return None
    if q.table not in evidence.tables():
        what, id, value = evidence.unknown(f"table {q.table!r}", q.table, evidence.tables()), None, q.table
    elif q.column is not None and q.column not in (columns := evidence.describe(q.table).columns):
        what, id, value = evidence.unknown(f"column {q.column!r} in {q.table}", q.column, columns), q.table, q.column
    elif q.id is not None and (ids := evidence.ids(q.table)) and q.id not in ids:
        what, id, value = evidence.unknown(f"row {q.id!r} in {q.table}", q.id, ids), q.table, q.id
    else:
        return None
    fix = "name one that exists, by its id, or restore it"
    return Problem(q.file, q.line, f"quotes evidence that is not there: {what}", id, value=value, fix=fix)
