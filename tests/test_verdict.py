"""Verdicts: likelihood words, errors, statements, and that correlations do what they say in the draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tilt.book import book
from tilt.claims import claim
from tilt.engine.inputs import Correlation
from tilt.engine.scale import Interval, Scale
from tilt.engine.sensitivity import find_flip
from tilt.engine.verdict import ROUNDING, credence, holds, likelihood
from tilt.paths import PACKAGE

CLAIM = claim("task-horizons")


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.995, "virtually certain"),
        (0.97, "extremely likely"),
        (0.92, "very likely"),
        (0.7, "likely"),
        (0.66, "about as likely as not"),
        (0.33, "about as likely as not"),
        (0.32, "unlikely"),
        (0.09, "very unlikely"),
        (0.03, "extremely unlikely"),
        (0.0, "exceptionally unlikely"),
    ],
)
def test_words_follow_the_likelihood_scale(share, word):
    assert likelihood(share) == word


def test_a_draw_on_the_threshold_does_not_hold():
    assert credence(np.zeros(32), 0.0)[0] == 0


def test_both_engines_call_the_same_difference_rounding():
    text = (PACKAGE / "web/engine/numbers.js").read_text(encoding="utf-8")
    assert float(text.split("export const ROUNDING = ")[1].split(";")[0]) == ROUNDING


@pytest.mark.parametrize("threshold", [0.0, 1.0, -2.0, 120.0])
def test_rounding_never_decides_and_a_real_difference_does(threshold):
    near = threshold + np.array([-1e-12, 1e-12, 1e-13]) * max(1, abs(threshold))
    assert not holds(near, threshold).any()
    assert holds(threshold + 1e-6 * max(1, abs(threshold)), threshold)


def test_certainty_is_never_claimed_beyond_one_draw():
    assert credence(np.ones(4096), 0.0) == (1.0, 1 / 4096)


def test_statements_name_the_readers_choice():
    words = "safety research is {usable_target} automated"
    assert book().run(CLAIM.slug, {"usable_target": 0.5}).fill(words) == "safety research is half automated"
    assert book().run(CLAIM.slug, {"usable_target": 0.6}).fill(words) == "safety research is 60 % automated"


@pytest.mark.original
def test_scenarios_move_verdicts():
    longer = book().run(CLAIM.slug, {"length_ratio": Interval(4, 20)}).verdicts[0]
    shorter = book().run(CLAIM.slug, {"length_ratio": Interval(0.05, 0.25)}).verdicts[0]
    assert longer.credence > 0.75
    assert shorter.credence < 0.2


def test_the_json_shape_is_the_documented_one():
    shape = book().run(CLAIM.slug).verdicts[0].as_json()
    assert list(shape) == ["claim", "finding", "statement", "credence", "standard_error", "word", "effect", "draws"]
    assert list(shape["effect"]) == ["name", "unit", "threshold", "quantiles"]
    assert list(shape["effect"]["quantiles"]) == ["q05", "q25", "q50", "q75", "q95"]


def test_declared_rank_correlation_is_found_in_the_draws():
    record = book().record
    pair = ("safety_transfer", "capability_transfer")
    for rank in (-0.7, 0.4, 0.9):
        always = tuple(c for c in record.correlations if c.when is None)
        changed = replace(record, correlations=(*always, Correlation(pair, rank, "test")))
        x = changed.values(pair, changed.settings(), 2**14)
        assert stats.spearmanr(*x).statistic == pytest.approx(rank, abs=0.02)
        assert np.quantile(x[1], [0.05, 0.95]) == pytest.approx(record.assumptions[pair[1]].interval.numbers, abs=0.01)


def test_the_default_correlation_comes_from_the_fit_and_is_negative():
    record = book().record
    (own,) = [c for c in record.correlations if set(c.between) == {"horizon_today", "doubling_months"}]
    assert own.derived is not None
    assert -0.9 < own.rank < -0.05
    x = record.values(["horizon_today", "doubling_months"], record.settings(), 2**14)
    assert stats.spearmanr(*x).statistic == pytest.approx(own.rank, abs=0.02)


def test_swings_are_sorted_and_flips_flip():
    found = book().run(CLAIM.slug).swings()
    assert [s.size for s in found] == sorted((s.size for s in found), reverse=True)
    assert {s.id for s in found} == set(CLAIM.inputs)
    assert any(s.flip is not None for s in found)
    for s in found:
        if s.flip is None:
            continue
        a = book().record.assumptions[s.id]
        assert a.bounds.low <= s.flip <= a.bounds.high
        held = {s.id: Interval(s.flip, s.flip)}
        assert book().run(CLAIM.slug, held).verdicts[0].credence == pytest.approx(0.5, abs=0.002)


def test_a_flip_is_found_by_bisection_to_a_thousandth():
    flip = find_flip(lambda v: 0.2 if v < 3.7 else 0.8, Interval(1, 100), Scale.LOG, 10)
    assert flip == pytest.approx(3.7, rel=1e-3)


def test_no_flip_inside_the_bounds():
    assert find_flip(lambda v: 0.4, Interval(1, 100), Scale.LOG, 10) is None


def test_of_two_flips_the_one_nearest_the_centre_is_told():
    flip = find_flip(lambda v: float(0.2 < v < 0.7), Interval(0, 1), Scale.LINEAR, 0.6)
    assert flip == pytest.approx(0.7, rel=1e-3)
