"""Claim 6: the formulas against plain arithmetic, their limits, equal fields, and the exact Shapley split."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import integrate

from tilt.book import book
from tilt.claims import claim
from tilt.claims.buildout_pauses import model as buildout_pauses
from tilt.claims.compute_asymmetry import model as compute_asymmetry
from tilt.claims.cot_transparency import model as cot_transparency
from tilt.claims.differential import model as model
from tilt.claims.differential.facts import CLAIM_OF, carried, shares_by_claim, size
from tilt.claims.task_horizons import model as task_horizons
from tilt.engine.claim import symbol
from tilt.engine.compile import to_numpy
from tilt.engine.formula import years
from tilt.engine.scale import Interval

CLAIM = claim("differential")
DRAWS = 512
SYMBOLS = [*model.OWN, *model.LENT]


def drawn(**fixed):
    """Draws of every input by id, some held at a value: shape (draws,) each."""
    record = book().record
    x = dict(zip(CLAIM.inputs, record.values(CLAIM.inputs, record.settings({}), DRAWS), strict=True))
    return x | {id: np.full(DRAWS, float(value)) for id, value in fixed.items()}


def evaluated(expression, x):
    return np.broadcast_to(to_numpy([expression], SYMBOLS)(*[x[id] for id in CLAIM.inputs])[0], DRAWS)


def lent(expression, inputs, x):
    """An earlier claim's expression by that claim's own inputs."""
    names = [s.name if hasattr(s, "name") else s for s in inputs]
    return to_numpy([expression], [symbol(n) for n in names])(*[x[n] for n in names])[0]


def by_hand(x, t, on=(1, 1, 1, 1, 1)):
    """Both speed-ups in plain arithmetic, from the earlier claims' own results: safety, capabilities."""
    compute, length, proxies, buildout, monitoring = on
    h = task_horizons
    pick = "safety" if proxies else "capability"
    task = x["capability_task_minutes"] / (x["length_ratio"] if length else 1)
    spread = x["safety_spread" if length else "capability_spread"]
    slope = np.log(2) / x["success_slope"]
    open_ended = x["gamed_where"] == 0
    fooled = np.where(open_ended, x["gamed_common"], x["gamed_rare"])
    validity = {"safety": 1 - fooled ** (1 + (np.maximum(x["proxies"], 1) - 1) * (1 - x["proxy_overlap"]))}
    validity["capability"] = 1 - np.where(open_ended, x["gamed_rare"], x["gamed_common"])
    slowed = x["slowdown_years"] * np.log1p(t / x["slowdown_years"])
    steady, recent = x["doubling_months"], x["recent_doubling_months"]
    doublings = 12 * np.choose(x["trend"].astype(int), [t / steady, t / recent, slowed / steady])
    horizon = x["horizon_today"] * 2**doublings

    def usable(v, m, k, s):
        tau = np.sqrt((s * math.sqrt(3) / math.pi) ** 2 + slope**2)
        return v / (1 + (m / (k * horizon)) ** (1 / tau))

    done_c = usable(
        validity["capability"], x["capability_task_minutes"], x["capability_transfer"], x["capability_spread"]
    )
    done_s = usable(validity[pick], task, x[f"{pick}_transfer"], spread)
    assert lent(h.usable_capability(t), h.INPUTS, x | {"usable_target": done_c}) == pytest.approx(done_c)
    full = lent(cot_transparency.full_detection(t), cot_transparency.INPUTS, x)
    done_s = done_s * (1 - (x["sabotage"] * (1 - full) if monitoring else 0))
    theta = {
        s: lent(getattr(compute_asymmetry, f"{s}_compute_share"), compute_asymmetry.INPUTS, x)
        for s in ("safety", "capability")
    }
    rho = x["substitution"].clip(*model.SUBSTITUTION_LIMITS)

    def speed(share, done):
        faster = 1 / ((1 - done) + done / x["agent_speed"])
        ces = (share + (1 - share) * faster**rho) ** (1 / rho)
        return np.where(np.abs(rho) < model.NEARLY_ZERO, faster ** (1 - share), ces)

    pause = np.maximum(0, 1 - x["unpaused_months"] / x["plateau_months"])
    loss = lent(buildout_pauses.scale_loss, [buildout_pauses.stated_loss], x)
    slower = 1 - loss * pause if buildout else 1
    return speed(theta["safety" if compute else "capability"], done_s), speed(theta["capability"], done_c) * slower


@pytest.mark.parametrize("t", [0, 2, 6])
def test_speeds_written_out_by_hand(t):
    x = drawn(years_ahead=t)
    safety, capability = by_hand(x, t)
    assert np.exp(evaluated(model.log_safety(model.years_ahead), x)) == pytest.approx(safety, rel=1e-9)
    assert np.exp(evaluated(model.log_capability(model.years_ahead), x)) == pytest.approx(capability, rel=1e-9)
    assert evaluated(model.tilt, x) == pytest.approx(safety / capability, rel=1e-9)
    net = safety ** (1 - x["spillover"]) / capability
    assert evaluated(model.net, x) == pytest.approx(net, rel=1e-9)


@pytest.mark.parametrize("on", list(itertools.product((0, 1), repeat=5)))
def test_every_setting_of_the_switches_by_hand(on):
    x = drawn(**dict(zip(model.PLAYERS, on, strict=True)))
    safety, capability = by_hand(x, 2, on)
    assert evaluated(model.tilt, x) == pytest.approx(safety / capability, rel=1e-9)


def test_equal_fields_give_exactly_one_in_every_draw():
    tilts = evaluated(model.tilt, drawn(**dict.fromkeys(model.PLAYERS, 0)))
    assert np.all(tilts == 1.0)
    off = {p: Interval(0, 0) for p in model.PLAYERS}
    assert [v.credence for v in book().run(CLAIM.slug, off).verdicts][0::2] == [0.0, 0.0]
    assert set(book().run(CLAIM.slug, off).splits.values()) == {0.0}


def test_equal_values_without_the_switches_give_exactly_one():
    """The fields made alike by their values: the same ratio as with the mechanisms off, up to rounding."""
    x = drawn(length_ratio=1, proxies=1, by_buildout=0, sabotage=1e-3, by_monitoring=0, large_run_share=0)
    for safety, capability in (
        ("safety_spread", "capability_spread"),
        ("safety_transfer", "capability_transfer"),
        ("gamed_rare", "gamed_common"),
        ("safety_run_flop", "capability_small_run_flop"),
        ("safety_overhead", "capability_overhead"),
        ("safety_human_days", "capability_human_days"),
        ("safety_compute_per_day", "capability_compute_per_day"),
    ):
        x[safety] = x[capability]
    assert np.all(evaluated(model.tilt, x) == 1.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_no_substitution_either_way_is_a_product_of_powers(sign):
    x = drawn(substitution=0)
    near = drawn(substitution=sign * 1.001 * model.NEARLY_ZERO)
    at = evaluated(model.log_safety(model.years_ahead), x)
    faster = np.exp(evaluated(model.log_labour(model.usable_safety(model.years_ahead)), x))
    share = evaluated(model.safety_compute_share, x)
    assert np.exp(at) == pytest.approx(faster ** (1 - share), rel=1e-12)
    assert evaluated(model.log_safety(model.years_ahead), near) == pytest.approx(at, rel=2e-2, abs=1e-4)


def test_without_spoiled_work_monitors_change_nothing():
    on, off = (evaluated(model.tilt, drawn(sabotage=0, by_monitoring=k)) for k in (1, 0))
    assert on == pytest.approx(off, rel=1e-12)


def test_agents_as_fast_as_people_speed_up_nothing():
    x = drawn(agent_speed=1, by_buildout=0)
    assert evaluated(model.tilt, x) == pytest.approx(1.0, abs=1e-12)


def test_without_pauses_the_build_out_changes_nothing():
    x = drawn(scale_loss=0)
    assert evaluated(model.log_pause, x) == pytest.approx(0.0, abs=1e-15)


def test_without_spillover_net_is_the_tilt():
    x = drawn(spillover=0)
    assert evaluated(model.net, x) == pytest.approx(evaluated(model.tilt, x), rel=1e-12)


def test_the_mean_over_the_years_agrees_with_adaptive_quadrature():
    x = drawn(years_ahead=6)
    sums = evaluated(model.cumulative, x)
    speeds = to_numpy([model.log_safety(years), model.log_capability(years)], [*SYMBOLS, years])
    for k in range(0, DRAWS, 37):
        values = [x[id][k] for id in CLAIM.inputs]
        means = [
            integrate.quad(lambda t, f=f, values=values: math.exp(speeds(*values, t)[f]), 0, 6, epsrel=1e-8)[0]
            for f in (0, 1)
        ]
        assert sums[k] == pytest.approx(means[0] / means[1], rel=3e-3)


def test_the_shapley_split_is_exact_over_all_orders():
    """From all 120 orders of five players, not from the formula over 32 subsets that the engine uses."""
    x = drawn()

    def mean(coalition):
        setting = x | {p: np.full(DRAWS, float(p in coalition)) for p in model.PLAYERS}
        return float(np.mean(evaluated(CLAIM.splits[0].expression, setting)))

    known = {frozenset(c): mean(c) for r in range(6) for c in itertools.combinations(model.PLAYERS, r)}
    gained = dict.fromkeys(model.PLAYERS, 0.0)
    orders = list(itertools.permutations(model.PLAYERS))
    for order in orders:
        for k, player in enumerate(order):
            gained[player] += known[frozenset(order[: k + 1])] - known[frozenset(order[:k])]
    found = book().run(CLAIM.slug, draws=DRAWS).splits
    for player in model.PLAYERS:
        assert found[player] == pytest.approx(gained[player] / len(orders), rel=1e-9, abs=1e-12)
    assert sum(found.values()) == pytest.approx(known[frozenset(model.PLAYERS)], rel=1e-9)


def test_a_switched_off_mechanism_gets_nothing_and_the_rest_still_add_up():
    found = book().run(CLAIM.slug, {"by_buildout": 0}, DRAWS).splits
    assert found["by_buildout"] == 0.0
    tilts = evaluated(model.log_tilt, drawn(by_buildout=0))
    assert sum(found.values()) == pytest.approx(float(np.mean(tilts)), rel=1e-9)


def test_the_sentence_names_every_claim_with_its_sign():
    run = book().run(CLAIM.slug)
    text = carried(run)
    ranked = sorted(shares_by_claim(run).items(), key=lambda pair: -pair[1])
    assert text.lower().index(f"claim {ranked[0][0].number} ") == 0
    for lender, share in ranked:
        assert f"claim {lender.number} (" in text.lower()
        if abs(share) > 0.005:
            assert size(share) in text
    assert set(CLAIM_OF) == set(run.splits)
