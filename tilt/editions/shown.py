"""The page of editions: which there are, how conclusions moved between them, and how their forecasts came out."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

import pandas as pd

from tilt.book import book
from tilt.comparison.snapshot import Finding
from tilt.editions.folder import editions
from tilt.editions.scored import Score, score
from tilt.forecast import forecasts
from tilt.format import percent
from tilt.pages.forecasts import day
from tilt.pages.shown import Markup, Shown, html_table
from tilt.paths import page
from tilt.record.questions import questions

TODAY = "today"
"""What the column of the book as it stands is called."""


def listed() -> Shown:
    """The editions there are, each with its date, its commit and what is to be known of it."""
    items = [
        f"<li><b>{html.escape(e.name)}</b>, as of {html.escape(e.about.as_of)}"
        + (f", code of commit <code>{e.about.commit[:9]}</code>" if e.about.commit else "")
        + f". {html.escape(e.about.note)}</li>"
        for e in editions()
    ]
    return Shown("text/html", f"<ul>{''.join(items)}</ul>" if items else "<p>No edition is frozen yet.</p>")


def moved() -> Shown:
    """Every finding in every edition and today: credence in percent and the word for it."""
    frozen = editions()
    said = {e.name: {(f.claim, f.id): f for f in e.snapshot.findings} for e in frozen}
    rows = list(_rows(said))
    return Shown(
        "text/html",
        html_table(pd.DataFrame(rows), "Findings by edition: credence and word; * asked in other words then"),
    )


def _rows(said: Mapping[str, Mapping[tuple[str, str], Finding]]) -> Iterator[dict[str, object]]:
    now = {(v.claim, v.finding): v for c in book().claims for v in book().run(c.slug).verdicts}
    keys = dict.fromkeys([*now, *(key for found in said.values() for key in found)])
    for slug, id in sorted(keys, key=lambda key: _place(key[0])):
        old = [found[slug, id] for found in said.values() if (slug, id) in found]
        title = _title(slug, id) or old[-1].title
        row: dict[str, object] = {"finding": _link(slug, title)}
        verdict = now.get((slug, id))
        asked = verdict.statement if verdict else ""
        row |= {name: _cell(found.get((slug, id)), asked) for name, found in said.items()}
        if verdict:
            word = book().readings(slug).finding(id).word(verdict.credence)
            row[TODAY] = f"{percent(verdict.credence)}, {word}"
        else:
            row[TODAY] = "not asked"
        yield row


def _place(slug: str) -> int:
    """Claims in their order; those that the book has no more come last."""
    slugs = [c.slug for c in book().claims]
    return slugs.index(slug) if slug in slugs else len(slugs)


def _title(slug: str, id: str) -> str:
    return next((f.title for c in book().claims if c.slug == slug for f in c.findings if f.id == id), "")


def _link(slug: str, title: str) -> Markup:
    claim = next((c for c in book().claims if c.slug == slug), None)
    text = html.escape(title)
    return Markup(f'<a href="{page(slug)}">{claim.number}</a> {text}' if claim else text)


def _cell(found: Finding | None, asked: str) -> str:
    """A finding in an edition; marked where it asked in other words than the book does."""
    if not found:
        return "not asked"
    mark = "" if found.statement == asked else "\u00a0*"
    return f"{percent(found.credence)}, {found.word}{mark}"


def scores() -> Shown:
    """How the forecasts of each edition came out, and those of the book as it stands; by when the first is due."""
    asked, as_of = questions(), book().record.edition.as_of
    frozen = [e for e in editions() if e.forecasts]
    found = {e.name: score(e, asked, as_of) for e in frozen}
    answered = {name: s for name, s in found.items() if s.answered}
    if not answered:
        first = min(f.question.by for f in forecasts() if not f.question.outcome)
        kept = "No edition with forecasts is frozen yet" if not frozen else "None of their forecasts has an answer yet"
        return Shown("text/html", f"<p>{kept}: nothing can be scored. The first comes due on {day(first)}.</p>")
    rows = pd.DataFrame(_score(name, s) for name, s in answered.items())
    return Shown("text/html", html_table(rows, "Forecasts with an answer, by edition: Brier scores, lower is better"))


def _score(name: str, s: Score) -> dict[str, object]:
    return {
        "edition": name,
        "answered": len(s.answered),
        "Brier score": f"{s.brier:.3f}",
        "share of yes": percent(s.base_rate or 0.0),
        "score of saying that share": f"{s.base_brier:.3f}",
        "due without an answer": len(s.due),
        "void": len(s.void),
    }
