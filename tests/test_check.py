"""`tilt check` tells every problem, and each once, however many readers meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tilt.book import check
from tilt.record.problems import Problem

ASSUMPTIONS = "assumptions/task-horizons.yaml"


def plant(data: Path, name: str, old: str, new: str) -> int:
    """Write one thing for another in a file; the line it stands on."""
    path = data / name
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def told(copy: Path) -> list[Problem]:
    return check()


PLANTED = {
    "a cell that a derivation reads": ("evidence/model_horizons.csv", "718.8068", "many"),
    "a cell that a rug of points reads": ("evidence/practice_gap.csv", "0.16,horizon", "some,horizon"),
    "a value not of the list": ("evidence/model_horizons.csv", "at_least", "atleast"),
    "a source of many rows": ("evidence/model_horizons.csv", "metr_site_results_1_1", "metr_site_results_9"),
    "an id of two rows": ("evidence/experiment_compute.csv", "\nactadd,", "\nsafedecoding_expert,"),
    "the edition": ("edition.yaml", "as_of: 2026", "as_of: 20x6"),
    "a comma in the package": ("datapackage.json", '"resources": [', '"resources": [,'),
    "a claim in the package": ("datapackage.json", '"task-horizons"', '"task-horizon"'),
    "a bracket of assumptions": (ASSUMPTIONS, "interval: [240, 9600]", "interval: [240, 9600"),
    "a field of an assumption": (ASSUMPTIONS, "    reason:", "    reasons:"),
    "an assumption that a correlation and scenarios name": (ASSUMPTIONS, "unit: minutes", "unit: minute"),
    "a yes for a number": (ASSUMPTIONS, "interval: [240, 9600]", "interval: [true, 9600]"),
    "texts for numbers": (ASSUMPTIONS, "interval: [240, 9600]", 'interval: ["240", "9600"]'),
    "a text for an interval": (ASSUMPTIONS, "interval: [240, 9600]", 'interval: "[240, 9600]"'),
    "a text for a column": (ASSUMPTIONS, "column: 5", 'column: "700"'),
    "a part of a column": (ASSUMPTIONS, "column: 5", "column: 700.0"),
    "no end": (ASSUMPTIONS, "interval: [240, 9600]", "interval: [240, .inf]"),
    "points divided by nothing": (ASSUMPTIONS, "{table: practice_gap,", "{table: practice_gap, divide_by: 0,"),
    "points that no row gives": (ASSUMPTIONS, "{table: practice_gap,", "{table: practice_gap, where: {field: [arts]},"),
    "a derivation": (ASSUMPTIONS, "horizon_trend.doubling_months", "horizon_trend.doubling"),
    "a scenario's field": ("scenarios/author.yaml", "interval:", "intervall:"),
    "a row that a chapter quotes": ("evidence/agent_pace.csv", "\naar,", "\naars,"),
}


@pytest.mark.parametrize("case", PLANTED, ids=lambda c: c.replace(" ", "-"))
def test_each_problem_is_told_once(copy, case):
    name, old, new = PLANTED[case]
    line = plant(copy / "data", name, old, new) + (old[0] == "\n")
    found = told(copy)
    assert len(found) == 1, [str(p) for p in found]
    if case != "a row that a chapter quotes":
        assert found[0].file == copy / "data" / name
        assert found[0].line is None or abs(found[0].line - line) <= 1
    assert found[0].fix or found[0].allowed or "column" in case


@pytest.mark.parametrize("name", ["model_horizons", "proxies", "experiment_compute"])
def test_a_table_gone_or_without_rows_is_told_once(copy, name):
    path = copy / "data" / "evidence" / f"{name}.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert [(p.file, p.what) for p in told(copy)] == [(path, "has a header and no rows")]
    path.unlink()
    assert [(p.file, p.what) for p in told(copy)] == [(path, "is missing")]


def test_a_bibliography_gone_is_told_once(copy):
    path = copy / "data" / "sources.csv"
    path.unlink()
    assert [(p.file, p.what) for p in told(copy)] == [(path, "is missing")]


def test_a_derivation_without_rows_to_count_is_told_at_the_assumption(copy):
    path = copy / "data" / "evidence" / "experiment_compute.csv"
    path.write_text(path.read_text().replace(",true,", ",false,"))
    found = told(copy)
    assert found
    for p in found:
        assert (p.file.name, p.what[:36]) == ("compute-asymmetry.yaml", "a derivation could not be computed: ")
        assert str(p.value).startswith("experiment_compute.")


def test_all_problems_of_all_kinds_are_told_together(copy):
    planted = [c for c in PLANTED if c not in ("a comma in the package", "a bracket of assumptions")]
    chosen = ["a value not of the list", "the edition", "a claim in the package", "points divided by nothing"]
    chosen += ["a text for a column", "a scenario's field", "a row that a chapter quotes"]
    assert set(chosen) <= set(planted)
    for case in chosen:
        plant(copy / "data", *PLANTED[case])
    found = told(copy)
    files = sorted(p.file.name for p in found)
    assert files == sorted(
        ["model_horizons.csv", "edition.yaml", "datapackage.json", "author.yaml", "facts.py"]
        + 2 * ["task-horizons.yaml"]
    ), [str(p) for p in found]


def test_a_foreign_key_that_leads_nowhere_is_told_once_for_its_table(copy):
    path = copy / "data" / "datapackage.json"
    package = json.loads(path.read_text())
    package["resources"][0]["schema"]["foreignKeys"][0]["reference"]["resource"] = "books"
    path.write_text(json.dumps(package, indent=1))
    (found,) = told(copy)
    assert found.file == path
    assert "books, which is no table" in found.what
