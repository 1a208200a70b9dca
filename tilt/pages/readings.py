"""How far a finding's credence ranges over the book's readings, as a figure of a chapter."""

from __future__ import annotations

from html import escape

import pandas as pd

from tilt.book import book
from tilt.charts.readings import specification_curve
from tilt.charts.vega import vega_svg
from tilt.engine.readings import ClaimReadings, FindingReadings, books_own
from tilt.format import percent, span
from tilt.pages.shown import Shown, fold, framed, html_table


def range_of_readings(slug: str, finding: str | None = None) -> Shown:
    """The specification curve of a finding, with what each option finds as a table; a sentence for one reading.

    On a phone the curve is folded behind its title.
    """
    claim = book().claim(slug)
    chosen, whole = claim.finding(finding) if finding else claim.headline, book().readings(slug)
    found, credence = whole.finding(chosen.id), book().run(slug).verdict(chosen.id).credence
    if found.count < 2:
        return Shown("text/html", f"<p>The book has one reading of “{escape(chosen.title)}”.</p>")
    chart = specification_curve(found, credence, _default(found))
    title = f"“{chosen.title}” holds in {_ranged(found)} of draws, depending on how the book is read"
    figure = framed(
        vega_svg(chart),
        f"{slug}-readings-{chosen.id}",
        title=title,
        note=_note(found, whole),
        describe=f"{title}. {_turns_on(found)} The table below says what each option finds.",
        table=html_table(_options(found), f"Every reading by itself: tilt readings {slug} --csv"),
        kind="tilt-readings",
    )
    return Shown("text/html", fold(title, figure.content, "tilt-fold-narrow"))


def _ranged(found: FindingReadings) -> str:
    lowest, *_, highest = found.quartiles
    return span(lowest, highest)


def _default(found: FindingReadings) -> int | None:
    """The place of the reading that takes the book's own option everywhere, if there is one."""
    own = (k for k, (options, _) in enumerate(found.each()) if all(books_own(o, book().record) for o in options))
    return next(own, None)


def _turns_on(found: FindingReadings) -> str:
    """What moves the credence most, and on which side of one half the readings lie."""
    spec, move = found.strongest[0]
    above = int((found.credences > 0.5).sum())
    lie = "lies" if above == 1 else "lie"
    turns = f"Most turns on “{spec.title}”: {100 * move:.0f} points on average."
    return f"{above} of {found.count} readings {lie} above one half. {turns}"


def _note(found: FindingReadings, whole: ClaimReadings) -> str:
    ring = " The ring is the book’s own reading." if _default(found) is not None else ""
    left = "; ".join(s.title for s in whole.left_out)
    out = f" Left out, as they move the findings least: {left}." if left else ""
    strips = "A strip is filled below the readings that take its option; at its right stands their mean credence."
    return f"{_turns_on(found)} Each point is a reading, sorted by credence.{ring} {strips}{out}"


def _options(found: FindingReadings) -> pd.DataFrame:
    """A row for each option: mean, lowest and highest credence of the readings that take it."""
    rows = []
    for axis, spec in enumerate(found.specifications):
        for k, option in enumerate(spec.options):
            shares = found.having(axis, k)
            rows.append(
                {
                    "what can be read in different ways": spec.title,
                    "option": option.title,
                    "why": option.reason,
                    "mean": percent(float(shares.mean())),
                    "range": span(float(shares.min()), float(shares.max())),
                    "readings": int(shares.size),
                }
            )
    return pd.DataFrame(rows)
