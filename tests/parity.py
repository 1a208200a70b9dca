"""Holding the browser's engine to Python's: the scenarios, what each side says of them, and how close that must be."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.strategies import random_scenarios
from tilt.engine.claim import Claim
from tilt.engine.compile import numpy_fan, numpy_findings, numpy_parts
from tilt.engine.javascript import javascript
from tilt.engine.scale import PAGE_DRAWS, Floats, Interval
from tilt.engine.sensitivity import swings
from tilt.engine.verdict import QUANTILES, judge, shapley
from tilt.explorer.payload import drawn_input, engine_part
from tilt.explorer.rows import distribution_rows
from tilt.paths import WEB
from tilt.record.assumptions import Record
from tools.javascript import node

HERE = Path(__file__).parent
TOLERANCE = 1e-9
QUANTILE_NAMES = ("q05", "q25", "q50", "q75", "q95")


@dataclass(frozen=True)
class Case:
    """A scenario to compare over the first `draws` draws; `sensitive` says whether swings and flips are too."""

    moved: Mapping[str, Interval]
    draws: int
    sensitive: bool

    def plain(self) -> dict[str, Any]:
        """The case as the browser's side gets it."""
        changes = {id: [i.low, i.high] for id, i in self.moved.items()}
        return {"changes": changes, "draws": self.draws, "sensitive": self.sensitive}


def cases(claim: Claim, book: Record, count: int, seed: int) -> list[Case]:
    """The default, every input alone in every corner, then sliders anywhere.

    Every 25th over all the page's draws; of the others every 20th (50th where dozens of inputs each have as many)
    with its swings and flips, since bisection is slow in Python.
    """
    every = 20 if len(claim.inputs) < 20 else 50
    found = random_scenarios(book, claim.inputs, count, seed)
    return [
        Case(moved, draws=PAGE_DRAWS if k % 25 == 1 else 512, sensitive=k % every == 0) for k, moved in enumerate(found)
    ]


def step(grid: Sequence[float]) -> int:
    """Every how many-th place of a fan's grid is compared: six or more of it, its first among them."""
    return max(1, len(grid) // 6)


def work(claim: Claim, book: Record, todo: Sequence[Case]) -> str:
    """What the browser's side is given, as JSON."""
    payload = engine_part(claim, book)
    payload["assumptions"] = [drawn_input(book.assumptions[id], book) for id in claim.inputs]
    for fan in payload["fans"]:
        every_nth = slice(None, None, step(fan["times"]))
        fan["times"], fan["labels"] = fan["times"][every_nth], fan["labels"][every_nth]
    return json.dumps({"payload": payload, "cases": [c.plain() for c in todo]}, allow_nan=False)


def in_node(claim: Claim, book: Record, todo: Sequence[Case], folder: Path) -> list[Any]:
    """The browser's engine's answers, one per case, from Node. Compiled claim and work are left in `folder`."""
    (folder / "claim.mjs").write_text(javascript(claim))
    (folder / "work.json").write_text(work(claim, book, todo))
    command = node(HERE / "parity_in_node.js", WEB, folder / "claim.mjs", folder / "work.json")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found: list[Any] = json.loads(run.stdout)
    return found


def close(ours: Any, theirs: Any, what: str) -> None:
    """Assert that numbers agree to TOLERANCE."""
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    assert a.shape == b.shape, what
    # A quantile near zero is a difference of larger numbers: the tolerance is relative to the array's size there.
    scale = np.maximum(np.abs(a), 1e-3 * max(1.0, float(np.abs(a).max(initial=0))))
    assert (np.abs(a - b) <= TOLERANCE * scale).all(), f"{what}: {np.abs((a - b) / scale).max():.2e}"


def compare(claim: Claim, book: Record, todo: Sequence[Case], answers: Sequence[Any]) -> None:
    """Assert that both engines say the same of every case."""
    for number, (case, theirs) in enumerate(zip(todo, answers, strict=True)):
        intervals = book.intervals(case.moved)
        x = book.values(claim.inputs, intervals, case.draws)
        effects = [np.broadcast_to(e, case.draws) for e in numpy_findings(claim)(*x)]
        where = f"case {number}"
        _compare_findings(claim, book, intervals, effects, theirs, where)
        _compare_fans(claim, x, theirs["fans"], where)
        _compare_splits(claim, x, theirs["splits"], where)
        if case.sensitive:
            _compare_swings(claim, book, case, theirs, where)


def _compare_findings(
    claim: Claim, book: Record, intervals: Mapping[str, Interval], effects: Sequence[Floats], theirs: Any, where: str
) -> None:
    for f, effect, v, bins in zip(claim.findings, effects, theirs["verdicts"], theirs["bins"], strict=True):
        one_draw = 1.000001 / len(effect)
        ours = judge(f, claim, effect, intervals, book)
        assert abs(ours.credence - v["credence"]) <= one_draw, f"{where}, {f.id}"
        assert ours.error == pytest.approx(v["error"], rel=1e-6, abs=one_draw), f"{where}, {f.id}"
        assert ours.word == v["word"], f"{where}, {f.id}"
        close(ours.quantiles, v["quantiles"], f"{where}, quantiles of {f.id}")
        own = distribution_rows(f, effect)["bins"]
        close([b["share"] for b in own], [b["share"] for b in bins], f"{where}, bins of {f.id}")


def _compare_fans(claim: Claim, x: Floats, theirs: Any, where: str) -> None:
    for k, (fan, rows) in enumerate(zip(claim.fans, theirs, strict=True)):
        places = fan.grid[:: step(fan.grid)]
        series = [np.broadcast_to(v, x.shape[1]) for place in places for v in numpy_fan(claim, k)(*x, place)]
        close(np.quantile(series, QUANTILES, axis=1).T, [[r[q] for q in QUANTILE_NAMES] for r in rows],
              f"{where}, fan {fan.id}")  # fmt: skip


def _compare_splits(claim: Claim, x: Floats, theirs: Any, where: str) -> None:
    parts = iter(numpy_parts(claim)(*x))
    for split, rows in zip(claim.splits, theirs, strict=True):
        means = shapley(claim, split, x) if split.players else {p.id: float(np.mean(next(parts))) for p in split.parts}
        assert [r["id"] for r in rows] == list(means)
        close(list(means.values()), [r["mean"] for r in rows], f"{where}, split of {split.finding}")


def _compare_swings(claim: Claim, book: Record, case: Case, theirs: Any, where: str) -> None:
    one_draw = 1.000001 / case.draws
    for k, f in enumerate(claim.findings):
        by_id = {s["id"]: s for s in theirs["swings"][k]}
        for s in swings(claim, f.id, case.moved, case.draws, book):
            what = f"{where}, {f.id}, {s.id}"
            assert abs(s.at_low - by_id[s.id]["atLow"]) <= one_draw, what
            assert abs(s.at_high - by_id[s.id]["atHigh"]) <= one_draw, what
            flip = theirs["flips"][k][s.id]
            assert (s.flip is None) == (flip is None), what
            if s.flip is not None:
                assert s.flip == pytest.approx(flip, rel=TOLERANCE), what
