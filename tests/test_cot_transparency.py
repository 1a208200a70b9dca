"""Claim 5's formulas against independent evaluation, its limits, its derivations by hand and its back-tests."""

from __future__ import annotations

import datetime
import json
import subprocess

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
from tilt.engine.javascript import javascript
from tilt.engine.run import Run
from tilt.engine.scale import Z90, Weights
from tilt.pages import show
from tilt.record.derivations import derive
from tilt.record.evidence import edition, table
from tilt.trends import controllability, monitor_rates, silent_horizons
from tilt.trends.line import DAYS_PER_MONTH, day
from tools.javascript import node

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
    "hiding": 0,
    "latent_hazard": 0.1,
}


def evaluate(expression, **changes):
    return float(expression.subs({symbol(k): v for k, v in (VALUES | changes).items()}))


def by_hand(t, **changes):
    """Reasoning where written, share written, base, full and gain written out in plain arithmetic."""
    v = VALUES | changes
    horizon = v["silent_horizon"] * 2 ** (12 * t / v["silent_doubling"])
    needed = 1 / (1 + horizon / v["harm_minutes"])
    odds = v["control_today"] / (1 - v["control_today"]) * np.exp(v["control_growth"] * t)
    control = odds / (1 + odds)
    hidden = control * v["tries_to_hide"]
    seen = needed * v["seen_if_needed"] * (1 - hidden if v["hiding"] == 1 else 1)
    seen += (1 - needed) * v["seen_if_not"] * (1 - hidden)
    written = (1 - v["latent_hazard"]) ** max(t, 0)

    def union(a, b):
        w = v["monitor_overlap"]
        return w * max(a, b) + (1 - w) * (a + b - a * b)

    base = union(v["seen_in_actions"], v["seen_in_internals"] * v["internals_generalise"])
    full = written * union(base, seen) + (1 - written) * base
    return seen, written, base, full, full - base


@pytest.mark.parametrize("hiding", [0, 1])
@pytest.mark.parametrize("t", [-2, 0, 0.5, 2, 5])
def test_detection_written_out_by_hand(t, hiding):
    seen, written, base, full, gain = by_hand(t, hiding=hiding)
    at, form = sp.Float(t), {"hiding": hiding}
    assert evaluate(model.seen_where_written(at), **form) == pytest.approx(seen, rel=1e-12)
    assert evaluate(model.written(at), **form) == pytest.approx(written, rel=1e-12)
    assert evaluate(model.cot_detection(at), **form) == pytest.approx(written * seen, rel=1e-12)
    assert evaluate(model.base_detection(), **form) == pytest.approx(base, rel=1e-12)
    assert evaluate(model.full_detection(at), **form) == pytest.approx(full, rel=1e-12)
    assert evaluate(model.gain(at), **form) == pytest.approx(gain, rel=1e-9)
    assert evaluate(model.residual_ratio(at), **form) == pytest.approx((1 - full) / (1 - base), rel=1e-12)


def test_the_findings_are_what_escapes_the_comparison_and_the_gain_now_and_later():
    safer, beats, now, lasts = (f.effect for f in CLAIM.findings)
    assert evaluate(now) == pytest.approx(by_hand(0)[4])
    assert evaluate(lasts) == pytest.approx(by_hand(2)[4])
    assert evaluate(beats) == pytest.approx(by_hand(0)[0] - 0.7 * 0.4)
    _, _, base, full, _ = by_hand(0)
    assert evaluate(safer) == pytest.approx(1 - (1 - full) / (1 - base))
    assert [f.threshold for f in CLAIM.findings] == [0.5, 0.0, 0.10, 0.10]


def test_the_steps_shown_are_the_model_computed():
    values = {symbol(k): v for k, v in VALUES.items()} | {model.years: 1.5}
    for step in CLAIM.steps:
        values[symbol(step.name)] = float(step.expression.subs(values))
    seen, written, base, full, gain = by_hand(1.5)
    shown = {s.name: values[symbol(s.name)] for s in CLAIM.steps}
    assert shown["seen_in_reasoning"] == pytest.approx(seen)
    assert shown["written"] == pytest.approx(written)
    assert shown["base_detection"] == pytest.approx(base)
    assert shown["full_detection"] == pytest.approx(full)
    assert shown["gain"] == pytest.approx(gain)


# Each finding's null: take the cause away, and it holds in no draw, in both engines.

BLIND = {"seen_if_needed": 0.0, "seen_if_not": 0.0}
SAME_BLIND_SPOTS = {"seen_if_needed": 0.1, "seen_if_not": 0.1, "seen_in_actions": 0.3, "monitor_overlap": 1.0}
NOBODY_WRITES = {"latent_hazard": 1.0}
ALIKE = {
    "seen_if_needed": 0.4,
    "seen_if_not": 0.4,
    "tries_to_hide": 0.0,
    "seen_in_internals": 0.4,
    "internals_generalise": 1.0,
}
NULLS = [
    *((BLIND, id) for id in ("now", "safer", "lasts")),
    *((SAME_BLIND_SPOTS, id) for id in ("now", "safer", "lasts")),
    (NOBODY_WRITES, "lasts"),
    (ALIKE, "beats-internals"),
]
ROUNDING = {"beats-internals": 1e-15}
"""Left to the engine's guard: two sums of the same shares, in another order."""


@pytest.fixture(scope="module")
def default() -> Run:
    return book().run(CLAIM.slug)


@pytest.mark.parametrize(("values", "id"), NULLS)
def test_without_its_cause_a_finding_holds_in_no_draw(default, values, id):
    run = default.holding(values)
    assert np.abs(run.effect(id)).max() <= ROUNDING.get(id, 0)
    if id not in ROUNDING:
        assert run.verdict(id).credence == 0


def test_without_its_cause_a_finding_holds_in_no_draw_of_the_browser(default, tmp_path):
    (tmp_path / "claim.mjs").write_text(javascript(CLAIM))
    (tmp_path / "ask.mjs").write_text(
        'import { readFileSync } from "node:fs";\nimport claim from "./claim.mjs";\n'
        'const asked = JSON.parse(readFileSync(new URL("work.json", import.meta.url), "utf8"));\n'
        "process.stdout.write(JSON.stringify(asked.map((x) => { const out = Object.keys(claim.effects)"
        ".map(() => []); claim.findings(x[0].length, x, out); return out; })));\n"
    )
    runs = [default.holding(values) for values, _ in NULLS]
    asked = [[run.evaluate(id)[:256].tolist() for id in CLAIM.inputs] for run in runs]
    (tmp_path / "work.json").write_text(json.dumps(asked))
    ran = subprocess.run(node(tmp_path / "ask.mjs"), capture_output=True, text=True, check=True)
    for (_, id), out in zip(NULLS, json.loads(ran.stdout), strict=True):
        effect = np.array(out[CLAIM.findings.index(CLAIM.finding(id))])
        assert len(effect) == 256
        assert np.abs(effect).max() <= ROUNDING.get(id, 0), id


def test_reading_that_sees_nothing_leaves_the_residual_ratio_at_one(default):
    for values in (BLIND, SAME_BLIND_SPOTS):
        assert (default.holding(values).evaluate(model.residual_ratio(model.TODAY)) == 1).all()


def test_models_that_no_longer_write_are_a_share_and_no_coin(default):
    """The gain in two years is that of writing models times their share in every draw."""
    gain, where_written, written = (
        default.evaluate(e(sp.Integer(2))) for e in (model.gain, model.gain_where_written, model.written)
    )
    assert gain == pytest.approx(where_written * written)
    assert ((written > 0.1) & (written < 1)).all()
    base, full = (default.evaluate(e) for e in (model.base_detection(), model.full_detection(sp.Integer(2))))
    assert full == pytest.approx(base + gain)


def test_where_a_model_can_hide_is_a_form(default):
    unneeded, everywhere = (
        default.under({"hiding": Weights(w)}).evaluate(model.seen_where_written(model.TODAY))
        for w in ((1.0, 0.0), (0.0, 1.0))
    )
    assert (everywhere < unneeded).all()
    v = {"harm_minutes": 1e9, "control_today": 0.999, "tries_to_hide": 0.9}
    assert evaluate(model.seen_where_written(model.TODAY), hiding=0, **v) == pytest.approx(0.95, abs=1e-6)
    assert evaluate(model.seen_where_written(model.TODAY), hiding=1, **v) == pytest.approx(0.95 * (1 - 0.999 * 0.9))


def test_half_of_plans_need_writing_when_the_harm_takes_the_silent_horizon():
    assert evaluate(model.needed_share(model.log_silent(model.TODAY)), harm_minutes=12.0) == pytest.approx(0.5)


def test_silent_thought_is_seen_only_as_far_as_it_is_mentioned_and_not_hidden():
    silent = {"harm_minutes": 1e-9, "control_growth": 100.0}
    assert evaluate(model.seen_where_written(sp.Integer(5)), **silent) == pytest.approx(0.3 * (1 - 0.25), abs=1e-6)


def test_overlap_decides_between_the_better_monitor_and_independence():
    a, b = sp.Float(0.5), sp.Float(0.3)
    assert evaluate(model.union(a, b), monitor_overlap=1) == pytest.approx(0.5)
    assert evaluate(model.union(a, b), monitor_overlap=0) == pytest.approx(1 - 0.5 * 0.7)


@settings(max_examples=100)
@given(st.data())
def test_detections_are_shares_and_the_gain_is_never_negative_anywhere_inside_the_bounds(data):
    record = book().record
    moved = data.draw(scenarios(record, CLAIM.inputs))
    x = record.values(CLAIM.inputs, record.settings(moved), 1024)
    with np.errstate(all="raise", under="ignore"):
        safer, beats, now, lasts = numpy_findings(CLAIM)(*x)
        year = record.edition.year
        ends = [(k, t) for k, f in enumerate(CLAIM.fans) for t in (f.times(year)[0], f.times(year)[-1])]
        fans = [numpy_fan(CLAIM, k)(*x, t) for k, t in ends]
    for gain in (now, safer, lasts):
        assert np.isfinite(gain).all()
        assert gain.min() >= 0
        assert gain.max() <= 1 + 1e-12
    assert np.abs(beats).max() <= 1
    for series in fans:
        for values in series:
            assert np.all((np.asarray(values) >= -1e-12) & (np.asarray(values) <= 1))


def test_the_formulas_say_what_the_numbers_of_a_choice_are():
    text = show.formulas(CLAIM.slug).content
    assert "Where a model can hide its reasoning: 0 only where the reasoning need not be written; 1 everywhere" in text


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


def every_resample(shares):
    """5 % and 95 % quantile of the mean over every possible resample, each as likely as the others."""
    n = len(shares)
    grid = np.array(np.meshgrid(*[shares] * n)).reshape(n, -1).mean(axis=0)
    return np.quantile(grid, [0.05, 0.95])


def log_odds(share):
    return np.log(np.asarray(share) / (1 - np.asarray(share)))


def widened(shares):
    """Twice as wide in log-odds about the mean as every resample has it."""
    middle = log_odds(np.mean(shares))
    ends = middle + 2 * (log_odds(every_resample(shares)) - middle)
    return 1 / (1 + np.exp(-ends))


def test_control_today_by_another_route():
    rows = table("controllability")
    short = rows[(rows["series"] == "short_traces") & (rows["released"] > "2026-05-02")]
    assert len(short) == 4
    low, high = widened(short["controlled"].to_numpy())
    long = rows[rows["series"] == "long_traces"].sort_values("released")["controlled"].iloc[-1]
    derived = derive("control_trend.control_today")
    assert isinstance(derived, Derived)
    assert derived.low == long < low
    assert derived.high == pytest.approx(high, rel=0.02)


@pytest.mark.original
def test_the_growth_of_control_reaches_up_to_the_fitted_slope():
    """The reason beside the assumption says so."""
    stated = book().record.assumptions["control_growth"]
    low, high = controllability.fit_comparable().slope_interval()
    assert stated.basis == "judged"
    assert low < stated.interval.high < high
    assert stated.interval.high == pytest.approx(controllability.fit_comparable().slope, rel=0.2)


@pytest.mark.parametrize("id", ["seen_if_not", "seen_in_actions"])
def test_rates_are_means_of_confirmed_studies_resampled_and_stretched(id):
    rows = monitor_rates.counted(id)
    assert not (rows["grade"] == "unverified").any()
    shares = [group["seen"].mean() for _, group in rows.groupby("study")]
    assert len(shares) >= 5
    derived = derive(f"monitor_rates.{id}")
    assert isinstance(derived, Derived)
    assert (derived.low, derived.high) == pytest.approx(tuple(widened(shares)), rel=0.03)
    low, high = every_resample(shares)
    assert derived.low < low < np.mean(shares) < high < derived.high


def test_a_stretch_of_one_changes_nothing():
    assert monitor_rates.stretched(0.2, 0.4, 0.7, 1.0) == pytest.approx((0.2, 0.7))


def test_computed_cells_are_computed():
    results = table("monitor_results").set_index("id")["seen"]
    hiding = table("hiding_rates").set_index("id")["share"]
    evaded = hiding["evasion_successes"] / hiding["evasion_attempts"]
    assert results["evasion_blocked"] == pytest.approx(1 - evaded, abs=5e-4)
    assert results["artifact_review"] == pytest.approx(1 - 33 / 505, abs=5e-4)
    for r in table("latent_forecasts").to_dict("records"):
        years = (r["end"] - r["start"]).days / 365.25
        left = (1 - r["probability_end"]) / (1 - r["probability_start"])
        assert r["yearly"] == pytest.approx(1 - left ** (1 / years), abs=2e-3), r["id"]


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
