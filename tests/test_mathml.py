"""Formulas become MathML, and what cannot be set is quoted."""

from __future__ import annotations

import re

import pytest
import sympy

from tilt.pages.mathml import mathml


def test_formulas_become_mathml() -> None:
    assert mathml("x_{s}") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><msub><mi mathvariant="normal" class="letter">x</mi>'
        '<mi mathvariant="normal" class="letter">s</mi></msub></math>'
    )
    assert 'display="block"' in mathml(r"\frac{a}{b}", display=True)
    assert "<mi>log</mi>" in mathml(r"\log x")


@pytest.mark.parametrize("latex", [r"\nosuchthing{x}", r"\frac{a}", r"x^", "a & b"])
def test_unknown_latex_is_quoted(latex: str) -> None:
    with pytest.raises(ValueError, match=re.escape(latex)):
        mathml(latex)


def test_what_sympy_writes_is_understood() -> None:
    x, y, n = sympy.symbols("x y_{s} n", positive=True)
    expressions = [
        sympy.log(x / y, 2),
        sympy.sqrt(x) / y,
        1 - x ** (1 + (n - 1) * (1 - y)),
        sympy.Max(x, y),
        sympy.Abs(x - 1),
        sympy.Piecewise((x, x > 1), (y, True)),
        sympy.exp(-x / sympy.Rational(1, 3)),
        sympy.Sum(x**n, (n, 1, 8)),
    ]
    for expression in expressions:
        assert mathml(sympy.latex(expression), display=True).startswith("<math")
