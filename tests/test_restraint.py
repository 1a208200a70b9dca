"""What claim 4's defaults are derived from, again and otherwise: one rule for attempts and pauses, budgets, growth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from tilt.book import book
from tilt.engine.inputs import Derived
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends import effort, restraint


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
