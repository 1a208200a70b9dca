"""Claim 1's formulas against plain arithmetic, its limits, and the quantiles its ranges are derived from."""

from __future__ import annotations

import numpy as np
import pytest

from tilt.book import book
from tilt.claims import claim
from tilt.claims.compute_asymmetry import model as model
from tilt.engine.compile import numpy_fan, numpy_findings, to_numpy
from tilt.engine.inputs import Derived
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends.experiment_compute import KINDS, counted, exceeds, left_out, quantiles

CLAIM = claim("compute-asymmetry")


def drawn(**fixed):
    """Draws of every input by id, some held."""
    record = book().record
    x = dict(zip(CLAIM.inputs, record.values(CLAIM.inputs, record.settings({}), 1024), strict=True))
    return x | {id: np.full(1024, float(value)) for id, value in fixed.items()}


def effects(x):
    return [np.broadcast_to(e, 1024) for e in numpy_findings(CLAIM)(*[x[id] for id in CLAIM.inputs])]


def by_hand(x, faster=1.0):
    """Gap, cycles of safety for each of capabilities', and the shares of compute, written out."""
    large = x["large_run_pick"] < x["large_run_share"]
    run = np.where(large, x["capability_large_run_flop"], x["capability_small_run_flop"])
    safety, capability = x["safety_run_flop"] * x["safety_overhead"], run * x["capability_overhead"]
    days = safety / x["safety_compute_per_day"], capability / x["capability_compute_per_day"]
    people = x["safety_human_days"] / faster, x["capability_human_days"] / faster
    cycles = [p + d for p, d in zip(people, days, strict=True)]
    shares = [np.clip(d / c, 0.01, 0.99) for d, c in zip(days, cycles, strict=True)]
    return np.log10(capability / safety), cycles[1] / cycles[0], shares[0], shares[1]


def test_findings_written_out_by_hand():
    x = drawn()
    gap, iteration, safety, capability = by_hand(x)
    found = effects(x)
    assert found[0] == pytest.approx(gap, abs=1e-9)
    assert found[1] == pytest.approx(iteration, rel=1e-9)
    assert found[2] == pytest.approx(capability - safety, abs=1e-9)
    assert [f.threshold for f in CLAIM.findings] == [2.0, 1.0, 0.0]


@pytest.mark.parametrize("faster", [1.0, 7.0, 100.0])
def test_the_fan_speeds_up_people_alone(faster):
    x = drawn()
    (line,) = numpy_fan(CLAIM, 0)(*[x[id] for id in CLAIM.inputs], faster)
    assert line == pytest.approx(by_hand(x, faster)[1], rel=1e-9)


def test_where_people_gain_nothing_the_fan_is_the_finding():
    x = drawn()
    (line,) = numpy_fan(CLAIM, 0)(*[x[id] for id in CLAIM.inputs], model.SPEED_UPS[0])
    assert model.SPEED_UPS[0] == 1
    assert line == pytest.approx(effects(x)[1], rel=1e-12)


def test_infinitely_fast_people_leave_the_ratio_of_computing():
    x = drawn()
    (line,) = numpy_fan(CLAIM, 0)(*[x[id] for id in CLAIM.inputs], 1e15)
    days = to_numpy([model.capability_days / model.safety_days], model.INPUTS)(*[x[id] for id in CLAIM.inputs])[0]
    assert line == pytest.approx(days, rel=1e-6)


def test_alike_fields_have_no_gap_equal_pace_and_equal_shares():
    x = drawn(large_run_share=0)
    for safety, capability in (
        ("safety_run_flop", "capability_small_run_flop"),
        ("safety_overhead", "capability_overhead"),
        ("safety_human_days", "capability_human_days"),
        ("safety_compute_per_day", "capability_compute_per_day"),
    ):
        x[safety] = x[capability]
    gap, iteration, binding = effects(x)
    assert gap == pytest.approx(0, abs=1e-12)
    assert iteration == pytest.approx(1, rel=1e-12)
    assert binding == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("share", "kind"), [(1.0, "capability_large_run_flop"), (0.0, "capability_small_run_flop")])
def test_the_share_that_must_be_large_picks_the_run(share, kind):
    x = drawn(large_run_share=share)
    run = to_numpy([model.capability_run_flop], model.INPUTS)(*[x[id] for id in CLAIM.inputs])[0]
    assert np.array_equal(run, x[kind])


def test_as_many_draws_are_large_as_the_share_says():
    x = drawn(large_run_share=0.7)
    run = to_numpy([model.capability_run_flop], model.INPUTS)(*[x[id] for id in CLAIM.inputs])[0]
    assert np.mean(run == x["capability_large_run_flop"]) == pytest.approx(0.7, abs=0.01)


def test_parts_of_the_gap_add_up():
    means = book().run(CLAIM.slug).splits
    parts = [means[p.id] for p in CLAIM.splits[0].parts]
    x = book().record.values(CLAIM.inputs, book().record.settings({}))
    assert sum(parts) == pytest.approx(float(np.mean(numpy_findings(CLAIM)(*x)[0])), abs=1e-9)


# The derived ranges.


@pytest.mark.parametrize("id", list(KINDS))
def test_ranges_are_quantiles_of_the_counted_rows_alone(id):
    kind, _ = KINDS[id]
    every = table("experiment_compute")
    rows = every[(every["field"] == kind) & (every["grade"] != "unverified")]
    logs = np.sort(np.log10(rows["flop"].to_numpy(dtype=float)))
    derived = derive(f"experiment_compute.{id}")
    assert isinstance(derived, Derived)

    def at(share):
        place = share * (len(logs) - 1)
        k = int(place)
        return 10 ** (logs[k] + (place - k) * (logs[min(k + 1, len(logs) - 1)] - logs[k]))

    assert (derived.low, derived.high) == pytest.approx((at(0.05), at(0.95)), rel=1e-9)
    assert derived.n == len(rows)


def test_unverified_rows_and_final_training_do_not_count():
    every = table("experiment_compute")
    assert not every.loc[every["grade"] == "unverified", "counted"].any()
    assert not every.loc[every["field"] == "final", "counted"].any()
    assert every.loc[(every["field"] != "final") & (every["grade"] != "unverified"), "counted"].all()


def test_leaving_one_run_out_moves_the_ends_around_the_range():
    (low_least, low_most), (high_least, high_most) = left_out("safety")
    low, high = quantiles(counted("safety")["flop"])
    assert low_least <= low <= low_most
    assert high_least <= high <= high_most


def test_the_chance_that_one_kind_exceeds_another_counts_pairs():
    assert exceeds("large", "small") + exceeds("small", "large") == pytest.approx(1.0)
    assert exceeds("large", "safety") > 0.5


def test_a_days_compute_is_an_h100_at_three_tenths_of_its_peak():
    rows = table("research_budgets")
    assert rows["flop_day"].to_numpy() == pytest.approx(rows["h100"] * 9.895e14 * 0.3 * 86400, rel=5e-3)
