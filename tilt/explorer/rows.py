"""The rows behind the explorer's charts, for the first paint. `web/pictures-data.js` makes the same rows live."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from tilt.charts.declared import Picture
from tilt.engine.claim import Fan, Finding
from tilt.engine.run import Run
from tilt.engine.scale import Floats
from tilt.engine.verdict import QUANTILE_NAMES, credence, holds
from tilt.format import THIN, number

Row = dict[str, Any]
Datasets = dict[str, list[Row]]

BINS = 60


def nice_step(span: float, steps: int) -> float:
    """The smallest 1, 2 or 5 times a power of ten that covers `span` in at most `steps` steps."""
    raw = span / steps
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-12))


def distribution_rows(finding: Finding, effect: Floats) -> dict[str, list[Row]]:
    """Histogram of an effect, bins aligned on the threshold; the end bins gather all that lies beyond them."""
    low, middle, high = (float(q) for q in np.quantile(effect, (0.05, 0.5, 0.95)))
    reach = 0.35 * (high - low)
    # Room at the ends does not cross nought, unless that divides the sides: a ratio has no negative one.
    left = 0.0 if low - reach < 0 <= low and finding.threshold > 0 else low - reach
    right = 0.0 if high <= 0 < high + reach and finding.threshold < 0 else high + reach
    # The threshold is always on the axis, however far the draws lie from it, and even when they are all alike.
    left, right = min(left, finding.threshold), max(right, finding.threshold)
    step = nice_step(right - left if right - left > 1e-9 else 1.0, BINS)
    first = finding.threshold + math.floor((left - finding.threshold) / step) * step
    last = max(right, finding.threshold + step)
    count = max(1, math.ceil((last - first) / step - 1e-9))
    # A draw on the threshold does not hold, so bins are open on the left: (x0, x1].
    place = np.clip(np.ceil((effect - first) / step - 1e-9).astype(int) - 1, 0, count - 1)
    shares = np.bincount(place, minlength=count) / len(effect)
    bins = [
        {
            "x0": first + k * step,
            "x1": first + (k + 1) * step,
            "share": float(shares[k]),
            "above": bool(holds(first + (k + 0.5) * step, finding.threshold)),
        }
        for k in range(count)
    ]
    held, _ = credence(effect, finding.threshold)
    before, beyond = f"{percent(1 - held)} {finding.sides[0]}", f"{finding.sides[1]} {percent(held)}"
    shared = {"x": finding.threshold, "before": len(before), "beyond": len(beyond)}  # letters: the chart needs room
    labels = [{"label": beyond, "above": True, **shared}, {"label": before, "above": False, **shared}]
    return {
        "bins": bins,
        "ghost": [],
        "threshold": [{"x": finding.threshold}],
        "median": [{"x": middle}],
        "labels": labels,
    }


def percent(share: float) -> str:
    """A share as a whole percentage; 99.5 % and more, or 0.5 % and less, keep a decimal."""
    value = 100 * share
    digits = 1 if value >= 99.5 or value <= 0.5 else 0
    return f"{value:.{digits}f} %"


def fan_rows(fan: Fan, run: Run) -> dict[str, list[Row]]:
    """Quantiles of each series along the fan's grid, and where each series' name is written."""
    bands: list[Row] = [
        {"at": at, "series": series, **dict(zip(QUANTILE_NAMES, map(float, q), strict=True))}
        for at, place in zip(fan.labels, run.fan(fan.id), strict=True)
        for series, q in zip(fan.series, place, strict=True)
    ]
    ends = bands[-len(fan.series) :]
    top = max(ends, key=lambda r: r["q50"])
    return {
        "bands": bands,
        "ghost": [],
        "ends": [
            {"at": r["at"], "value": r["q50"], "series": r["series"], "label": r["series"], "upper": r is top}
            for r in ends
        ],
    }


def split_rows(target: str, run: Run) -> dict[str, list[Row]]:
    """The parts of a split laid end to end, then their sum."""
    split = next(s for s in run.claim.splits if s.finding == target)
    finding = run.claim.finding(target)
    parts = [(p.label, run.splits[p.id]) for p in split.parts]
    parts += [(run.assumption(p).short, run.splits[p]) for p in split.players]
    write = partial(part_words, written=split.written, digits=1 if max(abs(value) for _, value in parts) >= 1 else 2)
    steps: list[Row] = []
    at = 0.0
    for order, (label, value) in enumerate(parts):
        steps.append(_step(label, at, at + value, "gain" if value >= 0 else "loss", order, write(value)))
        at += value
    steps.append(_step(split.total or f"mean {finding.effect_name}", 0.0, at, "total", len(steps), write(at)))
    return {"steps": steps, "ghost": []}


def part_words(value: float, written: str, digits: int) -> str:
    """A part of a split as readers see it: `written` as in `Split`, numbers with so many `digits` after the point."""
    if written == "times":
        size = number(float(f"{10 ** abs(value):.2g}"))
        return f"×{size}" if value >= 0 else f"÷{size}"
    text = f"{abs(100 * math.expm1(value)):.0f}" if written == "percent" else f"{abs(value):.{digits}f}"
    sign = "" if float(text) == 0 else ("+" if value > 0 else "−")
    return sign + text + (f"{THIN}%" if written == "percent" else "")


def _step(label: str, start: float, end: float, kind: str, order: int, text: str) -> Row:
    return {
        "label": label,
        "start": start,
        "end": end,
        "right": max(start, end),
        "kind": kind,
        "text": text,
        "order": order,
    }


def interval_rows(ids: Sequence[str], run: Run) -> list[Row]:
    """The run's interval of each assumption with its median, named as the axis of the picture names it."""
    found = []
    for id in ids:
        a, i = run.assumption(id), run.interval(id)
        found.append({"row": a.short, "low": i.low, "mid": i.centre(a.scale), "high": i.high})
    return found


def measured_rows(ids: Sequence[str], run: Run) -> list[Row]:
    """What was measured of each assumption: its evidence, each point naming its study."""
    return [
        {"row": run.assumption(id).short, "x": p.value, "text": p.label, "kind": "measured"}
        for id in ids
        for p in run.assumption(id).evidence
    ]


def _distribution(picture: Picture, run: Run) -> Datasets:
    finding = run.claim.finding(picture.target) if picture.target else run.claim.headline
    return distribution_rows(finding, run.effect(finding.id))


def _fan(picture: Picture, run: Run) -> Datasets:
    assert picture.target is not None
    return fan_rows(run.claim.fan(picture.target), run)


def _split(picture: Picture, run: Run) -> Datasets:
    assert picture.target is not None
    return split_rows(picture.target, run)


def _intervals(picture: Picture, run: Run) -> Datasets:
    return {"mine": interval_rows(picture.ids, run)}


def _measured(picture: Picture, run: Run) -> Datasets:
    """The book's own intervals and the points: `run` is taken under the defaults."""
    return {"book": interval_rows(picture.ids, run), "points": measured_rows(picture.ids, run)}


def _nothing(_: Picture, __: Run) -> Datasets:
    return {}


@dataclass(frozen=True)
class Kind:
    """What a kind of picture shows: datasets that follow the reader, and those that stay as the book has them."""

    moving: Callable[[Picture, Run], Datasets]
    standing: Callable[[Picture, Run], Datasets] = _nothing


KINDS: Mapping[str, Kind] = {
    "distribution": Kind(_distribution),
    "fan": Kind(_fan),
    "split": Kind(_split),
    "intervals": Kind(_intervals, _measured),
}
"""The kinds of pictures; `web/explorer/kinds.js` holds the same for the browser."""


def picture_rows(picture: Picture, run: Run) -> tuple[Datasets, frozenset[str]]:
    """The named datasets of a picture under a run of the book's defaults, and which of them follow the reader."""
    kind = KINDS[picture.kind]
    fixed = {k: [dict(r) for r in v] for k, v in picture.fixed().items()} if picture.fixed else {}
    for name, rows in kind.standing(picture, run).items():
        fixed[name] = fixed.get(name, []) + rows
    moving = kind.moving(picture, run)
    return fixed | moving, frozenset(moving)
