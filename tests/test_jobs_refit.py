"""A reader's own runs or horizons: what `tilt refit` finds, the book's own table changes nothing, faults are named."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fixtures.runs.make import HERE, TRUTH
from tests.jobs import done, timed
from tilt.app.jobs import RefusedError, job
from tilt.app.jobs.uploaded import LARGEST, MODELS, RUNS, TASKS
from tilt.book import book
from tilt.paths import data
from tilt.record.evidence import table
from tilt.trends.runs.bootstrap import bootstrap
from tilt.trends.runs.reading import TASK_FIELDS, read_runs

HORIZONS = (data() / "evidence" / "model_horizons.csv").read_text(encoding="utf-8")
SIMULATED = gzip.decompress((HERE / "simulated.jsonl.gz").read_bytes()).decode()
PLAIN = (HERE / "plain.jsonl").read_text(encoding="utf-8")


def asked(text: object, name: object = "mine.jsonl", **more: Any) -> dict[str, Any]:
    return {"do": "refit", "name": name, "text": text, "samples": 60, **more}


def refusal(*given: Any, **more: Any) -> str:
    before = set(Path(tempfile.gettempdir()).glob("tilt-*"))
    with pytest.raises(RefusedError) as refused:
        job(asked(*given, **more))
    assert set(Path(tempfile.gettempdir()).glob("tilt-*")) <= before
    says = str(refused.value)
    assert tempfile.gettempdir() not in says
    assert len(says) < 20_000
    return says


def renamed(**names: str) -> str:
    """The simulated runs, as if other models had done them."""
    text = SIMULATED
    for old, new in names.items():
        text = text.replace(f'"alias": "{old}"', f'"alias": "{new}"')
    return text


# What comes out


def test_runs_are_refitted_as_by_the_command():
    found = done(asked(SIMULATED, samples=100))
    expected = bootstrap(read_runs(HERE / "simulated.jsonl.gz"), samples=100).to_dict("records")
    assert [m["model"] for m in found["models"]] == list(TRUTH)
    for told, row in zip(found["models"], expected, strict=True):
        for level in ("p50", "p80"):
            for end in ("", "low_", "high_"):
                assert told[f"{level}_{end}minutes"] == pytest.approx(row[f"{level}_{end}minutes"])
        assert (told["tasks"], told["runs"], told["slope"]) == (row["tasks"], row["runs"], row["slope"])
        assert told["replaces"] is False
    assert "which knows when models came out" in found["note"]
    assert "findings" not in found


@pytest.mark.original
def test_the_books_own_table_gives_the_books_intervals_and_verdicts():
    found = done(asked(HORIZONS, "model_horizons.CSV"))
    assert (found["kind"], found["notes"], found["note"]) == ("horizons", [], "")
    assert [i["id"] for i in found["inputs"]] == [
        "horizon_today", "doubling_months", "recent_doubling_months", "slowdown_years", "success_slope"
    ]  # fmt: skip
    for i in found["inputs"]:
        assert i["refitted"] == pytest.approx(i["book"])
    for c in found["correlations"]:
        assert c["refitted"] == pytest.approx(c["book"])
    for told, verdict in zip(found["findings"], book().run("task-horizons").verdicts, strict=True):
        assert told["book"] == told["refitted"]
        assert told["book"]["credence"] == verdict.credence
    models = table("model_horizons")
    assert [m["p50_minutes"] for m in found["models"]] == list(models["p50_minutes"])
    assert set(found["record"]) <= set(models["model"])


def test_every_input_that_rests_on_horizons_is_told():
    derived = {
        id
        for id in book().claim("task-horizons").inputs
        if (d := book().record.assumptions[id].derived) and d.table in ("model_horizons", "compute_slowdown")
    }
    assert {i["id"] for i in done(asked(HORIZONS, "h.csv"))["inputs"]} == derived


@pytest.mark.original
def test_longer_horizons_make_today_longer_and_verdicts_follow():
    rows = list(csv.DictReader(io.StringIO(HORIZONS)))
    for row in rows:
        for column in ("p50_minutes", "p50_low_minutes", "p50_high_minutes", "p80_minutes"):
            row[column] = str(2 * float(row[column])) if row[column] else ""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    found = done(asked(text.getvalue(), "doubled.csv"))
    inputs = {i["id"]: i for i in found["inputs"]}
    assert inputs["horizon_today"]["refitted"] == pytest.approx([2 * v for v in inputs["horizon_today"]["book"]])
    assert inputs["doubling_months"]["refitted"] == pytest.approx(inputs["doubling_months"]["book"])
    now = next(f for f in found["findings"] if f["id"] == "now")
    expected = book().run("task-horizons", {"horizon_today": inputs["horizon_today"]["refitted"]}).verdict("now")
    assert now["refitted"]["credence"] == pytest.approx(expected.credence, abs=0.002)


@pytest.mark.original
def test_runs_of_a_model_of_the_book_take_the_place_of_its_horizon():
    found = done(asked(renamed(Short="o3", Middle="GPT-5"), samples=40))
    assert [m["replaces"] for m in found["models"]] == [True, True, False]
    assert found["notes"] == []
    inputs = {i["id"]: i for i in found["inputs"]}
    assert inputs["horizon_today"]["refitted"] != inputs["horizon_today"]["book"]
    assert "o3" not in found["record"], "shorter than the record before it"
    assert [f["id"] for f in found["findings"]] == [f.id for f in book().claim("task-horizons").findings]


def test_many_tasks_are_resampled_in_batches(monkeypatch):
    whole = done(asked(SIMULATED, samples=80))
    monkeypatch.setattr(import_module("tilt.app.jobs.refit"), "AT_ONCE", 73 * 30)
    parts, _ = timed(asked(SIMULATED, samples=80))
    for one, other in zip(whole["models"], parts["models"], strict=True):
        assert one["p50_minutes"] == other["p50_minutes"]
        assert other["p50_low_minutes"] == pytest.approx(one["p50_low_minutes"], rel=0.6)


def test_a_table_with_too_few_models_leaves_the_book_as_it_is_and_says_why():
    found = done(asked("\n".join(HORIZONS.split("\n")[:3]) + "\n", "few.csv"))
    assert any("horizon_trend cannot be derived" in note for note in found["notes"])
    assert "horizon_today" not in {i["id"] for i in found["inputs"]}
    assert [len(f) for f in found["findings"]] == [4] * 4


@pytest.mark.original
def test_an_interval_outside_the_bounds_is_told_and_the_books_stays():
    rows = [row.split(",") for row in HORIZONS.strip().split("\n")]
    for row in rows[1:]:
        row[4:8] = [str(1e7 * float(v)) if v else "" for v in row[4:8]]
    found = done(asked("\n".join(",".join(row) for row in rows) + "\n", "huge.csv"))
    today = next(i for i in found["inputs"] if i["id"] == "horizon_today")
    assert today["refitted"] is None
    assert "outside its bounds" in today["note"]


# Files that failed when real ones were tried


def test_a_model_that_never_succeeds_has_no_horizon_and_the_others_have():
    found = {m["model"]: m for m in done(asked((HERE / "never_succeeds.jsonl").read_text()))["models"]}
    without = [m for m in found.values() if m["p50_minutes"] is None]
    assert [m["note"] for m in without] == ["never succeeds: no horizon"]
    assert len(found) > 1
    assert all(m["p50_minutes"] > 0 for m in found.values() if m not in without)


def test_success_that_rises_with_length_is_no_horizon():
    found = done(asked((HERE / "success_rises_with_length.jsonl").read_text()))
    assert any("does not fall as tasks get longer" in m["note"] and m["p80_minutes"] is None for m in found["models"])


@pytest.mark.parametrize("name", ["UPPER.JSONL", "plain.jsonl", "score_cont_column.jsonl"])
def test_what_can_be_read_is_read(name):
    assert len(done(asked((HERE / name).read_text(), name))["models"]) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two_minutes_for_one_task.jsonl", ("has two human times", "on line", "here", "allowed: one for all runs")),
        ("one_task_in_two_families.jsonl", ("has two families", "on line", "fix:")),
        ("alias_null.jsonl", ("run without a model", "null", "text that is not empty")),
        ("family_null.jsonl", ("task without a family", "null")),
        ("empty.jsonl", ("holds no runs", "one run a line")),
    ],
)
def test_each_fault_is_named_with_its_line(name, words):
    says = refusal((HERE / name).read_text(), name)
    assert says.startswith(f"{name}:")
    for word in words:
        assert word in says


def test_bytes_that_are_no_text_are_told_with_their_line():
    text = (HERE / "latin1.jsonl").read_bytes().decode("utf-8", "replace")
    says = refusal(text, "latin1.jsonl")
    assert says.startswith("latin1.jsonl:1: is not UTF-8")
    assert "save the file as UTF-8" in says
    assert "and 480 more problems like these" in refusal("\ufffd\n" * 500)
    assert "not UTF-8" in refusal(PLAIN.replace("Model A", "Model \ud800"))


@pytest.mark.parametrize("name", ["plain.jsonl.gz", "runs.parquet", "runs", "runs.json", "", ".csv.zip", "x" * 5000])
def test_a_suffix_that_is_not_read_is_refused_and_those_that_are_named(name):
    says = refusal(PLAIN, name)
    assert ".jsonl or .csv" in says
    assert ("unpack" in says) == name.endswith(("gz", "zip"))


def test_a_path_for_a_name_is_cut_to_the_name():
    says = refusal("{}", "../../etc/<b>passwd</b>.jsonl")
    assert says.startswith("b_.jsonl:1:")
    assert "<" not in says.split(":")[0]


# Hostile ones


def counted(rows: list[tuple[Any, ...]]) -> str:
    return "\n".join([",".join(TASK_FIELDS), *(",".join(map(str, row)) for row in rows)]) + "\n"


def line(**changes: Any) -> str:
    first = json.loads(PLAIN.split("\n")[0])
    return json.dumps(first | changes)


HOSTILE = {
    "many models": (counted([(f"m{k}", "t", "f", 5, 2, 1) for k in range(MODELS + 1)]), "x.csv"),
    "many tasks": (counted([("m", f"t{k}", "f", 5, 2, 1) for k in range(TASKS + 1)]), "x.csv"),
    "many runs": (counted([("m", "t", "f", 5, RUNS + 1, 1)]), "x.csv"),
    "endless runs": (counted([("m", "t", "f", 5, "1e300", 1)]), "x.csv"),
    "an endless time": (line(human_minutes=float("inf")), "x.jsonl"),
    "no time": (line(human_minutes=float("nan")), "x.jsonl"),
    "a time of many digits": (line(human_minutes=10**400), "x.jsonl"),
    "a number too long": ('{"human_minutes": ' + "9" * 5000 + "}", "x.jsonl"),
    "nested": ("[" * 100_000, "x.jsonl"),
    "a list for a model": (line(alias=["m"]), "x.jsonl"),
    "a table for an outcome": (line(score_binarized={"a": 1}), "x.jsonl"),
    "not a table": ("\0\0\0", "x.csv"),
    "an open quote": ('"' * 99_999, "x.csv"),
    "an open quote in horizons": (HORIZONS + '"', "x.csv"),
    "horizons without a column": (HORIZONS.replace("p80_minutes,", "", 1), "x.csv"),
    "horizons that are text": (HORIZONS.replace("3.9874", "four"), "x.csv"),
    "horizons reversed": (HORIZONS.replace("3.9874,1.9596,7.907", "3.9874,9.9,1.0"), "x.csv"),
    "horizons twice": (HORIZONS + HORIZONS.split("\n")[1] + "\n", "x.csv"),
    "several data sets": ("dataset," + counted([]) + "a,m,t,f,5,2,1\nb,m,t,f,5,2,1\n", "x.csv"),
}


@pytest.mark.parametrize("case", HOSTILE, ids=lambda c: c.replace(" ", "-"))
def test_what_cannot_be_refitted_is_refused_in_a_sentence(case):
    assert refusal(*HOSTILE[case])


@pytest.mark.parametrize("text", [None, 3, [PLAIN], {"a": 1}, "x" * (LARGEST + 1), "é" * (LARGEST // 2 + 1)], ids=type)
def test_a_text_is_wanted_and_not_too_long(text):
    assert refusal(text).endswith((".", "read."))


@pytest.mark.parametrize("name", [None, 3, ["x.jsonl"]])
def test_a_name_is_wanted(name):
    assert "name" in refusal(PLAIN, name)


@pytest.mark.parametrize(
    "samples", [None, True, 0, 19, 1001, 10**400, 60.0, "60", float("nan")], ids=lambda v: str(v)[:9]
)
def test_so_many_resamples_can_be_had(samples):
    assert "resamples cannot be had" in refusal(PLAIN, samples=samples)


@pytest.mark.parametrize("dataset", ["no-such", 3, ["a"]])
def test_a_data_set_that_is_not_there_is_refused(dataset):
    assert "no data set" in refusal(PLAIN, dataset=dataset)


def test_one_of_several_data_sets_is_taken_when_it_is_named():
    rows = [("m", f"t{k}", "f", 2**k, 4, max(4 - k, 0)) for k in range(6)]
    head, *lines = counted(rows).strip().split("\n")
    text = "\n".join([f"dataset,{head}", *(f"{d},{row}" for d in "ab" for row in lines)])
    found = done(asked(text, "x.csv", dataset="b"))
    assert [m["tasks"] for m in found["models"]] == [6]


def test_extreme_but_sound_runs_come_to_plain_numbers():
    rows = [("m", f"t{k}", f"f{k}", t, 10, won) for k, (t, won) in enumerate(((1e-300, 10), (1, 5), (1e300, 0)))]
    (told,) = done(asked(counted(rows), "x.csv"))["models"]
    assert told["p50_minutes"] is None or np.isfinite(told["p50_minutes"])


def test_steps_are_short_and_stopping_between_two_leaves_nothing():
    _, seconds = timed(asked(SIMULATED, samples=1000))
    assert max(seconds) < 1
    steps = job(asked(SIMULATED))
    next(steps)
    steps.close()
    assert list(steps) == []
