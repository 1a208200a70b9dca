"""How often an effect exceeds x: the credence at the threshold, falling from nearly one to nearly nought."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jobs import IMPOSSIBLE, assert_refused, done, timed
from tilt.app.jobs.exceedance import POINTS, TAILS, exceeding, places
from tilt.book import book
from tilt.engine.verdict import credence

ASKED = {"do": "exceedance", "claim": "task-horizons", "finding": "lead", "scenario": {}, "draws": 4096}


@pytest.mark.parametrize("claim", [c.slug for c in book().claims])
def test_at_the_threshold_it_is_the_credence(claim):
    for verdict in book().run(claim).verdicts:
        found = done({**ASKED, "claim": claim, "finding": verdict.finding})
        assert found["credence"] == verdict.credence
        assert found["error"] == verdict.error
        x, shares = (list(v) for v in zip(*found["points"], strict=True))
        assert x == sorted(set(x))
        assert shares == sorted(shares, reverse=True)
        assert len(x) <= POINTS
        low, high = np.quantile(book().run(claim).effect(verdict.finding), TAILS)
        assert (x[0], x[-1]) == pytest.approx((low, high))
        if low < verdict.threshold < high:
            assert dict(found["points"])[verdict.threshold] == pytest.approx(verdict.credence, abs=1e-12)


@pytest.mark.original
def test_the_scenario_moves_it_and_more_draws_do_not_much():
    base = dict(done(ASKED)["points"])
    ahead = done({**ASKED, "scenario": {"length_ratio": [1, 8]}})
    more, seconds = timed({**ASKED, "draws": 2**15})
    assert ahead["credence"] > base[0.0] + 0.05
    assert more["credence"] == pytest.approx(base[0.0], abs=0.02)
    assert max(seconds) < 1


@given(st.lists(st.floats(-1e150, 1e150) | st.just(float("inf")), min_size=1, max_size=60), st.floats(-1e9, 1e9))
def test_any_draws_give_a_curve_that_says_what_counting_says(draws, threshold):
    effect = np.sort(np.array(draws))
    at = places(effect, threshold)
    assert np.isfinite(at).all()
    assert (np.diff(at) > 0).all()
    assert len(at) <= POINTS
    assert len(at) > 0 or not np.isfinite(effect).any()
    for x, share in zip(at[:: max(len(at) // 7, 1)], exceeding(effect, at)[:: max(len(at) // 7, 1)], strict=True):
        sixteen = np.repeat(effect, 16)
        assert share == pytest.approx(credence(sixteen, float(x))[0])


@pytest.mark.parametrize("changes", IMPOSSIBLE, ids=str)
def test_what_cannot_be_done_is_refused_in_a_sentence(changes):
    assert_refused({**ASKED, **changes})
