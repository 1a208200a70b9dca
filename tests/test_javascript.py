"""What the compiler emits for the browser, to be read: a small claim’s module, whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from tilt.engine.claim import Claim, Fan, Finding, Part, Split, symbols
from tilt.engine.javascript import javascript
from tilt.engine.nodes import Larger

gain, cost, rate, on_a, on_b = symbols("gain cost rate on_a on_b")
t = sp.Symbol("t", real=True)

SMALL = Claim(
    slug="small",
    number=0,
    title="",
    short="",
    sentence="",
    inputs=("gain", "cost", "rate", "on_a", "on_b"),
    steps=(),
    findings=(
        Finding("pays-off", "", "", sp.log(gain / cost), "profit", ""),
        Finding("pays-well", "", "", sp.log(gain / cost), "profit", "", threshold=1.0),
        Finding("grows", "", "", Larger(rate, 0) ** 2, "growth", ""),
    ),
    fans=(Fan("over-time", "", t, (0.0, 1.0), {"profit": (gain + cost) * sp.exp(rate * t)}, "", grid=(0.0, 1.0)),),
    splits=(
        Split("pays-off", "", parts=(Part("in", "", sp.log(gain)), Part("out", "", -sp.log(cost)))),
        Split("grows", "", players=("on_a", "on_b"), expression=rate**2 * on_a * (1 + on_b)),
    ),
)

MODULE = """\
// Compiled from the claim small. Do not edit.

function findings(n, x, out) {
  const a_gain = x[0];
  const a_cost = x[1];
  const a_rate = x[2];
  for (let i = 0; i < n; i++) {
    const gain = a_gain[i];
    const cost = a_cost[i];
    const rate = a_rate[i];
    const c0 = Math.log(gain/cost);
    out[0][i] = c0;
    out[1][i] = c0;
    out[2][i] = Math.pow(Math.max(rate, 0), 2);
  }
}

function parts(n, x, out) {
  const a_gain = x[0];
  const a_cost = x[1];
  for (let i = 0; i < n; i++) {
    const gain = a_gain[i];
    const cost = a_cost[i];
    out[0][i] = Math.log(gain);
    out[1][i] = -Math.log(cost);
  }
}

function effect0(n, x, out) {
  const a_gain = x[0];
  const a_cost = x[1];
  for (let i = 0; i < n; i++) {
    const gain = a_gain[i];
    const cost = a_cost[i];
    out[0][i] = Math.log(gain/cost);
  }
}

function effect1(n, x, out) {
  const a_rate = x[2];
  for (let i = 0; i < n; i++) {
    const rate = a_rate[i];
    out[0][i] = Math.pow(Math.max(rate, 0), 2);
  }
}

function prepare0(n, x, out) {
  const a_gain = x[0];
  const a_cost = x[1];
  const a_rate = x[2];
  for (let i = 0; i < n; i++) {
    const gain = a_gain[i];
    const cost = a_cost[i];
    const rate = a_rate[i];
    out[0][i] = cost + gain;
    out[1][i] = rate;
  }
}

function at0(n, x, out, t) {
  const a_w0 = x[0];
  const a_w1 = x[1];
  for (let i = 0; i < n; i++) {
    const w0 = a_w0[i];
    const w1 = a_w1[i];
    out[0][i] = w0*Math.exp(t*w1);
  }
}

function ready0_0(n, x, out) {
  const a_rate = x[2];
  for (let i = 0; i < n; i++) {
    const rate = a_rate[i];
    out[0][i] = (rate*rate);
  }
}

function term0_0(n, x, out, on) {
  const a_w0 = x[0];
  const on_a = on[0];
  const on_b = on[1];
  for (let i = 0; i < n; i++) {
    const w0 = a_w0[i];
    out[0][i] = on_a*w0*(on_b + 1);
  }
}

export default {
  inputs: ["gain", "cost", "rate", "on_a", "on_b"],
  findings,
  effects: { "pays-off": effect0, "pays-well": effect0, "grows": effect1 },
  parts,
  fans: { "over-time": { work: 2, prepare: prepare0, at: at0 } },
  splits: { "grows": [
    { players: ["on_a", "on_b"], room: 1, ready: ready0_0, term: term0_0 },
  ] },
};
"""


def test_the_emitted_module_is_this():
    assert javascript(SMALL) == MODULE


@pytest.mark.parametrize("name", ["x", "on", "z0", "a_gain"])
def test_a_name_the_functions_use_themselves_is_refused(name):
    with pytest.raises(ValueError, match=f"claim small: {name} cannot name an input"):
        javascript(replace(SMALL, inputs=(*SMALL.inputs, name)))
