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
from tilt.engine.compile import numpy_fan
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Record, SameAs, Stated
from tilt.engine.javascript import javascript
from tilt.engine.population import Expectation
from tilt.engine.run import Run
from tilt.engine.scale import numbers
from tilt.engine.verdict import QUANTILE_NAMES, QUANTILES
from tilt.explorer.payload import drawn_input, engine_part
from tilt.explorer.rows import distribution_rows
from tilt.paths import WEB
from tools.javascript import node

HERE = Path(__file__).parent
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Case:
    """A scenario to compare over the first `draws` draws; `sensitive` says whether swings and flips are too."""

    moved: Mapping[str, Stated]
    draws: int
    sensitive: bool

    def plain(self) -> dict[str, Any]:
        """The case as the browser's side gets it."""
        changes = {id: {"sameAs": s.id} if isinstance(s, SameAs) else numbers(s) for id, s in self.moved.items()}
        return {"changes": changes, "draws": self.draws, "sensitive": self.sensitive}


def cases(claim: Claim, record: Record, count: int, seed: int) -> list[Case]:
    """The default, every input alone in every corner, then sliders anywhere.

    Every 25th over all the page's draws; of the others every 20th with its swings and flips, since bisection is slow
    in Python. Where populations are added up or there are dozens of inputs it is every 50th, with both every 100th, and
    the others are over fewer draws.
    """
    slow = any(f.effect.has(Expectation) for f in claim.findings) + (len(claim.inputs) > 50)
    every, few = ((20, 512), (50, 128), (100, 64))[slow]
    found = random_scenarios(record, claim.inputs, count, seed)
    return [Case(moved, PAGE_DRAWS if k % 25 == 1 else few, sensitive=k % every == 0) for k, moved in enumerate(found)]


def step(grid: Sequence[float]) -> int:
    """Every how many-th place of a fan's grid is compared: six or more of it, its first among them."""
    return max(1, len(grid) // 6)


def work(claim: Claim, record: Record, todo: Sequence[Case]) -> str:
    """What the browser's side is given, as JSON."""
    payload = engine_part(claim, record)
    payload["assumptions"] = [drawn_input(record.assumptions[id], record) for id in claim.inputs]
    for fan in payload["fans"]:
        every_nth = slice(None, None, step(fan["times"]))
        fan["times"], fan["labels"] = fan["times"][every_nth], fan["labels"][every_nth]
    return json.dumps({"payload": payload, "cases": [c.plain() for c in todo]}, allow_nan=False)


def in_node(claim: Claim, record: Record, todo: Sequence[Case], folder: Path) -> list[Any]:
    """The browser's engine's answers, one per case, from Node. Compiled claim and work are left in `folder`."""
    (folder / "claim.mjs").write_text(javascript(claim))
    (folder / "work.json").write_text(work(claim, record, todo))
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


def compare(claim: Claim, record: Record, todo: Sequence[Case], answers: Sequence[Any]) -> None:
    """Assert that both engines say the same of every case."""
    for number, (case, theirs) in enumerate(zip(todo, answers, strict=True)):
        run, where = Run(claim, record, case.moved, case.draws), f"case {number}"
        _compare_findings(run, theirs, where)
        _compare_fans(run, theirs["fans"], where)
        _compare_splits(run, theirs["splits"], where)
        if case.sensitive:
            _compare_swings(run, theirs, where)


def _compare_findings(run: Run, theirs: Any, where: str) -> None:
    one_draw = 1.000001 / run.draws
    for f, ours, v, bins in zip(run.claim.findings, run.verdicts, theirs["verdicts"], theirs["bins"], strict=True):
        assert abs(ours.credence - v["credence"]) <= one_draw, f"{where}, {f.id}"
        assert ours.error == pytest.approx(v["error"], rel=1e-6, abs=one_draw), f"{where}, {f.id}"
        assert ours.word == v["word"], f"{where}, {f.id}"
        close(ours.quantiles, v["quantiles"], f"{where}, quantiles of {f.id}")
        own = distribution_rows(f, run.effect(f.id))["bins"]
        close([b["share"] for b in own], [b["share"] for b in bins], f"{where}, bins of {f.id}")


def _compare_fans(run: Run, theirs: Any, where: str) -> None:
    for k, (fan, rows) in enumerate(zip(run.claim.fans, theirs, strict=True)):
        times = fan.times(run.record.edition.year)
        places = times[:: step(times)]
        x = run.values[:, : fan.draws]
        found = [v for place in places for v in numpy_fan(run.claim, k)(*x, place)]
        series = [np.broadcast_to(v, x.shape[1]) for v in found]
        close(np.quantile(series, QUANTILES, axis=1).T, [[r[q] for q in QUANTILE_NAMES] for r in rows],
              f"{where}, fan {fan.id}")  # fmt: skip


def _compare_splits(run: Run, theirs: Any, where: str) -> None:
    for split, rows in zip(run.claim.splits, theirs, strict=True):
        ids = [p.id for p in split.parts] or list(split.players)
        assert [r["id"] for r in rows] == ids
        close([run.splits[id] for id in ids], [r["mean"] for r in rows], f"{where}, split of {split.finding}")


def _compare_swings(run: Run, theirs: Any, where: str) -> None:
    one_draw = 1.000001 / run.draws
    for k, f in enumerate(run.claim.findings):
        by_id = {s["id"]: s for s in theirs["swings"][k]}
        for s in run.swings(f.id):
            what = f"{where}, {f.id}, {s.id}"
            assert abs(s.at_low - by_id[s.id]["atLow"]) <= one_draw, what
            assert abs(s.at_high - by_id[s.id]["atHigh"]) <= one_draw, what
            flip = theirs["flips"][k][s.id]
            assert (s.flip is None) == (flip is None), what
            if s.flip is not None:
                assert s.flip == pytest.approx(flip, rel=TOLERANCE), what
