"""Claim 2's formulas against independent evaluation, its limits, and that nothing overflows inside the bounds."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.task_horizons import model as model
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings, numpy_parts

CLAIM = claim("task-horizons")

VALUES = {
    "horizon_today": 1200.0,
    "doubling_months": 4.3,
    "capability_task_minutes": 1500.0,
    "length_ratio": 2.0,
    "safety_spread": 1.4,
    "capability_spread": 1.2,
    "safety_transfer": 0.3,
    "capability_transfer": 0.6,
    "success_slope": 0.55,
    "proxies": 3.0,
    "proxy_overlap": 0.5,
    "proxy_fooled": 0.3,
    "capability_proxy_fooled": 0.2,
    "usable_target": 0.5,
}


def evaluate(expression, **changes):
    return float(expression.subs({symbol(k): v for k, v in (VALUES | changes).items()}))


def test_lead_written_out_by_hand():
    v = VALUES
    tau_s = np.sqrt((v["safety_spread"] * np.sqrt(3) / np.pi) ** 2 + (np.log(2) / v["success_slope"]) ** 2)
    tau_c = np.sqrt((v["capability_spread"] * np.sqrt(3) / np.pi) ** 2 + (np.log(2) / v["success_slope"]) ** 2)
    v_s = 1 - v["proxy_fooled"] ** (1 + (v["proxies"] - 1) * (1 - v["proxy_overlap"]))
    v_c = 1 - v["capability_proxy_fooled"]
    h_s = v["capability_task_minutes"] / v["length_ratio"] / v["safety_transfer"] * (0.5 / (v_s - 0.5)) ** tau_s
    h_c = v["capability_task_minutes"] / v["capability_transfer"] * (0.5 / (v_c - 0.5)) ** tau_c
    assert evaluate(model.lead) == pytest.approx(v["doubling_months"] * np.log2(h_c / h_s), rel=1e-12)


def test_the_horizon_needed_is_where_the_usable_share_meets_the_target():
    lead_years = evaluate(model.log_needed_safety - sp.log(model.horizon_today))
    t = lead_years / np.log(2) * VALUES["doubling_months"] / 12
    assert evaluate(model.usable_safety(sp.Float(t))) == pytest.approx(VALUES["usable_target"], rel=1e-9)


def usable_by_integration(minutes, spread, slope, horizon):
    """Share of lognormal tasks an AI does whose success is logistic in log2(length / horizon)."""

    def integrand(z):
        return stats.norm.pdf(z) / (1 + (minutes * np.exp(spread * z) / horizon) ** (slope / np.log(2)))

    return integrate.quad(integrand, -9, 9, epsabs=1e-10)[0]


def test_the_variance_matched_logistic_is_within_a_stated_error_of_the_integral():
    """The method page states this bound."""
    worst = 0.0
    for spread in (1.0, 1.4, 2.0):
        for slope in (0.4, 0.55, 0.7):
            for ratio in np.geomspace(1e-3, 1e3, 25):
                exact = usable_by_integration(ratio, spread, slope, 1.0)
                tau = np.sqrt((spread * np.sqrt(3) / np.pi) ** 2 + (np.log(2) / slope) ** 2)
                worst = max(worst, abs(exact - 1 / (1 + ratio ** (1 / tau))))
    assert worst < model.APPROXIMATION_ERROR
    assert worst > 0.8 * model.APPROXIMATION_ERROR, "the stated error is needlessly large"


def test_equal_fields_have_no_lead():
    equal = {
        "length_ratio": 1.0,
        "safety_spread": 1.2,
        "safety_transfer": 0.6,
        "proxies": 1.0,
        "proxy_fooled": 0.2,
    }
    assert evaluate(model.lead, **equal) == pytest.approx(0, abs=1e-9)
    now = CLAIM.finding("now").effect
    assert evaluate(now, **equal) == pytest.approx(0, abs=1e-12)


def test_halving_safety_task_length_is_worth_one_doubling():
    longer = evaluate(model.unclipped_lead, length_ratio=2.0)
    assert evaluate(model.unclipped_lead, length_ratio=4.0) - longer == pytest.approx(VALUES["doubling_months"])


def test_perfect_checks_leave_only_the_work():
    assert evaluate(model.safety_validity, proxy_fooled=1e-9) == pytest.approx(1)
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
    lead, _, now = numpy_findings(CLAIM)(*x)
    assert np.abs(lead).max() <= model.LEAD_CAP_MONTHS
    assert np.abs(now).max() <= 1


def test_default_credences_have_small_monte_carlo_error():
    for v in book().run(CLAIM.slug).verdicts:
        assert v.error < 0.01
        deep = next(d for d in book().run(CLAIM.slug, draws=2**18).verdicts if d.finding == v.finding)
        assert abs(v.credence - deep.credence) < 4 * v.error


def test_every_fact_of_the_chapter_is_a_finite_number_or_text():
    for name, value in book().facts(CLAIM.slug).items():
        assert isinstance(value, str) or np.isfinite(value), name
