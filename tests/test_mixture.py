"""The median of two populations in one: half of the members lie below it, wherever and however wide they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from tilt.engine.mixture import mixture_median

places = st.floats(-20, 60)
spreads = st.floats(0.05, 8)


@given(places, spreads, places, spreads, st.floats(0, 1))
def test_half_of_the_members_lie_below(a: float, spread_a: float, b: float, spread_b: float, share: float) -> None:
    first, second = (np.exp(a), np.asarray(spread_a)), (np.exp(b), np.asarray(spread_b))
    with np.errstate(all="raise", under="ignore"):
        found = np.log(mixture_median(*first, *second, np.asarray(share)))
    below = (1 - share) * ndtr((found - a) / spread_a) + share * ndtr((found - b) / spread_b)
    assert below == pytest.approx(0.5, abs=1e-9)
    assert min(a, b) - 1e-9 <= found <= max(a, b) + 1e-9


def test_many_at_once_are_what_each_is_by_itself() -> None:
    draw = np.random.default_rng(5)
    a, b = np.exp(draw.uniform(0, 50, 300)), np.exp(draw.uniform(0, 50, 300))
    spread_a, spread_b, share = draw.uniform(0.1, 4, 300), np.asarray(2.0), draw.uniform(0, 1, 300)
    together = mixture_median(a, spread_a, b, spread_b, share)
    for k in range(300):
        alone = mixture_median(a[k : k + 1], spread_a[k : k + 1], b[k : k + 1], spread_b, share[k : k + 1])
        assert together[k] == pytest.approx(float(alone[0]), rel=1e-12)


def test_equal_medians_are_the_median() -> None:
    three = np.asarray(3.0)
    assert float(mixture_median(three, np.asarray(2.0), three, np.asarray(1.0), np.asarray(0.3))) == pytest.approx(3)
