"""Forks that stay in memory: the book with other intervals, values and weights, and all it then says.

A fork's `data/` would be read from disk and judged with the page's draws and hundreds of readings; here the record is
changed as it stands, with few draws and few readings, so that a fork takes seconds and hundreds can be looked at.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from tests.strategies import scenarios
from tilt import claims as rooms
from tilt.book import Book, book
from tilt.charts.declared import given
from tilt.claims import common, figures, tables
from tilt.comparison.sentences import written
from tilt.engine import readings as engine
from tilt.engine.claim import Claim
from tilt.engine.inputs import Assumption, Record
from tilt.engine.readings import ClaimReadings
from tilt.engine.run import Run
from tilt.engine.scale import Setting, Weights
from tilt.forecast import forecast
from tilt.pages import cards, overview
from tilt.pages import forecasts as pages
from tilt.pages import readings as ranges
from tilt.pages.acting import acting, unacting
from tilt.paths import PACKAGE
from tilt.record.questions import questions

DRAWS = 128
READINGS = 24
CHAPTERS = PACKAGE.parent / "book"
TAG = re.compile(r"<[^>]*>")
LINK = re.compile(r"\[([^\]\[]*)\]\([^)\s]*\)")


def reset(a: Assumption, setting: Setting) -> Assumption:
    """An assumption with another default, as a forker types one: a typed interval is derived no longer."""
    if isinstance(setting, Weights):
        return replace(a, weights=setting)
    return replace(a, interval=setting, derived=None)


def changed(of: Record, settings: Mapping[str, Setting]) -> Record:
    """The record with other defaults."""
    moved = {id: reset(of.assumptions[id], setting) for id, setting in settings.items()}
    return replace(of, assumptions={**of.assumptions, **moved})


@st.composite
def forks(draw: st.DrawFn, inputs: tuple[str, ...]) -> dict[str, Setting]:
    """Other defaults for some of these inputs: one alone, as README’s example has it, a few, or all."""
    share = draw(st.sampled_from((1, 3, len(inputs))))
    chosen = draw(st.permutations(inputs))[:share] if share < len(inputs) else inputs
    found: dict[str, Setting] = draw(scenarios(book().record, tuple(chosen)))
    return found


@contextmanager
def cheap() -> Iterator[None]:
    """Readings of few draws and few combinations, kept nowhere."""
    held: dict[tuple[int, str], ClaimReadings] = {}

    def readings(claim: Claim, record: Record, *_: Any) -> ClaimReadings:
        key = (id(record), claim.slug)
        if key not in held:
            held[key] = engine.readings(claim, record, DRAWS)
        return held[key]

    with (
        patch.object(common, "kept_readings", readings),
        patch("tilt.book.kept_readings", readings),
        patch.object(engine, "LIMIT", READINGS),
        patch.object(engine, "SCOUT_DRAWS", DRAWS),
    ):
        yield


def said(of: Record, slugs: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each paragraph with computed numbers that the chapters and pages say of these claims, and where it stands."""
    claims = {c.slug: c for c in book().claims}
    with cheap():
        facts = {slug: rooms.facts(Run(claims[slug], of, draws=DRAWS)) for slug in slugs}
        for chapter, slug, text in paragraphs(claims):
            if slug in facts:
                acting(text.format_map(facts[slug]), of)  # places that cannot act raise
                yield chapter, plain(text.format_map(facts[slug]))
        made = Book(book().claims, of)
        made._runs.update({slug: Run(claims[slug], of, draws=DRAWS) for slug in slugs})
        with ExitStack() as patched:
            for module in (overview, cards, ranges):
                patched.enter_context(patch.object(module, "book", lambda: made))
            for slug in slugs:
                yield from _declared(made.run(slug), facts[slug])
                yield from _spoken_of(made, slug)


def _spoken_of(made: Book, slug: str) -> Iterator[tuple[str, str]]:
    """What pages about the whole argument say of a claim: index, cards, readings, forecasts."""
    claim, run = made.claim(slug), made.run(slug)
    yield "index", plain(overview._paragraph(claim))
    yield "card", plain(cards.description(slug))
    for finding in made.readings(slug).findings:
        if finding.count > 1:
            title = f"It holds in {ranges._ranged(finding)} of draws, depending on how the book is read."
            yield "readings", plain(title)
            yield "readings", plain(ranges._note(finding, made.readings(slug)))
    for question in questions():
        if question.claim == slug:
            asked = forecast(question, run)
            yield f"forecast {question.id}", plain(f"{pages._leaves(asked)} {pages._counted(asked)}")


def _declared(run: Run, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Titles of figures and tables, notes and alternative texts of pictures, statements of findings."""
    for figure in figures(run.claim):
        title = figure.title if isinstance(figure.title, str) else given(run, figure.title)
        yield f"figure {figure.id}", plain(title.format_map(facts)) + "."
        yield f"figure {figure.id}", f"{figure.note} {figure.describe}"
    for name, table in tables(run.claim).items():
        yield f"table {name}", table.caption + "."
    for picture in rooms.pictures(run.claim):
        yield f"picture {picture.id}", f"{picture.title}. {picture.note} {picture.describe}".replace("?.", "?")
    for v in run.verdicts:
        yield f"finding {v.finding}", f"In the model, {v.statement}."


def paragraphs(slugs: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Every paragraph with places to fill of every notebook: chapter, the claim whose facts fill it, and the text."""
    known = written(CHAPTERS, slugs)
    for chapter, sentences in known.items():
        owners = {sentence: slug for slug, sentence in sentences}
        for text in _spoken(chapter):
            for part in text.split("\n\n"):
                owner = next((slug for sentence, slug in owners.items() if sentence in part), None)
                if owner:
                    yield chapter, owner, part


def _spoken(chapter: str) -> Iterator[str]:
    """What the code cells of a notebook hand over between three quotes."""
    for cell in json.loads((CHAPTERS / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield from re.findall(r'\w\("""(.*?)"""\)', "".join(cell["source"]), re.DOTALL)


def plain(text: str) -> str:
    """Text as it is read: without links, tags, and marks of emphasis."""
    bare = html.unescape(TAG.sub("", LINK.sub(r"\1", unacting(text)))).replace("*", "").strip()
    return bare.replace("\u202f", " ").replace("\u00a0", " ")
