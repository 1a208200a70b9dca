"""METR's results file (`benchmark_results_1_1.yaml`): horizons of models, in minutes, with 95 % intervals."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tilt.record.problems import InputError, Problem
from tilt.record.yaml_file import Where, YamlFile
from tilt.refresh.offer import Offer, Offered, Rows, rounded

SUITE = "METR-Horizon-v1.1"
"""The suite whose horizons the table holds: those of an older one stand in the same file, and are left out."""

BEYOND = 960.0
"""Minutes beyond which METR takes no estimate for a point: its trend leaves them out, and so does the book's."""

OURS = {
    "gpt_4": "gpt-4-0314",
    "gpt_4_1106": "gpt-4-1106",
    "claude_3_5_sonnet_20240620": "claude-3.5-sonnet-old",
    "claude_3_5_sonnet_20241022": "claude-3.5-sonnet-new",
    "claude_4_opus": "claude-opus-4",
    "claude_4_1_opus": "claude-opus-4.1",
    "gpt_5_2025_08_07": "gpt-5",
}
"""Ids of the models that METR calls otherwise than by the rule of `_name`."""

DEVELOPERS = {"claude": "Anthropic", "gpt": "OpenAI", "o": "OpenAI", "gemini": "Google DeepMind", "grok": "xAI"}
CELLS = {"estimate": "p50_minutes", "ci_low": "p50_low_minutes", "ci_high": "p50_high_minutes"}


def read(path: Path, ours: Rows) -> Offer:
    """The file's models of the suite. Raises InputError with every fault."""
    file = YamlFile(path, [])
    if not file.parse():
        raise InputError(file.faults)
    results = file.tree.get("results")
    if not isinstance(results, Mapping) or not results:
        allowed = "a mapping `results` from models to metrics and release_date"
        raise InputError([Problem(path, file.line(("results",)), "holds no results", "results", allowed=allowed)])
    found: dict[str, Offered] = {}
    left: list[str] = []
    keys: dict[str, str] = {}
    for key, entry in results.items():
        where: Where = ("results", key)
        if not isinstance(entry, Mapping) or not isinstance(entry.get("metrics"), Mapping):
            fix = "give the file of Time Horizon 1.1: older ones have another form"
            file.fault(where, "has no metrics", id=str(key), allowed="metrics and release_date", fix=fix)
            continue
        suite = entry.get("benchmark_name", file.tree.get("benchmark_name"))
        if suite != SUITE:
            left.append(f"{key} is of {suite or 'a suite that is not named'}, not of {SUITE}")
            continue
        id, name, developer = _name(str(key))
        if id in found:
            file.fault(where, f"is the row {id}, as {keys[id]} is", id=str(key), fix="keep one of the two")
            continue
        cells = _cells(file, where, entry)
        keys[id] = str(key)
        if cells:
            sloped = id not in ours or bool(ours[id].get("success_slope"))
            slope = {"success_slope": _slope(cells)} if sloped and cells.get("p80_minutes") else {}
            beyond = float(cells["p50_minutes"]) > BEYOND
            flag = {"range_flag": "at_least" if beyond else "in_range"}
            moved = flag if beyond and ours.get(id, {}).get("range_flag") == "in_range" else {}
            only_new = {"model": name, "developer": developer, **flag}
            found[id] = Offered(file.line(where), cells | slope | moved, True, only_new)
    if file.faults:
        raise InputError(file.faults)
    return Offer(path, found, tuple(left))


def _cells(file: YamlFile, where: Where, entry: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a model; empty where one of them is at fault."""
    count = len(file.faults)
    half = {name: _minutes(file, (*where, "metrics", "p50_horizon_length", name)) for name in CELLS}
    fifths = _minutes(file, (*where, "metrics", "p80_horizon_length", "estimate"), blank=True)
    released = entry.get("release_date")
    if isinstance(released, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", released):
        released = datetime.date.fromisoformat(released)
    if not isinstance(released, datetime.date):
        file.fault(
            (*where, "release_date"), "is no date", id=str(where[1]), value=released, allowed="such as 2026-02-05"
        )
    ends = [half[name] for name in ("ci_low", "estimate", "ci_high")]
    if count == len(file.faults) and ends != sorted(ends, key=lambda v: v or 0.0):
        at = (*where, "metrics", "p50_horizon_length")
        file.fault(at, "has reversed ends", id=str(where[1]), value=ends, allowed="ci_low <= estimate <= ci_high")
    if count != len(file.faults) or not isinstance(released, datetime.date):
        return {}
    record = entry["metrics"].get("is_sota")
    found = {column: rounded(half[name] or 0.0, 4) for name, column in CELLS.items()}
    found |= {"p80_minutes": rounded(fifths, 4)} if fifths is not None else {}
    found |= {"record_at_release": str(record).lower()} if isinstance(record, bool) else {}
    return {"released": f"{released:%Y-%m-%d}", **found}


def _minutes(file: YamlFile, where: Where, *, blank: bool = False) -> float | None:
    value: Any = file.tree
    for key in where:
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is None and blank:
        return None
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0
    if not good:
        what = f"{where[3]}.{where[4]} is not a length of time"
        file.fault(where, what, id=str(where[1]), value=value, allowed="minutes above 0")
        return None
    return float(value)


def _slope(cells: Mapping[str, str]) -> str:
    """Log-odds lost with each doubling of length: those between a half and four fifths, over the doublings between."""
    doublings = math.log2(float(cells["p50_minutes"]) / float(cells["p80_minutes"]))
    return rounded(math.log(4) / doublings, 3) if doublings > 0 else ""


def _name(key: str) -> tuple[str, str, str]:
    """Id, name and developer of a model by METR's key: `claude_opus_4_6_inspect` is Claude Opus 4.6 of Anthropic."""
    bare = key.removesuffix("_inspect")
    spaced = re.sub(r"(?<=\d)_(?=\d+(?:_|$))", ".", bare).replace("_", "-")
    maker = re.match(r"[a-z]+", bare)
    family = maker[0] if maker else ""
    words = spaced.split("-")
    if family == "gpt":
        name = "-".join(["GPT", *(w.title() for w in words[1:])])
    elif family == "o":
        name = spaced
    else:
        name = " ".join(w.title() for w in words)
    return OURS.get(bare, spaced), name, DEVELOPERS.get(family, "")
