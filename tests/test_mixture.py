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
    parts = [np.asarray(v) for v in (np.exp(a), spread_a, np.exp(b), spread_b, share)]
    with np.errstate(all="raise", under="ignore"):
        found = np.log(mixture_median(*parts))
    below = (1 - share) * ndtr((found - a) / spread_a) + share * ndtr((found - b) / spread_b)
    assert below == pytest.approx(0.5, abs=1e-9)
    assert min(a, b) - 1e-9 <= found <= max(a, b) + 1e-9


def test_many_at_once_are_what_each_is_by_itself() -> None:
    draw = np.random.default_rng(5)
    parts = [
        np.exp(draw.uniform(0, 50, 300)),
        draw.uniform(0.1, 4, 300),
        np.exp(draw.uniform(0, 50, 300)),
        np.full(1, 2.0),
    ]
    share = draw.uniform(0, 1, 300)
    together = mixture_median(*parts, share)
    alone = [mixture_median(*(np.broadcast_to(p, 300)[k] for p in parts), share[k]) for k in range(300)]
    assert together == pytest.approx(np.array(alone, dtype=float), rel=1e-12)


def test_equal_medians_are_the_median() -> None:
    three = np.asarray(3.0)
    assert float(mixture_median(three, np.asarray(2.0), three, np.asarray(1.0), np.asarray(0.3))) == pytest.approx(3)
