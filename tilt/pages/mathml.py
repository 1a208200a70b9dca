"""Formulas as MathML, made while a page is built, so that they show without a script and without a network."""

from __future__ import annotations

import re

from docutils.utils.math.latex2mathml import tex2mathml

LETTER = re.compile(r"<mi>([^\W\d_])</mi>")


def mathml(latex: str, display: bool = False) -> str:
    r"""Return a LaTeX formula as a MathML `<math>` element.

    Args:
        latex: The formula without dollar signs, for instance `sympy.latex(expression)`.
        display: True for a formula on a line of its own, False for one within a sentence.

    Raises:
        ValueError: The formula uses LaTeX that the converter does not know; the message quotes the formula.

    Source: the conversion is Docutils' own (`docutils.utils.math.latex2mathml`).
    """
    text = latex.strip()
    try:
        element: str = tex2mathml(text, as_block=display)
    except (ValueError, SyntaxError, IndexError, AttributeError) as error:  # MathError is a ValueError; slips end so
        raise ValueError(f"cannot set the formula {text!r} as MathML: {error}") from error
    # Browsers turn single letters into mathematical italics (U+1D400 on), which many machines have in a sans-serif
    # typeface only. Marked, they stay plain letters, and the style sheet sets them in the prose's italic.
    return LETTER.sub(r'<mi mathvariant="normal" class="letter">\1</mi>', re.sub(r">\s+<", "><", element))


def display_math(element: str) -> str:
    """Return a formula on a line of its own as a block that scrolls where it is too wide, by keyboard too."""
    return f'<div class="math" tabindex="0">{element}</div>\n'
