"""What a chapter's cells say: sentences with computed numbers, figures, formulas, tables, sources.

Each function takes what it needs from the record and the tables and returns an object a notebook displays the same in
the built page, Voila and JupyterLab. Chapters hold the words; every model number in them is filled in from here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from tilt.book import book
from tilt.charts.declared import Figure, given
from tilt.charts.theme import NARROW, WIDTH
from tilt.charts.vega import drawn, vega
from tilt.claims import figures, tables
from tilt.engine.inputs import Assumption
from tilt.engine.latex import latex
from tilt.explorer.static import StaticExplorer, StaticInstrument
from tilt.explorer.widget import Explorer, explore
from tilt.explorer.workbench import Workbench
from tilt.explorer.workbench import workbench as make_workbench
from tilt.pages import forecasts
from tilt.pages.acting import acting, following, unacting
from tilt.pages.bibliography import listed
from tilt.pages.mathml import display_math, mathml
from tilt.pages.readings import range_of_readings
from tilt.pages.settings import interval_words
from tilt.pages.shown import Markup, Shown, fold, framed, html_table, unbroken
from tilt.paths import building
from tilt.record import evidence
from tilt.record.citations import mention
from tilt.record.cited import address


def instrument(slug: str, alone: bool = False) -> StaticInstrument | None:
    """What a page opens with: verdict and strongest sliders; nothing in a live kernel, where the widget has both.

    `alone`: on a page without the claim's explorer.
    """
    return StaticInstrument(slug, alone) if building() else None


def explorer(slug: str) -> Explorer | StaticExplorer:
    """The explorer of a claim: a widget in a live kernel, static markup while the book is built."""
    return explore(slug)


def workbench(explorer: Explorer | StaticExplorer) -> Workbench | None:
    """The panel that re-runs the reader's scenario in Python; nothing while the book is built."""
    return make_workbench(explorer)


def say(slug: str, text: str) -> Shown:
    """Markdown with `{name:format}` places filled from the claim's facts, and places that act (`tilt.pages.acting`).

    Raises KeyError naming an unknown fact, ActingError naming a place that would set what cannot be.
    """
    words = filled(slug, text, following(book().facts(slug), book().claim(slug)))
    return Shown("text/markdown", acting(words, book().record) if building() else unacting(words))


def filled(slug: str, text: str, facts: Mapping[str, Any]) -> str:
    """Text with its `{name:format}` places filled from the claim's facts. Raises KeyError naming an unknown fact."""
    try:
        return unbroken(text.format_map(facts))
    except KeyError as error:
        msg = f"no fact {error} for {slug}; there are {', '.join(sorted(facts))}"
        raise KeyError(msg) from None


def sayer(slug: str) -> Callable[[str], Shown]:
    """`say` for one chapter."""
    return partial(say, slug)


def questions(slug: str) -> Shown:
    """A claim's dated questions in short, each with the book's probability and what either answer would move."""
    return forecasts.of(slug)


TAGS = re.compile(r"<[^>]*>")


def figure(slug: str, id: str) -> Shown:
    """An evidence figure of a claim: chart, what it shows, and its data as a table."""
    chosen: Figure = next(f for f in figures(book().claim(slug)) if f.id == id)
    run = book().run(slug)
    wide, narrow = (
        drawn(vega(given(run, chosen.draw, width=width).properties(description=chosen.describe)), width)
        for width in (WIDTH, NARROW)
    )
    words = chosen.title if isinstance(chosen.title, str) else given(run, chosen.title)
    title = filled(slug, words, book().facts(slug))
    return framed(
        wide,
        f"{slug}-{id}",
        title=TAGS.sub("", title),  # no links: they are in the text beside it
        note=chosen.note,
        describe=chosen.describe,
        table=html_table(given(run, chosen.table)),
        narrow=narrow,
    )


def readings(slug: str, finding: str | None = None) -> Shown:
    """How far a finding's credence (default: the headline's) ranges over the book's readings: the specification curve.

    A sentence where there is one reading only. Raises KeyError naming the findings there are.
    """
    return range_of_readings(slug, finding)


def computed(slug: str, id: str, folded: bool = True) -> Shown:
    """A computed table of a claim's chapter, behind its caption or, not `folded`, below it."""
    run = book().run(slug)
    shown = tables(run.claim)[id]
    rows = given(run, shown.rows)
    return (
        Shown("text/html", fold(shown.caption, html_table(rows, shown.caption)))
        if folded
        else table(rows, shown.caption)
    )


def table(rows: pd.DataFrame, caption: str) -> Shown:
    """Rows as a table with a caption; column names are headings, cells are escaped."""
    return Shown("text/html", html_table(rows, caption))


def formulas(slug: str) -> Shown:
    """The model's steps as formulas, each with its meaning and unit, and what its letters stand for."""
    chosen = book().claim(slug)
    assumptions = book().record.assumptions
    names = {id: assumptions[id].symbol for id in chosen.inputs} | {s.name: s.latex for s in chosen.steps}
    names |= {name: letter for name, (letter, _) in chosen.letters.items()}
    used = {s.name for step in chosen.steps for s in step.expression.free_symbols}
    steps = "".join(
        f"<dt>{display_math(mathml(f'{s.latex} = {latex(s.expression, names)}', display=True))}</dt>"
        f"<dd>{html.escape(s.meaning)}, in {html.escape(s.unit)}</dd>"
        for s in chosen.steps
    )
    meanings = [(assumptions[id].symbol, _letter(assumptions[id])) for id in chosen.inputs if id in used]
    meanings += chosen.letters.values()
    letters = "".join(f"<li>{mathml(letter)} {html.escape(meaning)}</li>" for letter, meaning in meanings)
    return Shown(
        "text/html",
        '<details class="tilt-model"><summary>The model as formulas</summary>'
        f'<dl class="tilt-formulas">{steps}</dl><ul class="tilt-letters">{letters}</ul></details>',
    )


def _letter(a: Assumption) -> str:
    """What an assumption's letter stands for; of a choice, the number of each option in the formulas' brackets."""
    options = "; ".join(f"{place} {words}" for place, words in enumerate((a.labels or {}).values()))
    return f"{a.label}: {options}" if a.options and options else a.label


def assumptions(slug: str) -> Shown:
    """Every assumption of a claim, folded: interval, whether derived or judged, reason, sources."""
    known = evidence.sources().to_dict("index")
    rows = [
        {
            "assumption": a.label,
            "90 % interval": interval_words(a),
            "basis": Markup(_basis(a)),
            "why": f"{a.reason} {a.derived.how if a.derived else ''}".strip(),
            "sources": Markup("; ".join(mention(key, known[key]) for key in a.sources)),
        }
        for a in book().record.of(slug)
    ]
    title = "Every assumption and where it comes from"
    shown = html_table(pd.DataFrame(rows), title, cards=True)
    return Shown("text/html", fold(title, shown, note=f"{len(rows)} inputs"))


def _basis(a: Assumption) -> str:
    """Derived inputs lead to their table."""
    if not a.derived:
        return a.basis
    return f'<a class="tilt-cited" href="{html.escape(address(a.derived.table), quote=True)}">{a.basis}</a>'


def sources(slug: str) -> Shown:
    """The sources a claim's assumptions and evidence tables rest on, folded."""
    keys = {key for a in book().record.of(slug) for key in a.sources}
    for a in book().record.of(slug):
        keys |= {p.source for p in a.evidence if p.source}
    title = "What the assumptions and their evidence rest on"
    return Shown("text/html", fold(title, listed(keys).content, note=f"{len(keys)} sources"))
