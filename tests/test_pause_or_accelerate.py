"""Claim 4's formulas against plain arithmetic, its limits, its rates and budgets by hand, and its back-tests."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from tilt.book import book
from tilt.claims import claim
from tilt.engine.compile import numpy_fan, numpy_findings
from tilt.engine.inputs import Derived
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends import effort, restraint

CLAIM = claim("pause-or-accelerate")


def drawn(**fixed):
    record = book().record
    x = dict(zip(CLAIM.inputs, record.values(CLAIM.inputs, record.settings({}), 1024), strict=True))
    return x | {id: np.full(1024, float(value)) for id, value in fixed.items()}


def effects(x):
    return [np.broadcast_to(e, 1024) for e in numpy_findings(CLAIM)(*[x[id] for id in CLAIM.inputs])]


def by_hand(x):
    """Orders of magnitude by which accelerating gains over pausing: per effort, per dollar."""
    accelerating = x["returns"] * x["not_entangled"] * x["kept"]
    chance = x["contest_response"] * x["pause_probability"] * (1 - x["pause_probability"])
    pausing = chance * np.log(1 + x["pause_binds"] * x["pause_years"] / x["years_left"])
    ratio = accelerating / pausing
    return np.log10(ratio), np.log10(ratio * x["restraint_budget"] / x["safety_budget"])


def test_findings_written_out_by_hand():
    x = drawn()
    per_effort, per_dollar = by_hand(x)
    found = effects(x)
    assert found[0] == pytest.approx(per_effort, abs=1e-9)
    assert found[1] == pytest.approx(per_effort, abs=1e-9)
    assert found[2] == pytest.approx(per_dollar, abs=1e-9)
    assert [f.threshold for f in CLAIM.findings] == [0.0, 1.0, 0.0]


def test_gains_are_slopes_of_log_progress_in_log_effort():
    """The formula against a difference quotient of the model it stands for."""
    v = {id: values[0] for id, values in drawn().items()}
    step = 1e-6

    def progress(safety, pausing):
        odds = v["pause_probability"] / (1 - v["pause_probability"]) * pausing ** v["contest_response"]
        chance = odds / (1 + odds)
        work = v["returns"] * v["not_entangled"] * v["kept"] * np.log(safety)
        return work + chance * np.log(1 + v["pause_binds"] * v["pause_years"] / v["years_left"])

    accelerating = (progress(1 + step, 1) - progress(1 - step, 1)) / (2 * step)
    pausing = (progress(1, 1 + step) - progress(1, 1 - step)) / (2 * step)
    assert effects(drawn())[0][0] == pytest.approx(np.log10(accelerating / pausing), abs=1e-6)


def test_equal_budgets_make_a_dollar_an_equal_share():
    x = drawn(safety_budget=1e8, restraint_budget=1e8)
    found = effects(x)
    assert found[2] == pytest.approx(found[0], abs=1e-12)


def test_the_chance_is_hardest_to_move_at_both_ends():
    middle, low, high = (effects(drawn(pause_probability=p))[0] for p in (0.5, 0.01, 0.99))
    assert np.all(low > middle)
    assert low == pytest.approx(high, abs=1e-9)


def test_a_pause_that_adds_no_time_leaves_a_finite_and_huge_ratio():
    found = effects(drawn(pause_years=0.01, pause_binds=0.01, years_left=50))
    assert np.isfinite(found[0]).all()
    assert found[0].min() > 4


def test_fans_move_only_their_lever():
    x = drawn(restraint_budget=5e7, pause_probability=0.2)
    values = [x[id] for id in CLAIM.inputs]
    for k, at in ((0, 5e7), (1, 0.2)):
        per_effort, per_dollar = numpy_fan(CLAIM, k)(*values, at)
        assert np.log10(per_effort) == pytest.approx(effects(x)[0], abs=1e-9)
        assert np.log10(per_dollar) == pytest.approx(effects(x)[2], abs=1e-9)


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


def test_the_chance_pools_three_scorings_of_the_frontier_attempts():
    rows = table("restraint_attempts")
    rows = rows[(rows["kind"] == "ai") & rows["frontier"].astype(bool)]
    yes, partly = (int((rows["enacted"] == word).sum()) for word in ("yes", "partial"))
    derived = derive("restraint.pause_probability")
    assert isinstance(derived, Derived)
    assert derived.n == len(rows)
    for end, share in ((derived.low, 0.05), (derived.high, 0.95)):
        below = [stats.beta.cdf(end, yes + k * partly + 0.5, len(rows) - yes - k * partly + 0.5) for k in (0, 0.5, 1)]
        assert np.mean(below) == pytest.approx(share, abs=1e-9)


def test_the_rates_shown_are_the_rates_computed():
    rates = table("restraint_rates").set_index("id")
    for kind, prefix in (("ai", "ai"), ("before_ai", "before")):
        rows = restraint.attempts(kind)
        for name, partial in restraint.SCORINGS.items():
            hits = float(restraint.enacted(rows, partial).sum())
            shown = rates.loc[f"{prefix}_{name}"]
            assert shown["hits"] == hits
            assert shown["n"] == len(rows)
            assert shown["value"] == pytest.approx(hits / len(rows), abs=1e-4)
            assert (shown["low"], shown["high"]) == pytest.approx(restraint.jeffreys(hits, len(rows)), abs=1e-3)


def test_pause_lengths_are_those_marked_and_ended():
    rows = table("restraint_attempts")
    counted = rows[rows["length_counts"].astype(bool)]
    assert counted["ended_year"].notna().all()
    logs = np.log(np.sort(counted["years"].to_numpy(dtype=float)))
    derived = derive("restraint.pause_years")
    assert isinstance(derived, Derived)
    assert np.log([derived.low, derived.high]) == pytest.approx(np.quantile(logs, [0.05, 0.95]))


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


def test_back_tests_look_only_at_the_past():
    foretold = restraint.predictions()
    scores = restraint.enacted(restraint.attempts())
    for row in foretold.to_dict("records"):
        k = int(row["earlier"])
        assert row["rate"] == pytest.approx((scores[:k].sum() + 0.5) / (k + 1))
        assert row["outcome"] == scores[k]
    grown = effort.growth_backtest()
    assert (grown["year"] >= grown["cutoff"]).all()
    fit = effort.growth(2022)
    early = table("safety_field")
    early = early[early["year"] <= 2022]
    assert (fit.slope, fit.height(0)) == pytest.approx(
        tuple(stats.linregress(early["year"], np.log(early["technical_people"])))[:2], rel=1e-9
    )
