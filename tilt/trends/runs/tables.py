"""The evidence tables that rest on METR's single runs: made again from the runs, or compared with what is committed.

    python -m tilt.trends.runs.tables RUNS           # writes the computed cells; words, sources and notes stay
    python -m tilt.trends.runs.tables RUNS --check   # writes nothing; tells each cell that differs, exit code 1

`make tables RUNS=…` and `make check-tables RUNS=…` are the same. The runs are METR's and not part of this repository;
which kind of work a family of tasks is, is our own label in `task_families.csv`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from tilt.paths import data
from tilt.record.evidence import sources, table
from tilt.record.problems import InputError
from tilt.trends.runs.bootstrap import resample
from tilt.trends.runs.contrast import COHORTS, KINDS, class_effect
from tilt.trends.runs.reading import read_runs
from tilt.trends.runs.refit import refit
from tilt.trends.runs.trend import resampled_trend

SUITE = "TH1.1_site_2026"
"""The data set that the tables are made from, where a file of runs holds several."""

REFITTED = "Claude Mythos Preview (early)"
"""The model of `model_horizons` whose 80 % horizon and slope METR does not give: they are our refit."""

NOT_KEPT = "practice_gap: the slopes by messiness need METR's labels of messiness, which are not kept here"


NAMED_BY = {
    "task_families": "family",
    "length_contrast": "label",
    "success_contrast": "cohort",
    "model_horizons": "model",
}
"""The column in which each table names what the runs know its rows by."""


@dataclass(frozen=True)
class Cell:
    """A computed cell: `row` is what its row is of (see NAMED_BY), `value` rounded as it is written.

    `tolerance` is how far a committed value may be off: a share of it, or with `absolute` a difference.
    """

    table: str
    row: str
    column: str
    value: float
    tolerance: float
    absolute: bool = False

    def agrees(self, committed: str) -> bool:
        """Whether a committed cell holds this value, within the tolerance."""
        try:
            stated = float(committed)
        except ValueError:
            return False
        allowed = self.tolerance if self.absolute else self.tolerance * abs(self.value)
        return bool(abs(stated - self.value) <= allowed + 1e-12)


def labelled(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs with our label of each family as `research_class` and its suite as `task_source`, "" for other families."""
    known = table("task_families").set_index("family")
    kinds, suites = (runs["task_family"].map(known[c]).fillna("") for c in ("kind", "suite"))
    return runs.assign(research_class=kinds, task_source=suites)


def single_tasks(runs: pd.DataFrame) -> pd.DataFrame:
    """The labelled families' tasks, a row each."""
    tasks = runs.drop_duplicates("task_id")
    return tasks[tasks["research_class"] != ""]


def families(runs: pd.DataFrame) -> Iterator[Cell]:
    """How many tasks each family of `task_families` has, and how long they are."""
    minutes = single_tasks(runs).groupby("task_family")["human_minutes"]
    found = minutes.agg(tasks="size", median_minutes="median", min_minutes="min", max_minutes="max")
    for family, row in found.iterrows():
        for column, value in row.items():
            # Medians of two were rounded half up here and half down there.
            yield Cell("task_families", str(family), str(column), round(float(value), 3), 0.001, absolute=True)


def lengths(runs: pd.DataFrame) -> Iterator[Cell]:
    """Ratios and spreads of safety-like and capability-like lengths."""
    tasks = single_tasks(runs)
    safety, capability = KINDS
    for words, chosen in (("", tasks), (", without RE-Bench", tasks[tasks["task_source"] != "RE-Bench"])):
        logs = {k: np.log(chosen.loc[chosen["research_class"] == k, "human_minutes"].to_numpy(float)) for k in KINDS}
        count = float(sum(len(v) for v in logs.values()))
        for name, middle in (("ratio of medians", np.median), ("ratio of geometric means", np.mean)):
            ratio = float(np.exp(middle(logs[capability]) - middle(logs[safety])))
            yield from _cells("length_contrast", name + words, {"ratio": round(ratio, 4), "tasks": count})
    groups = {
        "safety-like tasks of the suite": tasks[tasks["research_class"] == safety],
        "capability-like tasks of the suite": tasks[tasks["research_class"] == capability],
        "all HCAST and RE-Bench tasks": tasks,
    }
    for name, group in groups.items():
        spread = float(np.log(group["human_minutes"]).std())
        yield from _cells("length_contrast", name, {"spread": round(spread, 4), "tasks": float(len(group))})


def _cells(name: str, row: str, values: Mapping[str, float]) -> Iterator[Cell]:
    for column, value in values.items():
        yield Cell(name, row, column, value, 1e-4, absolute=True)


def contrasts(
    runs: pd.DataFrame,
    samples: int,
    cohorts: Mapping[str, Sequence[str]] = COHORTS,
    progress: Callable[[float], None] | None = None,
) -> Iterator[Cell]:
    """Odds ratios of success; their ends hang on which families are drawn again, hence the wide tolerances."""
    for row in class_effect(runs, cohorts, samples, progress=progress).to_dict("records"):
        cohort = str(row["cohort"])
        yield Cell("success_contrast", cohort, "odds_ratio", round(row["odds_ratio"], 2), 0.02)
        for column in ("models", "tasks"):
            yield Cell("success_contrast", cohort, column, float(row[column]), 0)
        if samples:
            for end in ("low", "high"):
                yield Cell("success_contrast", cohort, end, float(f"{row[end]:.2g}"), 0.3)
            yield Cell("success_contrast", cohort, "p_above_one", round(row["p_above_one"], 2), 0.05, absolute=True)


def refitted(runs: pd.DataFrame) -> Iterator[Cell]:
    """The horizon and slope of REFITTED."""
    (row,) = refit(runs[runs["model"] == REFITTED]).to_dict("records")
    yield Cell("model_horizons", REFITTED, "p80_minutes", round(row["p80_minutes"], 1), 0.1, absolute=True)
    yield Cell("model_horizons", REFITTED, "success_slope", round(-row["slope"], 3), 0.001, absolute=True)


def rebuilt(
    runs: pd.DataFrame, samples: int, progress: Callable[[float], None] | None = None
) -> tuple[list[Cell], list[str]]:
    """Every cell that the runs decide, and what could not be made again, and why."""
    runs = labelled(runs)
    there, left = set(runs["model"]), [NOT_KEPT]
    cells = [*families(runs)]
    if set(KINDS) <= set(runs["research_class"]):
        cells += lengths(runs)
        cohorts = {k: models for k, models in COHORTS.items() if there.issuperset(models)}
        missing = sorted({m for models in COHORTS.values() for m in models} - there)
        if missing:
            left.append(f"success_contrast: the runs lack {', '.join(missing)}")
        if cohorts == COHORTS:
            chosen = [m for models in COHORTS.values() for m in models]
            cells += contrasts(runs[runs["model"].isin(chosen)], samples, cohorts, progress)
    else:
        left.append("length_contrast, success_contrast: the runs hold no tasks of both kinds")
    if REFITTED in there:
        cells += refitted(runs)
    else:
        left.append(f"model_horizons: the runs lack {REFITTED}")
    return cells, left


def trend(runs: pd.DataFrame, samples: int) -> str:
    """The headline doubling time judged as METR judges it, beside METR's own interval, in a sentence."""
    published = table("horizon_trends").set_index("id").loc["metr_2023_on"].to_dict()
    try:
        low, high = resampled_trend(resample(runs, samples).horizons())
    except ValueError as error:
        return f"doubling time not drawn again: {error}"
    stated = f"METR gives {published['low_days']:.0f} to {published['high_days']:.0f}"
    return f"doubling time, families, tasks and runs drawn again: {low:.0f} to {high:.0f} days, 95 % ({stated})"


def differences(cells: Sequence[Cell], *, write: bool = False) -> list[str]:
    """Each committed cell that does not agree, in words; with `write` every cell is then written as computed."""
    found = []
    for name in dict.fromkeys(c.table for c in cells):
        path = data() / "evidence" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        named = header.index(NAMED_BY[name])
        lines = {row[named]: line for line, row in enumerate(rows)}
        for cell in (c for c in cells if c.table == name):
            if cell.row not in lines:
                found.append(f"{path.name}: has no row {cell.row!r}")
                continue
            row, place = rows[lines[cell.row]], header.index(cell.column)
            if not cell.agrees(row[place]):
                found.append(
                    f"{path.name}:{lines[cell.row] + 2}: {cell.row}: {cell.column} is {row[place] or 'empty'}, "
                    f"made again {cell.value:g}"
                )
            if write and not (cell.agrees(row[place]) and float(row[place]) == cell.value):
                row[place] = f"{cell.value:.0f}" if _whole(name, cell.column) else str(cell.value)
        if write:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return found


def _whole(name: str, column: str) -> bool:
    return bool(table(name)[column].dtype == "Int64")


def main(
    runs: Annotated[
        Path | None, typer.Argument(metavar="RUNS", help="METR's single runs, as `tilt refit` reads them.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if a cell differs.")] = False,
    samples: Annotated[int, typer.Option(min=20, help="Resamples behind the odds ratios' intervals.")] = 1000,
) -> None:
    """Make the evidence tables that rest on single runs again, or compare them with what is committed."""
    if runs is None:
        sys.stderr.write(f"{_where()}\n")
        raise typer.Exit(2)
    try:
        given = read_runs(runs)
    except InputError as error:
        sys.stderr.write(f"{error}\n{_where()}\n")
        raise typer.Exit(2) from None
    if "dataset" in given:
        given = given[given["dataset"] == SUITE] if SUITE in set(given["dataset"]) else given
    cells, left = rebuilt(given, samples, _tell if sys.stderr.isatty() else None)
    told = differences(cells, write=not check)
    for line in (*told, *(f"not made again: {what}" for what in left), trend(given, samples)):
        sys.stdout.write(line + "\n")
    tables = ", ".join(dict.fromkeys(c.table for c in cells))
    said = f"{len(told) or 'none'} out of tolerance" + ("" if check else "; all are written as made")
    sys.stdout.write(f"{len(cells)} cells of {tables} made again: {said}\n")
    raise typer.Exit(1 if check and told else 0)


def _where() -> str:
    url = sources()["url"].to_dict().get("metr_eval_repo", "METR's public repository")
    return (
        f"The runs are METR's and not part of this repository: take them from {url}, "
        "then name the file: make tables RUNS=file."
    )


def _tell(share: float) -> None:
    sys.stderr.write(f"\rdrawing families again: {share:.0%}" + ("\n" if share >= 1 else ""))
    sys.stderr.flush()


if __name__ == "__main__":
    typer.run(main)
