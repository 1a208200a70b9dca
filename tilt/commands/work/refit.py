"""What `tilt refit` does once it is asked: runs read, horizons fitted and printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import typer

from tilt.commands.progress import INTERRUPTED, STOPPED, progress
from tilt.record.problems import InputError
from tilt.trends.runs.reading import read_runs


def refit(runs: Path, dataset: str, samples: int, seed: int, coverage: float, *, as_json: bool, as_csv: bool) -> None:
    """Print horizons fitted anew; `tilt.commands.refit` has the options."""
    try:
        chosen = _choose(read_runs(runs), dataset)
        found = _horizons(chosen, samples, seed, coverage)
    except InputError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None
    for model, note in zip(found["model"], found["note"], strict=True):
        if note:
            typer.echo(f"warning: {model}: {note}", err=True)
    if as_json:
        stated = {"runs": str(runs), "dataset": dataset or None, "samples": samples, "seed": seed, "coverage": coverage}
        sys.stdout.write(json.dumps({**stated, "horizons": _plain(found)}, indent=2, ensure_ascii=False) + "\n")
    elif as_csv:
        found.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        _print(found, chosen, samples, coverage)


def _choose(runs: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """The runs of one data set."""
    there = list(runs["dataset"].unique()) if "dataset" in runs else []
    if dataset:
        if dataset not in there:
            what = f"it has {', '.join(there)}" if there else "it has no column `dataset`"
            raise typer.BadParameter(f"no data set {dataset!r} in this file: {what}", param_hint="--dataset")
        return runs[runs["dataset"] == dataset]
    if len(there) > 1:
        raise typer.BadParameter(f"holds several data sets: choose {' or '.join(there)}", param_hint="--dataset")
    return runs


def _horizons(runs: pd.DataFrame, samples: int, seed: int, coverage: float) -> pd.DataFrame:
    # Imported late: scikit-learn takes half a second that no other command should wait for.
    from tilt.trends.runs.bootstrap import bootstrap
    from tilt.trends.runs.refit import refit as fit

    if not samples:
        return fit(runs)
    with progress(f"Drawing runs again, {samples:,} times") as tell:
        return bootstrap(runs, samples, seed, coverage, tell)


def _plain(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON, which knows no NaN and no infinity: both become null; the note says which."""
    rows = found.to_dict("records")
    return [{str(k): None if isinstance(v, float) and not np.isfinite(v) else v for k, v in r.items()} for r in rows]


def _print(found: pd.DataFrame, runs: pd.DataFrame, samples: int, coverage: float) -> None:
    how = f"; {100 * coverage:g} % intervals from {samples:,} resamples" if samples else ""
    counts = ((len(found), "model"), (runs["task_id"].nunique(), "task"), (int(runs["n_runs"].sum()), "run"))
    sys.stdout.write(", ".join(f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in counts) + how + "\n\n")
    # Laid out as text and not by Rich, which would cut a row to the width of a terminal that is not there.
    table = pd.DataFrame(
        {
            "model": found["model"],
            "50 % horizon, minutes": [_interval(r, "p50") for r in found.to_dict("records")],
            "80 % horizon, minutes": [_interval(r, "p80") for r in found.to_dict("records")],
            "slope": ["none" if np.isnan(s) else f"{s:.3f}" for s in found["slope"]],
            "tasks": found["tasks"],
            "runs": [f"{n:,}" for n in found["runs"]],
        }
    )
    width = max(len(str(m)) for m in table["model"])
    table["model"] = [str(m).ljust(width) for m in table["model"]]
    table = table.rename(columns={"model": "model".ljust(width)})
    sys.stdout.write(table.to_string(index=False) + "\n")


def _interval(row: dict[Any, Any], name: str) -> str:
    middle, low, high = (row.get(f"{name}_{end}minutes", np.nan) for end in ("", "low_", "high_"))
    if np.isnan(middle):
        return "none"
    return _minutes(middle) if np.isnan(low) else f"{_minutes(middle)} ({_minutes(low)} to {_minutes(high)})"


def _minutes(value: float) -> str:
    if value >= 1e7:
        return f"{value:.2g}"
    return f"{value:,.{0 if value >= 100 else 1 if value >= 10 else 2}f}"
