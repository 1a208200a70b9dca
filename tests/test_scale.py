"""The scales and the shared draws: known quantiles, stratification, honest errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from tilt.engine.draws import MAX_DRAWS, PAGE_DRAWS, REPLICATES, directions, normals, uniforms
from tilt.engine.scale import Interval, Scale


@given(st.floats(1e-6, 1e6), st.floats(1, 1e6))
def test_a_log_interval_holds_nine_tenths(low, factor):
    interval = Interval(low, low * factor)
    z = normals([0])[0]
    values = interval.values(Scale.LOG, z)
    assert np.isfinite(values).all()
    assert interval.centre(Scale.LOG) == pytest.approx(np.sqrt(interval.low * interval.high))
    if factor > 1.001:
        inside = (values > interval.low) & (values < interval.high)
        assert inside.mean() == pytest.approx(0.9, abs=0.005)


@pytest.mark.parametrize(
    ("kind", "interval"),
    [(Scale.LOG, (0.2, 30)), (Scale.LOGIT, (0.1, 0.9)), (Scale.LINEAR, (-1.0, 0.3))],
)
def test_quantiles_are_the_stated_ends(kind, interval):
    values = Interval(*interval).values(kind, normals([3], 2**16)[0])
    assert np.quantile(values, [0.05, 0.95]) == pytest.approx(interval, rel=2e-3, abs=2e-3)


@given(st.floats(0.001, 0.999))
def test_logit_link_inverts(value):
    assert float(Scale.LOGIT.unlink(Scale.LOGIT.link(value))) == pytest.approx(value)


def test_a_fixed_choice_is_the_same_in_every_draw():
    assert set(Interval(0.5, 0.5).values(Scale.FIXED, normals([0])[0])) == {0.5}


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(2, 1, "is reversed.* write \\[1, 2\\]"), (float("nan"), 1, "finite"), (0, float("inf"), "finite")],
)
def test_impossible_intervals_are_refused(low, high, words):
    with pytest.raises(ValueError, match=words):
        Interval(low, high)


def test_each_replicate_is_stratified_to_its_last_point():
    points = PAGE_DRAWS // REPLICATES
    for column in (0, 5, 13, 63, 64, 200):
        u = uniforms([column])[0]
        for r in range(REPLICATES):
            cells = np.floor(u[r::REPLICATES] * points).astype(int)
            assert sorted(cells) == list(range(points))


def test_pairs_of_columns_fill_the_square():
    """In base 2 the first two columns of Sobol' make a (0, m, 2)-net, and Owen's scramble keeps it one."""
    u, v = uniforms([0, 1])
    for r in range(REPLICATES):
        cells = np.floor(u[r::REPLICATES] * 16).astype(int) * 16 + np.floor(v[r::REPLICATES] * 16).astype(int)
        assert len(set(cells)) == 256


def test_without_scramble_the_points_are_scipys():
    engine = qmc.Sobol(8, scramble=False, bits=32)
    gray = engine.random(256)
    index = np.arange(256)
    for column in range(8):
        ours = np.zeros(256, dtype=np.uint32)
        for bit, number in enumerate(directions(column)):
            ours ^= np.where((index ^ (index >> 1)) >> bit & 1, np.uint32(number), np.uint32(0))
        assert np.array_equal(ours / 2**32, gray[:, column])


def test_a_longer_set_begins_with_the_shorter():
    assert np.array_equal(uniforms([2, 9], 2**14)[:, :PAGE_DRAWS], uniforms([2, 9]))


@pytest.mark.parametrize("draws", [0, 100, 8, MAX_DRAWS * 2, PAGE_DRAWS + 1])
def test_draws_must_fill_replicates(draws):
    with pytest.raises(ValueError, match="multiple of 16"):
        uniforms([0], draws)


def test_the_stated_error_is_the_real_one():
    """Over many columns, a share's deviation from the truth has the size its replicates say."""
    errors, stated = [], []
    for column in range(0, 120, 4):
        total = normals(range(column, column + 4)).sum(axis=0) > 1.0
        shares = total.reshape(-1, REPLICATES).mean(axis=0)
        stated.append(shares.std(ddof=1) / np.sqrt(REPLICATES))
        errors.append(total.mean() - 0.30853753872598694)
    ratio = np.sqrt(np.mean(np.square(errors))) / np.sqrt(np.mean(np.square(stated)))
    assert 0.7 < ratio < 1.4


def test_draws_beat_plain_random_numbers():
    total = normals(range(13)).sum(axis=0) > 0
    shares = total.reshape(-1, REPLICATES).mean(axis=0)
    assert shares.std(ddof=1) / np.sqrt(REPLICATES) < 0.7 * np.sqrt(0.25 / PAGE_DRAWS)
