"""Claim 4's formulas against plain arithmetic, its limits, its rates and budgets by hand, and its back-tests."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import integrate, stats

from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.pause_or_accelerate import evidence, model
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings
from tilt.engine.inputs import Derived, SameAs
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends import effort, restraint

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


def test_a_pause_that_adds_no_time_leaves_a_finite_and_huge_ratio():
    found = effects(drawn(pause_years=0.01, pause_binds=0.01, years_left=50))
    assert np.isfinite(found["harder"]).all()
    assert found["harder"].min() > 3


@settings(max_examples=40, deadline=None)
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
    at |= {"safety_exponent": 0.7, "enrolment_cost": 2e5}
    found = float(model.bought_enrolling().subs({symbol(k): v for k, v in at.items()}))

    def log_pace(enrolled):
        return 0.7 * np.log(1 + 0.8 * enrolled)

    slope = (log_pace(0.5 + 1e-6) - log_pace(0.5 - 1e-6)) / 2e-6
    assert found == pytest.approx(0.6 * 0.5 * slope * (1e6 / 2e5) / 1000, rel=1e-6)


def test_nothing_is_bought_by_enrolling_people_whom_ai_slows():
    slowed = RUN.under({"uplift": (0.7, 0.7)})
    assert np.all(evidence.bought_draws(slowed)["enrolling"] == 0)


# The derivations, again and otherwise.


def test_jeffreys_is_the_posterior_by_integration():
    low, high = restraint.jeffreys(1, 9)

    def density(p):
        return p**0.5 * (1 - p) ** 7.5

    whole = integrate.quad(density, 0, 1)[0]
    assert integrate.quad(density, 0, low)[0] / whole == pytest.approx(0.05, abs=1e-6)
    assert integrate.quad(density, high, 1)[0] / whole == pytest.approx(0.05, abs=1e-6)
    assert restraint.jeffreys(0, 4)[0] == 0
    assert restraint.jeffreys(4, 4)[1] == 1
    with pytest.raises(ValueError, match="5 hits do not fit in 4"):
        restraint.jeffreys(5, 4)


def test_the_rate_is_a_gamma_posterior_of_pauses_by_the_rule():
    rows = table("restraint_attempts")
    ai = rows[(rows["kind"] == "ai") & rows["attempt"].astype(bool) & rows["frontier"].astype(bool)]
    hits = int((ai["enacted"] == "yes").sum())
    assert set(ai["enacted"]) == {"yes", "no"}, "at the frontier nothing is enacted in part"
    derived = derive("restraint.restraint_rate")
    assert isinstance(derived, Derived)
    assert derived.n == len(ai)
    for end, share in ((derived.low, 0.05), (derived.high, 0.95)):
        assert stats.gamma.cdf(end, hits + 0.5, scale=1 / restraint.exposure()) == pytest.approx(share, abs=1e-9)
    assert restraint.exposure() == pytest.approx(2026 + 304 / 365 - (2020 + 148 / 366))


def test_letters_calls_and_promises_are_no_attempts():
    rows = table("restraint_attempts")
    for what in ("letter or call", "policy", "norm", "absence"):
        assert not rows.loc[rows["what"] == what, "attempt"].any()
    counted = {"own stop", "law", "order or rule", "treaty"}
    assert set(rows.loc[rows["attempt"].astype(bool), "what"]) == counted


def test_what_counts_for_length_counts_as_enacted_attempt():
    """One rule for both counts: a case whose length is used was attempted and enacted, at the frontier if on AI."""
    rows = table("restraint_attempts")
    counted = rows[rows["length_counts"].astype(bool)]
    assert counted["attempt"].all()
    assert (counted["enacted"] == "yes").all()
    assert counted.loc[counted["kind"] == "ai", "frontier"].all()
    assert not (counted["grade"] == "unverified").any()
    both = {"fable_block", "italy_chatgpt"}
    assert not rows.set_index("id").loc[list(both), ["frontier", "length_counts"]].to_numpy().any()


def test_the_rates_shown_are_the_rates_computed():
    rates = table("restraint_rates").set_index("id")
    rows = restraint.attempts("before_ai")
    for name, partial in restraint.SCORINGS.items():
        hits = float(restraint.enacted(rows, partial).sum())
        shown = rates.loc[f"before_{name}"]
        assert (shown["hits"], shown["n"]) == (hits, len(rows))
        assert shown["value"] == pytest.approx(hits / len(rows), abs=1e-4)
        assert (shown["low"], shown["high"]) == pytest.approx(restraint.jeffreys(hits, len(rows)), abs=1e-3)
    years, states = restraint.exposure(), restraint.attempts().query("what != 'own stop'")
    for id, hits, n in (
        ("ai_pauses", len(restraint.pauses()), len(restraint.attempts())),
        ("ai_states", len(restraint.pauses(states_only=True)), len(states)),
        ("ai_whole", 0, len(restraint.attempts())),
    ):
        shown = rates.loc[id]
        assert (shown["hits"], shown["n"]) == (hits, n)
        assert (shown["value"], shown["years"]) == pytest.approx((hits / years, years), abs=5e-3)
        assert shown["high"] == pytest.approx(restraint.gamma(hits, years, 0.95), abs=1e-3)


def test_a_typical_pause_is_the_resampled_median_of_the_lengths():
    years = restraint.lengths()
    derived = derive("restraint.pause_years")
    assert isinstance(derived, Derived)
    assert (derived.low, derived.high) == restraint.typical_years()
    draws = np.random.default_rng(1).choice(years, (50_000, len(years)))
    assert np.quantile(np.median(draws, axis=1), [0.05, 0.95]) == pytest.approx([derived.low, derived.high])


def test_treaties_took_years():
    assert np.median(restraint.treaty_years()) == pytest.approx(8.5, abs=0.1)


def test_an_areas_free_share_is_one_less_its_mean_positive_correlation():
    rows = table("benchmark_entanglement")
    areas = effort.area_shares().set_index("area")["free"]
    shown = table("area_entanglement").set_index("area")["free"]
    for area, group in rows.groupby("area"):
        by_hand = 1 - np.mean([max(c, 0.0) for c in group["correlation"]])
        assert areas[area] == pytest.approx(by_hand)
        assert shown[area] == pytest.approx(by_hand, abs=1e-4)


def test_budgets_come_from_rows_that_stand_on_a_text():
    rows = table("effort_budgets").set_index("id")
    used = ["ecosystem", "foundation", "technical_people", "broad_people", "one_race", "pac_goal", "advocacy_share"]
    assert not (rows.loc[used, "grade"] == "unverified").any()
    derived = derive("effort.restraint_budget")
    assert isinstance(derived, Derived)
    assert derived.high == pytest.approx(75e6 + 0.1 * 1e9)


def test_people_come_from_counts_and_the_cost_of_enrolling_from_published_spending():
    for id, low, high in (("safety_people", 600, 2000), ("restraint_people", 125, 500)):
        derived = derive(f"effort.{id}")
        assert isinstance(derived, Derived)
        assert (derived.low, derived.high) == (low, high)
    least, most = effort.enrolment_cost()
    assert least == pytest.approx(5 * 4 * 8 * 220)
    spread = np.log(7000 / 600) / stats.norm.ppf(0.9)
    assert most == pytest.approx(220 * stats.lognorm.mean(spread, scale=600))


def test_growth_lies_between_labour_alone_and_twice_the_fields_own():
    derived = derive("growth.growth")
    assert isinstance(derived, Derived)
    line = stats.linregress(table("safety_field")["year"], np.log(table("safety_field")["technical_people"]))
    assert derived.low == pytest.approx(0.3 * np.log(1.21))
    assert derived.high == pytest.approx(2 * (line.slope + stats.t.ppf(0.95, 3) * line.stderr))


def test_money_is_named_for_what_it_is_of():
    """The non-profit total takes in more than research, and is no sum of which the other total is a part."""
    rows = table("effort_budgets").set_index("id")
    assert "all of it" in str(rows.loc["ecosystem", "label"])
    assert "rival" in str(rows.loc["grants", "note"])


def test_back_tests_look_only_at_the_past():
    acted = restraint.pauses()["acted_year"].to_numpy()
    for row in restraint.predictions().to_dict("records"):
        before = int((acted < row["year"]).sum())
        width = min(row["year"] + 1, book().record.edition.year) - row["year"]
        assert row["before"] == before
        assert row["expected"] == pytest.approx((before + 0.5) / (row["year"] - restraint.start()) * width)
    grown = effort.growth_backtest()
    assert (grown["year"] >= grown["cutoff"]).all()
    fit = effort.growth(2022)
    early = table("safety_field")
    early = early[early["year"] <= 2022]
    assert (fit.slope, fit.height(0)) == pytest.approx(
        tuple(stats.linregress(early["year"], np.log(early["technical_people"])))[:2], rel=1e-9
    )
