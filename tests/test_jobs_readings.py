"""The range of readings from a reader's scenario: the book's own under the defaults, and a run for each reading."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from tests.jobs import UNNAMED, UNSET, done, timed
from tilt.app.jobs import RefusedError, job
from tilt.book import book
from tilt.engine import readings as engine
from tilt.engine.inputs import SameAs

ASKED = {"do": "readings", "claim": "task-horizons", "scenario": {}}


@pytest.mark.parametrize("claim", [c.slug for c in book().claims])
def test_under_the_defaults_they_are_the_books(claim):
    found, kept = done({**ASKED, "claim": claim}), book().readings(claim)
    assert found["decided"] == []
    assert found["left_out"] == [s.title for s in kept.left_out]
    for told, verdict in zip(found["findings"], book().run(claim).verdicts, strict=True):
        own = kept.finding(verdict.finding)
        assert (told["id"], told["credence"]) == (verdict.finding, verdict.credence)
        assert tuple(told[q] for q in ("lowest", "lower", "upper", "highest")) == own.quartiles
        assert (told["count"], told["error"]) == (own.count, own.error)
        assert told["word"] == own.word(verdict.credence)
        assert [m["id"] for m in told["moved_by"]] == [s.id for s, _ in own.strongest]
        for moved in told["moved_by"]:
            axis = [s.id for s in own.specifications].index(moved["id"])
            means = [o["mean"] for o in moved["options"]]
            assert means == pytest.approx([own.having(axis, k).mean() for k in range(len(means))])
            assert np.mean(means) == pytest.approx(own.credences.mean())


SCENARIOS: dict[str, dict[str, Any]] = {
    "task-horizons": {"length_ratio": [1, 8], "trend": [0, 1, 0]},
    "compute-asymmetry": {"safety_overhead": [1, 1.5], "capability_overhead": {"sameAs": "safety_overhead"}},
    "differential": {"length_ratio": [1, 8], "safety_transfer": {"sameAs": "capability_transfer"}},
}


@pytest.mark.parametrize("claim", SCENARIOS)
def test_each_reading_is_a_run_of_what_the_reader_set_with_the_options_on_top(claim):
    stated = {k: SameAs(v["sameAs"]) if isinstance(v, dict) else v for k, v in SCENARIOS[claim].items()}
    run = book().run(claim, stated)
    try:
        found = _all(run)
    except ValueError as circle:
        assert "circle" in str(circle)
        with pytest.raises(RefusedError, match="Untie one of them"):
            done({**ASKED, "claim": claim, "scenario": SCENARIOS[claim]})
        return
    told = done({**ASKED, "claim": claim, "scenario": SCENARIOS[claim]})
    rng = np.random.default_rng(1)
    for f, says in zip(found.findings, told["findings"], strict=True):
        combinations = list(product(*(s.options for s in f.specifications)))
        for k in rng.choice(len(combinations), min(3, len(combinations)), replace=False):
            changes = {id: s for o in combinations[k] for id, s in o.changes.items()}
            assert f.credences.flat[k] == run.under(changes).verdict(f.finding).credence
        assert says["credence"] == run.verdict(f.finding).credence
        assert says["highest"] == f.credences.max()


def _all(run):
    steps = engine.work(run.claim, run.record, run.draws, run.settings)
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            return ended.value


def test_what_the_reader_set_and_readings_move_is_named():
    found = done({**ASKED, "scenario": SCENARIOS["task-horizons"]})
    assert found["decided"] == ["trend"]


@pytest.mark.original
def test_an_option_that_the_scenario_makes_equal_is_no_second_reading():
    overheads = next(
        s for specs in book().record.readings.values() for s in specs if s.id == "overheads"
    )  # fmt: skip
    alike = next(o for o in overheads.options if o.changes)
    before = done({**ASKED, "claim": "compute-asymmetry"})
    stated = {id: {"sameAs": s.id} for id, s in alike.changes.items() if isinstance(s, SameAs)}
    assert len(stated) == len(alike.changes)
    after = done({**ASKED, "claim": "compute-asymmetry", "scenario": stated})
    moved_by = [{m["id"] for f in found["findings"] for m in f["moved_by"]} for found in (before, after)]
    assert moved_by[0] - moved_by[1] == {"overheads"}


def test_a_step_is_short_and_stopping_between_two_leaves_nothing():
    _, seconds = timed({**ASKED, "claim": "differential"})
    assert max(seconds) < 1
    steps = job({**ASKED, "claim": "differential"})
    next(steps)
    steps.close()
    assert list(steps) == []


@pytest.mark.parametrize("changes", [*({"claim": v} for v in UNNAMED), *({"scenario": v} for v in UNSET)], ids=str)
def test_what_cannot_be_done_is_refused_in_a_sentence(changes):
    with pytest.raises(RefusedError) as refused:
        job({**ASKED, **changes})
    assert str(refused.value).endswith(".")
