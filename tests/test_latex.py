"""Formulas as chapters show them, read back by other code: they must be the formulas that run."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from tests.latex_reader import read
from tilt.book import book
from tilt.claims import all_claims
from tilt.engine.claim import Claim, symbols
from tilt.engine.compile import to_numpy
from tilt.engine.latex import latex
from tilt.engine.nodes import Is, Larger, Smaller
from tilt.engine.population import Expectation, Population, rule

DRAWS = 256
a, b, c = symbols("a b c")
RUNS = Population(a, b)
LETTERS = {"a": "a", "b": r"\beta", "c": "c_0'"}


def letters_of(claim: Claim) -> dict[str, str]:
    """What a chapter writes for every symbol of its steps, by name."""
    names = {id: book().record.assumptions[id].symbol for id in claim.inputs} | {s.name: s.latex for s in claim.steps}
    names |= {name: letter for name, (letter, _) in claim.letters.items()}
    used = {s.name for step in claim.steps for s in step.expression.free_symbols} | {s.name for s in claim.steps}
    return {name: "z" if name.startswith("z0") else names.get(name, name) for name in used}


@pytest.mark.original
@pytest.mark.parametrize("claim", all_claims(), ids=lambda c: c.slug)
def test_every_shown_step_reads_back_as_the_formula_that_runs(claim):
    letters = letters_of(claim)
    assert len(set(letters.values())) == len(letters), f"one letter for two things: {sorted(letters.values())}"
    rng = np.random.default_rng(1)
    drawn = dict(zip(claim.inputs, book().record.values(claim.inputs, book().record.settings(), DRAWS), strict=True))
    # Grids, and what other claims work out: shares and speeds, anything above 0 will do.
    values = {name: drawn.get(name, rng.uniform(0.05, 0.95, DRAWS)) for name in letters}
    for step in claim.steps:
        shown = latex(step.expression, letters)
        names = [s.name for s in step.expression.free_symbols]
        with np.errstate(all="ignore"):  # a step may be guarded where it is used
            runs = to_numpy([step.expression], list(step.expression.free_symbols))(*[values[n] for n in names])[0]
            nodes = next((e.node.rule for e in step.expression.atoms(Expectation)), rule())
            found = read(shown, letters.values(), nodes)({letters[name]: v for name, v in values.items()})
        usable = np.isfinite(runs)
        assert usable.mean() > 0.5, step.name
        np.testing.assert_allclose(np.broadcast_to(found, DRAWS)[usable], runs[usable], rtol=1e-9, err_msg=shown)
        values[step.name] = np.where(usable, runs, values[step.name])


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        (sp.log(a / b, 10), r"\frac{\ln{\left(\frac{a}{\beta}\right)}}{\ln{\left(10\right)}}"),
        (sp.log(a / b, 10, evaluate=False), r"\log_{10}{\left(\frac{a}{\beta}\right)}"),
        (sp.log(a) ** 2, r"\ln^{2}{\left(a\right)}"),
        (sp.exp(a * sp.log(b)), r"\beta^{a}"),
        (sp.exp(sp.log(a / (1 - b)) / c), r"\left(\frac{a}{1 - \beta}\right)^{\frac{1}{c_0'}}"),
        (Larger(a, Smaller(b, 1)), r"\max(a, \min(\beta, 1))"),
        (sp.Piecewise((a, b < c), (1, True)), None),
        (sp.sqrt(a) + sp.root(b, 3) - sp.pi / c**2, None),
        (sp.exp(-a * (b - c)) / (1 + sp.exp(-b)), None),
        (a * Is(b, 0) + Is(b, 1), r"a \left[\beta = 0\right] + \left[\beta = 1\right]"),
        (1 / (b - 1 - a * c), r"\frac{1}{\beta - 1 - a c_0'}"),
        (RUNS.E(a / (c + RUNS.value)), r"\mathbb{E}\left[\frac{a}{c_0' + a e^{z \beta}}\right]"),
    ],
    ids=str,
)
def test_what_is_shown_reads_back(expression, shown):
    """Each kind of thing a formula may hold."""
    text = latex(expression, LETTERS)
    if shown:
        assert text == shown
    values = {"a": 0.7, "b": 0.4, "c": 2.3}
    runs = to_numpy([expression], [a, b, c])(*values.values())[0]
    found = read(text, LETTERS.values())({LETTERS[k]: v for k, v in values.items()})
    assert float(found) == pytest.approx(float(runs), rel=1e-12), text


@pytest.mark.parametrize("text", [r"\log\left(a\right)", r"a + ", r"\sin\left(a\right)", r"a_1", r"\frac{a}{"])
def test_the_reader_guesses_nothing(text):
    with pytest.raises((ValueError, AssertionError)):
        read(text, ["a"])
