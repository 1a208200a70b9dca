"""Claim 6: the formulas against plain arithmetic, limits, equal fields, the exact Shapley split, what was measured."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import integrate

from tilt.book import book
from tilt.charts.theme import NARROW, WIDTH
from tilt.claims import claim
from tilt.claims.buildout_pauses import model as buildout_pauses
from tilt.claims.cot_transparency import model as cot_transparency
from tilt.claims.differential import model as model
from tilt.claims.differential.charts import signs_chart
from tilt.claims.differential.drawing import LETTER, SIZE
from tilt.claims.differential.evidence import signs_table
from tilt.claims.differential.facts import MECHANISMS, carried, size
from tilt.claims.task_horizons import model as task_horizons
from tilt.engine.claim import symbol
from tilt.engine.compile import to_numpy
from tilt.engine.formula import years
from tilt.engine.inputs import SameAs
from tilt.engine.population import rule
from tilt.engine.scale import Interval
from tilt.engine.verdict import QUANTILES
from tilt.record.evidence import table

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


def lent(expression, x):
    """An earlier claim's expression by its own inputs."""
    names = sorted(s.name for s in expression.free_symbols)
    return to_numpy([expression], [symbol(n) for n in names])(*[x[n] for n in names])[0]


def field(x, name, compute=True):
    """Share, median and spread of each kind of a field's runs, and what goes with them (`compute`: its own)."""
    kinds = [
        (1 - x["large_run_share"], x["capability_small_run_flop"], x["capability_small_run_spread"]),
        (x["large_run_share"], x["capability_large_run_flop"], x["capability_large_run_spread"]),
    ]
    if name == "safety" and compute:
        every = x["scope"] == 1
        kinds = [(1, *(np.where(every, x[f"all_safety_run_{e}"], x[f"safety_run_{e}"]) for e in ("flop", "spread")))]
    of = name if compute else "capability"
    return kinds, np.maximum(x[f"{of}_overhead"], 1) / x[f"{of}_compute_per_day"], x[f"{of}_human_days"]


def speed(x, runs, labour, compute=1.0, nodes=None):
    """A field's speed from how labour and compute have grown, over the nodes of its populations."""
    places, weights = (np.array(values) for values in (nodes or rule(model.NODES))[:2])
    kinds, a_flop, people = runs
    rho = x["substitution"].clip(*model.SUBSTITUTION_LIMITS)[:, None]
    before = after = logs = 0.0
    for share, flop, spread in kinds:
        days = np.minimum(
            (flop * a_flop)[:, None] * np.exp(np.minimum(spread, 20)[:, None] * places), x["longest_wait"][:, None]
        )
        whole = days + people[:, None]
        theta = days / whole
        one = (theta * np.asarray(compute)[..., None] ** rho + (1 - theta) * labour[:, None] ** rho) ** (1 / rho)
        before = before + share * (whole @ weights)
        after = after + share * (whole / one @ weights)
        logs = logs + share * (np.log(one) @ weights)
    return np.where(x["weighting"] == 0, before / after, np.exp(logs))


def done(x, t, on):
    """Share of labour that AI does and that counts, safety's and capabilities', by the earlier claims' formulas."""
    h = task_horizons
    alike = dict(x)
    if not on["length"]:
        alike |= {"length_ratio": np.ones(DRAWS), "safety_spread": x["capability_spread"]}
    if not on["checks"]:
        alike["safety_transfer"] = x["capability_transfer"]
    lag = x["safety_lag"] / 12 if on["access"] else np.zeros(DRAWS)
    reach = to_numpy([h.usable_safety(years), h.safety_validity, h.capability_validity], [*SYMBOLS, years])
    safety, valid_s, valid_c = reach(*[alike[id] for id in CLAIM.inputs], t - lag)
    if not on["checks"]:
        safety = safety / valid_s * valid_c
    capability = to_numpy([h.usable_capability(years)], [*SYMBOLS, years])(*[x[id] for id in CLAIM.inputs], t)[0]
    enrolled = x["safety_enrolled"] if on["access"] else x["capability_enrolled"]
    full = lent(cot_transparency.full_detection(t), x)
    kept = (1 - x["sabotage"] * (1 - full)) * (1 - x["fuzzy_share"] * x["unseen_error"]) if on["oversight"] else 1
    return safety * enrolled * kept, capability * x["capability_enrolled"]


ON = ("compute", "length", "checks", "access", "labour", "oversight")


def by_hand(x, t, switches=(1,) * 6, grown=False):
    """Both fields' speeds in plain arithmetic, safety first; `grown` adds compute, people and the wait."""
    on = dict(zip(ON, switches, strict=True))
    a = np.maximum(x["agent_speed"], 1)
    agents = 1 + (a - 1) * x["safety_labour"] ** (x["labour_elasticity"] * on["labour"])
    s, c = done(x, t, on)
    compute = [x[f"{f}_compute_growth"] ** (t if grown else 0) for f in ("safety", "capability")]
    found = [
        speed(x, field(x, "safety", bool(on["compute"])), 1 / (1 - s + s / agents), compute[0]),
        speed(x, field(x, "capability"), 1 / (1 - c + c / a), compute[1]),
    ]
    if grown:
        for k, f in enumerate(("safety", "capability")):
            returns = lent(getattr(buildout_pauses, f"{f}_exponent"), x)
            found[k] = found[k] * x[f"{f}_people_growth"] ** (t * returns)
        pause = np.maximum(0, 1 - x["unpaused_months"] / x["plateau_months"])
        found[1] = found[1] * (1 - lent(buildout_pauses.scale_loss, x) * pause)
    return found


@pytest.mark.original
@pytest.mark.parametrize("t", [0, 2, 6])
def test_speeds_written_out_by_hand(t):
    x = drawn(years_ahead=t)
    safety, capability = by_hand(x, t)
    assert np.exp(evaluated(model.log_safety(model.years_ahead), x)) == pytest.approx(safety, rel=1e-9)
    assert np.exp(evaluated(model.log_capability(model.years_ahead), x)) == pytest.approx(capability, rel=1e-9)
    assert evaluated(model.tilt, x) == pytest.approx(safety / capability, rel=1e-9)
    net = safety ** (1 - x["spillover"]) / capability ** (1 - x["spillback"])
    assert evaluated(model.net, x) == pytest.approx(net, rel=1e-9)
    fast, other = by_hand(x, t, grown=True)
    assert evaluated(model.pace, x) == pytest.approx(fast / other, rel=1e-9)


@pytest.mark.original
@pytest.mark.parametrize("on", list(itertools.product((0, 1), repeat=6))[::3])
def test_settings_of_the_switches_by_hand(on):
    x = drawn(**dict(zip(model.PLAYERS, on, strict=True)))
    safety, capability = by_hand(x, 2, on)
    assert evaluated(model.tilt, x) == pytest.approx(safety / capability, rel=1e-9)


def test_five_times_the_nodes_move_no_credence_by_a_fifth_of_a_point():
    x = dict(zip(CLAIM.inputs, book().run(CLAIM.slug).values, strict=True))
    labour = [
        np.exp(to_numpy([e(years)], [*SYMBOLS, years])(*x.values(), 2)[0])
        for e in (model.log_labour_safety, model.log_labour_capability)
    ]
    tilts = []
    for nodes in (rule(model.NODES), rule(65)):
        s, c = (speed(x, field(x, f), m, nodes=nodes) for f, m in zip(("safety", "capability"), labour, strict=True))
        tilts.append(s / c)
    assert np.sqrt((np.log(tilts[0] / tilts[1]) ** 2).mean()) < 0.007
    assert abs((tilts[0] > 1).mean() - (tilts[1] > 1).mean()) < 0.002


# Null tests: without a cause nothing is found

OFF = {p: Interval(0, 0) for p in (*model.PLAYERS, "by_growth", "by_buildout")}


def test_equal_fields_give_one_in_every_draw():
    run = book().run(CLAIM.slug, OFF | {"spillback": SameAs("spillover")})
    assert [v.credence for v in run.verdicts] == [0, 0, 0, 0]
    for effect in run.effects:
        assert effect == pytest.approx(1.0, abs=1e-12)
    assert [round(share, 12) for share in run.splits.values()] == [0] * 6


@pytest.mark.parametrize("weighting", ["time", "experiment"])
def test_agents_as_fast_as_people_tilt_nothing(weighting):
    run = book().run(CLAIM.slug, {"weighting": weighting}).holding({"agent_speed": 1.0})
    for finding in ("tilt", "net", "cumulative"):
        assert run.verdict(finding).credence == 0
        assert run.effect(finding) == pytest.approx(1.0, abs=1e-12)


def test_the_scenario_of_no_difference_leaves_exactly_nothing():
    for v in book().run(CLAIM.slug, book().record.scenarios["no-difference"]).verdicts:
        assert v.credence == 0
        assert v.quantiles == pytest.approx((1.0,) * 5, abs=1e-12)


def test_where_ai_adds_nothing_pace_is_the_growth_of_the_fields():
    x = drawn(agent_speed=1, by_buildout=0, safety_compute_growth=1, capability_compute_growth=1)
    grown = x["safety_people_growth"] ** (2 * lent(buildout_pauses.safety_exponent, x))
    other = x["capability_people_growth"] ** (2 * lent(buildout_pauses.capability_exponent, x))
    assert evaluated(model.pace, x) == pytest.approx(grown / other, rel=1e-9)


def test_enrolling_safety_people_never_tilts_away_from_safety():
    run = book().run(CLAIM.slug)
    low, high = (run.holding({"safety_enrolled": e}).effect("tilt") for e in (0.05, 0.95))
    assert np.all(high >= low)


def test_the_fan_over_enrolment_is_the_tilt_there():
    run = book().run(CLAIM.slug)
    at = model.ENROLMENT.index(0.6)
    tilts = run.holding({"safety_enrolled": 0.6}).effect("tilt")[: CLAIM.fan("enrolling").draws]
    assert run.fan("enrolling")[at, 0] == pytest.approx(np.quantile(tilts, QUANTILES), rel=1e-9)


@pytest.mark.parametrize("sign", [1, -1])
def test_no_substitution_either_way_is_a_product_of_powers(sign):
    x = drawn(substitution=0, weighting=1)
    near = drawn(substitution=sign * 1e-4, weighting=1)
    at = evaluated(model.log_safety(model.years_ahead), x)
    labour = evaluated(model.log_labour_safety(model.years_ahead), x)
    people = 1 - evaluated(model.SAFETY.mean(lambda days: days / (days + model.SAFETY.human_days)), x)
    assert at == pytest.approx(people * labour, rel=1e-4, abs=1e-6)
    assert evaluated(model.log_safety(model.years_ahead), near) == pytest.approx(at, rel=1e-2, abs=1e-4)


def test_without_fuzzy_or_spoiled_work_oversight_changes_nothing():
    on, off = (evaluated(model.tilt, drawn(sabotage=0, unseen_error=0, by_oversight=k)) for k in (1, 0))
    assert on == pytest.approx(off, rel=1e-12)


def test_without_pauses_the_build_out_changes_nothing():
    assert evaluated(model.log_pause, drawn(by_buildout=0)) == pytest.approx(0.0, abs=1e-15)


def test_without_spillover_net_is_the_tilt():
    x = drawn(spillover=0, spillback=0)
    assert evaluated(model.net, x) == pytest.approx(evaluated(model.tilt, x), rel=1e-12)


@pytest.mark.original
def test_the_mean_over_the_years_agrees_with_adaptive_quadrature():
    x = drawn(years_ahead=6)
    sums = evaluated(model.cumulative, x)
    speeds = to_numpy([model.log_safety(years), model.log_capability(years)], [*SYMBOLS, years])
    for k in range(0, DRAWS, 63):
        values = [x[id][k] for id in CLAIM.inputs]
        means = [
            integrate.quad(lambda t, f=f, values=values: math.exp(speeds(*values, t)[f]), 0, 6, epsrel=1e-6)[0]
            for f in (0, 1)
        ]
        assert sums[k] == pytest.approx(means[0] / means[1], rel=1e-2)


def test_the_shapley_split_is_exact_over_all_orders():
    """From all 720 orders of six players, not from the formula over 64 subsets that the engine uses."""
    x, expression = drawn(), to_numpy([CLAIM.splits[0].expression], SYMBOLS)

    def mean(coalition):
        setting = x | {p: np.full(DRAWS, float(p in coalition)) for p in model.PLAYERS}
        return float(np.mean(expression(*[setting[id] for id in CLAIM.inputs])[0]))

    known = {frozenset(c): mean(c) for r in range(7) for c in itertools.combinations(model.PLAYERS, r)}
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
    found = book().run(CLAIM.slug, {"by_access": 0}, DRAWS).splits
    assert found["by_access"] == 0.0
    tilts = evaluated(model.log_tilt, drawn(by_access=0))
    assert sum(found.values()) == pytest.approx(float(np.mean(tilts)), rel=1e-9)


def test_the_sentence_names_every_mechanism_with_its_sign():
    run = book().run(CLAIM.slug)
    text = carried(run).lower()
    ranked = sorted(run.splits.items(), key=lambda pair: -pair[1])
    first = MECHANISMS[ranked[0][0]].lower() if ranked[0][1] > 0.01 else "no mechanism carries"
    assert text.startswith(first)
    for player, share in ranked:
        assert MECHANISMS[player].lower() in text
        if abs(share) > 0.01:
            assert size(share) in text


def test_the_ratios_of_what_was_measured_are_those_of_the_two_figures_beside_them():
    signs, pace = table("tilt_signs"), table("agent_pace")
    assert signs["ratio"].to_numpy() == pytest.approx((signs["safety"] / signs["capabilities"]).to_numpy(), rel=0.01)
    assert pace["ratio"].to_numpy() == pytest.approx(
        (pace["agents_figure"] / pace["people_figure"]).to_numpy(), rel=0.01
    )


@pytest.mark.parametrize("width", [NARROW, WIDTH])
def test_what_was_measured_has_a_scale_for_each_source_and_says_its_side_in_words(width):
    shown = [r for rows in signs_chart(width).to_dict()["datasets"].values() for r in rows]
    bars = [r["share"] for r in shown if "share" in r]
    assert [max(pair) for pair in zip(bars[::2], bars[1::2], strict=True)] == [1.0] * 5
    words = [r["text"] for r in shown if "text" in r]
    assert words.count("speaks for safety") == words.count("speaks for capabilities") == 1
    assert (words.count("a safety task"), words.count("a capability task")) == (1, 2)
    assert max(map(len, words)) <= width / (LETTER * SIZE), "no line is longer than the drawing is wide"
    assert len(signs_table()) == 5
