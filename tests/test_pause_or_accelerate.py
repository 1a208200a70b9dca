"""Claim 4's formulas against plain arithmetic, their null tests and limits, and what is said beside the credences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import stats

from tests.parity import Case, in_node
from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.pause_or_accelerate import evidence, model
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings
from tilt.engine.inputs import SameAs
from tilt.engine.scale import Interval

CLAIM = claim("pause-or-accelerate")

INPUTS = range(len(CLAIM.inputs))
CORNERS = [["low" if corner >> k & 1 else "high" for k in INPUTS] for corner in range(2 ** len(INPUTS))]

RUN = book().run("pause-or-accelerate")


def drawn(**fixed):
    record = book().record
    x = dict(zip(CLAIM.inputs, record.values(CLAIM.inputs, record.settings({}), 1024), strict=True))
    return x | {id: np.broadcast_to(np.asarray(value, dtype=float), 1024) for id, value in fixed.items()}


def effects(x):
    found = numpy_findings(CLAIM)(*[x[id] for id in CLAIM.inputs])
    return {f.id: np.broadcast_to(e, 1024) for f, e in zip(CLAIM.findings, found, strict=True)}


def pausing(x):
    """Elasticity of safety progress to effort for restraint, as argument and chapter write it, in exact digits."""
    none = np.exp(-x["restraint_rate"] * x["years_left"])
    shock = np.minimum(x["shock"], model.SHOCK_LIMIT)  # a log scale has a tail beyond certainty
    ready = (1 - (1 - shock) ** x["years_left"]) * x["pause_after_shock"] * (1 - 1 / np.maximum(x["prepared"], 1))
    longer = np.expm1(x["growth"] * x["pause_binds"] * x["pause_years"])
    won = np.log1p(longer / -np.expm1(-x["growth"] * x["years_left"]))
    return x["contest_response"] * ((1 - none) * none + ready) * won


def by_hand(x):
    """Orders of magnitude by which accelerating gains over pausing, by finding."""
    ratio = x["returns"] * x["not_entangled"] * x["kept"] / pausing(x)
    per_dollar = ratio * x["restraint_budget"] / x["safety_budget"]
    per_person = ratio * x["restraint_people"] / x["safety_people"]
    found = {"better-buy": per_dollar, "better-use": per_person, "much-harder": ratio, "harder": ratio}
    return {id: np.log10(value) for id, value in found.items()}


def test_findings_written_out_by_hand():
    x = drawn()
    found, expected = effects(x), by_hand(x)
    assert list(found) == ["better-buy", "better-use", "much-harder", "harder"]
    for id, effect in found.items():
        assert effect == pytest.approx(expected[id], abs=1e-9)
    assert [f.threshold for f in CLAIM.findings] == [0.0, 0.0, 1.0, 0.0]


def test_gains_are_slopes_of_log_progress_in_log_effort():
    """The formula against a difference quotient of the model it stands for, in the first draw."""
    v = {id: values[0] for id, values in drawn().items()}
    step = 1e-5
    chance = 1 - np.exp(-v["restraint_rate"] * v["years_left"])
    met = (1 - (1 - v["shock"]) ** v["years_left"]) * v["pause_after_shock"]
    longer = v["years_left"] + v["pause_binds"] * v["pause_years"]
    won = np.log(np.expm1(v["growth"] * longer) / np.expm1(v["growth"] * v["years_left"]))

    def progress(safety, effort):
        odds = chance / (1 - chance) * effort ** v["contest_response"]
        planned = met * (1 - 1 / max(v["prepared"], 1)) * effort ** v["contest_response"]
        work = v["returns"] * v["not_entangled"] * v["kept"] * np.log(safety)
        return work + (odds / (1 + odds) + planned) * won

    accelerating = (progress(1 + step, 1) - progress(1 - step, 1)) / (2 * step)
    restraining = (progress(1, 1 + step) - progress(1, 1 - step)) / (2 * step)
    assert effects(drawn())["harder"][0] == pytest.approx(np.log10(accelerating / restraining), abs=1e-6)


# Null tests: with the cause taken away, the effect is on the threshold in every draw.


def on_threshold(effect, threshold):
    """Within the engine's guard against rounding, under which a finding does not hold."""
    return np.abs(effect - threshold) <= 1e-9 * max(1.0, abs(threshold))


@pytest.mark.parametrize("times", [1.0, 10.0])
def test_null_no_difference_in_gain_and_effort(times):
    """Accelerating gains as much as pausing does, or ten times, and both sides have the same money and people."""
    x = drawn()
    x |= {"returns": times * pausing(x) / (x["not_entangled"] * x["kept"])}
    x |= {"restraint_budget": x["safety_budget"], "restraint_people": x["safety_people"]}
    found = effects(x)
    if times == 1:
        assert all(on_threshold(found[id], 0).all() for id in ("better-buy", "better-use", "harder"))
    else:
        assert on_threshold(found["much-harder"], 1).all()


@pytest.mark.parametrize(("response", "null"), [(1.0, ("better-buy", "better-use", "harder")), (0.1, ("much-harder",))])
def test_null_in_both_engines(response, null, tmp_path):
    """Every input known, equal gains and equal fields; or a tenth of the gain, where ten times is asked."""
    at = {"restraint_rate": 0.2, "contest_response": 1.0, "shock": 0.1, "pause_after_shock": 0.2, "prepared": 1.0}
    at |= {"pause_years": 5.0, "pause_binds": 0.5, "years_left": 5.0, "growth": 0.3}
    at |= {"safety_budget": 1e8, "restraint_budget": 1e8, "safety_people": 500.0, "restraint_people": 500.0}
    at |= {"not_entangled": 0.8, "kept": 0.8}
    at |= {"returns": float(pausing(at)) / 0.64, "contest_response": response}
    assert set(at) == set(CLAIM.inputs)
    known = {id: Interval(value, value) for id, value in at.items()}
    (theirs,) = in_node(CLAIM, book().record, [Case(known, 512, sensitive=False)], tmp_path)
    for ours, other in zip(RUN.under(known).verdicts, theirs["verdicts"], strict=True):
        if ours.finding in null:
            assert on_threshold(np.array(ours.quantiles), ours.threshold).all()
            assert on_threshold(np.array(other["quantiles"]), ours.threshold).all()


def test_null_fields_of_the_same_size_make_a_dollar_and_a_person_an_equal_share():
    changes = {"restraint_budget": SameAs("safety_budget"), "restraint_people": SameAs("safety_people")}
    run = RUN.under(changes)
    for id in ("better-buy", "better-use"):
        assert run.effect(id) == pytest.approx(run.effect("harder"), abs=1e-12)
        assert run.verdict(id).credence == pytest.approx(run.verdict("harder").credence, abs=1e-9)


def test_null_a_plan_that_changes_nothing_adds_nothing():
    x = drawn(prepared=1.0)
    odds = x["restraint_rate"] * x["years_left"]
    chance_alone = x["contest_response"] * np.exp(-odds) * (1 - np.exp(-odds))
    assert RUN.holding({"prepared": 1.0}).evaluate(model.chance_moved())[:1024] == pytest.approx(chance_alone)


# Limits


def test_without_growth_a_pause_adds_its_share_of_the_time():
    run = RUN.holding({"growth": 1e-9})
    binds, years, left = (run.evaluate(id) for id in ("pause_binds", "pause_years", "years_left"))
    assert run.evaluate(model.time_won()) == pytest.approx(np.log1p(binds * years / left), rel=1e-6)


def test_the_chance_is_hardest_to_move_at_both_ends():
    middle, low, high = (effects(drawn(restraint_rate=r, prepared=1.0))["harder"] for r in (0.2, 0.001, 5.0))
    assert np.all(low > middle)
    assert np.median(high) > np.median(middle)


def test_a_plan_makes_pausing_a_better_buy_and_growth_too():
    for id, low, high in (("prepared", 1.0, 10.0), ("shock", 0.02, 0.3), ("growth", 0.01, 0.5)):
        assert np.all(effects(drawn(**{id: low}))["better-buy"] >= effects(drawn(**{id: high}))["better-buy"])


@pytest.mark.original
def test_a_pause_that_adds_no_time_leaves_a_finite_and_huge_ratio():
    found = effects(drawn(pause_years=0.01, pause_binds=0.01, years_left=50))
    assert np.isfinite(found["harder"]).all()
    assert found["harder"].min() > 3


@settings(max_examples=40)
@given(scenarios(book().record, CLAIM.inputs))
def test_nothing_is_undefined_inside_the_bounds(changes):
    run = RUN.under(changes)
    assert np.isfinite(run.effects).all()
    assert np.isfinite(list(run.splits.values())).all()
    for fan in CLAIM.fans:
        assert np.isfinite(run.fan(fan.id)).all()


def test_no_corner_of_all_bounds_is_undefined():
    bounds = [book().record.assumptions[id].bounds for id in CLAIM.inputs]
    corners = np.array([[getattr(b, end) for b, end in zip(bounds, ends, strict=True)] for ends in CORNERS])
    for effect in numpy_findings(CLAIM)(*corners.T):
        assert np.isfinite(effect).all()


def test_fans_move_only_their_lever():
    x = drawn(restraint_budget=5e7, restraint_rate=0.2, growth=0.3)
    values = [x[id] for id in CLAIM.inputs]
    for k, at in enumerate((5e7, 0.3, 0.2)):
        per_effort, per_dollar = numpy_fan(CLAIM, k)(*values, at)
        assert np.log10(per_effort) == pytest.approx(effects(x)["harder"], abs=1e-9)
        assert np.log10(per_dollar) == pytest.approx(effects(x)["better-buy"], abs=1e-9)


def test_likely_pauses_are_weak_and_short():
    pairs = {frozenset(c.between): c.rank for c in book().record.correlations}
    for other in ("pause_years", "pause_binds"):
        assert pairs[frozenset(("restraint_rate", other))] == -0.5
        found = stats.spearmanr(RUN.evaluate("restraint_rate"), RUN.evaluate(other)).statistic
        assert found == pytest.approx(-0.5, abs=0.02)


# What is said beside the credences


def test_expected_gains_by_hand():
    x = dict(zip(CLAIM.inputs, RUN.values, strict=True))
    accelerating, restraint_gain = x["returns"] * x["not_entangled"] * x["kept"], pausing(x)
    found = evidence.expected_ratios(RUN)
    assert found["effort"] == pytest.approx(accelerating.mean() / restraint_gain.mean())
    per_dollar = (accelerating / x["safety_budget"]).mean() / (restraint_gain / x["restraint_budget"]).mean()
    assert found["dollar"] == pytest.approx(per_dollar)
    per_person = (accelerating / x["safety_people"]).mean() / (restraint_gain / x["restraint_people"]).mean()
    assert found["person"] == pytest.approx(per_person)


def test_what_a_million_buys_by_hand():
    bought = evidence.bought_draws(RUN)
    x = dict(zip(CLAIM.inputs, RUN.values, strict=True))
    gain = x["returns"] * x["not_entangled"] * x["kept"]
    assert bought["accelerating"] == pytest.approx(100 * gain * 1e6 / x["safety_budget"])
    assert bought["restraint"] == pytest.approx(100 * pausing(x) * 1e6 / x["restraint_budget"])
    # The two agree with the headline wherever its effect is not on the threshold.
    assert np.array_equal(bought["accelerating"] > bought["restraint"], RUN.effect("better-buy") > 0)
    assert sum(evidence.best_shares(RUN).values()) == pytest.approx(1)


def test_enrolling_is_the_slope_of_the_log_of_claim_threes_pace():
    at = {"not_entangled": 0.6, "kept": 0.5, "safety_people": 1000.0, "uplift": 1.8, "safety_enrolled": 0.5}
    at |= {"labour_exponent": 0.7, "returns_edge": 1.0, "enrolment_cost": 2e5}
    found = float(model.bought_enrolling().subs({symbol(k): v for k, v in at.items()}))

    def log_pace(enrolled):
        return 0.7 * np.log(1 + 0.8 * enrolled)

    slope = (log_pace(0.5 + 1e-6) - log_pace(0.5 - 1e-6)) / 2e-6
    assert found == pytest.approx(0.6 * 0.5 * slope * (1e6 / 2e5) / 1000, rel=1e-6)


def test_nothing_is_bought_by_enrolling_people_whom_ai_slows():
    slowed = RUN.under({"uplift": (0.7, 0.7)})
    assert np.all(evidence.bought_draws(slowed)["enrolling"] == 0)
