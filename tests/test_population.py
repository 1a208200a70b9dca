"""Populations: what they must give exactly, how far their nodes are from the integral, and both engines alike."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from tests.parity import cases, compare, in_node
from tilt.engine.claim import Claim, Fan, Finding, Part, Split, symbol, symbols
from tilt.engine.compile import numpy_findings, to_numpy
from tilt.engine.inputs import Assumption, Edition, Record
from tilt.engine.javascript import javascript
from tilt.engine.latex import latex
from tilt.engine.nodes import Smaller
from tilt.engine.population import Expectation, Population, rule, share_above
from tilt.engine.scale import Interval, Scale
from tilt.pages.mathml import mathml

NODES, WEIGHTS, _ = rule()

F, s, H, B, W = symbols("flop spread human_days flop_per_day longest_wait")
RUNS = Population(F, s)
CUT = Population(F, s, cap=W)


compiled = cache(lambda expr, names: to_numpy([expr], [symbol(k) for k in names]))


def value(expr: sp.Expr, **inputs: float) -> float:
    """The expression at these inputs."""
    return float(compiled(expr, tuple(inputs))(*inputs.values())[0])


# What is exact

positive = st.floats(1e-6, 1e6)
spreads = st.floats(0, 4)


@given(positive, positive, positive)
def test_without_spread_a_population_is_its_location(flop, human_days, wait):
    f = H + Smaller(RUNS.value, W) / (1 + RUNS.value)
    found = value(RUNS.E(f), flop=flop, spread=0.0, human_days=human_days, longest_wait=wait)
    assert found == pytest.approx(human_days + min(flop, wait) / (1 + flop), rel=1e-14)


@given(positive, spreads)
def test_the_mean_is_a_lognormals(flop, spread):
    error = 1e-6 if spread <= 2 else 1e-5 if spread <= 3 else 5e-4
    assert value(RUNS.E(RUNS.value), flop=flop, spread=spread) == pytest.approx(flop * np.exp(spread**2 / 2), rel=error)


@given(positive, spreads)
def test_the_mean_of_the_logarithm_is_the_locations(flop, spread):
    assert value(RUNS.E(sp.log(RUNS.value)), flop=flop, spread=spread) == pytest.approx(np.log(flop), abs=2e-6)


@given(positive, spreads, positive)
def test_a_cap_cuts_and_one_below_all_leaves_nothing_else(flop, spread, wait):
    found = value(CUT.E(CUT.value), flop=flop, spread=spread, longest_wait=wait)
    assert 0 < found <= wait * (1 + 1e-12)
    assert value(CUT.E(CUT.value), flop=flop, spread=spread, longest_wait=flop * np.exp(-6 * spread)) == pytest.approx(
        flop * np.exp(-6 * spread), rel=1e-12
    )


def test_an_expectation_is_linear_and_leaves_alone_what_does_not_vary():
    assert RUNS.E(H) == H
    whole = value(RUNS.E(2 * RUNS.value + H), flop=3.0, spread=1.5, human_days=2.0)
    assert whole == pytest.approx(2 * value(RUNS.E(RUNS.value), flop=3.0, spread=1.5) + 2, rel=1e-14)


def test_weights_add_up_and_nodes_rise():
    assert sum(WEIGHTS) == pytest.approx(1, abs=1e-15)
    assert list(NODES) == sorted(NODES)
    assert min(WEIGHTS) > 0


def test_names_change_nothing():
    """Another name, another order of arguments: the same mean."""
    for a, b in (("aaa", "zzz"), ("zzz", "aaa")):
        pop = Population(symbol(a), symbol(b))
        found = value(pop.E(1 / (1 + pop.value)), **{a: 5.0, b: 2.0})
        assert found == pytest.approx(value(RUNS.E(1 / (1 + RUNS.value)), flop=5.0, spread=2.0), rel=1e-15)


def test_equal_populations_give_equal_formulas_and_independent_pairs():
    again = Population(F, s)
    assert RUNS.E(RUNS.value) == again.E(again.value)
    ratio = RUNS.E(again.E(RUNS.value / again.value))
    assert value(ratio, flop=7.0, spread=1.0) == pytest.approx(math.exp(1), rel=1e-5)  # tied they would give 1


def test_a_node_is_bound_and_a_value_outside_an_expectation_is_undeclared():
    assert RUNS.E(RUNS.value).free_symbols == {F, s}
    loose = Claim("x", 0, "", "", "", ("flop", "spread"), (), (Finding("f", "", "", RUNS.value, "", ""),))
    assert [where for where, _ in loose.undeclared()] == ["finding f"]


def test_derivatives_go_inside():
    slope = RUNS.E(RUNS.value**2).diff(F)
    assert value(slope, flop=3.0, spread=0.5) == pytest.approx(2 * 3 * np.exp(2 * 0.5**2), rel=1e-6)


# How far the nodes are from the integral: docs/decisions/022-populations.md

DENSE = np.linspace(-12, 12, 24_001)
DENSITY = np.exp(-(DENSE**2) / 2)
DENSITY /= DENSITY.sum()

SHAPES: dict[str, tuple[Callable[..., np.ndarray], tuple[float, ...]]] = {
    # Largest relative errors at spreads 1, 2, 3 and 4.
    "waiting, H + min(x, cap)": (lambda x, cap: 1 + np.minimum(x, cap), (3e-3, 7e-3, 2e-2, 5e-2)),
    "share of time, x / (H + x)": (
        lambda x, cap: np.minimum(x, cap) / (1 + np.minimum(x, cap)),
        (2e-3, 4e-3, 7e-3, 1e-2),
    ),
    "rate, 1 / (H + x)": (lambda x, _: 1 / (1 + x), (1e-6, 1e-6, 1e-6, 2e-6)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_nodes_are_near_the_integral(shape):
    """A cap's kink falls between nodes: too high here, too low there, over an interval's draws nearly even."""
    f, allowed = SHAPES[shape]
    rng = np.random.default_rng(20261101)
    places = [(x, cap) for x in rng.uniform(-4, 4, 12) for cap in rng.uniform(-2, 10, 12)]
    for spread, most in zip((1, 2, 3, 4), allowed, strict=True):
        errors = []
        for location, cap in places:
            exact = DENSITY @ f(np.exp(location + spread * DENSE), np.exp(cap))
            found = np.array(WEIGHTS) @ f(np.exp(location + spread * np.array(NODES)), np.exp(cap))
            errors.append(found / exact - 1)
        assert np.abs(errors).max() < most, f"spread {spread}"
        assert np.abs(np.mean(errors)) < most / 10, f"spread {spread}"


@given(st.floats(-4, 4), st.floats(0.3, 4), st.floats(0.3, 4))
def test_the_share_of_pairs_is_near_the_normal_distributions(apart, spread, other):
    a, b = Population(symbol("a"), symbol("s")), Population(symbol("b"), symbol("u"))
    found = value(share_above(a, b, sp.Integer(10)), a=np.exp(apart), s=spread, b=1.0, u=other)
    z = (apart - np.log(10)) / np.hypot(spread, other)
    assert found == pytest.approx(float(0.5 * (1 + sp.erf(z / np.sqrt(2)))), abs=0.006)


@given(positive, spreads)
def test_equal_populations_share_pairs_evenly(flop, spread):
    assert value(share_above(RUNS, Population(F, s)), flop=flop, spread=spread) == pytest.approx(0.5, abs=1e-12)


# Both engines

t = sp.Symbol("t", real=True)
LARGE = Population(symbol("large_flop"), symbol("large_spread"), cap=1e4 * B)
SAFE = Population(F, s)
w, uplift, on_compute, on_human = symbols("large_share uplift on_compute on_human")


def mixed(f: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """The mean of f over small and large runs."""
    small = Population(3 * F, s)
    return (1 - w) * small.E(f(small.value)) + w * LARGE.E(f(LARGE.value))


def cycle(x: sp.Expr) -> sp.Expr:
    """Days a run takes."""
    return H + Smaller(x / B, W)


THETA = mixed(lambda x: Smaller(x / B, W) / cycle(x))
LABOUR = sp.exp(-uplift * t)
FASTER = SAFE.E(sp.log(cycle(SAFE.value))) - SAFE.E(sp.log(H * LABOUR + Smaller(SAFE.value / B, W)))
SLOWED = H * (1 + on_human * uplift) + Smaller(SAFE.value / B, W) * (1 + on_compute)
SWITCHED = sp.log(SAFE.E(SLOWED / cycle(SAFE.value)))
RATE = SAFE.E(1 / (1 + SAFE.value))
INNER = LARGE.E(LARGE.value / (SAFE.value + LARGE.value))
MEAN = sp.log(1 + SAFE.E(SAFE.value))
NESTED = SAFE.E(SAFE.value / (SAFE.E(SAFE.value) + SAFE.value + INNER))

CLAIM = Claim(
    slug="runs",
    number=0,
    title="",
    short="",
    sentence="",
    inputs=(
        "flop",
        "spread",
        "human_days",
        "flop_per_day",
        "longest_wait",
        "large_flop",
        "large_spread",
        "large_share",
        "uplift",
        "on_compute",
        "on_human",
    ),
    steps=(),
    findings=(
        Finding("iteration", "", "", sp.log(mixed(cycle) / SAFE.E(cycle(SAFE.value))), "ratio of means", ""),
        Finding("binding", "", "", THETA, "share of compute", "fraction", 0.5),
        Finding("pairs", "", "", share_above(LARGE, SAFE, sp.Integer(100)), "share of pairs", "fraction", 0.5),
        Finding("nested", "", "", NESTED, "", ""),
        Finding("chained", "", "", MEAN + MEAN * H + sp.exp(-MEAN * H), "", ""),
    ),
    fans=(Fan("speed", "", t, (0.0, 1.0, 3.0), {"log": FASTER, "share": THETA * LABOUR}, "", grid=(0.0, 1.0, 3.0)),),
    splits=(
        Split("binding", "", parts=(Part("small", "", (1 - w) * RATE), Part("rest", "", w))),
        Split("iteration", "", players=("on_compute", "on_human"), expression=SWITCHED + on_human * RATE),
    ),
)


def assumption(
    id: str, column: int, scale: Scale, interval: tuple[float, float], bounds: tuple[float, float]
) -> Assumption:
    unit = {Scale.LOG: "ratio", Scale.LOGIT: "fraction", Scale.SWITCH: "on or off"}[scale]
    within = (scale, Interval(*interval), Interval(*bounds))
    return Assumption(id, "runs", id, id, id, "", unit, *within, column, "", (), ())


BOOK = Record(
    {
        a.id: a
        for a in (
            assumption("flop", 0, Scale.LOG, (1, 30), (1e-3, 1e4)),
            assumption("spread", 1, Scale.LOG, (0.8, 2.5), (0.05, 4)),
            assumption("human_days", 2, Scale.LOG, (1, 5), (0.1, 30)),
            assumption("flop_per_day", 3, Scale.LOG, (2, 20), (0.1, 100)),
            assumption("longest_wait", 4, Scale.LOG, (30, 365), (10, 1000)),
            assumption("large_flop", 5, Scale.LOG, (300, 3000), (1, 1e6)),
            assumption("large_spread", 6, Scale.LOG, (1, 3), (0.05, 4)),
            assumption("large_share", 7, Scale.LOGIT, (0.1, 0.4), (0.01, 0.99)),
            assumption("uplift", 8, Scale.LOG, (0.1, 1), (0.01, 3)),
            assumption("on_compute", 9, Scale.SWITCH, (1, 1), (0, 1)),
            assumption("on_human", 10, Scale.SWITCH, (1, 1), (0, 1)),
        )
    },
    correlations=(),
    scenarios={},
    groups={},
    edition=Edition("test", datetime.date(2026, 11, 1)),
)


def test_both_engines_agree_on_populations(tmp_path):
    todo = [replace(case, sensitive=False) for case in cases(CLAIM, BOOK, 36, seed=4)]
    compare(CLAIM, BOOK, todo, in_node(CLAIM, BOOK, todo, tmp_path))


def test_both_engines_agree_on_swings_and_flips_over_populations(tmp_path):
    plain = replace(CLAIM, findings=CLAIM.findings[:2])  # bisection over pairs would take Python minutes
    todo = [case for case in cases(plain, BOOK, 36, seed=4) if case.sensitive]
    compare(plain, BOOK, todo, in_node(plain, BOOK, todo, tmp_path))


def test_draws_do_not_mix_with_nodes():
    """Each draw's mean is that draw's alone."""
    x = BOOK.values(CLAIM.inputs, BOOK.settings(), 32)
    whole = numpy_findings(CLAIM)(*x)
    for i in (0, 31):
        alone = numpy_findings(CLAIM)(*x[:, i])
        for ours, theirs in zip(whole, alone, strict=True):
            assert np.broadcast_to(ours, 32)[i] == pytest.approx(float(theirs), rel=1e-12)


# What is emitted and shown

BODY = """\
  for (let i = 0; i < n; i++) {
    const flop = a_flop[i];
    const spread = a_spread[i];
    const human_days = a_human_days[i];
    const flop_per_day = a_flop_per_day[i];
    const longest_wait = a_longest_wait[i];
    const h0 = flop/flop_per_day;
    let e0 = 0;
    let e1 = 0;
    for (let k0 = 0; k0 < 33; k0++) {
      const z0 = NODES[k0];
      const c0 = h0*Math.exp(z0*spread);
      e0 += WEIGHTS[k0] * (c0);
      e1 += WEIGHTS[k0] * (human_days + Math.min(c0, longest_wait));
    }
    out[0][i] = -Math.log(e0) + Math.log(e1);
  }"""


def test_the_emitted_loop_holds_only_what_varies():
    pop = Population(F, s)
    e = sp.log(pop.E(cycle(pop.value))) - sp.log(pop.E(pop.value / B))
    small = Claim(
        "x",
        0,
        "",
        "",
        "",
        ("flop", "spread", "human_days", "flop_per_day", "longest_wait"),
        (),
        (Finding("f", "", "", e, "", ""),),
    )
    text = javascript(small)
    body = text[text.index("  for (let i") : text.index("\n}\n\nfunction parts")]
    assert body == BODY


def test_formulas_are_shown_with_the_mean_and_as_mathml():
    shown = latex(
        RUNS.E(H + Smaller(RUNS.value, W)), {"flop": "F", "spread": r"\sigma", "human_days": "H", "longest_wait": "W"}
    )
    assert shown == r"\mathbb{E}\left[\min(F e^{z \sigma}, W) + H\right]"
    assert "<math" in mathml(shown)


def test_an_expectation_evaluates_to_a_number():
    number = RUNS.E(RUNS.value).subs({F: 2, s: 1}).evalf()
    assert float(number) == pytest.approx(2 * np.exp(0.5), rel=1e-6)
    assert isinstance(RUNS.E(RUNS.value), Expectation)
