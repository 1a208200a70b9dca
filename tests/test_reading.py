"""Bad input: each kind gives a clear message with its place, nothing is lost and all problems are told at once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tilt.book import book, undeclared
from tilt.check.whole import check
from tilt.claims import claim
from tilt.engine.claim import symbol
from tilt.engine.inputs import DEFAULT
from tilt.engine.scale import Interval
from tilt.paths import root
from tilt.record.problems import InputError
from tilt.record.scenarios import read_scenario

YAML = "data/assumptions/task-horizons.yaml"


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence; the line it is on (from 1)."""
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def problems(copy: Path):
    """What reading the assumptions and scenarios of the copy complains of. Its tables are checked in test_evidence."""
    try:
        book()
    except InputError as error:
        return list(error.problems)
    return []


def test_the_project_itself_is_sound():
    assert check() == []


CASES = {
    "unknown id in the claim": ("  proxy_overlap:\n", "  proxy_overlaps:\n", "proxy_overlap", "no file declares it", 0),
    "reversed": ("interval: [240, 9600]", "interval: [9600, 240]", "capability_task_minutes", "reversed", 0),
    "outside bounds": (
        "interval: [240, 9600]",
        "interval: [2, 9600]",
        "capability_task_minutes",
        "outside its bounds",
        0,
    ),
    "wrong unit": (
        "unit: minutes\n    scale: log\n    interval: [240",
        "unit: minute\n    scale: log\n    interval: [240",
        "capability_task_minutes",
        "unknown unit",
        0,
    ),
    "wrong scale": ("interval: [0.2, 0.9]", "interval: [0, 0.9]", "proxy_overlap", "not possible on scale logit", 0),
    "no such scale": (
        "scale: logit\n    interval: [0.2, 0.9]",
        "scale: logot\n    interval: [0.2, 0.9]",
        "proxy_overlap",
        "scale",
        0,
    ),
    "unknown derivation": (
        "horizon_trend.doubling_months",
        "horizon_trend.doubling",
        "doubling_months",
        "unknown derivation",
        0,
    ),
    "unknown source": ("sources: [lynch_2024]", "sources: [lynch_2042]", "proxies", "unknown source", None),
    "taken column": ("column: 5", "column: 4", "safety_spread", "column is taken by length_ratio", 0),
    "missing reason": (
        "    reason: The same as for safety; nothing measured tells the two fields apart.\n",
        "",
        "capability_spread",
        "reason: is missing",
        None,
    ),
    "unknown field": (
        "    short: horizon today\n",
        "    short: horizon today\n    intervall: 3\n",
        "horizon_today",
        "no field",
        1,
    ),
    "text for a number": ("interval: [1, 8]", "interval: [1, many]", "proxies", "interval", 0),
    "contradicting correlation": (
        "between: [horizon_today, doubling_months]",
        "between: [horizon_today, horizons]",
        "horizons",
        "not declared",
        0,
    ),
    "unknown table": ("table: practice_gap", "table: practise_gap", "safety_transfer", "unknown evidence table", 0),
    "unknown column of a table": ("value: horizon_kept", "value: kept", "safety_transfer", "no such column", 0),
}


@pytest.mark.original
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.replace(" ", "-"))
def test_each_fault_is_told_with_its_place(copy, case):
    old, new, id, words, offset = CASES[case]
    line = edit(copy / YAML, old, new)
    found = problems(copy)
    told = [p for p in found if p.id and id in p.id and words in p.what]
    assert told, [str(p) for p in found]
    text = str(told[0])
    assert text.startswith(YAML)
    if offset is not None and told[0].line is not None:
        within = old.count("\n") + 1
        assert line <= told[0].line <= line + within, text


def test_a_duplicate_id_in_one_file(copy):
    path = copy / YAML
    text = path.read_text()
    block = text[text.index("  proxies:\n") : text.index("  proxy_overlap:\n")]
    path.write_text(text.replace("  proxy_overlap:\n", block + "  proxy_overlap:\n", 1))
    (found,) = [p for p in problems(copy) if "twice" in p.what]
    assert found.id == "proxies"
    assert found.line and "proxies:" in path.read_text().splitlines()[found.line - 1]


@pytest.mark.original
def test_malformed_yaml_names_the_line(copy):
    line = edit(copy / YAML, "    scale: log\n    interval: [240, 9600]", "    scale: log\n    interval: [240, 9600")
    (found,) = problems(copy)
    assert "not valid YAML" in found.what
    assert found.line and abs(found.line - line) <= 3


@pytest.mark.original
def test_all_problems_are_told_not_only_the_first(copy):
    edit(copy / YAML, "interval: [240, 9600]", "interval: [9600, 240]")
    edit(copy / YAML, "sources: [lynch_2024]", "sources: [lynch_2042]")
    edit(copy / YAML, "column: 5", "column: 4")
    found = problems(copy)
    assert len(found) >= 3
    with pytest.raises(InputError) as raised:
        book()
    assert len(raised.value.problems) >= 3


def test_a_formula_that_uses_an_undeclared_assumption():
    own = claim("task-horizons")
    wrong = replace(own, findings=(replace(own.findings[0], effect=own.findings[0].effect + symbol("luck")),))
    (problem,) = undeclared([wrong])
    assert problem.id == "luck"
    assert problem.file.as_posix() == "tilt/claims/task_horizons/model.py"
    assert "finding lead" in problem.what
    assert not list(undeclared([own]))


SCENARIO = """\
name: mine
title: My view
text: ""
changes:
  length_ratio:
    interval: [1, 8]
    unit: ratio
    reason: moved by a reader
"""


def scenario(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return read_scenario(path, book().record.assumptions)


def test_a_scenario_file_is_read(tmp_path):
    found = scenario(tmp_path, SCENARIO)
    assert found.name == "mine"
    assert found.settings["length_ratio"] == Interval(1, 8)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("length_ratio", "length_ratios", "unknown assumption"),
        ("[1, 8]", "[8, 1]", "reversed"),
        ("[1, 8]", "[1, 800]", "outside its bounds"),
        ("unit: ratio", "unit: months", "unit differs"),
        ("    reason: moved by a reader\n", "", "reason: is missing"),
        ("[1, 8]", "[1, .nan]", "no finite number"),
        ("name: mine", "name: [", "not valid YAML"),
        ("title:", "titel:", "unknown field"),
    ],
)
def test_a_bad_scenario_is_refused(tmp_path, old, new, words):
    with pytest.raises(InputError, match=words):
        scenario(tmp_path, SCENARIO.replace(old, new))


def test_scenarios_of_the_book_never_shadow_the_default(copy):
    folder = copy / "data" / "scenarios"
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_text(SCENARIO)
    (folder / "more.yaml").write_text(SCENARIO)
    assert any("exists already" in p.what for p in problems(copy))
    for name in ("mine", "more"):
        (folder / f"{name}.yaml").unlink()
    (folder / "evidence.yaml").write_text(SCENARIO.replace("name: mine", "name: evidence"))
    (problem,) = [p for p in problems(copy) if "changes nothing" in p.what]
    assert problem.file.name == "evidence.yaml"
    assert "data/assumptions" in str(problem.fix)
    assert DEFAULT.changes == {}


@pytest.mark.parametrize(
    "interval",
    ["{default_of: nothing_such}", "{default_of: doubling_months}"],
)
def test_a_change_can_take_another_assumptions_default_of_the_same_kind(copy, interval):
    path = copy / "data" / "scenarios" / "mine.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"name: mine\nchanges:\n  safety_transfer: {{interval: {interval}, reason: try}}\n")
    (problem,) = [p for p in problems(copy) if p.what == "cannot take its value"]
    assert "capability_transfer" in problem.allowed
    path.write_text(path.read_text().replace(interval, "{default_of: capability_transfer}"))
    assert problems(copy) == []
    record = book().record
    assert record.scenarios["mine"].settings["safety_transfer"] == record.assumptions["capability_transfer"].interval


def test_a_change_names_only_known_sources(copy):
    path = copy / "data" / "scenarios" / "mine.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("name: mine\nchanges:\n  length_ratio: {interval: [1, 2], reason: try, sources: [nobody_1900]}\n")
    (problem,) = problems(copy)
    assert (problem.what, problem.value) == ("unknown source", "nobody_1900")


def test_correlations_that_contradict_each_other_are_refused(copy):
    path = copy / YAML
    path.write_text(
        path.read_text()
        + "  - {between: [safety_transfer, capability_transfer], rank: 0.95, reason: x}\n"
        + "  - {between: [safety_transfer, proxies], rank: 0.95, reason: x}\n"
        + "  - {between: [capability_transfer, proxies], rank: -0.95, reason: x}\n"
    )
    assert any("contradict" in p.what for p in problems(copy))


@pytest.mark.original
def test_nothing_is_written_when_something_is_wrong(copy):
    edit(copy / YAML, "interval: [240, 9600]", "interval: [9600, 240]")
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    problems(copy)
    assert before == {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}


def test_copies_do_not_touch_the_project(copy):
    assert root() == copy
    shutil.rmtree(copy / "data")
    assert any("missing" in p.what or "no assumptions" in p.what for p in problems(copy))
