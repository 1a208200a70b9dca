"""Choices among forms, and inputs tied to each other, in Python's engine; the browser's is held to it by parity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests import small
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Change, Correlation, SameAs, Scenario
from tilt.engine.latex import latex
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Weights
from tilt.engine.setting import SettingError


def run(changes=None, **more):
    return Run(small.CLAIM, small.record(**more), changes or {})


# Choices


def test_each_option_is_taken_as_often_as_it_weighs():
    places = run().values[2]
    shares = [float(np.mean(places == k)) for k in range(3)]
    assert shares == pytest.approx([0.5, 0.25, 0.25], abs=1 / PAGE_DRAWS)


@pytest.mark.parametrize(("option", "power"), [("ratio", 1), ("square", 2), ("even", 0)])
def test_a_chosen_option_is_that_form_alone(option, power):
    found = run({"form": option})
    safety, capability, _ = found.values
    assert found.effect("ahead") == pytest.approx((safety / capability) ** power)


def test_the_effect_is_a_mixture_by_weight():
    mixed = run()
    pure = [run({"form": option}).verdict("ahead").credence for option in small.OPTIONS]
    assert mixed.verdict("ahead").credence == pytest.approx(np.dot([0.5, 0.25, 0.25], pure), abs=0.02)


def test_moving_a_weight_moves_no_other_input():
    before, after = run(), run({"form": [0.1, 0.1, 0.8]})
    assert np.array_equal(before.values[:2], after.values[:2])


def test_statements_name_the_option_that_weighs_most():
    assert run().verdict("ahead").statement == "safety is ahead as a ratio"
    assert run({"form": {"square": 1}}).verdict("ahead").statement == "safety is ahead as its square"


def test_a_choice_swings_between_its_options_and_never_flips():
    swing = next(s for s in run().swings() if s.id == "form")
    assert swing.options is not None
    low, high = (run({"form": option}).verdict("ahead").credence for option in swing.options)
    assert (swing.at_low, swing.at_high) == (low, high)
    assert low == min(run({"form": o}).verdict("ahead").credence for o in small.OPTIONS)
    assert swing.flip is None


def test_fans_follow_the_choice():
    fan = run({"form": "even"}).fan("along")
    assert np.all(fan == 1)
    assert run({"form": "square"}).fan("along")[2, 0, 2] > run({"form": "ratio"}).fan("along")[2, 0, 2]


def test_a_choice_is_shown_as_a_sum_over_its_options():
    shown = latex(small.forms(), {"safety": "s", "capability": "c", "form": "f"})
    assert shown.count(r"\left[f = ") == 3


# Correlations that hang on a choice

PAIR = ("safety", "capability")
HUNG = Correlation(PAIR, 0.7, "test", when=("form", "square"))


def hung(changes=None, correlations=(HUNG,), **more):
    return Run(small.CLAIM, replace(small.record(), correlations=correlations), changes or {}, 2**14, **more)


def rank(x):
    return stats.spearmanr(*x[:2]).statistic


def test_a_correlation_holds_where_its_option_is_taken_and_nowhere_else():
    x = hung({"form": [0.5, 0.5, 0.0]}).values
    assert rank(x[:, x[2] == 1]) == pytest.approx(0.7, abs=0.03)
    assert rank(x[:, x[2] == 0]) == pytest.approx(0.0, abs=0.03)
    assert np.quantile(x[1], [0.05, 0.95]) == pytest.approx([0.5, 2], rel=0.03)


def test_it_follows_weights_and_what_is_held():
    assert rank(hung({"form": "square"}).values) == pytest.approx(0.7, abs=0.02)
    assert rank(hung({"form": "ratio"}).values) == pytest.approx(0.0, abs=0.02)
    assert np.array_equal(hung(held={"form": 1.0}).values, hung({"form": "square"}).values)


def test_what_always_holds_holds_under_every_option_too():
    always = Correlation(PAIR, -0.5, "test")
    x = hung(correlations=(always,)).values
    assert rank(x) == pytest.approx(-0.5, abs=0.02)
    assert hung().record.mixes("safety") == ()  # the first of a pair keeps its own column
    assert [(c, p) for c, p, _ in hung().record.mixes("capability")] == [("form", 1)]


def test_the_choice_swings_by_what_hangs_on_it():
    """The effect is even in the third option; in the others only the correlation differs with the sign it has."""
    swing = next(s for s in hung().swings() if s.id == "form")
    by_option = {o: hung({"form": o}).verdict("ahead").credence for o in small.OPTIONS}
    assert swing.options is not None
    assert (swing.at_low, swing.at_high) == tuple(by_option[o] for o in swing.options)
    assert by_option["square"] > by_option["ratio"] + 0.02


@pytest.mark.parametrize(
    ("weights", "kind"),
    [
        ([0.5, 0.5], "not numbers"),
        ([0.5, 0.5, 0.5], "not weights"),
        ([1.5, -0.5, 0.0], "not weights"),
        ([0.5, float("nan"), 0.5], "not finite"),
        ("cube", "not numbers"),
        ({"cube": 1}, "not numbers"),
        ([True, 0, 0], "not numbers"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights, kind):
    with pytest.raises(SettingError) as refused:
        run({"form": weights})
    assert refused.value.refusal.kind == kind


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_any_weights_are_met_to_a_draw(raw):
    shares = [v / sum(raw) for v in raw]
    places = run({"form": shares}).values[2]
    for k, share in enumerate(shares):
        assert abs(float(np.mean(places == k)) - share) <= 2 / 256  # 256 points in each of 16 replicates


# Ties


def test_tied_inputs_have_the_same_value_in_every_draw():
    tied = run({"safety": SameAs("capability")})
    assert np.array_equal(tied.values[0], tied.values[1])
    assert np.array_equal(tied.values[1], run().values[1])
    assert tied.verdict("ahead").credence == 0


def test_equal_ranges_are_not_the_same_value():
    alike = run({"safety": small.record().assumptions["capability"].interval, "form": "ratio"})
    assert alike.verdict("ahead").credence == pytest.approx(0.5, abs=0.02)


def test_a_tied_input_moves_with_the_one_it_is_tied_to_and_has_no_swing_of_its_own():
    tied = run({"safety": SameAs("capability"), "form": "ratio"})
    assert {s.id: s.size for s in tied.swings()} == {"capability": 0.0, "form": 0.0}
    held = tied.holding({"capability": 3.0})
    assert np.all(held.values[0] == 3)


def test_a_scenario_may_tie():
    scenario = Scenario("same", "Same", "", {"safety": Change(SameAs("capability"), "alike")})
    assert np.all(Run(small.CLAIM, small.record(), scenario).effect("ahead") == 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"safety": SameAs("form")}, "cannot be the same as"),
        ({"safety": SameAs("safety")}, "cannot be the same as"),
        ({"safety": SameAs("nothing")}, "cannot be the same as"),
        ({"safety": SameAs("capability"), "capability": SameAs("safety")}, "a circle"),
    ],
)
def test_ties_that_cannot_be_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        run(changes)


def test_ties_need_the_same_unit():
    record = small.record()
    days = {**record.assumptions, "safety": replace(record.assumptions["safety"], unit="days")}
    with pytest.raises(ValueError, match="in days on scale log"):
        Run(small.CLAIM, replace(record, assumptions=days), {"safety": SameAs("capability")})


def test_settings_are_equal_by_value():
    assert Interval(1, 2) == Interval(1, 2)
    assert Weights((0.5, 0.5)) == Weights((0.5, 0.5))
    assert run().setting("form") == Weights((0.5, 0.25, 0.25))
