"""Letters of assumptions set as a chapter sets them: what MathML cannot be made of is told before a chapter runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tilt.check.declared import outlines
from tilt.check.outline import Outline
from tilt.engine.inputs import Assumption, Record
from tilt.pages.mathml import mathml
from tilt.paths import data
from tilt.record.problems import Problem
from tilt.record.yaml_file import YamlFile

ALLOWED = r"a letter as LaTeX writes it, such as h, H_0, \sigma_s or \Delta T"
TWICE = re.compile(r"([_^])(?:\{[^{}]*\}|\\[A-Za-z]+|[^{}\\])\s*\1")
"""Two subscripts, or two superscripts, of one letter: no LaTeX, though some readers of it set them."""


def check(record: Record) -> Iterator[Problem]:
    """A problem for each symbol of an assumption that a chapter could not show, or that stands for two things there."""
    known = record.assumptions
    for a in known.values():
        if why := unset(a.symbol):
            yield _symbol(a, why)
    for o in outlines():
        yield from _alike(o, known)


@cache
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


def _alike(o: Outline, known: Mapping[str, Assumption]) -> Iterator[Problem]:
    """Inputs of a claim that its steps write with the same letter as another input, or as a step."""
    first = {mark: words for words, mark in o.marks}
    for id in o.inputs:
        if id not in o.shown:
            continue
        letter = known[id].symbol
        if first.setdefault(letter, id) != id:
            yield _symbol(known[id], f"{o.slug} writes {first[letter]} the same way")


def _symbol(a: Assumption, why: str) -> Problem:
    file = YamlFile(data() / "assumptions" / f"{a.claim}.yaml", [])
    line = file.line(("assumptions", a.id, "symbol")) if file.parse() else None
    what, fix = f"symbol cannot be set in a formula: {why}", "write another one"
    return Problem(file.path, line, what, a.id, value=a.symbol or "(blank)", allowed=ALLOWED, fix=fix)
