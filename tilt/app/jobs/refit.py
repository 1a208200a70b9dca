"""A reader's own runs, refitted as `tilt refit` does it, and what claim 2 says with the horizons that come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from tilt.app.jobs.asked import Job, RefusedError, shown
from tilt.app.jobs.following import following
from tilt.app.jobs.plain import number
from tilt.app.jobs.uploaded import HORIZONS, uploaded
from tilt.engine.pieces import Pieces, as_part
from tilt.record.evidence import table
from tilt.trends.horizons import record_models
from tilt.trends.runs.bootstrap import Resampled, resampling, with_intervals
from tilt.trends.runs.refit import fits

LEAST, MOST = 20, 1000
"""Resamples behind the intervals."""

AT_ONCE = 400_000
"""Resamples times tasks that are fitted at once: a few megabytes and hundredths of a second for each model."""

FITTING, RESAMPLING = 0.1, 0.9
"""How much of the work is done after each; what follows from the trend is the rest."""

NUMBERS = ("p50_minutes", "p50_low_minutes", "p50_high_minutes", "p80_minutes")
NO_TREND = (
    "None of these models has a horizon with an interval and stands in the book’s table, which knows when models came "
    "out: the trend stays as it is."
)


def refit(asked: Mapping[str, Any]) -> Job:
    """The horizons in the file whose `text` and `name` are given, and claim 2 with a trend through them.

    Of runs, horizons are refitted, with 95 % intervals from `samples` resamples of families, tasks and runs (LEAST to
    MOST, by default MOST); they take the place of the same models' in the book's table, whose release dates and other
    models stay. A table of horizons takes the whole place of the book's. See `tilt.app.jobs.uploaded` for the files.

    Returns `kind` (runs or horizons), `samples` (0 where nothing is refitted), `models`: each `model` with
    `p50_minutes`, `p50_low_minutes`, `p50_high_minutes`, the same of p80, `slope`, `tasks`, `runs`, `decided` (the
    share of resamples with a horizon), each None where there is none, `replaces` (whether the trend is taken through
    it) and `note`, a sentence why there is no horizon or that it is extrapolated; `record`, the models that the trend
    goes through; `note`, why there is no new trend, then the rest is missing; and what
    `tilt.app.jobs.following.following` returns. Raises RefusedError with every fault of the file.
    """
    samples = asked.get("samples", MOST)
    if not isinstance(samples, int) or isinstance(samples, bool) or not LEAST <= samples <= MOST:
        raise RefusedError(f"{shown(samples)} resamples cannot be had: {LEAST} to {MOST:,} can.")
    kind, given = uploaded(asked)
    return _refit(given, samples) if kind == "runs" else _horizons(given)


def _horizons(models: pd.DataFrame) -> Job:
    rows = [{"replaces": True, "note": "", **_numbers(row)} for row in models.to_dict("records")]
    return (yield from _told({"kind": "horizons", "samples": 0, "models": rows}, models, 0))


def _refit(runs: pd.DataFrame, samples: int) -> Job:
    count, rows = runs["model"].nunique(), []
    for row in fits(runs):
        rows.append(row)
        yield FITTING * len(rows) / count
    found = pd.DataFrame(rows)
    drawn = yield from as_part(_resampled(runs, found, samples), FITTING, RESAMPLING)
    with np.errstate(all="ignore"):
        found = with_intervals(found, drawn)
    yield RESAMPLING
    models, replaced = instead(found)
    rows = [
        {"replaces": row["model"] in replaced, "note": row["note"], **_numbers(row)} for row in found.to_dict("records")
    ]
    told = {"kind": "runs", "samples": samples, "models": rows}
    if not replaced:
        return {**told, "record": [], "note": NO_TREND}
    return (yield from _told(told, models, RESAMPLING))


def _resampled(runs: pd.DataFrame, found: pd.DataFrame, samples: int) -> Pieces[Resampled]:
    """So many resamples, few enough at a time that memory does not grow with them; up to one batch those of the CLI."""
    each = min(max(AT_ONCE // runs["task_id"].nunique(), LEAST), samples)
    batches = []
    for first in range(0, samples, each):
        count = min(each, samples - first)
        seed: Any = [0, first] if first else 0
        part = (first / samples, (first + count) / samples)
        batches.append((yield from as_part(resampling(runs, found, count, seed), *part)))
    joined = [
        {m: np.concatenate([getattr(b, of)[m] for b in batches]) for m in batches[0].slopes}
        for of in ("slopes", "intercepts")
    ]
    return Resampled(*joined)


def instead(found: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
    """The book's table with refitted horizons in the place of its own, and the models whose they are."""
    models, replaced = table(HORIZONS), set[str]()
    places = {model: id for id, model in models["model"].items()}
    for row in found.to_dict("records"):
        numbers = [float(row[c]) for c in NUMBERS]
        if row["model"] in places and np.isfinite(numbers).all() and min(numbers) > 0:
            models.loc[places[row["model"]], [*NUMBERS, "success_slope"]] = [*numbers, -float(row["slope"])]
            replaced.add(str(row["model"]))
    return models, replaced


def _told(told: dict[str, Any], models: pd.DataFrame, done: float) -> Job:
    record = [str(m) for m in record_models(models=models)["model"]]
    rest = yield from as_part(following(models), done, 1)
    return {**told, "record": record, "note": "", **rest}


def _numbers(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A model's row as plain data; None for whatever it has not."""
    slope = row.get("slope", -row["success_slope"] if pd.notna(row.get("success_slope")) else None)
    ends = [f"{level}_{end}minutes" for level in ("p50", "p80") for end in ("", "low_", "high_")]
    given = {c: row.get(c) for c in (*ends, "tasks", "runs", "decided")} | {"slope": slope}
    return {"model": str(row["model"]), **{c: None if pd.isna(v) else number(v) for c, v in given.items()}}
