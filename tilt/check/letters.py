"""Letters and formulas set as a chapter sets them: what MathML cannot be made of is told before a chapter runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tilt.book import book
from tilt.check.places import place
from tilt.engine.claim import Claim, Step
from tilt.engine.inputs import Assumption
from tilt.engine.latex import latex
from tilt.pages.mathml import mathml
from tilt.paths import data
from tilt.record.problems import Problem
from tilt.record.yaml_file import YamlFile

ALLOWED = r"a letter as LaTeX writes it, such as h, H_0, \sigma_s or \Delta T"
TWICE = re.compile(r"([_^])(?:\{[^{}]*\}|\\[A-Za-z]+|[^{}\\])\s*\1")
"""Two subscripts, or two superscripts, of one letter: no LaTeX, though some readers of it set them."""


def check() -> Iterator[Problem]:
    """A problem for each symbol of an assumption, and each step of a claim, that a chapter could not show.

    Raises InputError where the book cannot be read.
    """
    known = book().record.assumptions
    broken = {a.id: why for a in known.values() if (why := unset(a.symbol))}
    for id, why in broken.items():
        yield _symbol(known[id], why)
    for c in book().claims:
        yield from _alike(c, known)
        letters = {id: known[id].symbol for id in c.inputs if id not in broken} | {s.name: s.latex for s in c.steps}
        letters |= {name: letter for name, (letter, _) in c.letters.items()}
        for s in c.steps:
            if why := unset(s.latex) or _unshown(s, letters):
                file, line = place(c, "Step", s.name)
                fix = "mend the step's `latex`, or write the formula in functions that can be shown"
                yield Problem(file, line, f"step cannot be shown: {why}", s.name, value=s.latex, fix=fix)


def unset(letter: str) -> str | None:
    """Why a letter is no LaTeX that can be set, in words; None where it is."""
    if not letter.strip():
        return "it is blank"
    braces = re.sub(r"\\[{}]", "", letter)
    if braces.count("{") != braces.count("}") or re.search(r"^[^{]*\}", braces):
        return "its braces do not match"
    if found := re.search(r"[<>$&%#\"]|\\\\", letter):
        return f"{found[0]} is no part of a letter"
    if TWICE.search(letter):
        return "it has two subscripts or two superscripts"
    try:
        mathml(letter)
    except ValueError as error:
        return str(error).rpartition(": ")[2]
    return None


def _unshown(s: Step, letters: Mapping[str, str]) -> str | None:
    try:
        mathml(f"{s.latex} = {latex(s.expression, letters)}", display=True)
    except ValueError as error:
        return str(error).rpartition(": ")[2]
    return None


def _alike(c: Claim, known: Mapping[str, Assumption]) -> Iterator[Problem]:
    """Inputs of a claim that its steps write with the same letter as another input, or as a step."""
    shown = {s.name for step in c.steps for s in step.expression.free_symbols}
    first: dict[str, str] = {s.latex: f"step {s.name}" for s in c.steps}
    first |= {letter: name for name, (letter, _) in c.letters.items()}
    for id in c.inputs:
        if id not in shown:
            continue
        letter = known[id].symbol
        if first.setdefault(letter, id) != id:
            yield _symbol(known[id], f"{c.slug} writes {first[letter]} the same way")


def _symbol(a: Assumption, why: str) -> Problem:
    file = YamlFile(data() / "assumptions" / f"{a.claim}.yaml", [])
    line = file.line(("assumptions", a.id, "symbol")) if file.parse() else None
    what, fix = f"symbol cannot be set in a formula: {why}", "write another one"
    return Problem(file.path, line, what, a.id, value=a.symbol or "(blank)", allowed=ALLOWED, fix=fix)
