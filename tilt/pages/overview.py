"""The pages about the whole argument: the map and a paragraph per claim, and all findings under all scenarios.

Numbers are the book's; the page writes the reader's own over those that carry `data-live` (`web/site.js`).
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

from tilt.book import book
from tilt.engine.claim import Claim
from tilt.engine.inputs import Assumption, Scenario, Stated
from tilt.engine.verdict import Verdict
from tilt.format import THIN, percent, readings
from tilt.pages.argument_map import argument_map
from tilt.pages.settings import setting_words
from tilt.pages.shown import Markup, Shown, fold, html_table
from tilt.paths import page
from tilt.record import evidence
from tilt.record.citations import mention

MOVED = 10
"""Points of credence by which a scenario must differ from the default to be marked in the table."""


def contents() -> Shown:
    """The argument as a map, then a paragraph per claim: what it says, its verdict, what is measured and judged."""
    return Shown("text/html", argument_map() + "".join(_paragraph(c) for c in book().claims) + _counted())


def _live(what: str, verdict: Verdict, text: str, tag: str = "span") -> str:
    """A part of a verdict that follows the reader's scenario."""
    return f'<{tag} data-live="{what} {verdict.claim} {verdict.finding}">{html.escape(text)}</{tag}>'


def _paragraph(c: Claim) -> str:
    verdict = book().run(c.slug).verdicts[0]
    own = book().record.of(c.slug)
    title = html.escape(c.title if c.title.endswith("?") else f"{c.title}.")
    says = _live("statement", verdict, verdict.statement.replace(" %", f"{THIN}%"))
    found = book().readings(c.slug).finding(verdict.finding)
    share = _live("credence", verdict, percent(verdict.credence), "b")
    word = _live("word", verdict, found.word(verdict.credence))
    ranged = readings(found.quartiles, found.count)
    ranges = f"The book’s range is {html.escape(ranged)}. " if ranged else ""
    return (
        f'<p class="tilt-claim"><a href="{page(c.slug)}"><strong>{c.number}. {title}</strong></a> '
        f"{html.escape(c.sentence)} In the model, {says} in {share} of draws: {word}. {ranges}"
        f'<span class="tilt-counted">{_counts(own)}</span></p>'
    )


def _counts(own: Sequence[Assumption]) -> str:
    """What a claim's own inputs rest on, as a sentence."""
    if not own:
        return "All its inputs are other claims’."
    return f"Its own input {_bases(own)}." if len(own) == 1 else f"Of its {len(own)} own inputs {_bases(own)}."


def _bases(inputs: Sequence[Assumption]) -> str:
    """How many inputs are derived, judged and chosen, in words."""
    bases = [a.basis for a in inputs]
    words = (("derived", "derived from tables"), ("judged", "judged"), ("choice", "for you to choose"))
    counts = [(bases.count(basis), says) for basis, says in words if basis in bases]
    *first, last = [f"{n} {'is' if n == 1 else 'are'} {says}" for n, says in counts]
    return f"{', '.join(first)} and {last}" if first else last


def _counted() -> str:
    """How much of the whole book is measured and how much judged."""
    inputs = list(book().record.assumptions.values())
    return (
        f'<p class="tilt-claim">In all the book has {len(inputs)} inputs: {_bases(inputs)}. Behind them stand '
        f"{len(evidence.served())} tables of evidence. "
        f'<a href="{page("scenarios")}">{len(book().record.scenarios)} scenarios</a> are judged side by side.</p>'
    )


def scenarios() -> Shown:
    """Every finding under every named scenario, with a column for the reader's own once something differs."""
    named = list(book().record.scenarios.values())
    heads = "".join(
        f'<th scope="col"><a href="#scenario-{html.escape(s.name)}">{html.escape(s.title)}</a></th>' for s in named
    )
    heads += '<th scope="col" data-mine-only data-whose hidden>Your assumptions</th>'
    body = "".join(_finding_rows(c, named) for c in book().claims)
    return Shown(
        "text/html",
        '<div class="tilt-scroll" tabindex="0" role="region" aria-label="Findings by scenario">'
        '<table class="tilt-table tilt-scenarios"><caption><span>Credence of each finding, in percent of draws. '
        f"Shaded: at least {MOVED} points from the book’s default.</span></caption>"
        f'<thead><tr><th scope="col">finding</th>{heads}</tr></thead>{body}</table></div>',
    )


def _finding_rows(c: Claim, named: Sequence[Scenario]) -> str:
    by_scenario = [book().run(c.slug, s).verdicts for s in named]
    rows = []
    for k, finding in enumerate(c.findings):
        shares = [found[k].credence for found in by_scenario]
        cells = "".join(_share_cell(share, shares[0]) for share in shares)
        mine = _live("credence", by_scenario[0][k], percent(shares[0]))
        cells += f'<td class="number" data-mine-only hidden>{mine}</td>'
        rows.append(f'<tr><th scope="row">{html.escape(finding.title)}</th>{cells}</tr>')
    head = f'<a href="{page(c.slug)}">{c.number}. {html.escape(c.short)}</a>'
    group = f'<tr class="tilt-group"><th colspan="{len(named) + 2}" scope="rowgroup">{head}</th></tr>'
    return f"<tbody>{group}{''.join(rows)}</tbody>"


def _share_cell(share: float, default: float) -> str:
    points = 100 * (share - default)
    moved = "" if abs(points) < MOVED else ' data-moved="up"' if points > 0 else ' data-moved="down"'
    return f'<td class="number"{moved}>{percent(share).removesuffix("%").strip()}</td>'


def scenario_changes() -> Shown:
    """What each named scenario changes, with reason and source, and a button that takes it up everywhere."""
    known = evidence.sources().to_dict("index")
    parts = []
    for s in book().record.scenarios.values():
        use = (
            f'<button type="button" class="tilt-use" data-scenario="{html.escape(s.name)}" aria-pressed="false">'
            "Use it throughout the book</button>"
        )
        rows = pd.DataFrame(
            {
                "assumption": book().record.assumptions[id].label,
                "book": _unbroken(book().record.assumptions[id], book().record.assumptions[id].default),
                "here": _unbroken(book().record.assumptions[id], change.setting),
                "why": change.reason,
                "sources": Markup("; ".join(mention(key, known[key], page("references")) for key in change.sources)),
            }
            for id, change in s.changes.items()
        )
        name, count = f"What “{s.title}” changes", len(s.changes)
        note = f"{count} input{'' if count == 1 else 's'}"
        changed = fold(name, html_table(rows, name, cards=True), note=note) if s.changes else ""
        parts.append(
            f'<section id="scenario-{html.escape(s.name)}" class="tilt-scenario"><h3>{html.escape(s.title)}</h3>'
            f"<p>{html.escape(s.text)}</p>{use}{changed}</section>"
        )
    return Shown("text/html", "".join(parts))


def _unbroken(a: Assumption, setting: Stated) -> Markup:
    """A setting that stays on one line."""
    return Markup(f'<span class="tilt-unbroken">{html.escape(setting_words(a, setting))}</span>')
