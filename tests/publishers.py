"""Small files of our own making in publishers' formats, from the tables as they stand: what a newer file changes is
written into them by each test."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from tilt.record import evidence
from tilt.refresh.metr_results import OURS, SUITE

INDEX_COLUMNS = ("Model version", "ECI Score", "Release date", "Organization", "Model name", "Display name")
MODEL_COLUMNS = (
    "Model",
    "Organization",
    "Publication date",
    "Domain",
    "Training compute (FLOP)",
    "Confidence",
    "Training time (hours)",
)


def horizon(estimate: float, released: str, **more: Any) -> dict[str, Any]:
    """A model of METR's results: half its horizon and twice it are the ends, four fifths of the time takes a fifth."""
    half = {"estimate": estimate, "ci_low": estimate / 2, "ci_high": 2 * estimate}
    metrics = {"is_sota": False, "p50_horizon_length": half, "p80_horizon_length": {"estimate": estimate / 5}}
    return {"benchmark_name": SUITE, "metrics": metrics, "release_date": released, "scaffolds": ["react"], **more}


def metr_results() -> dict[str, Any]:
    """METR's results as the table has them, by METR's keys, and a model of an older suite."""
    keys = {ours: theirs for theirs, ours in OURS.items()}
    results: dict[str, Any] = {"gpt2": horizon(0.04, "2019-02-14", benchmark_name="METR-Horizon-v1.0")}
    for id, row in evidence.written("model_horizons").items():
        if not row["source"].startswith("metr_site_results"):
            continue
        key = keys.get(id, id.replace("-", "_").replace(".", "_"))
        made = horizon(float(row["p50_minutes"]), row["released"])
        made["metrics"]["is_sota"] = row["record_at_release"] == "true"
        ends = made["metrics"]["p50_horizon_length"]
        ends |= {"ci_low": float(row["p50_low_minutes"]), "ci_high": float(row["p50_high_minutes"])}
        made["metrics"]["p80_horizon_length"]["estimate"] = float(row["p80_minutes"])
        results[key if key == "gpt_5_2" else f"{key}_inspect"] = made
    return {"benchmark_name": SUITE, "results": results}


def as_yaml(tree: Mapping[str, Any]) -> str:
    """A tree as YAML text."""
    out = io.StringIO()
    YAML(typ="safe").dump(json.loads(json.dumps(tree)), out)
    return out.getvalue()


def epoch_index() -> list[dict[str, str]]:
    """Rows of Epoch AI's Capabilities Index as the table has them, and a version without a score."""
    rows = [
        {
            "Model version": f"{id}_high",
            "ECI Score": row["score"],
            "Release date": row["released"],
            "Organization": "A laboratory",
            "Model name": row["model"],
            "Display name": f"{row['model']} (high)",
        }
        for id, row in evidence.written("capability_index").items()
    ]
    unscored = {**dict.fromkeys(INDEX_COLUMNS, ""), "Model version": "another", "Model name": "Another"}
    return [*reversed(rows), unscored]


def epoch_models() -> list[dict[str, str]]:
    """Rows of Epoch AI's Data on AI Models as the table of records has them, and a player of games."""
    rows = [
        {
            "Model": row["model"],
            "Organization": row["developer"],
            "Publication date": row["released"],
            "Domain": "Language",
            "Training compute (FLOP)": row["training_flop"],
            "Confidence": row["certainty"].title(),
            "Training time (hours)": "",
        }
        for row in evidence.written("record_compute").values()
    ]
    player = {**rows[0], "Model": "A player of games", "Domain": "Games", "Training compute (FLOP)": "9e27"}
    return [*rows, player]


def as_csv(rows: list[dict[str, str]], delimiter: str = ",", ending: str = "\n") -> str:
    """Rows as CSV text."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator=ending)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
