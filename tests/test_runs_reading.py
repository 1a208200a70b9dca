"""The reader of run files: METR's format, tables of counts, and every fault told with its line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

from tests.fixtures.runs.make import HERE, files
from tilt.record.problems import InputError, Problem
from tilt.trends.runs.reading import MOST, TASK_FIELDS, read_runs


def faults(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        read_runs(path)
    return raised.value.problems


def test_the_committed_files_are_what_their_script_makes() -> None:
    made = files()
    there = {p.name for p in HERE.iterdir() if p.suffix not in (".py", "") and p.name != "__pycache__"}
    assert there == set(made)
    for name, content in made.items():
        kept = (HERE / name).read_bytes()
        if name.endswith(".gz"):  # libraries pack the same text differently
            kept, content = gzip.decompress(kept), gzip.decompress(content)
        assert kept == content, name


def run(**changes):
    base = {"task_id": "a/b", "task_family": "a", "alias": "m", "score_binarized": 1, "human_minutes": 5.0}
    return json.dumps(base | changes)


def test_metrs_run_format_is_counted(tmp_path):
    path = tmp_path / "runs.jsonl"
    path.write_text("\n".join([run(), run(score_binarized=0), run(task_id="a/c"), ""]))
    found = read_runs(path).set_index("task_id")
    assert (found.loc["a/b", "n_runs"], found.loc["a/b", "n_success"]) == (2, 1)
    assert found.loc["a/c", "model"] == "m"


@pytest.mark.parametrize(
    ("lines", "words", "line"),
    [
        ([run(), "{"], "not a JSON object", 2),
        ([run(), '{"task_id": "x"}'], "lacks 'task_family'", 2),
        ([run(human_minutes=-1)], "human time is not positive", None),
    ],
)
def test_bad_runs_are_told_with_their_line(tmp_path, lines, words, line):
    path = tmp_path / "runs.jsonl"
    path.write_text("\n".join(lines))
    with pytest.raises(InputError, match=words) as raised:
        read_runs(path)
    if line:
        assert raised.value.problems[0].line == line


def test_a_table_without_the_columns_says_which(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text("model,task_id\nm,t\n")
    with pytest.raises(InputError, match="task_family, human_minutes"):
        read_runs(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_runs(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"human_minutes": 0}, "human_minutes"),
        ({"human_minutes": "an hour"}, "human_minutes"),
        ({"human_minutes": None}, "human_minutes"),
        ({"score_binarized": 0.5}, "score_binarized"),
        ({"score_binarized": None}, "score_binarized"),
    ],
)
def test_a_bad_value_in_a_run_is_told_with_line_and_field(tmp_path, changes, field):
    path = tmp_path / "runs.jsonl"
    path.write_text("\n".join([run(), "", run(**changes), run(**changes)]))
    with pytest.raises(InputError) as raised:
        read_runs(path)
    assert [(p.line, p.id) for p in raised.value.problems] == [(3, field), (4, field)]
    assert all(p.what.endswith(", of m at task a/b") for p in raised.value.problems)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("m,t,f,long,4,2", "human_minutes"),
        ("m,t,f,inf,4,2", "human_minutes"),
        ("m,t,f,5,0,0", "n_runs"),
        ("m,t,f,5,2.5,1", "n_runs"),
        ("m,t,f,5,4,5", "n_success"),
        ("m,t,f,5,4,", "n_success"),
    ],
)
def test_a_bad_cell_in_a_table_of_runs_is_told_with_line_and_field(tmp_path, row, field):
    path = tmp_path / "runs.csv"
    path.write_text(f"model,task_id,task_family,human_minutes,n_runs,n_success\nm,s,f,5,4,2\n{row}\n")
    with pytest.raises(InputError) as raised:
        read_runs(path)
    assert [(p.line, p.id) for p in raised.value.problems] == [(3, field)]
    assert raised.value.problems[0].what.endswith(", of m at task t")


def test_an_unreadable_table_of_runs_is_told(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text("")
    with pytest.raises(InputError, match="cannot be read"):
        read_runs(path)


# What real files bring: each case of tests/fixtures/runs.


@pytest.mark.parametrize("name", ["UPPER.JSONL", "plain.jsonl.gz", "score_cont_column.jsonl"])
def test_the_same_runs_are_read_the_same(name: str) -> None:
    pd.testing.assert_frame_equal(read_runs(HERE / name), read_runs(HERE / "plain.jsonl"))


@pytest.mark.parametrize("name", ["runs.csv", "RUNS.CSV", "runs.csv.gz", "Runs.Csv.GZ"])
def test_a_table_of_counts_is_read_as_the_runs_it_counts(name: str, tmp_path: Path) -> None:
    runs = read_runs(HERE / "plain.jsonl")
    text = runs.to_csv(index=False).encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.lower().endswith(".gz") else text)
    pd.testing.assert_frame_equal(read_runs(tmp_path / name), runs)


@pytest.mark.parametrize("name", ["runs.parquet", "runs.json", "runs.xlsx", "runs", "runs.jsonl.zip"])
def test_other_suffixes_are_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PAR1")
    (problem,) = faults(tmp_path / name)
    assert "suffix" in problem.what
    assert problem.allowed == ".jsonl, .jsonl.gz, .csv, .csv.gz"


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("two_minutes_for_one_task.jsonl", "human_minutes", ("5 on line 1", "9 here")),
        ("one_task_in_two_families.jsonl", "task_family", ("a on line 1", "c here")),
    ],
)
def test_two_values_for_one_task_are_told_with_both(name: str, field: str, values: tuple[str, str]) -> None:
    (problem,) = faults(HERE / name)
    assert (problem.line, problem.id) == (25, field)
    assert "a/short" in problem.what
    assert all(v in str(problem.value) for v in values)


@pytest.mark.parametrize(
    ("name", "field", "lines"), [("alias_null.jsonl", "alias", [23, 24]), ("family_null.jsonl", "task_family", [1])]
)
def test_a_missing_name_is_told_with_its_lines(name: str, field: str, lines: list[int]) -> None:
    found = faults(HERE / name)
    assert [p.line for p in found] == lines
    assert {(p.id, p.value) for p in found} == {(field, "null")}
    assert all("at task " in p.what for p in found)
    assert all("not empty" in str(p.allowed) for p in found)


def test_an_empty_file_says_what_it_should_hold(tmp_path: Path) -> None:
    (problem,) = faults(HERE / "empty.jsonl")
    assert problem.line == 1
    assert "holds no runs" in problem.what
    assert "score_binarized" in str(problem.allowed)
    (tmp_path / "heads.csv").write_text(",".join(TASK_FIELDS) + "\n")
    (problem,) = faults(tmp_path / "heads.csv")
    assert "holds no runs" in problem.what


def test_another_encoding_is_told_with_line_and_byte(tmp_path: Path) -> None:
    found = faults(HERE / "latin1.jsonl")
    assert [p.line for p in found] == [1, 2]
    assert all("UTF-8" in p.what and "0xe8" in p.what for p in found)
    (tmp_path / "runs.csv").write_bytes(",".join(TASK_FIELDS).encode() + "\nModèle,t,f,5,4,2\n".encode("latin-1"))
    (problem,) = faults(tmp_path / "runs.csv")
    assert problem.line == 2
    assert "UTF-8" in problem.what


def test_a_byte_order_mark_is_no_part_of_the_first_run(tmp_path: Path) -> None:
    (tmp_path / "runs.jsonl").write_bytes(b"\xef\xbb\xbf" + (HERE / "plain.jsonl").read_bytes())
    pd.testing.assert_frame_equal(read_runs(tmp_path / "runs.jsonl"), read_runs(HERE / "plain.jsonl"))


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    packed = (HERE / "plain.jsonl.gz").read_bytes()
    for content in (packed[: len(packed) // 2], b"no archive at all"):
        (tmp_path / "runs.jsonl.gz").write_bytes(content)
        assert any("cannot be read" in p.what for p in faults(tmp_path / "runs.jsonl.gz"))
        (tmp_path / "runs.csv.gz").write_bytes(content)
        assert any("cannot be read" in p.what for p in faults(tmp_path / "runs.csv.gz"))


def test_a_file_full_of_faults_tells_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    (tmp_path / "runs.jsonl").write_text("\n".join(run(alias="") for _ in range(MOST + 7)))
    *told, last = faults(tmp_path / "runs.jsonl")
    assert [p.line for p in told] == list(range(1, MOST + 1))
    assert "7 more" in last.what


def test_one_table_may_hold_a_suite_twice_but_not_a_row(tmp_path: Path) -> None:
    head, row = "dataset,model,task_id,task_family,human_minutes,n_runs,n_success\n", "m,t,f,5,4,2\n"
    (tmp_path / "two.csv").write_text(f"{head}old,{row}new,{row}")
    assert len(read_runs(tmp_path / "two.csv")) == 2
    (tmp_path / "twice.csv").write_text(f"{head}new,{row}new,{row}")
    (problem,) = faults(tmp_path / "twice.csv")
    assert problem.line == 3
    assert "first on line 2" in str(problem.value)
