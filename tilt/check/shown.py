"""Steps of claims set as a chapter sets them: what MathML cannot be made of is told before a chapter runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tilt.check.letters import unset
from tilt.check.places import place
from tilt.engine.claim import Claim, Step
from tilt.engine.latex import latex
from tilt.pages.mathml import mathml
from tilt.record.problems import Problem


def unshown(c: Claim, symbols: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each step of a claim that a chapter could not show; `symbols` is the LaTeX of its inputs."""
    letters = {**symbols, **{s.name: s.latex for s in c.steps}, **{name: mark for name, (mark, _) in c.letters.items()}}
    for s in c.steps:
        if why := unset(s.latex) or _unset(s, letters):
            file, line = place(c.slug, "Step", s.name)
            fix = "mend the step's `latex`, or write the formula in functions that can be shown"
            yield Problem(file, line, f"step cannot be shown: {why}", s.name, value=s.latex, fix=fix)


def _unset(s: Step, letters: Mapping[str, str]) -> str | None:
    try:
        mathml(f"{s.latex} = {latex(s.expression, letters)}", display=True)
    except ValueError as error:
        return str(error).rpartition(": ")[2]
    return None
