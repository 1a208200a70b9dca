"""Claims as they are declared: their numbers and names, and that each thing they name is there and used."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import sympy as sp

from tilt import claims as rooms
from tilt.book import undeclared
from tilt.check.outline import Outline
from tilt.check.places import Place, place, places
from tilt.claims import module
from tilt.engine.claim import Claim, symbol
from tilt.engine.run import PLACE
from tilt.paths import PACKAGE
from tilt.record.problems import Problem

NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
"""What an id is made of: it stands in links, in attributes of pages and in the names of a chapter's numbers."""

WORDS = "small letters and digits, parts joined by - or _"


def faults() -> list[Problem]:
    """Every fault of the book's claims as they are declared. Raises InputError with each that cannot be loaded."""
    return [*check(rooms.all_claims()), *undeclared(rooms.all_claims())]


def outlined() -> tuple[Outline, ...]:
    """The book's claims in outline, by number. Raises as `faults`."""
    return tuple(map(_outline, rooms.all_claims()))


def _outline(c: Claim) -> Outline:
    steps = [(f"step {s.name}", s.latex) for s in c.steps]
    letters = [(name, mark) for name, (mark, _) in c.letters.items()]
    return Outline(
        c.slug,
        c.inputs,
        used=tuple(sorted({s.name for s in _used(c)})),
        undeclared=tuple(sorted({name for _, name in c.undeclared()})),
        shown=tuple(sorted({s.name for step in c.steps for s in step.expression.free_symbols})),
        marks=(*steps, *letters),
    )


def check(claims: Sequence[Claim]) -> Iterator[Problem]:
    """Every fault of the claims' declarations that needs no record of their inputs."""
    yield from misplaced(claims)
    for c in claims:
        yield from _names(c)
        yield from _inputs(c)
        yield from _findings(c)
        yield from _splits(c)


def misplaced(claims: Sequence[Claim]) -> Iterator[Problem]:
    """A problem for each claim whose number is another's, or whose slug is not the name of a folder of its own."""
    for k, c in enumerate(claims):
        before = {other.number: other.slug for other in claims[:k]}
        if c.number in before:
            free = max(other.number for other in claims) + 1
            what = f"has the number of {before[c.number]}"
            yield _problem(place(c.slug, "Claim", c.slug), what, c.slug, value=c.number, fix=f"give it number {free}")
        if c.slug in before.values() or not (PACKAGE.parent / module(c.slug)).exists():
            what, fix = "is not the claim of its folder", "let slug and folder be the same"
            yield Problem(module(c.slug), None, what, c.slug, fix=fix)


def _problem(at: Place, what: str, id: str, **rest: Any) -> Problem:
    return Problem(at[0], at[1], what, id, **rest)


def _names(c: Claim) -> Iterator[Problem]:
    """Ids and names that stand twice among their like, or hold what would break a page."""
    named = {
        "Finding": [f.id for f in c.findings],
        "Fan": [fan.id for fan in c.fans],
        "Part": [p.id for split in c.splits for p in split.parts],
        "Step": [s.name for s in c.steps],
    }
    for kind, ids in named.items():
        for id, count in Counter(ids).items():
            if count > 1:
                *first, again = places(c.slug, kind, id) or [place(c.slug, kind, id)]
                where = f", first on line {first[0][1]}" if first else ""
                what, fix = f"is the id of two {kind.lower()}s of {c.slug}{where}", "give each an id of its own"
                yield _problem(
                    again, what, id, value=id, allowed=f"one of each id in a claim’s {kind.lower()}s", fix=fix
                )
            if kind != "Step" and not NAME.fullmatch(id):
                what = f"is no id for a {kind.lower()}: it stands in links and attributes of pages"
                yield _problem(place(c.slug, kind, id), what, id, value=id, allowed=WORDS, fix="write it so")


def _inputs(c: Claim) -> Iterator[Problem]:
    """Inputs that stand twice, and symbols that have an input's name and are not its symbol."""
    strange = {s.name for s in _used(c) if s.name in c.inputs and s != symbol(s.name)}
    for id in sorted(strange):
        fix = "make it with `symbol` of tilt.engine.claim"
        yield Problem(
            module(c.slug, "model"), None, "has a symbol of this name that is not the input’s own", id, fix=fix
        )
    for id, count in Counter(c.inputs).items():
        if count > 1:
            what = f"stands {count} times among the inputs of {c.slug}"
            yield Problem(module(c.slug), None, what, id, fix="name it once")


@cache
def _used(c: Claim) -> frozenset[sp.Symbol]:
    """Every symbol of the claim's formulas: looked for once, since it takes long in large ones."""
    return frozenset(s for _, e in c.expressions() for s in e.free_symbols)


def _findings(c: Claim) -> Iterator[Problem]:
    """A claim without a finding; thresholds that are no number; places in statements that no input fills."""
    if not c.findings:
        yield Problem(
            module(c.slug), None, "has no finding", c.slug, fix="declare one: its verdict is what a claim is for"
        )
    for f in c.findings:
        at = place(c.slug, "Finding", f.id)
        if not math.isfinite(f.threshold):
            yield _problem(at, "has a threshold that is no number", f.id, value=f.threshold, allowed="a finite number")
        for name in sorted(set(PLACE.findall(f.statement)) - set(c.inputs)):
            what, allowed = "names in its statement what is no input of the claim", ", ".join(c.inputs)
            yield _problem(at, what, f.id, value=f"{{{name}}}", allowed=allowed, fix="correct the name in the braces")


def _splits(c: Claim) -> Iterator[Problem]:
    """Splits of findings that there are not, among players that are no inputs."""
    ids = [f.id for f in c.findings]
    for split in c.splits:
        at = place(c.slug, "Split", split.finding)
        if split.finding not in ids:
            yield _problem(at, "splits a finding that there is not", split.finding, allowed=", ".join(ids))
        for id in sorted(set(split.players) - set(c.inputs)):
            what, fix = "shares out among what is no input of the claim", "correct the player, or add the input"
            yield _problem(at, what, split.finding, value=id, allowed=", ".join(c.inputs), fix=fix)
