"""A sweep's answers on disk: a Parquet file a chunk, named by all that decides what it holds.

A file stands under its name once it is whole. So what is there is right, whoever wrote it and however that ended, and
needs no second evaluation; what another state of data or model, or another file of points, gave has other names.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from tilt.engine.verdict import QUANTILE_NAMES
from tilt.fingerprint import fingerprint, state
from tilt.paths import PACKAGE
from tilt.record.whole import write_whole
from tilt.sweep.axes import Axis, Block, Chunk, Ranged
from tilt.sweep.plan import Plan, described

EARLIER = "earlier"
"""The folder inside a sweep's own for what another file of points or another state gave."""

NAME = re.compile(r"[\w-]+-\d{10}-[0-9a-f]{16}\.parquet")
FIRST = {"claim": pl.String(), "finding": pl.String(), "point": pl.Int64()}
LAST = dict.fromkeys(("credence", "error", *QUANTILE_NAMES), pl.Float64()) | {"draws": pl.Int64()}


@cache
def whole_state() -> str:
    """The state of data and model, and of the code that makes points and rows, as this process began with them."""
    return hashlib.sha256(f"{state()} {fingerprint([PACKAGE / 'sweep'])}".encode()).hexdigest()[:16]


def name(chunk: Chunk, of: str) -> str:
    """A chunk's file under a state: claim, first point, and digits of all that decides what it holds."""
    rest = f"{of} {_digits(chunk.block)} {chunk.first} {chunk.count}"
    return f"{chunk.block.claim}-{chunk.first:010d}-{hashlib.sha256(rest.encode()).hexdigest()[:16]}.parquet"


@lru_cache(maxsize=64)
def _digits(b: Block) -> str:
    """Digits of what a block's points are; how many a sample has is not among it, so that a longer one has the same."""
    return hashlib.sha256(repr((b.claim, b.findings, b.axes, b.draws, b.seed)).encode()).hexdigest()


def schema(blocks: Iterable[Block]) -> dict[str, Any]:
    """Every column of a sweep and its type, so that all files of a folder have the same."""
    varied: dict[str, Any] = {}
    for axis in dict.fromkeys(axis for block in blocks for axis in block.axes):
        varied |= dict.fromkeys(_columns(axis, float), pl.Float64()) | dict.fromkeys(_columns(axis, str), pl.String())
    return {**FIRST, **varied, **LAST}


def _columns(axis: Axis, kind: type) -> list[str]:
    if isinstance(axis, Ranged):
        return [f"{axis.name}_low", f"{axis.name}_high"] if kind is float else []
    return list(dict.fromkeys(c for p in axis.places for c, value in p.cells if isinstance(value, kind)))


def write(path: Path, columns: Mapping[str, list[Any]], of: Mapping[str, Any]) -> None:
    """Write a chunk's rows, whole or not at all, with the columns that the sweep has."""
    rows = len(columns["point"])
    frame = pl.DataFrame({c: columns.get(c, [None] * rows) for c in of}, schema=dict(of))
    packed = BytesIO()
    frame.write_parquet(packed)
    write_whole(path, packed.getvalue())


def tidy(folder: Path, names: Iterable[str]) -> int:
    """Make the folder hold what is there of these files alone; returns how many others were put into EARLIER.

    Those that were put there before come back.
    """
    earlier, wanted = folder / EARLIER, set(names)
    others = [p for p in folder.glob("*.parquet") if NAME.fullmatch(p.name) and p.name not in wanted]
    if others:
        earlier.mkdir(exist_ok=True)
    for path in others:
        path.replace(earlier / path.name)
    for path in earlier.glob("*.parquet"):
        if path.name in wanted and not (folder / path.name).exists():
            path.replace(folder / path.name)
    return len(others)


LIBRARIES = ("numpy", "scipy", "sympy", "dask", "distributed", "polars")


def describe(plan: Plan, folder: Path, of: str, *, found: int, evaluated: int) -> None:
    """Write `sweep.json`: the file that was asked for, its state, versions, axes, and how much is there.

    Args:
        plan: The sweep.
        folder: Where its files are.
        of: The state of data and model.
        found: Points that stood there before this run.
        evaluated: Points that this run evaluated.
    """
    blocks = [
        {"claim": b.claim, "findings": list(b.findings), "points": b.points, "seed": b.seed,
         "axes": {a.name: described(a) for a in b.axes}}
        for b in plan.blocks
    ]  # fmt: skip
    told = {
        "spec": plan.text,
        "state": of,
        "versions": {library: version(library) for library in LIBRARIES},
        "points": plan.points,
        "rows": sum(b.points * len(b.findings) for b in plan.blocks),
        "files": len(plan.chunks),
        "complete": found + evaluated == plan.points,
        "found": found,
        "evaluated": evaluated,
        "notes": list(plan.notes),
        "blocks": blocks,
    }
    write_whole(folder / "sweep.json", (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())
