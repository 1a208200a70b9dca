"""Sweeps: points a second of one core against NumPy written by hand, and what a second process adds."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.engines import SLUG, by_hand
from benchmarks.result import Result
from tilt.book import book
from tilt.engine.claim import Claim
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import QUANTILES, ROUNDING
from tilt.sweep.evaluate import evaluated
from tilt.sweep.plan import Plan, read_plan
from tilt.sweep.run import run

SPEC = """claims: [{slug}]
findings: all
draws: 4096
chunk: {chunk}
sample: {{points: {points}, seed: 1, inputs: {{{inputs}}}}}
"""
VARIED = ("length_ratio", "safety_transfer", "capability_task_minutes")

CHUNK = 500
"""Points that are timed in turn, and that a worker is given at a time."""


def planned(folder: Path, points: int) -> Plan:
    """A random sample of points at which three inputs are held."""
    path = folder / "sweep.yaml"
    inputs = ", ".join(f"{id}: interval" for id in VARIED)
    path.write_text(SPEC.format(slug=SLUG, chunk=CHUNK, points=points, inputs=inputs), encoding="utf-8")
    return read_plan(path, book())


def hand_written(claim: Claim, base: dict[str, Floats], points: list[dict[str, float]]) -> list[tuple[float, ...]]:
    """Each point's rows as somebody would write a loop for them: share, standard error and quantiles by finding."""
    rows = []
    for point in points:
        for finding, effect in zip(claim.findings, by_hand({**base, **point}), strict=True):  # type: ignore[dict-item]
            holds = effect > finding.threshold + ROUNDING * max(1.0, abs(finding.threshold))  # ties are none
            shares = holds.reshape(-1, 16).mean(axis=0)
            rows.append((holds.mean(), shares.std(ddof=1) / 4, *np.quantile(effect, QUANTILES)))
    return rows


def measure(repeats: int) -> list[Result]:
    """Points a second by one core beside the hand-written loop, in turn, and whole runs in one and in two processes."""
    claim, record = book().claim(SLUG), book().record
    drawn = record.values(claim.inputs, record.settings(), 4096)
    base = dict(zip(claim.inputs, drawn, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        plan = planned(Path(folder), repeats * CHUNK)
        own, hand = [], []
        for chunk in plan.chunks:
            changes = [changed for changed, _ in chunk.block.places(chunk.first, chunk.count)]
            points = [{id: held.low for id, held in p.items() if isinstance(held, Interval)} for p in changes]
            began = time.perf_counter()
            columns = evaluated(book(), chunk)
            between = time.perf_counter()
            rows = hand_written(claim, base, points)
            hand.append(CHUNK / (time.perf_counter() - between))
            own.append(CHUNK / (between - began))
            if not np.allclose([row[0] for row in rows], columns["credence"], atol=1e-12):
                raise AssertionError("the hand-written loop gives other credences: the timing would be unfair")
        rates = {workers: _rate(Path(folder), 12 * repeats * CHUNK, workers) for workers in (1, 2)}
    what = "points a second, all findings of claim 2, 4,096 draws"
    return [
        Result("sweep-core", f"sweep, one core: {what}", "1/s", tuple(own)),
        Result("sweep-by-hand", "the same loop written by hand in NumPy", "1/s", tuple(hand)),
        Result("sweep-ratio", "sweep over hand-written, seconds a point, in turn", "ratio",
               tuple(h / o for h, o in zip(hand, own, strict=True)), aim=1.2),
        Result("sweep-one", "tilt sweep with one worker, from its first answer on", "1/s", (rates[1],)),
        Result("sweep-two", "the same with two workers", "1/s", (rates[2],)),
        Result("sweep-gain", "two workers over one", "ratio", (rates[2] / rates[1],), aim=1.8, at_least=True),
    ]  # fmt: skip


def _rate(folder: Path, points: int, workers: int) -> float:
    """Points a second of a whole run between its first and its last answers, files written: without the start."""
    plan, seen = planned(folder, points), list[tuple[float, float]]()
    run(plan, folder / str(workers), workers=workers, tell=lambda share: seen.append((time.perf_counter(), share)))
    began, done = seen[workers]  # each worker has given its first answer
    ended = seen[-1][0]
    return points * (1 - done) / (ended - began) if ended > began else float("inf")
