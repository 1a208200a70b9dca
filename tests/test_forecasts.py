"""The book's forecasts: rules a stranger can apply, probabilities worked out apart, rows held against events."""

from __future__ import annotations

import datetime
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
import sympy as sp
from scipy import stats
from typer.testing import CliRunner

from tilt import forecast
from tilt.book import book
from tilt.check.whole import check
from tilt.claims import all_claims, events
from tilt.claims.task_horizons.model import log_horizon
from tilt.cli import app
from tilt.engine.event import Event
from tilt.engine.scale import Scale
from tilt.forecast import forecasts
from tilt.pages import forecasts as page
from tilt.record.evidence import edition
from tilt.record.questions import questions
from tilt.trends import open_gap, plateau_lengths
from tilt.trends.horizons import fit_horizons, widening
from tilt.trends.record_compute import READINGS, gaps

RNG_SEED = 7
MANY = 200_000
FOUND = {f.question.id: f for f in forecasts()}


def rng() -> np.random.Generator:
    return np.random.default_rng(RNG_SEED)


# The questions


@pytest.mark.original
def test_every_claim_has_at_least_two_questions_and_they_are_about_fifteen():
    counts = {c.slug: sum(q.claim == c.slug for q in questions()) for c in all_claims()}
    assert min(counts.values()) >= 2
    assert 14 <= sum(counts.values()) <= 18


def test_questions_can_be_answered_by_a_stranger():
    for q in questions():
        assert q.text.endswith("?") and q.text.count("?") == 1
        assert q.by > edition().as_of
        assert q.rule.rstrip().endswith("."), q.id
        assert len(q.rule) > 80, q.id
        assert q.note.startswith("Contains ") and "eaves out" in q.note, q.id
        if q.source.startswith("any public"):
            assert "void if there is none by the date" in q.rule, q.id


@pytest.mark.original
def test_every_probability_is_a_chance_in_each_draw_and_none_is_sure():
    for f in forecasts():
        assert f.chance.shape == (f.run.draws,)
        assert ((f.chance >= 0) & (f.chance <= 1)).all(), f.question.id
        assert 0.02 < f.probability < 0.98, f.question.id
        assert f.error < 0.01, f.question.id


# Probabilities, worked out apart


@pytest.mark.original
def test_metrs_horizon_is_the_trend_with_one_models_scatter_and_no_more():
    """As wide as the prediction interval, which has one model's scatter in it already."""
    f = FOUND["metr-horizon"]
    reached = f.run.evaluate(log_horizon(sp.Float(forecast.years_until(f.question.by, edition()))))
    assert f.probability == pytest.approx((reached >= np.log(60 * f.question.threshold)).mean(), abs=0.01)
    _, whole = f.run.interval("horizon_today").normal(Scale.LOG)
    scatter = fit_horizons().residual * np.log(2)
    assert 0.1 < (scatter / whole) ** 2 < 0.6, "the scatter is part of the interval"
    assert whole == pytest.approx(
        np.log(2) * np.hypot(fit_horizons().prediction_error(edition().as_of), widening() / 1.645), rel=0.15
    )


@pytest.mark.original
def test_a_survey_of_runs_is_simulated():
    """Fifty people of each field answer: in each draw medians of their runs are compared."""
    f = FOUND["paper-runs"]
    x = {id: f.run.evaluate(id)[::8, None] for id in (
        "safety_run_flop", "safety_run_spread", "capability_small_run_flop", "capability_small_run_spread"
    )}  # fmt: skip
    draw = rng()
    shape = (len(x["safety_run_flop"]), 30)
    safety = np.log(x["safety_run_flop"]) + x["safety_run_spread"] * draw.standard_normal(shape)
    other = np.log(x["capability_small_run_flop"]) + x["capability_small_run_spread"] * draw.standard_normal(shape)
    apart = np.median(other, axis=1) - np.median(safety, axis=1)
    assert f.probability == pytest.approx((apart > np.log(10)).mean(), abs=0.03)


def test_restraints_are_counted_at_the_rate_of_each_draw():
    by_states = import_module("tilt.claims.pause_or_accelerate.forecasts").by_states  # a fork may have taken it out
    rate = FOUND["two-restraints"].run.evaluate("restraint_rate")
    for id, share in (("state-restraint", by_states()), ("two-restraints", 1.0)):
        f = FOUND[id]
        years = forecast.years_until(f.question.by, edition())
        drawn = rng().poisson(rate * share * years, (50, len(rate)))
        assert f.probability == pytest.approx((drawn >= f.question.threshold).mean(), abs=0.005)
    assert 0.5 < by_states() < 1


def test_the_open_gap_ends_as_simulated_gaps_do():
    """Centres and spreads are drawn from the posteriors, and from each a gap that is still open and a next one."""
    since, until = edition().as_of, datetime.date(2027, 6, 30)
    draw, ended, after = rng(), [], []
    for reading, weight in zip(READINGS, plateau_lengths.posteriors(), strict=True):
        gap = gaps(reading)[-1]
        seen, open_then, later = ((d - gap.began).days / 30.4375 for d in (gap.ended, since, until))
        place = draw.choice(weight.size, MANY, p=weight.ravel())
        row, column = np.unravel_index(place, weight.shape)
        centre, spread = plateau_lengths.LOG_CENTRES[row], np.exp(plateau_lengths.LOG_SPREADS[column])
        lasted = stats.truncnorm.rvs((np.log(seen) - centre) / spread, np.inf, centre, spread, random_state=draw)
        still = np.exp(lasted) > open_then
        ended.append((np.exp(lasted) <= later)[still])
        after.append((centre + spread * draw.standard_normal(MANY))[still])
    ended_, after_ = np.concatenate(ended), np.concatenate(after)
    for months in (12.0, 20.0, 35.0):
        near = np.abs(after_ - np.log(months)) < 0.06
        said = open_gap.ends_by(since, until, np.array([months]))
        assert said[0] == pytest.approx(ended_[near].mean(), abs=0.015), months
    assert open_gap.ends_by(since, until, np.exp(after_)).mean() == pytest.approx(ended_.mean(), abs=0.004)


@pytest.mark.original
def test_the_step_that_is_asked_for_is_three_times_the_last():
    assert open_gap.next_step() == pytest.approx(FOUND["next-record-run"].question.threshold)


@pytest.mark.original
def test_less_than_is_the_rest():
    f = FOUND["silent-horizon"]
    other = forecast.forecast(replace(f.question, comparison="less than"), f.run)
    assert other.probability == pytest.approx(1 - f.probability)


# Faults


def change(copy, old: str, new: str) -> int:
    path = copy / "data" / "forecasts.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


FAULTS = {
    "an id without an event": ("\nmetr-horizon,", "\nmetr-horizons,", "no event computes", 2),
    "another claim": (
        "metr-horizon,task-horizons",
        "metr-horizon,compute-asymmetry",
        "of another claim than its event",
        1,
    ),
    "no claim": ("metr-horizon,task-horizons", "metr-horizon,horizons", "of another claim than its event", 1),
    "another quantity": (",log_horizon,", ",horizon,", "another quantity than its event", 1),
    "a threshold that nothing answers for": (",1.05e27,", ",2e27,", "that its event cannot answer for", 1),
    "no such source": (",metr_site_results_1_1,", ",metr_site,", "unknown source", 1),
    "half of an answer": ('the last record and the date.",,', 'the last record and the date.",yes,', "half of an", 1),
    "a day that is past": ("2027-06-30,metr", "2026-06-30,metr", "has come due", 1),
    "no comparison": (",at least,64,", ",about,64,", "rule: enum", 1),
    "an outcome of another kind": ('and the date.",,', 'and the date.",perhaps,', "rule: enum", 1),
}
"""What can be wrong with the questions: what is written for what, the words that tell of it, and how many faults."""


@pytest.mark.parametrize("case", FAULTS, ids=lambda c: c.replace(" ", "-"))
def test_each_fault_is_told_with_line_and_fix(copy, case):
    old, new, words, count = FAULTS[case]
    line = change(copy, old, new) + (old[0] == "\n")
    found = check()
    assert len(found) == count, [str(p) for p in found]
    told = next(p for p in found if words in p.what)
    assert (told.file, told.line) == (copy / "data" / "forecasts.csv", line)
    assert told.fix
    result = CliRunner().invoke(app, ["forecasts"])
    assert result.exit_code == 1
    assert f"forecasts.csv:{line}:" in result.output


def test_an_event_without_a_question_is_told(copy):
    path = copy / "data" / "forecasts.csv"
    *rows, gone = path.read_text().splitlines(keepends=True)
    path.write_text("".join(rows))
    id, slug, *_ = gone.split(",")
    (told,) = check()
    assert (told.file, told.id) == (path, id)
    assert f"tilt/claims/{slug.replace('-', '_')}/forecasts.py" in str(told)


def test_an_event_of_two_claims_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # events are kept by their code, which is not changed here
    twice = Event("metr-horizon", "length_ratio", lambda run, years, threshold: np.zeros(run.draws))
    claim = book().claim("compute-asymmetry")
    monkeypatch.setattr("tilt.claims.compute_asymmetry.forecasts.EVENTS", (*events(claim), twice))
    assert any("is an event of compute-asymmetry too" in p.what for p in check())


def test_answered_questions_are_sound_also_when_they_are_past(copy):
    change(copy, "2027-06-30,metr", "2026-06-30,metr")
    change(copy, 'the last record and the date.",,', 'the last record and the date.",no,2026-07-01')
    assert check() == []
    (answered,) = [f for f in forecasts() if f.question.outcome]
    assert (answered.question.outcome, answered.question.resolved_on) == ("no", datetime.date(2026, 7, 1))
    assert "Answer: <b>no</b>, 1 July 2026." in page.listed().content
    assert "the answer was no" in CliRunner().invoke(app, ["forecasts"]).output


@pytest.mark.original
def test_an_unknown_event_names_those_there_are():
    f = FOUND["metr-horizon"]
    with pytest.raises(KeyError, match="timed-tasks"):
        forecast.forecast(replace(f.question, id="luck"), f.run)
