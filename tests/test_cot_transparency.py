"""Claim 5's formulas against independent evaluation, its limits, its derivations by hand and its back-tests."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.strategies import scenarios
from tilt.book import book
from tilt.claims import claim
from tilt.claims.cot_transparency import model as model
from tilt.engine.claim import symbol
from tilt.engine.compile import numpy_fan, numpy_findings
from tilt.engine.inputs import Derived
from tilt.engine.scale import Z90
from tilt.record.derivations import derive
from tilt.record.evidence import edition, table
from tilt.trends import controllability, monitor_quantiles, silent_horizons
from tilt.trends.line import DAYS_PER_MONTH, day

CLAIM = claim("cot-transparency")

VALUES = {
    "silent_horizon": 12.0,
    "silent_doubling": 8.0,
    "harm_minutes": 60.0,
    "seen_if_needed": 0.95,
    "seen_if_not": 0.3,
    "tries_to_hide": 0.25,
    "control_today": 0.4,
    "control_growth": 1.5,
    "seen_in_actions": 0.5,
    "seen_in_internals": 0.7,
    "internals_generalise": 0.4,
    "monitor_overlap": 0.6,
}


def evaluate(expression, **changes):
    return float(expression.subs({symbol(k): v for k, v in (VALUES | changes).items()}))


def by_hand(t, **changes):
    """Reasoning, base, full and gain written out in plain arithmetic."""
    v = VALUES | changes
    horizon = v["silent_horizon"] * 2 ** (12 * t / v["silent_doubling"])
    needed = 1 / (1 + horizon / v["harm_minutes"])
    odds = v["control_today"] / (1 - v["control_today"]) * np.exp(v["control_growth"] * t)
    control = odds / (1 + odds)
    seen = needed * v["seen_if_needed"]
    seen += (1 - needed) * v["seen_if_not"] * (1 - control * v["tries_to_hide"])

    def union(a, b):
        w = v["monitor_overlap"]
        return w * max(a, b) + (1 - w) * (a + b - a * b)

    base = union(v["seen_in_actions"], v["seen_in_internals"] * v["internals_generalise"])
    full = union(base, seen)
    return seen, base, full, full - base


@pytest.mark.parametrize("t", [-2, 0, 0.5, 2, 5])
def test_detection_written_out_by_hand(t):
    seen, base, full, gain = by_hand(t)
    at = sp.Float(t)
    assert evaluate(model.cot_detection(at)) == pytest.approx(seen, rel=1e-12)
    assert evaluate(model.base_detection()) == pytest.approx(base, rel=1e-12)
    assert evaluate(model.full_detection(at)) == pytest.approx(full, rel=1e-12)
    assert evaluate(model.gain(at)) == pytest.approx(gain, rel=1e-12)
    assert evaluate(model.residual_ratio(at)) == pytest.approx((1 - full) / (1 - base), rel=1e-12)


def test_the_findings_are_the_gain_now_and_later_and_the_comparison():
    now, beats, lasts = (f.effect for f in CLAIM.findings)
    assert evaluate(now) == pytest.approx(by_hand(0)[3])
    assert evaluate(lasts) == pytest.approx(by_hand(2)[3])
    assert evaluate(beats) == pytest.approx(by_hand(0)[0] - 0.7 * 0.4)
    assert [f.threshold for f in CLAIM.findings] == [0.10, 0.0, 0.10]


def test_the_steps_shown_are_the_model_computed():
    values = {symbol(k): v for k, v in VALUES.items()} | {model.years: 1.5}
    for step in CLAIM.steps:
        values[symbol(step.name)] = float(step.expression.subs(values))
    seen, base, full, gain = by_hand(1.5)
    shown = {s.name: values[symbol(s.name)] for s in CLAIM.steps}
    assert shown["seen_in_reasoning"] == pytest.approx(seen)
    assert shown["base_detection"] == pytest.approx(base)
    assert shown["full_detection"] == pytest.approx(full)
    assert shown["gain"] == pytest.approx(gain)


def test_half_of_plans_need_writing_when_the_harm_takes_the_silent_horizon():
    assert evaluate(model.needed_share(model.log_silent(model.TODAY)), harm_minutes=12.0) == pytest.approx(0.5)


def test_thought_that_must_be_written_is_seen_however_well_the_model_hides():
    long = {"harm_minutes": 1e9, "control_today": 0.999, "tries_to_hide": 0.99}
    assert evaluate(model.cot_detection(model.TODAY), **long) == pytest.approx(0.95, abs=1e-6)


def test_silent_thought_is_seen_only_as_far_as_it_is_mentioned_and_not_hidden():
    silent = {"harm_minutes": 1e-9, "control_growth": 100.0}
    assert evaluate(model.cot_detection(sp.Integer(5)), **silent) == pytest.approx(0.3 * (1 - 0.25), abs=1e-6)


def test_overlap_decides_between_the_better_monitor_and_independence():
    a, b = sp.Float(0.5), sp.Float(0.3)
    assert evaluate(model.union(a, b), monitor_overlap=1) == pytest.approx(0.5)
    assert evaluate(model.union(a, b), monitor_overlap=0) == pytest.approx(1 - 0.5 * 0.7)


def test_a_blind_reader_adds_nothing():
    assert evaluate(model.gain(model.TODAY), seen_if_needed=0, seen_if_not=0) == pytest.approx(0)


@settings(max_examples=100)
@given(st.data())
def test_detections_are_shares_and_the_gain_is_never_negative_anywhere_inside_the_bounds(data):
    record = book().record
    moved = data.draw(scenarios(record, CLAIM.inputs))
    x = record.values(CLAIM.inputs, record.settings(moved), 1024)
    with np.errstate(all="raise", under="ignore"):
        now, beats, lasts = numpy_findings(CLAIM)(*x)
        year = record.edition.year
        ends = [(k, t) for k, f in enumerate(CLAIM.fans) for t in (f.times(year)[0], f.times(year)[-1])]
        fans = [numpy_fan(CLAIM, k)(*x, t) for k, t in ends]
    for gain in (now, lasts):
        assert np.isfinite(gain).all()
        assert gain.min() >= -1e-12
        assert gain.max() <= 1
    assert np.abs(beats).max() <= 1
    for series in fans:
        for values in series:
            assert np.all((np.asarray(values) >= -1e-12) & (np.asarray(values) <= 1))


# The derivations, again and otherwise.


def line(x, y):
    """Slope, intercept, residual deviation and a function for the half-width of a prediction, by NumPy's polyfit."""
    slope, intercept = np.polyfit(x, y, 1)
    left = y - intercept - slope * x
    residual = np.sqrt((left**2).sum() / (len(x) - 2))
    t = stats.t.ppf(0.95, len(x) - 2)

    def reach(at):
        return t * residual * np.sqrt(1 + 1 / len(x) + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())

    error = residual / np.sqrt(((x - x.mean()) ** 2).sum())
    return slope, intercept, reach, t * error


def records(without=()):
    rows = table("silent_horizons")
    rows = rows[(rows["grade"] != "unverified") & ~rows["model"].isin(without)]
    rows = rows.sort_values(["released", "minutes"], ascending=[True, False])  # of one day's models the better counts
    kept, best = [], 0.0
    for r in rows.to_dict("records"):
        if r["minutes"] >= best:
            kept.append(r)
            best = r["minutes"]
    return pd.DataFrame(kept)


def test_the_silent_horizon_by_another_route():
    today = day(edition().as_of)
    ends = []
    for without in ((), ("GPT-6 Astra",)):
        rows = records(without)
        x = np.array([day(d) for d in rows["released"]]) - today
        slope, intercept, reach, _ = line(x, np.log2(rows["minutes"].to_numpy()))
        ends += [2 ** (intercept - reach(0)), 2 ** (intercept + reach(0))]
        assert slope > 0
    derived = derive("silent_trend.silent_horizon")
    assert isinstance(derived, Derived)
    assert (derived.low, derived.high) == pytest.approx((min(ends), max(ends)), rel=1e-6)
    assert derived.n == len(records())


def test_the_doubling_time_holds_each_choice_and_the_published_trend():
    every = table("silent_horizons")
    every = every[every["grade"] != "unverified"]
    ends = [table("silent_trends").set_index("id")["doubling_months"]["think_fast"]]
    for rows in (records(), records(("GPT-6 Astra",)), every):
        x = np.array([day(d) for d in rows["released"]]) / DAYS_PER_MONTH
        slope, _, _, reach = line(x - x.mean(), np.log2(rows["minutes"].to_numpy()))
        ends += [1 / (slope + reach), 1 / (slope - reach)]
    derived = derive("silent_trend.silent_doubling")
    assert isinstance(derived, Derived)
    assert (derived.low, derived.high) == pytest.approx((min(ends), max(ends)), rel=1e-6)


def test_unconfirmed_horizons_are_not_fitted():
    models = table("silent_horizons")
    unsure = set(models.loc[models["grade"] == "unverified", "model"])
    assert unsure
    assert not unsure & set(silent_horizons.silent_models(records=False)["model"])


def test_the_correlation_is_what_the_shared_slope_leaves_after_widening():
    """Simulate the fit's errors and the independent widening of both inputs."""
    fit = silent_horizons.fit_silent()
    horizon, doubling = derive("silent_trend.silent_horizon"), derive("silent_trend.silent_doubling")
    assert isinstance(horizon, Derived)
    assert isinstance(doubling, Derived)
    rng = np.random.default_rng(1)
    n = 200_000
    shared = rng.standard_normal(n)
    ahead = day(edition().as_of) - fit.centre
    whole = np.log2(horizon.high / horizon.low) / (2 * Z90)
    today = ahead * fit.slope_error * shared
    today += np.sqrt(whole**2 - (ahead * fit.slope_error) ** 2) * rng.standard_normal(n)
    stated = np.log(doubling.high / doubling.low) / (2 * Z90)
    own = fit.slope_error / fit.slope
    log_doubling = -own * shared + np.sqrt(stated**2 - own**2) * rng.standard_normal(n)
    rank = pd.Series(today).corr(pd.Series(log_doubling), method="spearman")
    (given_rank,) = [c.rank for c in book().record.correlations if "silent_horizon" in c.between]
    assert rank == pytest.approx(given_rank, abs=0.01)


def test_control_today_by_another_route():
    rows = table("controllability")
    short = rows[rows["series"] == "short_traces"]
    share = short["controlled"].to_numpy()
    x = np.array([day(d) for d in short["released"]]) - day(edition().as_of)
    _, intercept, reach, _ = line(x, np.log(share / (1 - share)))
    high = 1 / (1 + np.exp(-(intercept + reach(0))))
    low = 1 / (1 + np.exp(-(intercept - reach(0))))
    long = rows[rows["series"] == "long_traces"].sort_values("released")["controlled"].iloc[-1]
    derived = derive("control_trend.control_today")
    assert isinstance(derived, Derived)
    assert (derived.low, derived.high) == pytest.approx((min(low, long), high), rel=1e-6)


def test_the_growth_of_control_reaches_up_to_the_fitted_slope():
    """The reason beside the assumption says so."""
    stated = book().record.assumptions["control_growth"]
    low, high = controllability.fit_comparable().slope_interval()
    assert stated.basis == "judged"
    assert low < stated.interval.high < high
    assert stated.interval.high == pytest.approx(controllability.fit_comparable().slope, rel=0.2)


@pytest.mark.parametrize("id", ["seen_if_not", "seen_in_actions"])
def test_quantiles_use_confirmed_rows_only(id):
    rows = monitor_quantiles.counted(id)
    assert len(rows) >= 4
    assert not (rows["grade"] == "unverified").any()
    derived = derive(f"monitor_quantiles.{id}")
    assert isinstance(derived, Derived)
    values = np.sort(rows["seen"].to_numpy())
    place = 0.05 * (len(values) - 1)
    low = values[0] + place * (values[1] - values[0])
    high = values[-1] - place * (values[-1] - values[-2])
    assert (derived.low, derived.high) == pytest.approx((low, high))


def test_kept_margin_is_computed_from_its_row():
    for r in table("probe_transfer").to_dict("records"):
        assert r["kept"] == pytest.approx((r["off_domain"] - 0.5) / (r["in_domain"] - 0.5), abs=5e-5), r["id"]


# The back-tests, and what the chapter says of them.


def test_the_silent_backtest_only_uses_what_was_out():
    each = silent_horizons.predictions()
    assert (pd.to_datetime(each["cutoff"]) <= each["released"]).all()
    for cutoff, group in each.groupby("cutoff"):
        assert group["fitted"].iloc[0] == len(silent_horizons.silent_models(pd.Timestamp(str(cutoff)).date()))


def test_the_silent_backtest_says_what_the_chapter_says():
    """The trend beat its rivals and was too low every time but the bands held almost nothing."""
    each = silent_horizons.predictions()
    assert each["error_trend"].mean() < each["error_linear"].mean() < each["error_flat"].mean()
    assert (each["actual_minutes"] > each["predicted_minutes"]).all()
    assert each["in_90%"].mean() < 0.5


def test_the_control_backtest_has_no_band_from_two_models():
    each = controllability.predictions()
    two = each["fitted"] == 2
    assert each.loc[two, "in_90%"].isna().all()
    assert each.loc[~two, "in_90%"].notna().all()
    assert each["error_linear"].mean() < each["error_trend"].mean() < each["error_flat"].mean()


def test_two_points_give_their_line_exactly():
    rows = pd.DataFrame({"released": [datetime.date(2026, 1, 1), datetime.date(2026, 7, 1)], "controlled": [0.1, 0.6]})
    fit = controllability.fit_control(rows)
    assert fit.predict("2026-07-01")[1] == pytest.approx(0.6)
    with pytest.raises(ValueError, match="at least 2 points"):
        controllability.fit_control(rows.head(1))


def test_every_fact_of_the_chapter_is_a_finite_number_or_text():
    for name, value in book().facts(CLAIM.slug).items():
        assert isinstance(value, str) or np.isfinite(value), name
