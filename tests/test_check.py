"""`tilt check` tells every problem, and each once, however many readers meet it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tilt.check.letters import unset
from tilt.check.whole import check
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


@pytest.mark.original
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


@pytest.mark.original
def test_a_derivation_without_rows_to_count_is_told_at_the_assumption(copy):
    path = copy / "data" / "evidence" / "experiment_compute.csv"
    path.write_text(path.read_text().replace(",true,", ",false,"))
    found = told(copy)
    assert found
    for p in found:
        assert (p.file.name, p.what[:36]) == ("compute-asymmetry.yaml", "a derivation could not be computed: ")
        assert str(p.value).startswith("experiment_compute.")


@pytest.mark.original
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


NAMES = {
    "a scenario": ("scenarios/author.yaml", "name: author", "name: 'x\" onclick=\"alert(1)'", 'x" onclick="alert(1)'),
    "no scenario at all": ("scenarios/author.yaml", "name: author", 'name: ""', "(blank)"),
    "a list for a scenario": ("scenarios/author.yaml", "name: author", "name: [a]", "['a']"),
    "an assumption": (ASSUMPTIONS, "  horizon_today:\n", "  'hori\"zon':\n", 'hori"zon'),
    "a group": (ASSUMPTIONS, "\n  choice:", "\n  'a\" b': What\n  choice:", 'a" b'),
    "an option": ("assumptions/compute-asymmetry.yaml", "      - id: ", "      - id: 'a<b' #", "a<b"),
    "a source": ("sources.csv", "\naar_2026,", '\n"a""r",', 'a"r'),
    "a table": ("datapackage.json", '"name": "proxies"', '"name": "pro\\"xies"', 'pro"xies'),
}


ADDRESSES = ("javascript:alert(1)", "data:text/html;x", 'https://x/""onclick=1', "https://x/<b>", "ftp://x")


@pytest.mark.parametrize("case", NAMES, ids=lambda c: c.replace(" ", "-"))
def test_names_that_would_break_a_page_are_refused_with_what_a_name_may_be(copy, case):
    name, old, new, value = NAMES[case]
    line = plant(copy / "data", name, old, new) + (old[0] == "\n")
    found = [p for p in told(copy) if p.file == copy / "data" / name and str(p.value) == value]
    assert found, [str(p) for p in told(copy)]
    assert found[0].line is not None
    assert abs(found[0].line - line) <= 1
    assert found[0].fix
    assert found[0].allowed or "not text" in found[0].what or case == "a table"


def test_an_address_holds_nothing_that_ends_an_attribute(copy):
    path = copy / "data" / "sources.csv"
    lines = path.read_text().splitlines()
    plain = [k for k, line in enumerate(lines) if re.search(r",https://[^,\"]+,", line)]
    for k, address in zip(plain, ADDRESSES, strict=False):
        lines[k] = re.sub(r",https://[^,\"]+,", f',"{address}",', lines[k], count=1)
    path.write_text("\n".join(lines) + "\n")
    found = told(copy)
    assert [p.line for p in found] == [k + 1 for k in plain[: len(ADDRESSES)]]
    assert [str(p.value) for p in found] == [a.replace('""', '"') for a in ADDRESSES]
    assert all(p.file == path and p.id == "url" and "https?://" in str(p.allowed) for p in found)


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        (r"\frac{a", "its braces do not match"),
        ("h}{", "its braces do not match"),
        (r"\nosuch_0", "Unknown LaTeX command"),
        ("h_a_b", "two subscripts"),
        (r"x^{ab}^\tau", "two superscripts"),
        ("a & b", "& is no part of a letter"),
        ("<b>", "< is no part of a letter"),
        ("h_", "Last node missing children"),
        (" ", "it is blank"),
    ],
)
def test_what_is_no_letter_says_why(symbol, words):
    assert words in str(unset(symbol))


@pytest.mark.parametrize(
    "symbol", [r"\sigma_s", "H_0", r"\Delta T", r"\varepsilon'", "p_+", r"x_{ab}^2", r"\mathrm{IQ}_0"]
)
def test_what_is_a_letter_may_be(symbol):
    assert unset(symbol) is None


def test_a_symbol_that_no_chapter_could_show_is_told_at_its_line(copy):
    line = plant(copy / "data", ASSUMPTIONS, "symbol: D\n", "symbol: '\\frac{a'\n")
    (problem,) = told(copy)
    assert (problem.file, problem.line) == (copy / "data" / ASSUMPTIONS, line)
    assert (problem.id, problem.value) == ("doubling_months", r"\frac{a")
    assert "its braces do not match" in problem.what
    assert "H_0" in str(problem.allowed)
    assert problem.fix


def test_one_letter_for_two_things_is_told(copy):
    plant(copy / "data", ASSUMPTIONS, "symbol: D\n", "symbol: H_0\n")
    (problem,) = [p for p in told(copy) if "writes" in p.what]
    assert "task-horizons writes horizon_today the same way" in problem.what


@pytest.mark.original
def test_quotes_and_truths_in_place_of_numbers_are_told_with_the_fix(copy):
    plant(copy / "data", ASSUMPTIONS, "interval: [240, 9600]", 'interval: "[0.25, 4]"')
    plant(copy / "data", ASSUMPTIONS, "column: 5\n", 'column: "700"\n')
    plant(copy / "data", ASSUMPTIONS, "interval: [0.2, 0.9]", "interval: [true, 0.9]")
    fixes = {p.id: p.fix for p in told(copy)}
    assert fixes == {
        "capability_task_minutes": "write it without quotes",
        "safety_spread": "write it without quotes",
        "proxy_overlap": "give numbers: true and false are none",
    }


def test_bounds_that_a_formula_does_not_bear_are_told(copy):
    plant(copy / "data", ASSUMPTIONS, "bounds: [10, 100000]", "bounds: [10, 1.0e+308]")
    found = told(copy)
    assert found
    for problem in found:
        assert "of corners of the bounds" in problem.what
        assert "horizon_today" in str(problem.value)
