"""The `tilt` command: what it prints, the shapes it promises, and how it fails."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tilt.book import book
from tilt.claims import all_claims
from tilt.cli import app

RUNNER = CliRunner()


def run(*arguments: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_check_counts_what_there_is():
    said = run("check")
    assert f"{len(all_claims())} claims, {len(book().record.assumptions)} assumptions" in said


def test_verdicts_print_every_finding():
    text = run("verdicts")
    for c in all_claims():
        for f in c.findings:
            assert f"{c.slug} / {f.id}" in text
    assert "credence" in text
    assert "months" in text


def test_verdicts_json_is_the_documented_shape():
    printed = json.loads(run("verdicts", "--json"))
    assert list(printed) == ["scenario", "verdicts"]
    ids = [(v["claim"], v["finding"]) for v in printed["verdicts"]]
    assert ids == [(c.slug, f.id) for c in all_claims() for f in c.findings]
    assert ("task-horizons", "lead") in ids
    for v in printed["verdicts"]:
        assert 0 <= v["credence"] <= 1
        assert 0 < v["standard_error"] < 0.01
        assert v["draws"] == 4096
        assert v["effect"]["quantiles"]["q05"] < v["effect"]["quantiles"]["q95"]


@pytest.mark.original
def test_assumptions_json_is_the_documented_shape():
    printed = json.loads(run("assumptions", "--json"))
    assert list(printed) == ["scenario", "assumptions"]
    assert [a["id"] for a in printed["assumptions"]] == list(book().record.assumptions)
    for a in printed["assumptions"]:
        weighed = ["weights"] if a["scale"] == "choice" else []
        assert list(a) == ["id", "claim", "unit", "scale", "interval", *weighed, "bounds", "basis", "sources"]
    assert {a["basis"] for a in printed["assumptions"]} == {"derived", "judged", "choice"}


def lead(*options):
    """Credence of claim 2's headline as the command prints it."""
    found = json.loads(run("verdicts", "--json", *options))["verdicts"]
    return next(v["credence"] for v in found if (v["claim"], v["finding"]) == ("task-horizons", "lead"))


@pytest.mark.original
def test_a_named_scenario_changes_the_answer():
    default, author, same = (lead("--scenario", name) for name in ("evidence", "author", "no-difference"))
    assert default == lead()
    assert author > default + 0.2
    assert same == 0  # nothing tells the fields apart


def test_a_scenario_file_is_read(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\nchanges:\n  length_ratio: {interval: [4, 8], reason: try}\n")
    printed = json.loads(run("assumptions", "--json", "--scenario", str(path)))
    (moved,) = [a for a in printed["assumptions"] if a["id"] == "length_ratio"]
    assert moved["interval"] == [4, 8]


def test_more_draws_have_less_error():
    few = json.loads(run("verdicts", "--json", "--draws", "1024"))["verdicts"][0]
    many = json.loads(run("verdicts", "--json", "--draws", "65536"))["verdicts"][0]
    assert many["draws"] == 65536
    assert many["standard_error"] < few["standard_error"] / 3


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("verdicts", "--scenario", "authors"), "allowed: evidence, author, no-difference", 2),
        (("verdicts", "--scenario", "none.yaml"), "no such scenario file", 1),
        (("verdicts", "--draws", "1000"), "multiple of 16", 2),
        (("verdicts", "--draws", "0"), "multiple of 16", 2),
    ],
)
def test_wrong_arguments_say_what_is_allowed(arguments, words, code):
    assert words in " ".join(run(*arguments, code=code).split())


@pytest.mark.original
def test_broken_data_is_told_and_fails(copy):
    path = copy / "data" / "assumptions" / "task-horizons.yaml"
    path.write_text(path.read_text().replace("interval: [240, 9600]", "interval: [9600, 240]"))
    for command in ("check", "verdicts", "assumptions"):
        text = run(command, code=1)
        assert "data/assumptions/task-horizons.yaml:" in text
        assert "capability_task_minutes" in text
        assert "[240, 9600]" in text
        assert "Nothing was changed" in text


@pytest.mark.original
def test_a_changed_interval_changes_the_verdict(copy):
    before = lead()
    path = copy / "data" / "assumptions" / "task-horizons.yaml"
    path.write_text(path.read_text().replace("interval: {derived: length_ratio.fields}", "interval: [4, 16]"))
    assert lead() > before + 0.25
