"""`tilt refresh` in a copy of the book: what newer files of three publishers' formats do to tables, and what they may
not do."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.copies import project_copy
from tests.fixtures.runs.make import HERE, TRUTH
from tests.publishers import as_csv, as_yaml, epoch_index, epoch_models, horizon, metr_results
from tilt.cli import app
from tilt.commands.work.refresh import _confirmed
from tilt.record import evidence
from tilt.record.problems import InputError
from tilt.refresh.candidate import CandidateError, candidate
from tilt.refresh.merged import Changed
from tilt.refresh.refreshed import Refresh, refreshed
from tilt.refresh.written import replaced
from tilt.trends.index_plateaus import scores

SIMULATED = HERE / "simulated.jsonl.gz"
INDEX = ("--source", "epoch_eci_2026_10", "--vintage", "2026-10")
MODELS = ("--source", "epoch_models_2026_09")
RESULTS = ("--vintage", "2026-12")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that the commands of a test read and write."""
    found = project_copy(tmp_path)
    monkeypatch.setenv("TILT_ROOT", str(found))
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def given(copy: Path, name: str, text: str) -> Path:
    path = copy.parent / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def refresh(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["refresh", *map(str, words)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def typed(answer: str, *words: str | Path) -> str:
    """What the command says on a terminal on which somebody types an answer."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "tilt.cli", "refresh", *map(str, words)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as asked:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        said = asked.communicate()[0]
    os.close(ours)
    assert asked.returncode == 0, said
    return said


def lines(copy: Path, table: str) -> list[str]:
    return (copy / "data" / "evidence" / f"{table}.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("table", "name", "made", "words"),
    [
        ("model_horizons", "r.yaml", lambda: as_yaml(metr_results()), RESULTS),
        ("capability_index", "i.csv", lambda: as_csv(epoch_index()), INDEX),
        ("capability_index", "i.csv", lambda: "\ufeff" + as_csv(epoch_index(), ";", "\r\n"), INDEX),
        ("record_compute", "m.csv", lambda: as_csv(epoch_models()), MODELS),
    ],
)
def test_a_file_that_says_the_same_changes_nothing(copy, table, name, made, words):
    said = refresh(table, given(copy, name, made()), *words, "--yes").stdout
    assert "0 added, 0 removed, 0 changed" in said
    assert "The file says nothing that the table does not say" in said
    assert not (copy / "data" / "evidence" / "REFRESHED.md").exists()


@pytest.mark.usefixtures("long")
@pytest.mark.original
def test_a_newer_results_file_is_shown_and_written(copy):
    tree = metr_results()
    half = tree["results"]["gpt_5_2"]["metrics"]["p50_horizon_length"]
    half |= {"estimate": 400.0, "ci_low": 200.0}
    tree["results"]["claude_opus_4_9_inspect"] = horizon(500.0, "2026-02-10")
    before = lines(copy, "model_horizons")
    file = given(copy, "benchmark_results_1_1.yaml", as_yaml(tree))
    seen = typed("no", "model_horizons", file, *RESULTS)
    assert "Write the table? Type yes" in seen and "Nothing was changed." in seen
    assert lines(copy, "model_horizons") == before, "only looked at"
    said = refresh("model_horizons", file, *RESULTS, "--yes").stdout
    assert said.splitlines()[:20] == [line for line in seen.splitlines() if "Comparing" not in line][:20]
    assert "p50_minutes: 352.2493 → 400.0" in said and "+ claude-opus-4.9" in said
    assert "task-horizons / now" in said and "table model_horizons" in said
    after = lines(copy, "model_horizons")
    place = next(k for k, line in enumerate(before) if line.startswith("gemini-3.1-pro,"))
    assert after[place].startswith("claude-opus-4.9,Claude Opus 4.9,Anthropic,2026-02-10,500.0,250.0,1000.0,100.0,")
    changed = [a for a, b in zip([*after[:place], *after[place + 1 :]], before, strict=True) if a != b]
    assert [line.split(",")[0] for line in changed] == ["gpt-5.2"]
    assert ",2026-12,metr_site_results_1_1,primary," in changed[0]
    note = (copy / "data" / "evidence" / "REFRESHED.md").read_text(encoding="utf-8")
    assert "- changed: gpt-5.2" in note and "- added: claude-opus-4.9" in note and "benchmark_results_1_1.yaml" in note
    evidence.describe("model_horizons")
    assert "all is well" in CliRunner().invoke(app, ["check"], catch_exceptions=False).stdout
    assert not [p.name for p in (copy / "data" / "evidence").iterdir() if p.name.startswith(".")]


def test_without_a_terminal_nothing_is_written_unasked():
    assert _confirmed(yes=True) and not _confirmed(yes=False)


def test_a_horizon_beyond_the_suite_becomes_a_bound(copy):
    tree = metr_results()
    tree["results"]["claude_opus_4_6_inspect"]["metrics"]["p50_horizon_length"]["estimate"] = 1200.0
    found = refreshed("model_horizons", given(copy, "r.yaml", as_yaml(tree)), vintage="2026-12")
    (changed,) = found.merge.changes
    assert changed.cells["range_flag"] == ("in_range", "at_least")
    assert changed.cells["p50_minutes"] == ("718.8068", "1200.0")


def test_rows_of_other_sources_stay_though_the_file_has_them(copy):
    tree = metr_results()
    tree["results"]["claude_mythos_preview_early_inspect"] = horizon(1044.8, "2026-04-07")
    said = refresh("model_horizons", given(copy, "r.yaml", as_yaml(tree)), *RESULTS).stdout
    assert "Left alone" in said and "claude-mythos-preview-early" in said and "0 changed" in said


def looked(table: str, file: Path, source: str, vintage: str = "", *, allow_missing: bool = False) -> Refresh:
    """What a file makes of a table, and that the book stands with it."""
    found = refreshed(table, file, source, vintage, allow_missing=allow_missing)
    assert not candidate(file.parent / f"with {file.name}", table, found.text)
    return found


def changes(found: Refresh, kind: str) -> list[Changed]:
    return [c for c in found.merge.changes if c.kind == kind]


def test_a_record_of_the_index_is_added_and_versions_of_one_score_are_one(copy):
    rows = epoch_index()
    new = {**rows[0], "ECI Score": "171.25", "Release date": "2026-10-20", "Model name": "Gemini 4 (Oct 2026)"}
    lower = {**new, "ECI Score": "150.1", "Model name": "A smaller one"}
    file = given(copy, "i.csv", as_csv([new, {**new, "Model version": "gemini-4_max"}, lower, *rows]))
    found = looked("capability_index", file, *INDEX[1::2])
    assert [c.id for c in found.merge.changes] == ["gemini-4"]
    line = "gemini-4,Gemini 4,2026-10-20,171.25,true,2026-10,epoch_eci_2026_10,secondary,"
    assert found.text.encode() == found.before + f"{line}\n".encode()


def test_a_whole_newer_index_is_one_vintage_that_the_trend_reads(copy):
    package = copy / "data" / "datapackage.json"
    package.write_text(
        package.read_text(encoding="utf-8").replace('"2026-10"', '"2026-10", "2026-12"'), encoding="utf-8"
    )
    rows = epoch_index()
    for row in rows[:-1]:
        row["ECI Score"] = str(float(row["ECI Score"]) + 0.5)
    found = looked("capability_index", given(copy, "i.csv", as_csv(rows)), INDEX[1], "2026-12")
    assert {row["vintage"] for row in found.merge.rows.values()} == {"2026-12"}
    replaced(found.table, found.before, found.text)
    assert len(scores()) == len(found.merge.rows)


def test_a_record_of_compute_is_added_and_players_of_games_are_not(copy):
    new = {**epoch_models()[-2], "Model": "Grok 6", "Organization": "xAI", "Publication date": "2026-09-20"}
    new["Training compute (FLOP)"] = "4,200,000,000,000,000,000,000,000,000"
    found = refreshed("record_compute", given(copy, "m.csv", as_csv([*epoch_models(), new])), MODELS[1])
    (left,) = candidate(copy.parent / "with", "record_compute", found.text)
    assert "data/forecasts.csv" in left and "next-record-run" in left, "whose record has fallen"
    assert [(c.kind, c.id) for c in found.merge.changes] == [("added", "grok-6")]
    line = "grok-6,Grok 6,xAI,2026-09-20,4.2e+27,,,likely,false,true,epoch_models_2026_09,secondary,"
    assert found.text.splitlines()[-1] == line


def test_training_days_follow_hours(copy):
    rows = [{"Model": row["model"], "Training time (hours)": str(24 * float(row["days"]))}
            for row in evidence.written("training_days").values()]  # fmt: skip
    rows[-1]["Training time (hours)"] = "2400"
    found = looked("training_days", given(copy, "m.csv", as_csv(rows)), MODELS[1])
    (changed,) = found.merge.changes
    assert changed.cells == {"days": ("90", "100.0"), "source": ("epoch_models_2025_12", "epoch_models_2026_09")}


def _results(change: Callable[[dict[str, Any]], object]) -> str:
    tree = json.loads(json.dumps(metr_results()))
    change(tree["results"])
    return as_yaml(tree)


def _half(results: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = results["o3_inspect"]["metrics"]["p50_horizon_length"]
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("results: [", "not valid YAML"),
        ("benchmark_name: METR-Horizon-v1.1\n", "holds no results"),
        (lambda: _results(lambda r: _half(r).update(estimate="two hours")), "estimate is not a length of time"),
        (lambda: _results(lambda r: _half(r).update(ci_low=900.0)), "has reversed ends"),
        (lambda: _results(lambda r: _half(r).pop("ci_high")), "ci_high is not a length of time"),
        (lambda: _results(lambda r: r["o3_inspect"].update(release_date="16/4/2025")), "is no date"),
        (lambda: _results(lambda r: r["o3_inspect"].update(metrics={"agents": {}})), "not a length of time"),
        (lambda: _results(lambda r: r.update(o3=horizon(1.0, "2025-04-16"))), "is the row o3, as o3"),
        (lambda: as_yaml(metr_results())[:5000], ""),
    ],
)
def test_a_malformed_results_file_changes_nothing(copy, text, told):
    before = lines(copy, "model_horizons")
    file = given(copy, "r.yaml", text if isinstance(text, str) else text())
    said = refresh("model_horizons", file, *RESULTS, "--yes", code=1)
    assert told in said.output and "Nothing was changed." in said.output and "r.yaml" in said.output
    assert lines(copy, "model_horizons") == before


def test_a_shrunken_file_is_refused_unless_it_is_allowed(copy):
    rows = [r for r in epoch_models() if r["Model"] not in ("Jurassic-1-Jumbo", "Minerva 540B")]
    file = given(copy, "m.csv", as_csv(rows))
    before = lines(copy, "record_compute")
    said = refresh("record_compute", file, *MODELS, "--yes", code=1).output
    assert "lacks 2 of the 14 rows" in said and "jurassic-1-jumbo, minerva-540b" in said
    assert lines(copy, "record_compute") == before
    found = refreshed("record_compute", file, MODELS[1], allow_missing=True)
    assert [c.id for c in changes(found, "removed")] == ["jurassic-1-jumbo", "minerva-540b"]
    assert "jurassic" not in found.text and "minerva" not in found.text


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("Release date", "1/2/2026", "day and month could change places"),
        ("ECI Score", "1,234", "can be read in two ways"),
        ("ECI Score", "#N/A", "is not a number"),
        ("Model name", "", "is blank where there is a score"),
    ],
)
def test_a_cell_at_fault_is_told_with_its_line_and_changes_nothing(copy, column, cell, told):
    rows = epoch_index()
    rows[3][column] = cell
    before = lines(copy, "capability_index")
    said = refresh("capability_index", given(copy, "i.csv", as_csv(rows)), *INDEX, "--yes", code=1).output
    assert f"i.csv:5: {column}: " in said and told in said
    assert lines(copy, "capability_index") == before


@pytest.mark.usefixtures("long")
@pytest.mark.original
def test_new_rows_that_the_book_cannot_stand_on_are_refused(copy):
    rows = [r for r in epoch_index() if r["Model name"] != "GPT-5"]
    with pytest.raises(CandidateError, match="the book would not be well"):
        looked("capability_index", given(copy, "i.csv", as_csv(rows)), *INDEX[1::2])


def test_a_vintage_that_the_table_does_not_know_is_refused_with_the_cell(copy):
    rows = epoch_index()
    rows[0]["ECI Score"] = "170"
    with pytest.raises(InputError, match="vintage: as it would be"):
        looked("capability_index", given(copy, "i.csv", as_csv(rows)), INDEX[1], "2026-13")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("capability_index", "i.csv", "--vintage", "2026-10"), "new figures need a source of their own"),
        (("capability_index", "i.csv", *INDEX[:1], "epoch_eci_2031"), "is no key in data/sources.csv"),
        (("capability_index", "i.csv", *INDEX[:1], "metr_graph"), "is no source of Epoch AI’s Capabilities Index"),
        (("capability_index", "i.csv", *INDEX[:2]), "the table says which file each row is of"),
    ],
)
def test_new_figures_need_a_source_and_a_vintage(copy, words, told):
    given(copy, "i.csv", as_csv(epoch_index()))
    said = refresh(words[0], copy.parent / words[1], *words[2:], code=1).output
    assert told in " ".join(said.split())


def test_tables_and_files_of_other_kinds_are_named(copy):
    assert "model_horizons" in refresh("uplift", "x.csv", code=2).output
    assert ".yaml" in refresh("model_horizons", "x.xlsx", code=2).output


def test_a_table_that_changes_meanwhile_is_not_overwritten(copy):
    tree = metr_results()
    tree["results"]["claude_opus_4_9_inspect"] = horizon(500.0, "2026-02-10")
    found = refreshed("model_horizons", given(copy, "r.yaml", as_yaml(tree)), vintage="2026-12")
    edit(found.table, "GPT-4 0314", "GPT-4 of March")
    with pytest.raises(InputError, match="was changed meanwhile"):
        replaced(found.table, found.before, found.text)
    assert "claude-opus-4.9" not in found.table.read_text(encoding="utf-8")
    assert not [p.name for p in found.table.parent.iterdir() if p.name.startswith(".")]


def test_runs_refit_the_models_that_the_table_has_and_name_the_others(copy):
    runs = copy.parent / "runs.jsonl"
    with gzip.open(SIMULATED, "rt", encoding="utf-8") as packed:
        runs.write_text(packed.read().replace(f'"{next(iter(TRUTH))}"', '"o3"'), encoding="utf-8")
    said = refresh("model_horizons", runs, *RESULTS, "--yes", code=1).output
    assert "lacks 21 of the 22 rows" in said
    found = refreshed("model_horizons", runs, vintage="2026-12", allow_missing=True)
    (changed,) = changes(found, "changed")
    truth = TRUTH[next(iter(TRUTH))][0]
    assert changed.id == "o3" and float(changed.after["p50_minutes"]) == pytest.approx(truth, rel=0.5)
    assert (changed.after["source"], changed.after["grade"]) == ("own_replication", "computed")
    assert len(found.offer.left_out) == len(TRUTH) - 1
