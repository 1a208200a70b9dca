"""Where in a claim's code a thing is declared: the file and line that a fault names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tilt.claims import module
from tilt.paths import PACKAGE

ROOMS = ("claim", "model", "steps")
"""Modules of a claim that declare things, the likeliest first."""

NAMING = ("id", "name", "finding", "slug")
"""Keywords by which claims, findings, fans, parts, steps and splits are named."""

Place = tuple[Path, int | None]
"""A file, by its path from the checkout, and a line of it."""


def place(slug: str, kind: str, name: str) -> Place:
    """Where a claim declares the `kind` (Finding, Fan, Step, Split, Part) of this id or name, or None for the line."""
    return next(iter(places(slug, kind, name)), (module(slug), None))


def places(slug: str, kind: str, name: str) -> list[Place]:
    """All such places, in the order of the file: several where an id stands twice."""
    found: list[Place] = []
    for room in ROOMS:
        path = PACKAGE.parent / module(slug, room)
        if path.is_file():
            lines = _declared(path, path.stat().st_mtime_ns)
            found += [(module(slug, room), line) for what, id, line in lines if (what, id) == (kind, name)]
    return found


@lru_cache(maxsize=64)
def _declared(path: Path, _time: int) -> tuple[tuple[str, str, int], ...]:
    return tuple(_calls(ast.parse(path.read_text(encoding="utf-8"))))


def _calls(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Every call that names what it makes, by one of NAMING or its first argument: kind, that name, line."""
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)):
        named = {k.arg: k.value for k in call.keywords}
        given = [named[k] for k in NAMING if k in named] + call.args[:1]
        for value in given[:1]:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield call.func.id, value.value, value.lineno  # type: ignore[attr-defined]
