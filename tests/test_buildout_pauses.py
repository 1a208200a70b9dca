"""Claim 3's formulas against independent evaluation, its limits, its derivations by hand and its back-tests."""

import datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tests.parity import Case, in_node
from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.buildout_pauses import model as model
from tilt.claims.buildout_pauses.facts import causes, evaluated
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings
from tilt.engine.inputs import Derived, SameAs
from tilt.engine.scale import Interval
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends import index_plateaus, owed_to_scale, plateau_lengths, plateau_use, record_compute, small_samples
from tilt.trends.line import DAYS_PER_MONTH

CLAIM = claim("buildout-pauses")

VALUES = {
    "plateau_months": 20.0,
    "unpaused_months": 6.0,
    "loss_reading": 0,
    "plateau_pace": 0.7,
    "scale_share": 0.6,
    "uplift": 1.8,
    "safety_enrolled": 0.6,
    "capability_enrolled": 0.8,
    "safety_lag": 3.0,
    "adoption_months": 8.0,
    "labour_exponent": 0.4,
    "returns_edge": 1.5,
}
INDEX, SHARE = 0, 1
"""Places of the two readings of the loss."""


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
    safety = mean_uplift(v["safety_lag"], v["safety_enrolled"]) ** (0.4 * 1.5)
    unpaused = mean_uplift(0.0, v["capability_enrolled"]) ** 0.4
    for reading, loss in ((INDEX, 1 - 0.7), (SHARE, 0.6)):
        capability = unpaused * (1 - loss * (1 - 6 / 20))
        assert evaluate(model.differential, loss_reading=reading) == pytest.approx(safety / capability, rel=1e-9)


def test_the_lever_written_out_by_hand():
    v = VALUES
    now, then = (mean_uplift(v["safety_lag"], enrolled) ** 0.6 for enrolled in (v["safety_enrolled"], 0.9))
    assert evaluate(model.lever) == pytest.approx(then / now, rel=1e-9)
    assert evaluate(model.lever, safety_enrolled=0.95) == 1, "nobody is sent away"


def test_returns_never_exceed_proportion():
    assert evaluate(model.safety_exponent, labour_exponent=0.8, returns_edge=2.0) == 1


def test_the_pause_written_out_by_hand():
    assert evaluate(model.pause_equivalent) == pytest.approx(12 * 0.7 * 0.3)
    assert evaluate(model.pause_equivalent, loss_reading=SHARE) == pytest.approx(12 * 0.7 * 0.6)
    assert evaluate(model.window) == pytest.approx(20 - 3 - 2 * 8)


def test_no_wait_no_pause():
    """Steps that come as soon as they could leave capabilities their pace, whatever hangs on scale."""
    for months in (4.0, 6.0):
        assert evaluate(model.pause_share, plateau_months=months) == 0
        assert evaluate(model.pause_equivalent, plateau_months=months, plateau_pace=0.1) == 0
    paused = evaluate(model.capability_pace, plateau_pace=1.0)
    assert paused == pytest.approx(evaluate(model.unpaused_pace))


NO_PAUSE = {"plateau_pace": 1.0, "scale_share": 0.0}
"""Nothing is lost in a plateau, by either reading."""

NULLS = {
    "pause": (NO_PAUSE, 0.0),
    "differential": (NO_PAUSE | {"safety_lag": 0.0}, 1.0),
    "window": ({"plateau_months": 25.0, "safety_lag": 5.0, "adoption_months": 10.0}, 0.0),
    "lever": ({"uplift": 1.0}, 1.0),
}
"""For each finding its cause taken away, and what its effect then is in every draw."""


@pytest.mark.parametrize("id", NULLS)
def test_without_its_cause_a_finding_is_exactly_nothing_and_does_not_hold(id):
    held, exact = NULLS[id]
    run = book().run(CLAIM.slug, {"safety_enrolled": SameAs("capability_enrolled")}).holding(held)
    assert run.effect(id) == pytest.approx(exact, rel=1e-12, abs=1e-12)
    assert exact <= CLAIM.finding(id).threshold
    assert run.verdict(id).credence < 1e-3, "a draw may be over by its last bit: the engine’s guard takes that away"


@pytest.mark.original
def test_the_reply_leaves_nothing_but_a_few_days_of_lag():
    """No pause and the same enrolment: the lag, which has no nought on its scale, is all that is left."""
    run = book().run(CLAIM.slug, book().record.scenarios["no-difference"])
    assert np.all(run.effect("pause") == 0)
    assert run.effect("differential") == pytest.approx(1, abs=0.02)
    assert run.verdict("differential").credence < 0.1, "where AI slows people down, the last to have it gain"


def test_the_lever_moves_nobody_where_nine_in_ten_are_enrolled():
    run = book().run(CLAIM.slug).holding({"safety_enrolled": 0.9})
    assert run.effect("lever") == pytest.approx(1, rel=1e-12)
    assert run.verdict("lever").credence == 0


def test_without_its_cause_a_finding_does_not_hold_in_the_browser_either(tmp_path):
    """The lag has no nought on its scale, so that the differential is asked with its shortest and uplift taken away."""
    certain = {"plateau_pace": 1.0, "scale_share": 0.0, "uplift": 1.0}
    case = Case({id: Interval(v, v) for id, v in certain.items()}, 512, sensitive=False)
    (said,) = in_node(CLAIM, book().record, [case], tmp_path)
    found = dict(zip([f.id for f in CLAIM.findings], said["verdicts"], strict=True))
    for id in ("pause", "differential", "lever"):
        assert found[id]["credence"] == 0, id
        assert found[id]["quantiles"] == pytest.approx([NULLS[id][1]] * 5, rel=1e-12, abs=1e-12), id


def test_nobody_enrolled_means_no_uplift():
    assert evaluate(model.safety_uplift, safety_enrolled=1e-15) == pytest.approx(1)
    assert evaluate(model.safety_uplift, safety_lag=25.0) == 1, "a model that comes after the plateau helps nobody"
    assert evaluate(model.safety_uplift, uplift=1.0) == 1


def test_use_at_once_gives_the_whole_uplift():
    quick = evaluate(model.capability_uplift, adoption_months=1e-6)
    assert quick == pytest.approx(1 + 0.8 * 0.8, rel=1e-6)


def test_the_loss_is_cut_at_its_limits():
    assert evaluate(model.scale_loss, loss_reading=SHARE, scale_share=3.0) == model.LOSS_LIMITS[1]
    assert evaluate(model.scale_loss, plateau_pace=3.0) == model.LOSS_LIMITS[0]


@pytest.mark.original
def test_each_reading_is_a_verdict_of_its_own_and_the_headline_lies_between():
    run = book().run(CLAIM.slug)
    by_index, by_share = (run.under({"loss_reading": name}).verdict("pause").credence for name in ("index", "share"))
    assert by_index < run.verdict("pause").credence < by_share


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
    assert found[0].min() >= 12 * model.LOSS_LIMITS[0]
    assert found[0].max() <= 12
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


def test_the_open_gap_closes_with_the_chance_of_its_hazard():
    """Against samples of both parameters by their weights: lengths beyond what has passed, counted up to a date."""
    date = datetime.date(2027, 6, 30)
    rng = np.random.default_rng(5)
    found = []
    for reading, weight in zip(record_compute.READINGS, plateau_lengths.posteriors(), strict=True):
        last = record_compute.gaps(reading)[-1]
        picked = rng.choice(weight.size, 40_000, p=weight.ravel())
        centre, spread = np.unravel_index(picked, weight.shape)
        law = stats.norm(plateau_lengths.LOG_CENTRES[centre], np.exp(plateau_lengths.LOG_SPREADS[spread]))
        until = np.log((date - last.began).days / DAYS_PER_MONTH)
        found.append(np.mean(1 - law.sf(until) / law.sf(np.log(last.months))))
    assert plateau_lengths.closes_by(date) == pytest.approx(np.mean(found), abs=0.01)
    assert plateau_lengths.closes_by(record_compute.DATA_UNTIL) == pytest.approx(0, abs=0.01)


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
    found = np.asarray(curves["time_constant_months"])
    middle = np.median(found)
    assert found.min() < derived.low < middle < derived.high


def test_resampled_medians_are_the_binomial_quantiles_of_the_sample():
    """Of five values the median of a resample is at most the k-th with the chance that three fall there."""
    values = [1.0, 2.0, 4.0, 8.0, 16.0]
    found = small_samples.medians(values)
    for k, value in enumerate(values, start=1):
        exact = stats.binom.sf(2, 5, k / 5)
        assert np.mean(found <= value * 1.001) == pytest.approx(exact, abs=0.02)


def test_kinds_count_alike_however_many_figures_they_have():
    found = small_samples.means_of_kinds({"many": [2.0] * 9, "one": [8.0]})
    assert np.median(found) == pytest.approx(4.0)
    assert {round(v, 6) for v in np.unique(found)} == {2.0, 4.0, 8.0}
    low, middle, high = small_samples.widened(found, 2.0)
    assert (low, middle, high) == pytest.approx((1.0, 4.0, 16.0))


def test_derived_ends_are_those_of_their_sentences():
    for name, factor in (("adoption.adoption_months", 1.5), ("cycles.unpaused_months", 1.25), ("uplift.uplift", 1.25)):
        derived = derive(name)
        assert isinstance(derived, Derived)
        assert "by judgement" in derived.how
        assert derived.low * factor < derived.high / factor


def test_losses_in_flat_spells_are_those_beside_the_slider():
    stated = table("scale_shares").set_index("id")["share"]
    found = index_plateaus.capability_in_spells().set_index("id")["loss"]
    for id, loss in found.items():
        assert stated[str(id)] == pytest.approx(loss, abs=1e-3)


def test_flat_spells_by_hand():
    """From Gemini Ultra to Grok 3, from GPT-4’s score to o1’s; from Grok 4 to Astra, from o3-pro’s to Fable 5.1’s."""
    spells = index_plateaus.capability_in_spells().set_index("id")
    ends = {
        "flat_2024": (datetime.date(2023, 12, 7), datetime.date(2025, 2, 17), 142.97 - 126.17),
        "flat_2026": (datetime.date(2025, 7, 10), datetime.date(2026, 9, 3), 164.82 - 148.23),
    }
    for id, (start, end, points) in ends.items():
        years = (end - start).days / 365.25
        assert spells.loc[id, "rate"] == pytest.approx(points / years, rel=3e-3)
        assert spells.loc[id, "points"] == pytest.approx(points)


def test_the_time_outside_by_hand():
    outside = (datetime.date(2025, 7, 10) - datetime.date(2025, 2, 17)).days
    after = (datetime.date(2026, 10, 5) - datetime.date(2026, 9, 3)).days
    gained, later = 148.23 - 142.97, 167.35 - 164.82
    _, _, whole = index_plateaus.rates()
    _, _, without = index_plateaus.rates(after_last=False)
    assert whole == pytest.approx((gained + later) / (outside + after) * 365.25, rel=1e-9)
    assert without == pytest.approx(gained / outside * 365.25, rel=1e-9)


def test_scores_of_two_fits_meet_only_where_convention_holds_them():
    scores = index_plateaus.scores()
    joined = scores.loc[scores["id"] == index_plateaus.JOINED_AT].iloc[0]
    assert (joined["score"], joined["fixed"]) == (150.0, True)
    assert (scores["released"].iloc[scores["vintage"].eq("2026-10").argmax() :] > joined["released"]).all()
    assert scores["vintage"].is_monotonic_increasing
    assert index_plateaus.last_record_lead() == pytest.approx(166.51 - 164.82)


def test_the_index_interval_holds_every_way_to_count():
    derived = derive("index_plateaus.plateau_pace")
    assert isinstance(derived, Derived)
    spells = index_plateaus.capability_in_spells().set_index("id")["rate"]
    for reference in (index_plateaus.rates()[2], index_plateaus.rates(after_last=False)[2]):
        for id in ("flat_2024", "flat_2026", "flat_recent", "flat_all"):
            assert derived.low < spells[id] / reference < derived.high
    without_error = index_plateaus.rates()[0] / index_plateaus.rates()[2]
    assert np.median(index_plateaus.resampled()) == pytest.approx(without_error, abs=0.05)


def test_scores_move_as_far_as_between_fits_twice_over():
    moved = table("index_refits")
    single = np.sqrt(np.mean((moved["later"] - moved["earlier"]) ** 2) / 2)
    assert index_plateaus.score_error() == pytest.approx(2 * single)
    both = moved.merge(table("capability_index"), on="model")
    assert (both["later"] == both["score"])[both["later_vintage"] == both["vintage"]].all()


def test_shares_owed_to_scale_are_those_in_the_table():
    stated = table("scale_shares").set_index("id")
    middle, most, least = (owed_to_scale.from_halving(m) for m in (8.0, 14.0, 5.0))
    assert (least, middle, most) == pytest.approx(tuple(stated.loc["ho_rates", ["low", "share", "high"]]), abs=1e-3)
    direct = owed_to_scale.from_algorithms(owed_to_scale.ALGORITHMS_LOG_YEAR[0])
    assert stated.loc["whitfill_proportional", "low"] == pytest.approx(direct, abs=1e-3)
    assert owed_to_scale.share_of_scale(1.0, 1.0) == 0.5


def test_equally_likely_readings_pool_to_the_mixture_of_uniforms():
    ranges = [(0.0, 1.0), (0.5, 1.0)]
    assert owed_to_scale.pooled(ranges, 0.25) == pytest.approx(0.5, abs=1e-3)
    assert owed_to_scale.pooled(ranges, 1.0) == pytest.approx(1.0)
    derived = derive("owed_to_scale.scale_share")
    assert isinstance(derived, Derived)
    assert derived.low == pytest.approx(owed_to_scale.pooled(owed_to_scale.readings(), 0.05) / 2)


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
    assert facts["by_pause"] > 1 > facts["by_lag"]
    assert np.exp(causes(book().run(CLAIM.slug))["returns to labour"]) == 1
    for name, value in facts.items():
        assert isinstance(value, str) or np.isfinite(value), name
