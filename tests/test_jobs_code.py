"""The cell of Python for a reader: it runs by itself, is short, and gives the figures that the page has."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.jobs import UNNAMED, UNSET, done
from tilt.app.jobs import RefusedError, job
from tilt.app.jobs.code import LINES
from tilt.book import book
from tilt.engine.inputs import SameAs

ASKED = {"do": "code", "claim": "task-horizons", "finding": "lead", "scenario": {}}


def assert_gives(asked: dict[str, Any]) -> str:
    text = done(asked)["code"]
    assert len(text.split("\n")) <= LINES
    space: dict[str, Any] = {}
    exec(text, space)  # noqa: S102 (what it gives is what is tested)
    stated = {k: SameAs(v["sameAs"]) if isinstance(v, dict) else v for k, v in asked["scenario"].items()}
    expected = book().run(asked["claim"], stated, asked.get("draws", 4096)).verdict(asked["finding"])
    assert space["verdict"] == expected
    effect = space["frame"][asked["finding"]]
    assert tuple(effect.quantile([0.05, 0.25, 0.5, 0.75, 0.95])) == pytest.approx(expected.quantiles)
    return text


@pytest.mark.parametrize("claim", [c.slug for c in book().claims])
def test_under_the_defaults_it_gives_the_books_figures(claim, capsys):
    for f in book().claim(claim).findings:
        text = assert_gives({**ASKED, "claim": claim, "finding": f.id})
        assert "scenario = {}" in text
        assert "±" in capsys.readouterr().out


@pytest.mark.original
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"length_ratio": [1, 8]}, '"length_ratio": [1, 8],'),
        ({"length_ratio": [0.1 + 0.2, 1 / 0.3]}, "[0.30000000000000004, 3.3333333333333335]"),
        ({"trend": [0, 1, 0]}, '"trend": "faster",'),
        ({"trend": [0.5, 0.5, 0]}, '"trend": {"steady": 0.5, "faster": 0.5},'),
        ({"safety_transfer": {"sameAs": "capability_transfer"}}, 'tilt.SameAs("capability_transfer")'),
    ],
)
def test_what_is_set_is_said_as_short_as_it_can_be(changed, words):
    assert words in assert_gives({**ASKED, "scenario": changed})


def test_what_is_as_the_book_has_it_is_not_said():
    run = book().run("task-horizons")
    scenario = {id: list(run.setting(id).numbers) for id in run.claim.inputs}
    assert "scenario = {}" in done({**ASKED, "scenario": scenario})["code"]


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_any_scenario_gives_its_figures_in_few_lines(seed):
    random, scenario = Random(seed), dict[str, Any]()
    for a in book().record.assumptions.values():
        if random.random() < 0.2:
            continue
        if a.options:
            shares = [random.random() for _ in a.options]
            scenario[a.id] = [s / sum(shares) for s in shares]
            continue
        low, high = sorted(a.scale.link(v).item() for v in a.interval.numbers)
        ends = sorted(a.scale.unlink(random.uniform(low, high)).item() for _ in range(2))
        one = random.choice(a.ends) if a.scale.steps else ends[0]
        scenario[a.id] = [one, one] if a.scale.certain else ends
    assert_gives({**ASKED, "scenario": scenario, "draws": 4096})


def test_more_draws_are_said():
    assert "32768" in assert_gives({**ASKED, "draws": 2**15})


@pytest.mark.parametrize(
    "changes",
    [
        *({"claim": v} for v in UNNAMED),
        *({"finding": v} for v in UNNAMED),
        *({"scenario": v} for v in UNSET),
        {"draws": 5},
        {"finding": 'lead"]; import os; frame["lead'},
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_in_a_sentence(changes):
    with pytest.raises(RefusedError) as refused:
        job({**ASKED, **changes})
    assert str(refused.value).endswith(".")
