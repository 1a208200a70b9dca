"""The tables made from single runs: a simulated suite makes them, the check agrees, and a changed cell is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner, Result

from tests.test_refit import SUITE, published_runs
from tilt.record.evidence import check, table
from tilt.trends.runs import tables
from tilt.trends.runs.contrast import COHORTS
from tilt.trends.runs.refit import refit

SAMPLES = 20
MODELS = [m for models in COHORTS.values() for m in models]


def suite() -> pd.DataFrame:
    """Runs of the table's models on made-up tasks of its families: as many as it says, of lengths it does not."""
    rng = np.random.default_rng(7)
    known = table("task_families")
    tasks = [(f, f"{f}/{k}") for f, n in zip(known["family"], known["tasks"], strict=True) for k in range(n)]
    minutes = np.round(2 ** rng.uniform(1, 10, len(tasks)), 2)
    rows = []
    for level, model in enumerate(MODELS):
        chance = 1 / (1 + minutes / (20 * 1.6**level))
        won = rng.binomial(6, chance)
        rows += [(model, t, f, m, 6, w) for (f, t), m, w in zip(tasks, minutes, won, strict=True)]
    return pd.DataFrame(rows, columns=["model", "task_id", "task_family", "human_minutes", "n_runs", "n_success"])


@pytest.fixture
def made(copy: Path) -> Path:
    """The simulated suite as a file, in a project whose tables were made from it."""
    path = copy / "runs.csv"
    suite().to_csv(path, index=False)
    (copy / "before.csv").write_bytes((copy / "data/evidence/success_contrast.csv").read_bytes())
    tables.differences(cells(), write=True)
    return copy


@cache
def cells() -> list[tables.Cell]:
    """What the suite makes; labels of families are the same in every copy."""
    made, left = tables.rebuilt(suite(), samples=SAMPLES)
    assert left == [tables.NOT_KEPT]
    return made


def test_written_tables_agree_with_the_runs_they_were_made_from(made: Path) -> None:
    assert tables.differences(cells()) == []
    assert {c.table for c in cells()} == {"task_families", "length_contrast", "success_contrast", "model_horizons"}
    assert check() == []


def test_cells_by_hand(made: Path) -> None:
    runs = suite()
    family = table("task_families").set_index("family").loc["blackbox"]
    minutes = runs[(runs["model"] == MODELS[0]) & (runs["task_family"] == "blackbox")]["human_minutes"]
    assert (family["tasks"], family["min_minutes"], family["max_minutes"]) == (6, minutes.min(), minutes.max())
    assert family["median_minutes"] == pytest.approx(minutes.median(), abs=0.001)
    own = refit(runs[runs["model"] == tables.REFITTED]).iloc[0]
    stated = table("model_horizons").set_index("model").loc[tables.REFITTED]
    assert stated["success_slope"] == pytest.approx(-own["slope"], abs=6e-4)
    kinds = runs[runs["model"] == MODELS[0]].merge(table("task_families")[["family", "kind"]], left_on="task_family",
                                                   right_on="family")  # fmt: skip
    medians = kinds.groupby("kind")["human_minutes"].median()
    ratio = table("length_contrast").set_index("label")["ratio"]["ratio of medians"]
    assert ratio == pytest.approx(medians["capability_like"] / medians["safety_like"], abs=1e-4)
    counts = table("success_contrast").set_index("cohort")["models"]
    assert counts.to_dict() == {"all": 11, "2024": 3, "2025": 5, "2026": 3}


def test_words_sources_and_notes_are_left_alone(made: Path) -> None:
    before, after = pd.read_csv(made / "before.csv", dtype=str), table("success_contrast")
    for column in ("cohort", "source", "grade", "note"):
        assert before[column].tolist() == after[column].tolist()
    assert before["odds_ratio"].astype(float).tolist() != after["odds_ratio"].tolist()


def command(project: Path, *arguments: str, code: int = 0) -> Result:
    app = typer.Typer()
    app.command()(tables.main)
    words = [str(project / "runs.csv"), "--samples", str(SAMPLES), *arguments]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def test_the_check_passes_then_tells_a_changed_cell_and_the_making_mends_it(made: Path) -> None:
    assert "none out of tolerance" in command(made, "--check").stdout
    path = made / "data/evidence/task_families.csv"
    sound = path.read_text(encoding="utf-8")
    lines = sound.splitlines(keepends=True)
    header, row = lines[0].strip().split(","), lines[10].split(",")
    place = header.index("tasks")
    lines[10] = ",".join([*row[:place], "99", *row[place + 1 :]])
    path.write_text("".join(lines), encoding="utf-8")
    told = command(made, "--check", code=1).stdout
    family = row[header.index("family")]
    assert f"task_families.csv:11: {family}: tasks is 99, made again {row[place]}" in told
    assert path.read_text(encoding="utf-8") != sound, "a check writes nothing"
    assert "families, tasks and runs drawn again" in command(made).stdout
    assert path.read_text(encoding="utf-8") == sound


def test_what_runs_cannot_tell_is_said(made: Path) -> None:
    runs = suite()
    runs[runs["model"] == "o3"].to_csv(made / "runs.csv", index=False)
    said = command(made, "--check").stdout
    assert "success_contrast: the runs lack Claude 3.5 Sonnet (New)" in said
    assert f"model_horizons: the runs lack {tables.REFITTED}" in said
    assert tables.NOT_KEPT in said
    assert "doubling time not drawn again: runs of at least three record models" in said
    (made / "runs.csv").unlink()
    missing = command(made, "--check", code=2).stderr
    assert "not part of this repository" in missing
    assert "eval-analysis-public" in missing


def test_the_committed_tables_agree_with_metrs_runs() -> None:
    """All but upper ends of odds ratios, which hang on the resampling: a row's note says so."""
    assert tables.SUITE == SUITE
    made, _ = tables.rebuilt(published_runs(), samples=300)
    told = tables.differences(made)
    assert all(line.startswith("success_contrast.csv") and ": high is" in line for line in told), told
