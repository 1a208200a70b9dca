"""Claim 2's formulas against independent evaluation, its limits, and that nothing overflows inside the bounds."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tests.parity import Case, in_node
from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.task_horizons import model as model
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings, numpy_parts
from tilt.engine.inputs import SameAs, Stated
from tilt.engine.scale import Interval, Weights

CLAIM = claim("task-horizons")

VALUES = {
    "horizon_today": 1200.0,
    "trend": 0.0,
    "doubling_months": 4.3,
    "recent_doubling_months": 3.4,
    "slowdown_years": 2.5,
    "capability_task_minutes": 1500.0,
    "length_ratio": 2.0,
    "safety_spread": 1.4,
    "capability_spread": 1.2,
    "safety_transfer": 0.3,
    "capability_transfer": 0.6,
    "success_slope": 0.55,
    "proxies": 3.0,
    "proxy_overlap": 0.5,
    "gamed_where": 0.0,
    "gamed_common": 0.3,
    "gamed_rare": 0.2,
    "usable_target": 0.5,
    "like_for_like": 0.0,
}


CHOICES = ("trend", "gamed_where", "like_for_like")


def evaluate(expression, **changes):
    values = {k: int(v) if k in CHOICES else v for k, v in (VALUES | changes).items()}
    return float(expression.subs({symbol(k): v for k, v in values.items()}))


def needed_by_hand(v):
    """Horizons at which safety and capabilities reach half, in plain arithmetic."""
    tau_s = np.sqrt((v["safety_spread"] * np.sqrt(3) / np.pi) ** 2 + (np.log(2) / v["success_slope"]) ** 2)
    tau_c = np.sqrt((v["capability_spread"] * np.sqrt(3) / np.pi) ** 2 + (np.log(2) / v["success_slope"]) ** 2)
    p_s, p_c = (v["gamed_common"], v["gamed_rare"])[:: 1 if v["gamed_where"] == 0 else -1]
    v_s = 1 - p_s ** (1 + (v["proxies"] - 1) * (1 - v["proxy_overlap"]))
    v_c = 1 - p_c
    h_s = v["capability_task_minutes"] / v["length_ratio"] / v["safety_transfer"] * (0.5 / (v_s - 0.5)) ** tau_s
    h_c = v["capability_task_minutes"] / v["capability_transfer"] * (0.5 / (v_c - 0.5)) ** tau_c
    return h_s, h_c


@pytest.mark.parametrize("where", [0.0, 1.0])
@pytest.mark.parametrize(("trend", "months"), [(0.0, 4.3), (1.0, 3.4)])
def test_lead_written_out_by_hand(where, trend, months):
    h_s, h_c = needed_by_hand(VALUES | {"gamed_where": where})
    found = evaluate(model.lead, gamed_where=where, trend=trend)
    assert found == pytest.approx(months * np.log2(h_c / h_s), rel=1e-12)


def test_a_slowing_trend_stretches_what_lies_ahead_and_nothing_else():
    """Growth falls as 1/(1 + t/h); its integral is h ln(1 + t/h), and the past went at today's pace."""
    h_s, h_c = needed_by_hand(VALUES)
    h, pace = VALUES["slowdown_years"], VALUES["doubling_months"] / 12

    def reached(minutes):
        grown = pace * np.log2(minutes / VALUES["horizon_today"])
        return h * (np.exp(grown / h) - 1) if grown > 0 else grown

    assert evaluate(model.lead, trend=2.0) == pytest.approx(12 * (reached(h_c) - reached(h_s)), rel=1e-12)
    for t in (-2.0, 0.0, 3.0):
        rate = integrate.quad(lambda s: 1 / (1 + max(s, 0) / h), 0, t)[0]
        assert evaluate(model.growth(sp.Float(t)), trend=2.0) == pytest.approx(rate, abs=1e-12)


@pytest.mark.parametrize("trend", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("t", [-2.0, 0.0, 0.4, 7.0])
def test_time_elapsed_undoes_growth(trend, t):
    grown = evaluate(model.growth(sp.Float(t)), trend=trend)
    assert evaluate(model.elapsed(sp.Float(grown)), trend=trend) == pytest.approx(t, abs=1e-12)


@pytest.mark.parametrize("trend", [0.0, 1.0, 2.0])
def test_the_horizon_needed_is_where_the_usable_share_meets_the_target(trend):
    t = evaluate(model.reached(model.log_needed_safety), trend=trend)
    assert evaluate(model.usable_safety(sp.Float(t)), trend=trend) == pytest.approx(VALUES["usable_target"], rel=1e-9)


def usable_by_integration(minutes, spread, slope, horizon):
    """Share of lognormal tasks an AI does whose success is logistic in log2(length / horizon)."""

    def integrand(z):
        return stats.norm.pdf(z) / (1 + (minutes * np.exp(spread * z) / horizon) ** (slope / np.log(2)))

    return integrate.quad(integrand, -9, 9, epsabs=1e-10)[0]


def test_the_variance_matched_logistic_is_within_a_stated_error_of_the_integral():
    """The method page states this bound."""
    worst = 0.0
    for spread in (0.5, 1.0, 1.4, 2.1):
        for slope in (0.45, 0.55, 0.71):
            for ratio in np.geomspace(1e-3, 1e3, 25):
                exact = usable_by_integration(ratio, spread, slope, 1.0)
                tau = np.sqrt((spread * np.sqrt(3) / np.pi) ** 2 + (np.log(2) / slope) ** 2)
                worst = max(worst, abs(exact - 1 / (1 + ratio ** (1 / tau))))
    assert worst < model.APPROXIMATION_ERROR
    assert worst > 0.8 * model.APPROXIMATION_ERROR, "the stated error is needlessly large"


# Whether who is first hangs on how fast the horizon grows


def test_who_is_first_does_not_hang_on_the_trend():
    """Every trend only rises, so the field whose work needs the shorter horizon is first under each, in every draw."""
    run = book().run(CLAIM.slug)
    forms = {o: run.under({"trend": o}) for o in run.assumption("trend").options}
    signs = [np.sign(r.effect("lead")) for r in forms.values()]
    assert all(np.array_equal(s, signs[0]) for s in signs)
    for finding in ("lead", "now", "checks"):
        assert {r.verdict(finding).credence for r in forms.values()} == {run.verdict(finding).credence}


@pytest.mark.original
def test_how_long_the_lead_is_does_and_so_do_usable_shares():
    run = book().run(CLAIM.slug)
    by_form = {o: run.under({"trend": o}) for o in run.assumption("trend").options}
    useful = {o: r.verdict("useful-lead").credence for o, r in by_form.items()}
    assert useful["faster"] < useful["steady"] < useful["slowing"]
    ahead = {o: float(np.median(r.evaluate(model.usable_safety(sp.Integer(2))))) for o, r in by_form.items()}
    assert ahead["slowing"] < ahead["steady"] < ahead["faster"]
    today = [r.evaluate(model.usable_safety(sp.Integer(0))) for r in by_form.values()]
    assert all(np.array_equal(a, today[0]) for a in today)


@settings(max_examples=60)
@given(st.data())
def test_nor_does_it_anywhere_inside_the_bounds(data):
    record = book().record
    moved = data.draw(scenarios(record, CLAIM.inputs)) | {"like_for_like": Weights((1.0, 0.0))}
    signs = []
    for place in range(3):
        weights = Weights(tuple(float(k == place) for k in range(3)))
        x = record.values(CLAIM.inputs, record.settings(moved | {"trend": weights}), 512)
        signs.append(np.sign(numpy_findings(CLAIM)(*x)[0]))
    assert all(np.array_equal(s, signs[0]) for s in signs)


# Nothing where there is no difference

TIED: dict[str, Stated] = {
    "length_ratio": Interval(1, 1),
    "proxies": Interval(1, 1),
    "safety_spread": SameAs("capability_spread"),
    "safety_transfer": SameAs("capability_transfer"),
    "gamed_rare": SameAs("gamed_common"),
}


@pytest.mark.parametrize("target", [0.3, 0.5, 0.7])
def test_equal_fields_have_no_lead_in_any_draw(target):
    run = book().run(CLAIM.slug, TIED | {"usable_target": target})
    for finding in ("lead", "now", "checks"):
        assert np.all(run.effect(finding) == 0), finding
    assert [v.credence for v in run.verdicts] == [0.0] * 4
    assert set(run.splits.values()) == {0.0}


def test_equal_fields_have_no_lead_in_the_browser(tmp_path):
    """Rounding decides nothing there either: the effects are zeros, not small numbers."""
    record = book().record
    todo = [Case(TIED | {"trend": Weights(w)}, 512, False) for w in ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0))]
    for answer in in_node(CLAIM, record, todo, tmp_path):
        by_id = {v["id"]: v for v in answer["verdicts"]}
        assert {v["credence"] for v in by_id.values()} == {0}
        for finding in ("lead", "now", "checks"):
            assert set(by_id[finding]["quantiles"]) == {0}


ABRUPT = {id: Interval(0.2, 0.2) for id in ("safety_spread", "capability_spread")} | {"success_slope": Interval(2, 2)}
"""Work that comes into reach all at once."""


@pytest.mark.original
@pytest.mark.parametrize("widths", [{}, ABRUPT], ids=["default", "abrupt"])
def test_two_fields_that_never_get_there_come_out_even(widths):
    """Where most results of both are gamed, neither is ever half automated, so neither is first."""
    gamed = {"gamed_common": Interval(0.9, 0.9), "gamed_rare": Interval(0.8, 0.8), "proxies": Interval(1, 1), **widths}
    run = book().run(CLAIM.slug, gamed)
    assert np.all(run.effect("lead") == 0)
    assert run.verdict("lead").credence == run.verdict("useful-lead").credence == 0
    one = run.under({"gamed_rare": Interval(0.1, 0.1), "gamed_where": "visible_scorer"})
    assert np.all(one.effect("lead") == model.LEAD_CAP_MONTHS)


@pytest.mark.original
@pytest.mark.parametrize(
    ("cause", "part"), [("length_ratio", "length"), ("safety_transfer", "transfer"), ("checks", "validity")]
)
def test_a_part_of_the_lead_is_nothing_without_its_cause(cause, part):
    checks = ("proxies", "gamed_rare", "safety_spread")
    taken = {k: TIED[k] for k in (checks if cause == "checks" else (cause,))}
    run = book().run(CLAIM.slug, taken)
    assert run.splits[part] == pytest.approx(0, abs=1e-9)
    assert all(abs(run.splits[other]) > 1e-3 for other in {"length", "transfer", "validity"} - {part})


# Judgements that hang together


def test_like_judgements_are_correlated_where_they_are_tied_and_nowhere_else():
    record = book().record
    pairs = [("safety_spread", "capability_spread"), ("safety_transfer", "capability_transfer"),
             ("gamed_common", "gamed_rare")]  # fmt: skip
    for option, rank in (("tied", 0.7), ("independent", 0.0)):
        set_to = record.settings({"like_for_like": option})
        for pair in pairs:
            x = record.values(pair, set_to, 2**13)
            assert stats.spearmanr(*x).statistic == pytest.approx(rank, abs=0.03), (option, pair)


def test_where_checks_are_gamed_swaps_the_fields_rates():
    one, other = (evaluate(model.proxy_fooled, gamed_where=w) for w in (0.0, 1.0))
    assert (one, other) == (VALUES["gamed_common"], VALUES["gamed_rare"])
    assert evaluate(model.capability_proxy_fooled, gamed_where=1.0) == VALUES["gamed_common"]


def test_halving_safety_task_length_is_worth_one_doubling():
    longer = evaluate(model.unclipped_lead, length_ratio=2.0)
    assert evaluate(model.unclipped_lead, length_ratio=4.0) - longer == pytest.approx(VALUES["doubling_months"])


def test_perfect_checks_leave_only_the_work():
    assert evaluate(model.safety_validity, gamed_common=1e-9) == pytest.approx(1)
    assert evaluate(model.safety_validity, proxies=8.0, proxy_overlap=1 - 1e-12) == pytest.approx(1 - 0.3)
    assert evaluate(model.safety_validity, proxies=2.0, proxy_overlap=1e-12) == pytest.approx(1 - 0.09)


def test_less_than_one_proxy_is_read_as_one():
    assert evaluate(model.safety_validity, proxies=0.3) == evaluate(model.safety_validity, proxies=1.0)


def test_parts_add_up_in_every_draw():
    run = book().run(CLAIM.slug)
    total = np.sum(numpy_parts(CLAIM)(*run.values), axis=0)
    assert total == pytest.approx(run.effects[0], abs=1e-9)
    assert sum(book().run(CLAIM.slug).splits.values()) == pytest.approx(total.mean())


@settings(max_examples=150)
@given(st.data())
def test_nothing_overflows_anywhere_inside_the_bounds(data):
    record = book().record
    moved = data.draw(scenarios(record, CLAIM.inputs))
    x = record.values(CLAIM.inputs, record.settings(moved), 2048)
    assert np.isfinite(x).all()
    with np.errstate(all="raise", under="ignore"):
        found = [*numpy_findings(CLAIM)(*x), *numpy_parts(CLAIM)(*x)]
        for k, fan in enumerate(CLAIM.fans):
            times = fan.times(record.edition.year)
            for t in (times[0], times[-1]):
                found += numpy_fan(CLAIM, k)(*x, t)
    for values in found:
        assert np.isfinite(values).all()
    lead, _, now, checks = numpy_findings(CLAIM)(*x)
    assert np.abs(lead).max() <= model.LEAD_CAP_MONTHS
    assert max(np.abs(now).max(), np.abs(checks).max()) <= 1


def test_default_credences_have_small_monte_carlo_error():
    for v in book().run(CLAIM.slug).verdicts:
        assert v.error < 0.01
        deep = next(d for d in book().run(CLAIM.slug, draws=2**18).verdicts if d.finding == v.finding)
        assert abs(v.credence - deep.credence) < 4 * v.error


def test_every_fact_of_the_chapter_is_a_finite_number_or_text():
    for name, value in book().facts(CLAIM.slug).items():
        assert isinstance(value, str) or np.isfinite(value), name
