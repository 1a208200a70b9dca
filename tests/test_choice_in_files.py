"""Choices and ties as a forker writes them: in assumptions and scenarios, on the command line, in the payload."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import small
from tilt import claims
from tilt.book import book
from tilt.cli import app
from tilt.engine.inputs import SameAs
from tilt.engine.run import Run
from tilt.engine.scale import Weights
from tilt.explorer.payload import engine_part, scenarios, slim
from tilt.pages.settings import setting_words
from tilt.record.problems import InputError
from tilt.record.reading import read

USES = {"small": small.CLAIM.inputs}

ASSUMPTIONS = """\
claim: small
groups: {all: All}
assumptions:
  safety: &safety
    label: Safety
    short: safety
    symbol: s
    group: all
    unit: ratio
    scale: log
    interval: [0.8, 4]
    bounds: [0.1, 10]
    column: 0
    reason: a test
    sources: []
  capability:
    label: Capability
    short: capability
    symbol: c
    group: all
    unit: ratio
    scale: log
    interval: [0.5, 2]
    bounds: [0.1, 10]
    column: 1
    reason: a test
    sources: []
  form:
    label: Form
    short: form
    symbol: f
    group: all
    unit: count
    scale: choice
    options: {ratio: as a ratio, square: as its square, even: not at all}
    weights: {ratio: 0.5, square: 0.25, even: 0.25}
    column: 2
    reason: a test
    sources: []
""".replace("safety: &safety", "safety:")

SCENARIO = """\
name: alike
title: Alike
text: Both fields are the same.
changes:
  safety: {same_as: capability, reason: alike}
  form: {weights: {square: 1}, reason: squared}
"""


@pytest.fixture
def folder(copy: Path) -> Path:
    """A project whose only claim is the small one."""
    data = copy / "data"
    for name in ("assumptions", "scenarios"):
        for path in (data / name).glob("*.yaml"):
            path.unlink()
    (data / "assumptions" / "small.yaml").write_text(ASSUMPTIONS)
    (data / "scenarios" / "alike.yaml").write_text(SCENARIO)
    return data


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_choice_is_read_with_its_words_and_weights(folder):
    form = read(USES).assumptions["form"]
    assert form.options == ("ratio", "square", "even")
    assert form.labels == small.OPTIONS
    assert form.default == Weights((0.5, 0.25, 0.25))
    assert form.basis == "judged"


def test_without_weights_options_weigh_alike(folder):
    change(folder / "assumptions" / "small.yaml", "    weights: {ratio: 0.5, square: 0.25, even: 0.25}\n", "")
    assert read(USES).assumptions["form"].default == Weights((1 / 3, 1 / 3, 1 / 3))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{ratio: 0.5, square: 0.25, even: 0.25}", "{ratio: 0.5, square: 0.25}", "weights that sum to one"),
        ("{ratio: 0.5, square: 0.25, even: 0.25}", "{ratio: 0.5, cube: 0.5}", "no such option"),
        ("options: {ratio: as a ratio, square: as its square, even: not at all}", "options: {ratio: x}", "two options"),
        ("scale: choice", "scale: linear", "interval: is missing"),
        ("    interval: [0.8, 4]\n", "", "interval: is missing"),
        ("    interval: [0.8, 4]\n", "    interval: [0.8, 4]\n    weights: {a: 1}\n", "a choice’s alone"),
    ],
)
def test_a_choice_that_cannot_be_is_told_with_its_line(folder, old, new, words):
    change(folder / "assumptions" / "small.yaml", old, new)
    with pytest.raises(InputError, match=words) as raised:
        read(USES)
    assert all("small.yaml:" in str(p) for p in raised.value.problems if words in p.what)


HANGING = """\
correlations:
  - between: [safety, capability]
    rank: 0.7
    when: {form: square}
    reason: a test
"""


def test_a_correlation_may_hang_on_an_option(folder):
    path = folder / "assumptions" / "small.yaml"
    path.write_text(path.read_text() + HANGING)
    (found,) = read(USES).correlations
    assert (found.when, found.rank) == (("form", "square"), 0.7)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{form: square}", "{form: cube}", "no such option"),
        ("{form: square}", "{capability: square}", "no choice"),
        ("{form: square}", "{froms: square}", "no choice"),
        ("{form: square}", "{form: square, safety: even}", "when"),
        ("rank: 0.7", "rank: 1.7", "rank"),
        (
            "correlations:\n",
            "correlations:\n  - {between: [capability, safety], rank: 0.1, reason: always}\n",
            "pair is stated twice",
        ),
        (
            "correlations:\n",
            "correlations:\n  - {between: [capability, safety], rank: 0.1, when: {form: square}, reason: again}\n",
            "twice for one option",
        ),
    ],
)
def test_a_condition_that_cannot_be_is_told_with_its_line(folder, old, new, words):
    path = folder / "assumptions" / "small.yaml"
    path.write_text(path.read_text() + HANGING.replace(old, new, 1))
    with pytest.raises(InputError, match=words) as raised:
        read(USES)
    assert all("small.yaml:" in str(p) for p in raised.value.problems)


def test_every_claim_with_the_pair_uses_the_choice(folder):
    path = folder / "assumptions" / "small.yaml"
    path.write_text(path.read_text() + HANGING)
    with pytest.raises(InputError, match="claim other does not use") as raised:
        read({**USES, "other": ("capability",)})
    assert "small.yaml:" in str(raised.value.problems[0])


def test_inputs_that_hang_together_hang_on_one_choice(folder):
    path = folder / "assumptions" / "small.yaml"
    text = path.read_text()
    block = text[text.index("  form:\n") :]
    third = text[text.index("  capability:\n") : text.index("  form:\n")]
    more = block.replace("  form:", "  shape:").replace("column: 2", "column: 3")
    more += third.replace("  capability:", "  third:").replace("column: 1", "column: 4")
    other = HANGING.split("\n", 1)[1].replace("[safety, capability]", "[capability, third]").replace("form:", "shape:")
    path.write_text(text + more + HANGING + other)
    with pytest.raises(InputError, match="hang on two choices") as raised:
        read({"small": (*small.CLAIM.inputs, "shape", "third")})
    (problem,) = raised.value.problems
    assert problem.value == "form, shape"


def test_a_scenario_ties_and_weighs(folder):
    record = read(USES)
    found = record.scenarios["alike"]
    assert found.settings == {"safety": SameAs("capability"), "form": Weights((0.0, 1.0, 0.0))}
    assert (Run(small.CLAIM, record, found).effect("ahead") == 1).all()
    assert setting_words(record.assumptions["form"], found.settings["form"]) == "as its square 100 %"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("same_as: capability", "same_as: form", "cannot take its value"),
        ("same_as: capability", "same_as: safety", "cannot take its value"),
        ("same_as: capability", "same_as: capability, interval: [1, 2]", "does not state one setting"),
        ("same_as: capability, ", "", "does not state one setting"),
        ("same_as: capability", "weights: {ratio: 1}", "does not state one setting"),
        ("{weights: {square: 1}", "{weights: {cube: 1}", "no such option"),
        ("{weights: {square: 1}", "{weights: {square: 0.5}", "weights that sum to one"),
        ("{weights: {square: 1}", "{interval: [0, 1]", "does not state one setting"),
        (
            "  form:",
            "  capability: {same_as: safety, reason: round and round}\n  form:",
            "leads back to itself",
        ),
    ],
)
def test_a_tie_or_weights_that_cannot_be_are_told_with_their_line(folder, old, new, words):
    change(folder / "scenarios" / "alike.yaml", old, new)
    with pytest.raises(InputError, match=words) as raised:
        read(USES)
    assert all("alike.yaml:" in str(p) for p in raised.value.problems)


def test_the_command_prints_weights_and_ties(folder, monkeypatch):
    monkeypatch.setattr(claims, "all_claims", lambda: (small.CLAIM,))
    found = CliRunner().invoke(app, ["assumptions", "--scenario", "alike", "--json"], catch_exceptions=False)
    printed = {a["id"]: a for a in json.loads(found.stdout)["assumptions"]}
    assert printed["safety"]["same_as"] == "capability"
    assert printed["form"]["weights"] == {"ratio": 0.0, "square": 1.0, "even": 0.0}
    assert printed["capability"]["interval"] == [0.5, 2]
    text = CliRunner().invoke(app, ["assumptions", "--scenario", "alike"], catch_exceptions=False).stdout
    assert "same as capability" in text
    assert "square 1" in text
    verdicts = CliRunner().invoke(app, ["verdicts", "--scenario", "alike"], catch_exceptions=False).stdout
    assert "credence 0.000 " in verdicts
    assert "safety is ahead as its square" in verdicts


def test_the_page_is_told_options_and_ties(folder, monkeypatch):
    monkeypatch.setattr(claims, "all_claims", lambda: (small.CLAIM,))
    record = book().record
    told = slim(record.assumptions["form"])
    assert told["options"][1] == {"name": "square", "label": "as its square"}
    assert told["interval"] == [0.5, 0.25, 0.25]
    alike = next(s for s in scenarios(record) if s["name"] == "alike")
    assert alike["changes"]["safety"] == {"sameAs": "capability", "reason": "alike"}
    assert alike["changes"]["form"]["interval"] == [0.0, 1.0, 0.0]
    assert engine_part(small.CLAIM, record)["lent"] == []


@pytest.mark.original
def test_a_derived_interval_is_cut_to_its_bounds_and_says_so(copy):
    """An edition some months on carries the trend of horizons beyond what a reader may set."""
    (copy / "data" / "edition.yaml").write_text("name: 2027-03\nas_of: 2027-03-01\n")
    path = copy / "data" / "assumptions" / "task-horizons.yaml"
    change(path, "bounds: [10, 100000]", "bounds: [10, 10000]")
    horizon = book().record.assumptions["horizon_today"]
    assert horizon.interval.high == 10000
    assert horizon.derived is not None
    assert horizon.derived.high > 10000
    assert horizon.derived.how.endswith("Cut to its bounds, 10 to 10000.")


@pytest.mark.original
def test_a_derived_interval_beyond_its_bounds_names_its_table(copy):
    path = copy / "data" / "assumptions" / "task-horizons.yaml"
    change(path, "bounds: [10, 100000]", "bounds: [10, 20]")
    with pytest.raises(InputError, match="derived beyond its bounds") as raised:
        book()
    (problem,) = [p for p in raised.value.problems if "beyond" in p.what]
    assert problem.id == "horizon_today"
    assert "model_horizons" in str(problem.fix)
