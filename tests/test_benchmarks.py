"""What stands in benchmarks/results.json is of a benchmark that there is."""

from __future__ import annotations

from benchmarks.__main__ import NAMES, merged
from benchmarks.result import Result

OLD = [
    {"name": "voila-cold", "median": 6.1},
    {"name": "numpy-by-hand", "median": 0.4},
    {"name": "app-renamed", "benchmark": "app", "median": 1.0},
    {"name": "build-cold", "benchmark": "builds", "median": 31.0},
]


def found(name: str) -> list[Result]:
    return [Result(name, "what", "s", (1.0, 2.0))]


def test_a_run_of_some_benchmarks_replaces_their_rows_and_keeps_the_others() -> None:
    rows = merged(OLD, {"app": found("app-rest"), "engines": found("numpy-by-hand")})
    assert [r["name"] for r in rows] == ["voila-cold", "build-cold", "app-rest", "numpy-by-hand"]
    assert [r.get("benchmark") for r in rows] == [None, "builds", "app", "engines"]


def test_a_run_of_all_leaves_no_row_that_nothing_measures() -> None:
    rows = merged(OLD, {name: found(f"{name}-row") for name in NAMES})
    assert [r["name"] for r in rows] == [f"{name}-row" for name in NAMES]
