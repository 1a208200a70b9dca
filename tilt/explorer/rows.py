"""The rows behind the explorer's charts, for the first paint. `web/pictures-data.js` makes the same rows live."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tilt.engine.claim import Claim, Fan, Finding, Picture
from tilt.engine.compile import numpy_fan
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import QUANTILES, credence, effects, split_means
from tilt.record.assumptions import Record

Row = dict[str, Any]

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
            "above": first + (k + 0.5) * step > finding.threshold,
        }
        for k in range(count)
    ]
    held, _ = credence(effect, finding.threshold)
    before, beyond = f"{percent(1 - held)} {finding.sides[0]}", f"{finding.sides[1]} {percent(held)}"
    shared = {"x": finding.threshold, "before": len(before), "beyond": len(beyond)}  # letters: the chart needs room
    labels = [{"label": beyond, "above": True, **shared}, {"label": before, "above": False, **shared}]
    return {"bins": bins, "threshold": [{"x": finding.threshold}], "median": [{"x": middle}], "labels": labels}


def percent(share: float) -> str:
    """A share as a whole percentage; 99.5 % and more, or 0.5 % and less, keep a decimal."""
    value = 100 * share
    digits = 1 if value >= 99.5 or value <= 0.5 else 0
    return f"{value:.{digits}f} %"


def fan_rows(fan: Fan, claim: Claim, x: Floats) -> dict[str, list[Row]]:
    """Quantiles of each series along the fan's grid, and where each series' name is written."""
    function = numpy_fan(claim, claim.fans.index(fan))
    bands: list[Row] = []
    for at, t in zip(fan.labels, fan.grid, strict=True):
        for series, values in zip(fan.series, function(*x, t), strict=True):
            q = np.quantile(np.broadcast_to(values, x.shape[1]), QUANTILES)
            names = ("q05", "q25", "q50", "q75", "q95")
            bands.append({"at": at, "series": series, **{n: float(v) for n, v in zip(names, q, strict=True)}})
    ends = bands[-len(fan.series) :]
    top = max(ends, key=lambda r: r["q50"])
    return {
        "bands": bands,
        "ends": [
            {"at": r["at"], "value": r["q50"], "series": r["series"], "label": r["series"], "upper": r is top}
            for r in ends
        ],
    }


def split_rows(claim: Claim, target: str, means: Mapping[str, float], book: Record) -> dict[str, list[Row]]:
    """The parts of a split laid end to end, then their sum."""
    split = next(s for s in claim.splits if s.finding == target)
    finding = claim.finding(target)
    parts = [(p.label, means[p.id]) for p in split.parts]
    parts += [(book.assumptions[p].short, means[p]) for p in split.players]
    digits = 1 if max(abs(value) for _, value in parts) >= 1 else 2
    steps: list[Row] = []
    at = 0.0
    for order, (label, value) in enumerate(parts):
        steps.append(_step(label, at, at + value, "gain" if value >= 0 else "loss", order, digits))
        at += value
    steps.append(_step(split.total or f"mean {finding.effect_name}", 0.0, at, "total", len(steps), digits))
    return {"steps": steps}


def _step(label: str, start: float, end: float, kind: str, order: int, digits: int) -> Row:
    value = end - start
    text = f"{abs(value):.{digits}f}"
    sign = "" if float(text) == 0 else ("+" if value > 0 else "−")
    return {
        "label": label,
        "start": start,
        "end": end,
        "right": max(start, end),
        "kind": kind,
        "text": sign + text,
        "order": order,
    }


def interval_rows(ids: Sequence[str], intervals: Mapping[str, Interval], book: Record) -> list[Row]:
    """The reader's interval of each assumption with its median, named as the axis of the picture names it."""
    found = []
    for id in ids:
        a, i = book.assumptions[id], intervals[id]
        found.append({"row": a.short, "low": i.low, "mid": i.centre(a.scale), "high": i.high})
    return found


def measured_rows(ids: Sequence[str], book: Record) -> list[Row]:
    """What was measured of each assumption: its evidence, each point naming its study."""
    return [
        {"row": book.assumptions[id].short, "x": p.value, "text": p.label, "kind": "measured"}
        for id in ids
        for p in book.assumptions[id].evidence
    ]


def picture_rows(
    picture: Picture, claim: Claim, intervals: Mapping[str, Interval], draws: int, book: Record
) -> dict[str, list[Row]]:
    """The named datasets of a picture under the given intervals, over the first `draws` shared draws."""
    return _fixed_rows(picture, book) | moving_rows(picture, claim, intervals, draws, book)


def _fixed_rows(picture: Picture, book: Record) -> dict[str, list[Row]]:
    fixed = {k: [dict(r) for r in v] for k, v in picture.fixed().items()} if picture.fixed else {}
    if picture.kind == "intervals":
        fixed["book"] = interval_rows(picture.ids, book.intervals(), book)
        fixed["points"] = fixed.get("points", []) + measured_rows(picture.ids, book)
    return fixed


def moving_rows(
    picture: Picture, claim: Claim, intervals: Mapping[str, Interval], draws: int, book: Record
) -> dict[str, list[Row]]:
    """The datasets of a picture that follow the reader's assumptions."""
    if picture.kind == "intervals":
        return {"mine": interval_rows(picture.ids, intervals, book)}
    if picture.kind == "fan":
        fan = next(f for f in claim.fans if f.id == picture.target)
        return fan_rows(fan, claim, book.values(claim.inputs, intervals, draws))
    if picture.kind == "split":
        assert picture.target is not None
        return split_rows(claim, picture.target, split_means(claim, intervals, draws, book), book)
    finding = claim.finding(picture.target) if picture.target else claim.headline
    effect = effects(claim, intervals, draws, book)[claim.findings.index(finding)]
    return distribution_rows(finding, effect)
