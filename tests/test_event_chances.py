"""The chances that events are made of, and what an answer says of a finding: against brute force."""

from __future__ import annotations

import numpy as np
import pytest

from tests import small
from tilt.claims import all_claims
from tilt.engine.chances import at_least, at_least_so_many, error_of_median, log_odds, next_point
from tilt.engine.event import conditioned, moved, probability
from tilt.engine.run import Run
from tilt.forecast import forecasts

RNG_SEED = 7
MANY = 200_000
FOUND = {f.question.id: f for f in forecasts()}


def rng() -> np.random.Generator:
    return np.random.default_rng(RNG_SEED)


# Chances against brute force


def test_a_measurement_scatters_about_the_truth():
    middle = np.array([-1.0, 0.0, 0.4, 3.0])
    seen = middle[:, None] + 0.7 * rng().standard_normal((4, MANY))
    assert at_least(middle, 0.5, 0.7) == pytest.approx((seen >= 0.5).mean(axis=1), abs=0.004)
    assert at_least(middle, 0.4, 0.0).tolist() == [0, 0, 1, 1]


def test_the_error_of_a_median_is_that_of_medians():
    medians = np.median(rng().normal(0, 2.5, (20_000, 51)), axis=1)
    assert float(error_of_median(2.5, 51)) == pytest.approx(medians.std(), rel=0.03)


def test_so_many_restraints_are_a_poisson_count():
    expected = np.array([0.05, 0.6, 3.0])
    drawn = rng().poisson(expected[:, None], (3, MANY))
    for count in (0, 1, 2, 4):
        assert at_least_so_many(expected, count) == pytest.approx((drawn >= count).mean(axis=1), abs=0.004)


def test_a_later_point_carries_the_trend_on_and_scatters_anew():
    """The trend and the first point's scatter are drawn apart, and the later point is looked up by the first."""
    mean, trend_error, scatter, growth = 3.0, 0.8, 0.6, 1.1
    trend = mean + trend_error * rng().standard_normal(10 * MANY)
    first = trend + scatter * np.random.default_rng(8).standard_normal(10 * MANY)
    later = trend + growth + scatter * np.random.default_rng(9).standard_normal(10 * MANY)
    whole = float(np.hypot(trend_error, scatter))
    said = next_point(first, (mean, whole), scatter, np.full(len(first), growth), 4.5)
    assert said.mean() == pytest.approx((later >= 4.5).mean(), abs=0.002)
    for low in (2.0, 3.0, 4.0):
        near = (first > low) & (first < low + 0.1)
        assert said[near].mean() == pytest.approx((later[near] >= 4.5).mean(), abs=0.01)


def test_a_trend_known_better_than_one_point_scatters_leaves_the_point_its_scatter():
    now = np.array([1.0, 2.0])
    assert next_point(now, (1.5, 0.3), 0.6, np.zeros(2), 1.5) == pytest.approx([0.5, 0.5])
    assert next_point(now, (1.5, 0.0), 0.6, np.zeros(2), 1.5) == pytest.approx([0.5, 0.5])


def test_log_odds_stay_finite():
    assert np.isfinite(log_odds(np.array([0.0, 0.5, 1.0]))).all()
    assert float(log_odds(0.5)) == 0


# What an answer says


def small_run() -> Run:
    return Run(small.CLAIM, small.record(), draws=1024)


def test_reweighting_is_conditioning():
    """A direct computation: an answer is drawn in each draw many times, and draws are kept where it came."""
    run = small_run()
    chance = at_least(np.log(run.evaluate("safety")), 0.3, 0.5)
    (found,) = moved(run, chance)
    held = run.effect("ahead") > 1
    answers = rng().random((4000, run.draws)) < chance
    assert found.credence == held.mean()
    for answer, said in ((answers, found.if_yes), (~answers, found.if_no)):
        assert said.credence == pytest.approx((answer & held).sum() / answer.sum(), abs=0.002)
    share, error = probability(chance)
    assert share == pytest.approx(answers.mean(), abs=0.001)
    assert 0 < error < 0.02
    mixed = share * found.if_yes.credence + (1 - share) * found.if_no.credence
    assert mixed == pytest.approx(found.credence, abs=1e-12)


def test_effective_draws_are_all_where_weights_are_equal_and_those_that_count_where_they_are_0_or_1():
    held = np.array([True, False, True, True])
    assert conditioned(held, np.full(4, 0.3)).draws == pytest.approx(4)
    assert conditioned(held, np.array([1.0, 1.0, 0.0, 0.0])).draws == pytest.approx(2)
    assert conditioned(held, np.array([1.0, 1.0, 0.0, 0.0])).credence == 0.5
    none = conditioned(held, np.zeros(4))
    assert np.isnan(none.credence) and none.draws == 0


@pytest.mark.parametrize("least", [1e-320, 1e-291, 1e-160])
def test_an_answer_that_hardly_any_draw_foretells_still_weighs_them(least):
    held = np.array([True, False, True, True])
    hardly = conditioned(held, np.full(4, least))
    assert (hardly.credence, hardly.draws) == (pytest.approx(0.75), pytest.approx(4))


def test_an_answer_that_says_nothing_of_the_inputs_moves_nothing():
    run = small_run()
    (found,) = moved(run, np.full(run.draws, 0.4))
    assert found.size == pytest.approx(0, abs=1e-12)
    (sure,) = moved(run, np.ones(run.draws))
    assert sure.size == 0 and sure.if_yes.credence == pytest.approx(sure.credence)


def test_credences_average_to_what_they_were():
    for f in forecasts():
        for m in f.moved:
            mixed = f.probability * m.if_yes.credence + (1 - f.probability) * m.if_no.credence
            assert mixed == pytest.approx(m.credence, abs=1e-9), (f.question.id, m.finding)
            assert 1 <= m.if_yes.draws <= f.run.draws + 1e-6


@pytest.mark.original
def test_each_claim_has_a_question_that_tests_its_headline():
    assert {f.claim.slug for f in forecasts() if f.tells} == {c.slug for c in all_claims()}


@pytest.mark.original
def test_a_scenario_has_forecasts_of_its_own():
    there = {f.question.id: f.probability for f in forecasts({"length_ratio": [2, 8]})}
    assert there["timed-tasks"] > FOUND["timed-tasks"].probability + 0.2
    assert there["silent-horizon"] == FOUND["silent-horizon"].probability
