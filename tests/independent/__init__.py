"""The six claims by another hand: plain NumPy and SciPy, written from the chapters' printed formulas and words alone.

Nothing here imports the package. Numbers come in (intervals, weights, rank correlations), effects of findings go out, a
value a draw; `tests/test_independent.py` holds them against the book's. Draws, transforms, correlations and integrals
are made differently from the book's: SciPy's scrambled Sobol' points, closed forms for capped lognormals, quadrature
that stops at the cap. A module a claim; each is meant to be read beside the chapter's "The model as formulas".
"""
