"""Sobol' indices: known ones are found again, correlated inputs are taken together, and nothing is made of nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from tests import small
from tests.jobs import IMPOSSIBLE, assert_refused, done, ended, timed
from tilt.app.jobs.factors import factors, redrawn
from tilt.app.jobs.sobol import SIZES, work
from tilt.book import book
from tilt.engine.claim import Finding, symbol
from tilt.engine.inputs import Correlation, Record, SameAs
from tilt.engine.run import Run

ASKED = {"do": "sobol", "claim": "task-horizons", "finding": "lead", "scenario": {}, "draws": 4096}
LINES = sp.log(small.safety), sp.log(small.capability)


def found(effect: sp.Expr, record: Record | None = None, threshold: float = 0.0, **changes: object) -> dict:
    finding = Finding(id="f", title="F", statement="", effect=effect, effect_name="", unit="", threshold=threshold)
    claim = replace(small.CLAIM, findings=(finding,), fans=())
    told, _ = ended(work(Run(claim, record or small.record(), changes, 4096), finding))
    return told


def by_ids(told: dict) -> dict[tuple[str, ...], dict]:
    return {tuple(f["ids"]): f for f in told["factors"]}


def assert_is(told: dict, first: float, total: float) -> None:
    assert told["first"] == pytest.approx(first, abs=4 * told["first_error"] + 1e-9)
    assert told["total"] == pytest.approx(total, abs=4 * told["total_error"] + 1e-9)


def test_of_a_sum_each_input_has_its_share_of_the_variance_and_nothing_more():
    told = by_ids(found(LINES[0] - LINES[1]))
    widths = np.array([np.log(4 / 0.8), np.log(4)]) ** 2
    for id, share in zip(("safety", "capability"), widths / widths.sum(), strict=True):
        assert_is(told[id,]["effect"], share, share)
        assert told[id,]["effect"]["first_error"] < 0.03
    assert told["form",]["effect"] == {"first": 0, "first_error": 0, "total": 0, "total_error": 0}
    assert told["form",]["holds"] == told["form",]["effect"]


def test_of_a_product_about_nought_all_is_interaction():
    told = found(LINES[1] * (LINES[0] - sp.log(0.8 * 4) / 2))
    for row in (by_ids(told)[id,]["effect"] for id in ("safety", "capability")):
        assert_is(row, 0, 1)
    assert told["sums"]["effect"]["first"] == pytest.approx(0, abs=4 * told["sums"]["effect"]["error"])
    assert told["evaluations"] == 4 * 4096


def test_of_a_choice_the_share_is_that_of_its_weights():
    told = by_ids(found(symbol("form")))["form",]["effect"]
    assert_is(told, 1, 1)


def test_correlated_inputs_are_taken_together_and_it_is_said():
    always = replace(small.record(), correlations=(Correlation(("safety", "capability"), 0.6, "test"),))
    told = found(LINES[0] + LINES[1] + symbol("form"), always)
    assert set(by_ids(told)) == {("safety", "capability"), ("form",)}
    (group,) = told["groups"]
    assert group["says"].startswith("“Safety” and “Capability”: they are correlated, so")
    assert_is(by_ids(told)["form",]["effect"], v := by_ids(told)["form",]["effect"]["total"], v)
    where = Correlation(("safety", "capability"), 0.9, "test", when=("form", "square"))
    told = found(LINES[0] - LINES[1], replace(small.record(), correlations=(where,)))
    assert "where “Form” is “as its square”" in told["groups"][0]["says"]
    assert by_ids(told)["form",]["effect"]["total"] > 0.02, "the choice decides how the two vary together"
    assert by_ids(told)["form",]["effect"]["first"] == pytest.approx(0, abs=0.03)


def test_tied_inputs_move_together_and_what_is_certain_moves_nothing():
    told = found(LINES[0] + LINES[1], safety=SameAs("capability"))
    assert set(by_ids(told)) == {("capability",), ("form",)}
    assert_is(by_ids(told)["capability",]["effect"], 1, 1)
    told = found(LINES[0] + LINES[1], safety=[1, 1])
    assert by_ids(told)["safety",]["effect"]["total"] == 0


@pytest.mark.filterwarnings("ignore:overflow")
def test_without_variance_there_are_no_shares_but_a_sentence():
    told = found(LINES[0], threshold=-100.0)
    assert told["notes"]["effect"] == ""
    assert "in every draw, or in none" in told["notes"]["holds"]
    assert told["sums"]["holds"] is None
    assert all(f["holds"] is None for f in told["factors"])
    for endless in (sp.exp(sp.exp(100 * small.safety)), sp.exp(100 * small.safety)):
        assert "beyond all measure" in found(endless)["notes"]["effect"]
    told = found(sp.Integer(3))
    assert "the same in every draw" in told["notes"]["effect"]
    assert len(told["factors"]) == 3


def test_other_columns_leave_what_is_drawn_alike_and_are_nobodys():
    record = book().record
    taken = {a.column for a in record.assumptions.values()}
    other = redrawn(record, frozenset(taken))
    assert not taken & {a.column for a in other.assumptions.values()}
    ids = ["horizon_today", "doubling_months"]
    before, after = (np.log(r.values(ids, record.settings(), 2**13)) for r in (record, other))
    assert np.corrcoef(after)[0, 1] == pytest.approx(np.corrcoef(before)[0, 1], abs=0.02)
    assert abs(np.corrcoef(before[0], after[0])[0, 1]) < 0.03


@pytest.mark.parametrize("claim", [c.slug for c in book().claims])
def test_of_the_book_first_order_indices_sum_to_one_at_most_and_totals_are_no_less(claim):
    run = book().run(claim)
    told = done({**ASKED, "claim": claim, "finding": run.claim.headline.id})
    ids = [id for f in told["factors"] for id in f["ids"]]
    assert sorted(ids) == sorted(run.untied)
    assert len(told["factors"]) == len(factors(run))
    for output in ("effect", "holds"):
        total = told["sums"][output]
        assert total["first"] <= 1 + 4 * total["error"]
        for row in (f[output] for f in told["factors"]):
            assert row["first"] <= row["total"] + 4 * (row["first_error"] + row["total_error"])
            assert row["total"] >= 0
    unused = set(run.untied) - {s.name for s in run.claim.headline.effect.free_symbols}
    for f in told["factors"]:
        if unused >= set(f["ids"]) and not set(f["ids"]) & run.record.conditions:
            assert f["effect"]["total"] == f["holds"]["total"] == 0
    totals = [f["effect"]["total"] for f in told["factors"]]
    assert totals == sorted(totals, reverse=True)


def test_a_step_is_short():
    _, seconds = timed({**ASKED, "claim": "differential", "finding": "tilt", "draws": SIZES[-1]})
    assert max(seconds) < 1


@pytest.mark.parametrize("changes", [*IMPOSSIBLE, {"draws": 512}, {"draws": 2**15}], ids=str)
def test_what_cannot_be_done_is_refused_in_a_sentence(changes):
    assert_refused({**ASKED, **changes})
