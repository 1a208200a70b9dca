"""A reader's file of runs or of horizons, read from its text: sound tables, or every fault named with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from tilt.app.jobs.asked import MOST, RefusedError, faulty, shown, text_of
from tilt.record.evidence import describe
from tilt.record.problems import InputError, Problem
from tilt.record.table_file import read_table
from tilt.trends.runs.reading import read_runs

LARGEST = 5_000_000
"""Bytes of a file that is read: METR's own runs of all models are a few of it, counted per model and task."""

SUFFIXES = (".jsonl", ".csv")
MODELS, TASKS, RUNS = 200, 2_000, 1_000_000
"""How many models and tasks a file may have, and how many runs one model of one task: ten times METR's and more."""

HORIZONS = "model_horizons"
UNREADABLE = "\ufffd"
"""What a page puts in the place of bytes that are no text."""


def uploaded(asked: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """The file whose text stands under `text`, by the suffix of its `name`: what it is, and its table.

    `runs` are METR's single runs (`.jsonl`) or a table of them counted per model and task (`.csv`), as
    `tilt.trends.runs.reading` reads them, of one suite: `dataset` says which where there are several. `horizons` is a
    table with the columns of the book's (`.csv`). Raises RefusedError with every fault.
    """
    name, text = _name(asked.get("name")), text_of(asked, "text", LARGEST)
    try:
        _legible(name, text)
        if name.lower().endswith(".csv") and _is_of_horizons(text):
            return "horizons", _read(name, text, horizons=True)
        return "runs", _bounded(_one_suite(_read(name, text), asked.get("dataset")))
    except InputError as error:
        raise faulty(error) from None


def _name(given: object) -> str:
    """The file's own name, fit to be shown. Raises RefusedError where its suffix is not read."""
    if not isinstance(given, str):
        raise RefusedError(f"The file’s name is wanted, not {shown(given)}.")
    name = re.sub(r"[^\w.() -]", "_", re.split(r"[/\\]", given)[-1])[-60:].strip() or "file"
    if not name.lower().endswith(SUFFIXES):
        fix = "unpack it first" if name.lower().endswith((".gz", ".zip")) else "save it as one of these"
        raise RefusedError(f"{name} is not read: allowed are files that end in {' or '.join(SUFFIXES)}; {fix}.")
    return name


def _legible(name: str, text: str) -> None:
    """Raise InputError naming the lines that are no text."""
    faults = [
        Problem(Path(name), k, "is not UTF-8", allowed="text in UTF-8", fix="save the file as UTF-8")
        for k, line in enumerate(text.split("\n"), 1)
        if UNREADABLE in line
    ]
    if faults:
        raise InputError(faults)


def _is_of_horizons(text: str) -> bool:
    """Whether the first line names horizons and no runs."""
    header = next(csv.reader([text.lstrip(UNREADABLE + "\ufeff").split("\n", 1)[0].strip()]), [])
    return "p50_minutes" in header and "n_runs" not in header


def _read(name: str, text: str, *, horizons: bool = False) -> pd.DataFrame:
    """The table of a text, by way of a file that is gone again after. Raises InputError under the file's own name."""
    with TemporaryDirectory(prefix="tilt-") as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()}"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            if not horizons:
                return read_runs(path)
            found = read_table(path, describe(HORIZONS))
            if found.faults:
                raise InputError(found.faults)
            return found.frame
        except InputError as error:
            raise InputError(replace(p, file=Path(name)) for p in error.problems) from None


def _one_suite(runs: pd.DataFrame, dataset: object) -> pd.DataFrame:
    """The runs of one data set. Raises RefusedError where none is named of several."""
    there = [str(d) for d in runs["dataset"].unique()] if "dataset" in runs else []
    if dataset is None and len(there) <= 1:
        return runs
    if isinstance(dataset, str) and dataset in there:
        return runs[runs["dataset"] == dataset]
    said = f"no data set {shown(dataset)}" if dataset is not None else "several data sets"
    raise RefusedError(f"The file has {said}: choose one of {', '.join(map(shown, there[:MOST])) or 'none'}.")


def _bounded(runs: pd.DataFrame) -> pd.DataFrame:
    """The same, where it is not too much. Raises RefusedError."""
    for column, most, things in (("model", MODELS, "models"), ("task_id", TASKS, "tasks")):
        count = runs[column].nunique()
        if count > most:
            raise RefusedError(f"The file has {count:,} {things}; up to {most:,} are refitted here. Take some out.")
    first = runs[runs["n_runs"] > RUNS].head(1)
    for model, task, count in zip(first["model"], first["task_id"], first["n_runs"], strict=True):
        said = f"{shown(model)} has {count:,.0f} runs of {shown(task)}"
        raise RefusedError(f"{said}; up to {RUNS:,} are refitted here. Correct n_runs.")
    return runs
