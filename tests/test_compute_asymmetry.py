"""Claim 1's formulas against integration by other means, its limits, and the sample its ranges are derived from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from tilt.book import book
from tilt.claims import claim
from tilt.claims.compute_asymmetry import model
from tilt.engine.compile import numpy_fan, numpy_findings, to_numpy
from tilt.engine.inputs import Derived, SameAs
from tilt.record.derivations import derive
from tilt.record.evidence import table
from tilt.trends.experiment_compute import KINDS, counted, exceeds, logs, middle
from tilt.trends.resampled import WIDENED

CLAIM = claim("compute-asymmetry")
DRAWS = 256
Z = np.linspace(-8, 9, 4001)
WEIGHTS = np.exp(-Z * Z / 2) / np.exp(-Z * Z / 2).sum()


def drawn(**fixed):
    """Draws of every input by id, some held."""
    record = book().record
    x = dict(zip(CLAIM.inputs, record.values(CLAIM.inputs, record.settings({}), DRAWS), strict=True))
    return x | {id: np.full(DRAWS, float(value)) for id, value in fixed.items()}


def effects(x):
    return [np.broadcast_to(e, DRAWS) for e in numpy_findings(CLAIM)(*[x[id] for id in CLAIM.inputs])]


def kinds(x, field):
    """Share, median and spread of each kind of a field's runs."""
    if field == "safety":
        prefix = [("safety_run", "all_safety_run")[int(k)] for k in x["scope"]]
        return [(1, *[np.array([x[f"{p}_{end}"][k] for k, p in enumerate(prefix)]) for end in ("flop", "spread")])]
    share = x["large_run_share"]
    return [
        (1 - share, x["capability_small_run_flop"], x["capability_small_run_spread"]),
        (share, x["capability_large_run_flop"], x["capability_large_run_spread"]),
    ]


def mean(x, field, f):
    """The mean of a function of days of computing over a field's experiments, by dense integration."""
    total = 0.0
    for share, flop, spread in kinds(x, field):
        run = flop[:, None] * np.exp(spread[:, None] * Z)
        days = run * np.maximum(x[f"{field}_overhead"], 1)[:, None] / x[f"{field}_compute_per_day"][:, None]
        total = total + share * (f(np.minimum(days, x["longest_wait"][:, None])) @ WEIGHTS)
    return total


def by_hand(x, faster=1.0):
    """Cycles of safety for each of capabilities', and both shares of compute, written out."""
    computing = {f: mean(x, f, lambda c: c) for f in ("safety", "capability")}
    people = {f: x[f"{f}_human_days"] / faster for f in computing}
    shares = []
    for f in computing:
        h = x[f"{f}_human_days"]
        alone = mean(x, f, lambda c, h=h: c / (c + h[:, None]))
        shares.append(np.where(x["weighting"] == 0, computing[f] / (computing[f] + h), alone))
    cycles = {f: people[f] + computing[f] for f in computing}
    return cycles["capability"] / cycles["safety"], shares[1] - shares[0]


@pytest.mark.parametrize("weighting", [0, 1])
def test_findings_are_near_dense_integration(weighting):
    x = drawn(weighting=weighting)
    iteration, binding = by_hand(x)
    _, found, share = effects(x)
    off = np.log(found / iteration)
    assert np.abs(off).max() < 0.08  # of the widest spreads, where the longest wait is a kink
    assert np.sqrt((off**2).mean()) < 0.02
    assert np.abs(share - binding).max() < 0.02
    assert np.mean((found > 1) != (iteration > 1)) <= 2 / DRAWS


def test_the_gap_is_that_of_the_medians():
    x = drawn()
    gap = effects(x)[0]
    for k in range(0, DRAWS, 17):
        (w1, m1, s1), (w2, m2, s2) = [[float(v[k]) for v in kind] for kind in kinds(x, "capability")]

        def below(logarithm, parts=((w1, m1, s1), (w2, m2, s2))):
            return sum(w * stats.norm.cdf((logarithm - np.log(m)) / s) for w, m, s in parts) - 0.5

        typical = np.exp(optimize.brentq(below, 0, 80, xtol=1e-10))
        over = max(x["capability_overhead"][k], 1) / max(x["safety_overhead"][k], 1)
        assert gap[k] == pytest.approx(np.log10(typical / kinds(x, "safety")[0][1][k] * over), abs=1e-6)
    assert [f.threshold for f in CLAIM.findings] == [2.0, 1.0, 0.0]


def test_the_other_reading_of_typical_is_the_average_order_of_magnitude():
    x = drawn(typical=1)
    small, large, share = (x[k] for k in ("capability_small_run_flop", "capability_large_run_flop", "large_run_share"))
    over = np.maximum(x["capability_overhead"], 1) / np.maximum(x["safety_overhead"], 1)
    typical = (1 - share) * np.log10(small) + share * np.log10(large)
    assert effects(x)[0] == pytest.approx(typical - np.log10(x["safety_run_flop"]) + np.log10(over), abs=1e-9)


def test_the_scope_picks_the_runs_of_safety():
    x = drawn(scope=1)
    moved = drawn(scope=1, safety_run_flop=1e12, safety_run_spread=0.5)
    assert all(np.array_equal(a, b) for a, b in zip(effects(x), effects(moved), strict=True))
    assert not np.array_equal(effects(x)[0], effects(drawn())[0])


@pytest.mark.parametrize("faster", [1.0, 7.0, 100.0])
def test_the_fan_speeds_up_people_alone(faster):
    x = drawn()
    (line,) = numpy_fan(CLAIM, 0)(*[x[id] for id in CLAIM.inputs], faster)
    assert np.sqrt((np.log(line / by_hand(x, faster)[0]) ** 2).mean()) < 0.03


def test_where_people_gain_nothing_the_fan_is_the_finding():
    x = drawn()
    (line,) = numpy_fan(CLAIM, 0)(*[x[id] for id in CLAIM.inputs], model.SPEED_UPS[0])
    assert model.SPEED_UPS[0] == 1
    assert line == pytest.approx(effects(x)[1], rel=1e-12)


def test_infinitely_fast_people_leave_the_ratio_of_computing():
    x = drawn()
    (line,) = numpy_fan(CLAIM, 0)(*[x[id] for id in CLAIM.inputs], 1e15)
    ratio = model.CAPABILITY.compute_days / model.SAFETY.compute_days
    assert line == pytest.approx(to_numpy([ratio], model.INPUTS)(*[x[id] for id in CLAIM.inputs])[0], rel=1e-6)


ALIKE = {
    "safety_run_flop": "capability_small_run_flop",
    "safety_run_spread": "capability_small_run_spread",
    "safety_overhead": "capability_overhead",
    "safety_human_days": "capability_human_days",
    "safety_compute_per_day": "capability_compute_per_day",
}


@pytest.mark.parametrize("large", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("weighting", [0, 1])
def test_alike_fields_have_no_gap_equal_pace_and_equal_shares(large, weighting):
    x = drawn(large_run_share=large, weighting=weighting)
    for safety, capability in ALIKE.items():
        x[safety] = x[capability]
    for end in ("flop", "spread"):
        x[f"capability_large_run_{end}"] = x[f"capability_small_run_{end}"]
    gap, iteration, binding = effects(x)
    assert gap == pytest.approx(0, abs=1e-9)
    assert iteration == pytest.approx(1, rel=1e-12)
    assert binding == pytest.approx(0, abs=1e-12)


def test_in_a_scenario_of_alike_fields_no_finding_holds():
    ties = {safety: SameAs(capability) for safety, capability in ALIKE.items()}
    ties |= {f"capability_large_run_{end}": SameAs(f"capability_small_run_{end}") for end in ("flop", "spread")}
    assert [v.credence for v in book().run(CLAIM.slug, ties).verdicts] == [0, 0, 0]


@pytest.mark.parametrize(("share", "kind"), [(1.0, "large"), (0.0, "small")])
def test_where_all_runs_are_of_one_kind_that_kind_is_typical(share, kind):
    x = drawn(large_run_share=share)
    run = to_numpy([model.typical_capability_flop], model.INPUTS)(*[x[id] for id in CLAIM.inputs])[0]
    assert run == pytest.approx(x[f"capability_{kind}_run_flop"], rel=1e-6)


def test_parts_of_the_gap_add_up():
    means = book().run(CLAIM.slug).splits
    parts = [means[p.id] for p in CLAIM.splits[0].parts]
    x = book().record.values(CLAIM.inputs, book().record.settings({}))
    assert sum(parts) == pytest.approx(float(np.mean(numpy_findings(CLAIM)(*x)[0])), abs=1e-9)


# The derived ranges


@pytest.mark.parametrize("kind", list(KINDS))
def test_ranges_are_of_the_median_and_spread_of_the_counted_rows(kind):
    sample = logs(kind)
    name = KINDS[kind][0]
    flop, spread = (derive(f"experiment_compute.{name}_{end}") for end in ("flop", "spread"))
    assert isinstance(flop, Derived)
    assert isinstance(spread, Derived)
    assert flop.n == spread.n == len(counted(kind))
    assert flop.low < middle(kind) < flop.high
    assert spread.low < np.std(sample, ddof=1) < spread.high
    found = stats.bootstrap((sample,), np.median, confidence_level=0.9, method="percentile", random_state=3)
    low, high = (np.median(sample) + WIDENED * (e - np.median(sample)) for e in found.confidence_interval)
    assert np.log([flop.low, flop.high]) == pytest.approx([low, high], abs=0.6)


def test_prosaic_work_leaves_out_pretraining_and_nothing_else():
    left = set(counted("all_safety")["id"]) - set(counted("safety")["id"])
    every = table("experiment_compute").set_index("id")
    assert left == set(every.index[every["pretraining"]])
    assert (every.loc[sorted(left), "field"] == "safety").all()


def test_unverified_rows_and_final_training_do_not_count():
    every = table("experiment_compute")
    assert not every.loc[every["grade"] == "unverified", "counted"].any()
    assert not every.loc[every["field"] == "final", "counted"].any()
    assert every.loc[(every["field"] != "final") & (every["grade"] != "unverified"), "counted"].all()


def test_the_chance_that_one_kind_exceeds_another_counts_pairs():
    assert exceeds("large", "small") + exceeds("small", "large") == pytest.approx(1.0)
    assert exceeds("large", "safety") > 0.5


def test_a_days_compute_is_an_h100_at_three_tenths_of_its_peak():
    rows = table("research_budgets")
    assert rows["flop_day"].to_numpy() == pytest.approx(rows["h100"] * 9.895e14 * 0.3 * 86400, rel=5e-3)
