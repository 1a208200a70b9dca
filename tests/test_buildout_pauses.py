"""Claim 3's formulas against independent evaluation, its limits, its derivations by hand and its back-tests."""

import datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.buildout_pauses import model as model
from tilt.claims.buildout_pauses.facts import causes, evaluated
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings
from tilt.engine.inputs import Derived
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends import plateau_lengths, plateau_use, record_compute
from tilt.trends.line import DAYS_PER_MONTH

CLAIM = claim("buildout-pauses")

VALUES = {
    "plateau_months": 20.0,
    "unpaused_months": 6.0,
    "scale_loss": 0.3,
    "uplift": 1.8,
    "safety_enrolled": 0.6,
    "capability_enrolled": 0.8,
    "safety_lag": 3.0,
    "adoption_months": 8.0,
    "safety_exponent": 0.7,
    "capability_exponent": 0.4,
}


def evaluate(expression, **changes):
    return float(expression.subs({symbol(k): v for k, v in (VALUES | changes).items()}))


def mean_uplift(lag, enrolled):
    """By integration over the plateau, month by month, as the words have it."""
    v = VALUES

    def uplift_at(month):
        users = enrolled * (1 - np.exp(-(month - lag) / v["adoption_months"])) if month > lag else 0.0
        return 1 + (v["uplift"] - 1) * users

    total, _ = integrate.quad(uplift_at, 0, v["plateau_months"], points=[lag] if lag else None)
    return total / v["plateau_months"]


def test_the_differential_written_out_by_hand():
    v = VALUES
    safety = mean_uplift(v["safety_lag"], v["safety_enrolled"]) ** v["safety_exponent"]
    capability = mean_uplift(0.0, v["capability_enrolled"]) ** v["capability_exponent"] * (1 - 0.3 * (1 - 6 / 20))
    assert evaluate(model.differential) == pytest.approx(safety / capability, rel=1e-9)


def test_the_pause_written_out_by_hand():
    assert evaluate(model.pause_equivalent) == pytest.approx(12 * 0.7 * 0.3)
    assert evaluate(model.window) == pytest.approx(20 - 3 - 2 * 8)


def test_no_wait_no_pause():
    """Steps that come as soon as they could leave capabilities their pace, whatever hangs on scale."""
    for months in (4.0, 6.0):
        assert evaluate(model.pause_share, plateau_months=months) == 0
        assert evaluate(model.pause_equivalent, plateau_months=months, scale_loss=0.9) == 0
    paused = evaluate(model.capability_pace, scale_loss=0.0)
    assert paused == pytest.approx(evaluate(model.unpaused_pace))


def test_equal_fields_without_a_pause_tie():
    alike = {"safety_enrolled": 0.8, "safety_lag": 1e-12, "safety_exponent": 0.4, "scale_loss": 0.0}
    assert evaluate(model.differential, **alike) == pytest.approx(1)


def test_nobody_enrolled_means_no_uplift():
    assert evaluate(model.safety_uplift, safety_enrolled=1e-15) == pytest.approx(1)
    assert evaluate(model.safety_uplift, safety_lag=25.0) == 1, "a model that comes after the plateau helps nobody"
    assert evaluate(model.safety_uplift, uplift=1.0) == 1


def test_use_at_once_gives_the_whole_uplift():
    quick = evaluate(model.capability_uplift, adoption_months=1e-6)
    assert quick == pytest.approx(1 + 0.8 * 0.8, rel=1e-6)


def test_the_loss_is_cut_at_its_limits():
    assert evaluate(model.scale_loss, scale_loss=3.0) == model.LOSS_LIMITS[1]
    assert evaluate(model.scale_loss, scale_loss=-3.0) == model.LOSS_LIMITS[0]


def test_the_causes_multiply_to_the_differential_in_every_draw():
    run = book().run(CLAIM.slug)
    total = sum(evaluated(run)[name] for name in model.CAUSES)
    found = run.effect("differential")
    assert np.exp(total) == pytest.approx(found)
    assert sum(causes(run).values()) == pytest.approx(np.log(found).mean())


def test_the_fans_run_along_their_lever():
    """At the value of an input, the fan is the finding."""
    record = book().record
    x = record.values(CLAIM.inputs, record.settings(), 64)
    for k, id in ((0, "safety_enrolled"), (1, "plateau_months")):
        at = CLAIM.fans[k].times(record.edition.year)[5]
        held = x.copy()
        held[CLAIM.inputs.index(id)] = at
        with_pause, _ = numpy_fan(CLAIM, k)(*x, at)
        assert with_pause == pytest.approx(numpy_findings(CLAIM)(*held)[1])


@settings(max_examples=100)
@given(st.data())
def test_nothing_overflows_anywhere_inside_the_bounds(data):
    record = book().record
    moved = data.draw(scenarios(record, CLAIM.inputs))
    x = record.values(CLAIM.inputs, record.settings(moved), 1024)
    with np.errstate(all="raise", under="ignore"):
        found = list(numpy_findings(CLAIM)(*x))
        for k, fan in enumerate(CLAIM.fans):
            times = fan.times(record.edition.year)
            for at in (times[0], times[-1]):
                found += numpy_fan(CLAIM, k)(*x, at)
    for values in found:
        assert np.isfinite(values).all()
    assert np.abs(found[0]).max() <= 12
    assert found[1].min() > 0


def test_default_credences_have_small_monte_carlo_error():
    for v in book().run(CLAIM.slug).verdicts:
        assert v.error < 0.01


def test_growth_of_record_compute_is_the_published_regression():
    """Same records, same least squares, same 90 % interval."""
    published = table("pace_context").set_index("id").loc["record_growth"]
    fit = record_compute.fit_growth(record_compute.records())
    assert fit.n == 12
    found = record_compute.growth_a_year(fit)
    assert found == pytest.approx((published["low"], published["value"], published["high"]), abs=0.006)


def test_gaps_by_hand():
    months = {r: [g.months for g in record_compute.gaps(r)] for r in record_compute.READINGS}
    between = [(2020, 5, 28), (2021, 9, 3), (2023, 3, 15), (2025, 2, 17), (2026, 9, 28)]
    days = [datetime.date(*d) for d in between]
    assert months["2025"] == pytest.approx([(b - a).days / DAYS_PER_MONTH for a, b in pairwise(days)])
    assert months["2026"][2:] == months["2025"][2:]
    assert months["2026"][0] == pytest.approx((datetime.date(2021, 5, 31) - days[0]).days / DAYS_PER_MONTH)
    assert [g.open for g in record_compute.gaps("2026")] == [False, False, False, True]


def test_the_rug_of_gaps_is_what_the_code_counts():
    stated = table("record_gaps")
    counted = {round(g.months, 2) for r in record_compute.READINGS for g in record_compute.gaps(r)}
    assert set(stated.loc[stated["kind"] != "site", "months"]) == counted


def test_an_unknown_reading_is_told():
    with pytest.raises(ValueError, match="2025"):
        record_compute.records("2024")


def test_the_posterior_of_many_gaps_finds_their_law():
    rng = np.random.default_rng(3)
    months = np.exp(rng.normal(np.log(18), 0.4, 4000))
    seen, hidden = months[months < 25], np.full((months >= 25).sum(), 25.0)
    weight = plateau_lengths.weights(list(seen), list(hidden))
    assert plateau_lengths.quantile(0.5, [weight]) == pytest.approx(18, rel=0.03)
    assert plateau_lengths.quantile(0.95, [weight]) == pytest.approx(18 * np.exp(0.4 * 1.645), rel=0.05)


def test_the_posterior_agrees_with_integration_over_both_parameters():
    closed, still_open = [15.0, 18.0, 23.0], 19.0
    mine = plateau_lengths.chance_shorter(20.0, plateau_lengths.weights(closed, [still_open]))

    # Simpson's rule over a dense grid of the law's centre and of the logarithm of its spread.
    centre = np.linspace(0.0, np.log(200.0), 801)[:, None]
    narrowest, widest = np.log(plateau_lengths.SPREADS)
    log_spread = np.linspace(narrowest, widest, 401)[None, :]
    law = stats.norm(centre, np.exp(log_spread))
    likelihood = np.prod(np.stack([law.pdf(np.log(gap)) for gap in closed]), axis=0) * law.sf(np.log(still_open))

    def whole(values):
        return integrate.simpson(integrate.simpson(values, x=log_spread[0]), x=centre[:, 0])

    below = whole(likelihood * law.cdf(np.log(20.0)))
    assert mine == pytest.approx(below / whole(likelihood), abs=0.003)


def test_an_open_gap_lengthens_the_next():
    without = plateau_lengths.quantile(0.5, [plateau_lengths.weights([15.0, 18.0, 23.0])])
    assert plateau_lengths.quantile(0.5, [plateau_lengths.weights([15.0, 18.0, 23.0], [40.0])]) > without


def test_the_plateau_interval_holds_the_other_choices():
    derived = derive("plateaus.plateau_months")
    assert isinstance(derived, Derived)
    medians = plateau_lengths.alternatives()[["lognormal", "weibull"]].to_numpy()
    assert derived.low < medians.min() < medians.max() < derived.high


def test_maximum_likelihood_without_censoring_is_the_mean_of_logs():
    found = [g for g in record_compute.gaps("2025") if not g.open]
    geometric = np.exp(np.mean([np.log(g.months) for g in found]))
    assert plateau_lengths.maximum_likelihood(found, "lognormal") == pytest.approx(geometric, rel=1e-3)


def test_time_constants_are_those_beside_the_slider():
    curves = table("adoption").dropna(subset=["months"])
    for r in curves.to_dict("records"):
        tau = plateau_use.time_constant(r["share_from"], r["share_to"], r["months"])
        assert r["time_constant_months"] == pytest.approx(tau, abs=0.01)
        reached = 1 - (1 - r["share_from"]) * np.exp(-r["months"] / tau)
        assert reached == pytest.approx(r["share_to"])
    derived = derive("adoption.adoption_months")
    assert isinstance(derived, Derived)
    ends = np.quantile(curves["time_constant_months"], [0.05, 0.95])
    assert (derived.low, derived.high) == pytest.approx(tuple(ends), abs=0.01)


def test_losses_in_flat_spells_are_those_beside_the_slider():
    stated = table("scale_shares").set_index("id")["share"]
    found = plateau_use.capability_in_spells().set_index("id")["loss"]
    for id, loss in found.items():
        assert stated[str(id)] == pytest.approx(loss, abs=1e-3)


def test_a_flat_spell_by_hand():
    """From Gemini Ultra to Grok 3: the index from GPT-4's score to o1's."""
    spell = plateau_use.capability_in_spells().set_index("id").loc["flat_2024"]
    years = (datetime.date(2025, 2, 17) - datetime.date(2023, 12, 6)).days / 365.25
    assert spell["rate"] == pytest.approx((142.97 - 126.17) / years, rel=1e-6)
    assert spell["months"] == pytest.approx(12 * years, rel=1e-6)


def test_build_times_are_a_kaplan_meier_estimate():
    """Against the product of survival factors, written out."""
    sites = table("building_sites")
    sites = sites[sites["started"] >= "2023-01-01"]
    done = (sites["first_status"] == "observed").to_numpy()
    end = sites["first_operation"].where(done, np.datetime64(plateau_use.SITES_UNTIL))
    months = (end - sites["started"]).dt.days.to_numpy() / DAYS_PER_MONTH
    survival = 1.0
    for t in np.unique(months[done]):
        survival *= 1 - ((months == t) & done).sum() / (months >= t).sum()
        if survival <= 0.5:
            break
    assert plateau_use.build_times()["q50"] == pytest.approx(t)


def test_sites_overtake_each_other_far_sooner_than_they_are_built():
    steps = plateau_use.largest_site_gaps()
    assert steps.max() < plateau_use.build_times()["q25"] / 2


def test_the_backtest_only_uses_what_was_out():
    each = record_compute.forecasts()
    everything = record_compute.records()
    for cutoff, group in each.groupby("cutoff"):
        assert (group["released"] >= str(cutoff)).all()
        assert group["fitted"].iloc[0] == (everything["released"] < str(cutoff)).sum()
    pooled = record_compute.summary().iloc[-1]
    assert pooled["in_90%"] == pytest.approx(each["in_90%"].mean())
    assert pooled["error_trend"] < min(pooled["error_flat"], pooled["error_linear"])


def test_gap_forecasts_tell_their_failure():
    """The chapter says that rivals did better; should that change, so must the words."""
    found = plateau_lengths.gap_forecasts()
    closed = found[~found["open"].astype(bool)]
    assert (closed["months"] > closed["median"]).all()
    assert closed["error_trend"].mean() > closed[["error_flat", "error_linear"]].mean().max()
    assert found.loc[found["open"].astype(bool), "error_trend"].isna().all()


def test_the_chapter_says_what_carries_the_differential():
    facts = book().facts(CLAIM.slug)
    assert facts["by_pause"] > facts["by_returns"] > 1 > facts["by_lag"]
    assert facts["recent_differential"] < 50 < facts["equal_returns"]
    assert facts["neither"] < 5
    for name, value in facts.items():
        assert isinstance(value, str) or np.isfinite(value), name
