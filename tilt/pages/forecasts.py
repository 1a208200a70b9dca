"""The forecasts page: each dated question with its rule, our probability, and what either answer makes of its claim.

Numbers are the book's at its defaults. Plain HTML that reads without scripts.
"""

from __future__ import annotations

import datetime
import html
from collections.abc import Sequence

import numpy as np
import pandas as pd

from tilt.engine.claim import Claim
from tilt.engine.event import Conditioned
from tilt.forecast import TELLS, Forecast, forecasts, forecasts_of
from tilt.format import THIN, percent
from tilt.pages.evidence import download
from tilt.pages.shown import Markup, Shown, html_table
from tilt.paths import page
from tilt.record import evidence
from tilt.record.citations import mention
from tilt.record.questions import TABLE

FEW = 400
"""Draws, counted as if all weighed alike, below which a credence after an answer is marked as resting on few."""

MORE = 0.05
"""Share of draws by which another finding must be moved more than the headline to be named."""


def day(date: datetime.date) -> str:
    """A date as people say it."""
    return f"{date:%-d %B %Y}"


def anchor(id: str) -> str:
    """The anchor of a forecast on the page."""
    return f"forecast-{id}"


def address(id: str) -> str:
    """Where a forecast stands: of the site, or of the app."""
    return f"{page('forecasts')}#{anchor(id)}"


def summary() -> Shown:
    """How many questions there are and by when, and how many of them would tell nothing about their claim's headline.

    Then all of them as a table, by date.
    """
    found = sorted(forecasts(), key=lambda f: f.question.by)
    telling = sum(f.tells for f in found)
    said = (
        f"There are {len(found)} questions. The first comes due on {day(found[0].question.by)}, the last on "
        f"{day(found[-1].question.by)}. For {telling} of them the credence of the claim’s headline would differ by "
        f"{100 * TELLS:.0f} points or more between yes and no. The other {len(found) - telling} test what the book "
        "knows of the world, and hardly that headline."
    )
    rows = pd.DataFrame(
        {
            "question": Markup(f'<a href="#{anchor(f.question.id)}">{html.escape(f.question.text)}</a>'),
            "by": Markup(f'<span class="tilt-unbroken">{f.question.by}</span>'),
            "yes, %": _whole(f.probability),
            "tests claim": Markup(f'<a href="{page(f.claim.slug)}">{f.claim.number}</a>'),
            "its headline if yes, %": _whole(f.headline.if_yes.credence),
            "if no, %": _whole(f.headline.if_no.credence),
        }
        for f in found
    )
    table = html_table(rows, "All questions, the earliest first")
    return Shown("text/html", f'<p>{said}</p><div class="tilt-forecast-table">{table}</div>')


def _whole(share: float) -> float | None:
    """A share in percent as it is said elsewhere; nothing where there is none."""
    return float(percent(share).removesuffix("%").strip()) if np.isfinite(share) else None


def listed() -> Shown:
    """Every question, claim by claim."""
    found = forecasts()
    claims = {f.claim.slug: f.claim for f in found}
    parts = [_claim(c, [f for f in found if f.claim.slug == slug]) for slug, c in claims.items()]
    link = f'<a href="{download(TABLE)}" download="{TABLE}.csv">Download {TABLE}.csv</a>'
    file = f'<p class="tilt-forecast-file">{link}</p>'
    return Shown("text/html", f'<div class="tilt-forecasts">{"".join(parts)}{file}</div>')


def of(slug: str) -> Shown:
    """A claim's questions in short, for its chapter: each with its date, our probability, and what it moves.

    A sentence where none has been asked yet.
    """
    found = forecasts_of(slug)
    if not found:
        return Shown("text/html", f"<p>No dated question about it stands in <code>data/{TABLE}.csv</code> yet.</p>")
    items = "".join(
        f'<li><a href="{address(f.question.id)}">{html.escape(f.question.text)}</a><br>'
        f"By {day(f.question.by)}; probability of yes <b>{percent(f.probability)}</b>. {_leaves(f)}</li>"
        for f in found
    )
    lead = "These dated questions, with the book’s probabilities, put it to the test:"
    return Shown("text/html", f'<p>{lead}</p><ul class="tilt-forecasts-short">{items}</ul>')


def _leaves(f: Forecast) -> str:
    """Where either answer would leave the claim's headline, by name."""
    title = f"“{html.escape(f.headline.title)}”"
    if not f.tells:
        return f"Either answer leaves {title} near {percent(f.headline.credence)}."
    return f"A yes moves {title} to {_credence(f.headline.if_yes)}, a no to {_credence(f.headline.if_no)}."


def _claim(c: Claim, found: Sequence[Forecast]) -> str:
    title = html.escape(c.title if c.title.endswith("?") else f"{c.title}.")
    head = f'<h3><a href="{page(c.slug)}">{c.number}. {html.escape(c.short)}</a></h3>'
    return f"<section>{head}<p>{title}</p>{''.join(_article(f) for f in found)}</section>"


def _article(f: Forecast) -> str:
    q = f.question
    answer = f" Answer: <b>{q.outcome}</b>, {day(q.resolved_on)}." if q.outcome and q.resolved_on else ""
    return (
        f'<article class="tilt-forecast" id="{anchor(q.id)}">'
        f"<h4>{html.escape(q.text)}</h4>"
        f'<p class="tilt-forecast-by">By {day(q.by)}.{answer}</p>'
        f"{_bars(f)}"
        "<details><summary>What counts as yes, and what the probability contains</summary>"
        f'<p class="tilt-forecast-rule">{html.escape(q.rule)} {_source(q.source)}.</p>'
        f"<p>{html.escape(q.note)} {_counted(f)}</p></details>"
        "</article>"
    )


def _source(source: str) -> str:
    """Where the answer is read: in words, or in the series that a source of the bibliography has so far."""
    known = evidence.sources()
    if source not in known.index:
        return f"Read in: {html.escape(source)}"
    return f"Read where the figures so far are from: {mention(source, known.loc[source].to_dict(), page('references'))}"


def _bars(f: Forecast) -> str:
    """The probability, and the headline's credence as it stands and with either answer, as bars with their numbers."""
    m = f.headline
    rows = [
        _bar("Our probability of yes", f.probability, "yes"),
        f'<dt class="tilt-forecast-finding">Credence of “{html.escape(m.title)}”</dt><dd></dd>',
        _bar("as it stands", m.credence),
        _bar("if yes", m.if_yes.credence, few=m.if_yes.draws < FEW),
        _bar("if no", m.if_no.credence, few=m.if_no.draws < FEW),
    ]
    most, more = f.most, ""
    if most.finding != m.finding and most.size >= m.size + MORE:
        more = (
            f'<p class="tilt-forecast-more">It tells more about “{html.escape(most.title)}”: '
            f"{_credence(most.if_yes)} if yes, {_credence(most.if_no)} if no.</p>"
        )
    return f'<dl class="tilt-forecast-bars">{"".join(rows)}</dl>{more}'


def _bar(label: str, share: float, kind: str = "credence", few: bool = False) -> str:
    if not np.isfinite(share):
        return f"<dt>{label}</dt><dd>cannot come</dd>"
    mark = ' <span class="tilt-forecast-few">few draws</span>' if few else ""
    bar = f'<span class="tilt-forecast-bar" data-kind="{kind}" style="--share: {100 * share:.1f}%"></span>'
    return f"<dt>{label}</dt><dd>{bar}<span>{percent(share)}{mark}</span></dd>"


def _credence(answer: Conditioned) -> str:
    return percent(answer.credence) if np.isfinite(answer.credence) else "no credence, for it cannot come"


def _counted(f: Forecast) -> str:
    """On how many draws the two answers rest, and the Monte Carlo error of the probability."""
    m = f.headline
    error = f"{100 * f.error:.1f}" if f.error >= 0.0005 else "under 0.1"
    yes = f"{m.if_yes.draws:,.0f}"
    worth = f"{yes} equal {'draw' if yes == '1' else 'draws'}"
    return (
        f"The probability is a mean over {f.run.draws:,} draws (Monte Carlo error {error}{THIN}points). Weighted by "
        f"it, they are worth {worth} if the answer is yes, and {m.if_no.draws:,.0f} if no."
    )
