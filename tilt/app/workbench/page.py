"""The page `workbench`: each output at the book's defaults, in a place where the app's script can show others.

Every function runs its job here and now, so in a notebook its arguments ask for another claim, finding or version.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from tilt.app.jobs import job
from tilt.app.jobs.plain import setting
from tilt.app.jobs.uploaded import HORIZONS
from tilt.app.workbench import OUTPUTS
from tilt.app.workbench.output import Output
from tilt.book import book
from tilt.charts.axes import PERCENT, PLAIN
from tilt.charts.inline import inline
from tilt.charts.theme import FAINT, INK, LINE, MINE, NARROW, SAFETY, WIDTH, rows
from tilt.charts.vega import drawn, vega
from tilt.engine.pieces import to_the_end
from tilt.pages.shown import Shown
from tilt.paths import data

Version = Mapping[str, Any]
"""What is changed, by id, as a request states it: two ends, weights, or `{"sameAs": id}`."""

CHART = "<div data-chart></div>"
AWAY = (
    "Here each result stands at the book’s defaults. Served by the app (<code>make app</code>, in a clone of the "
    "book), this page has Python behind it: everything can then be run for the values you have moved, for any "
    "finding, and for files of your own. In a notebook the cells of this page do the same."
)
"""What the website says at the top; the app's script puts its chooser in the place."""


def asked(claim: str, finding: str) -> Shown:
    """Where the app asks which finding the page is about, at first this one."""
    attributes = f'data-claim="{html.escape(claim)}" data-finding="{html.escape(finding)}"'
    return Shown("text/html", f'<div class="tilt-bench-asked" {attributes}><p>{AWAY}</p></div>')


def deep_run(claim: str, scenario: Version | None = None, draws: int = 2**17) -> Shown:
    """Every finding of a claim with so many draws."""
    return _section({"do": "deep run", "claim": claim, "scenario": scenario or {}, "draws": draws})


def exceedance(claim: str, finding: str, scenario: Version | None = None, draws: int = 2**17) -> Shown:
    """How often the effect of a finding is above x."""
    return _section(
        {"do": "exceedance", "claim": claim, "finding": finding, "scenario": scenario or {}, "draws": draws}
    )


def sobol(claim: str, finding: str, scenario: Version | None = None, draws: int = 2**13) -> Shown:
    """The variance of a finding among its inputs, from so many base draws."""
    return _section({"do": "sobol", "claim": claim, "finding": finding, "scenario": scenario or {}, "draws": draws})


def readings(claim: str, scenario: Version | None = None) -> Shown:
    """How far the credences of a claim range over its readings, from a version."""
    return _section({"do": "readings", "claim": claim, "scenario": scenario or {}})


def compare(a: Version | str, b: Version | str) -> Shown:
    """Two versions: what is changed by id, or the name of a scenario of the book."""
    return _section({"do": "compare", "a": _version(a), "b": _version(b)}, f"A: {_named(a)}. B: {_named(b)}")


def refit_until(day: str) -> Shown:
    """The book's own table of horizons with the models that had come out by a day (`2025-12-31`)."""
    table = pd.read_csv(data() / "evidence" / f"{HORIZONS}.csv", dtype=str, keep_default_na=False)
    kept = table[table["released"] <= day]
    says = f"The book’s own table with the {len(kept)} of its {len(table)} models that had come out by {day}."
    return refit(f"{HORIZONS}.csv", kept.to_csv(index=False), lead=says)


def refit(name: str, text: str, samples: int = 300, lead: str = "") -> Shown:
    """What follows from a file of runs or horizons, by its name and its text; `lead` says what file it is."""
    return _section({"do": "refit", "name": name, "text": text, "samples": samples}, lead or name)


def code(claim: str, finding: str, scenario: Version | None = None) -> Shown:
    """Python that gives the same in a notebook."""
    return _section({"do": "code", "claim": claim, "finding": finding, "scenario": scenario or {}})


def _version(of: Version | str) -> Version:
    if isinstance(of, str):
        return {id: setting(change.setting) for id, change in book().record.scenarios[of].changes.items()}
    return of


def _named(of: Version | str) -> str:
    return book().record.scenarios[of].title if isinstance(of, str) else "a version of your own"


def _of(request: Mapping[str, Any]) -> str:
    """What a result is of, in the words of the app's script."""
    claim = book().claim(request["claim"])
    what = f"“{claim.finding(request['finding']).title}”" if "finding" in request else claim.short
    under = "With other values than the book’s" if request["scenario"] else "With the book’s defaults"
    return f"{under}, claim {claim.number}, {what}"


def _section(request: Mapping[str, Any], of: str = "") -> Shown:
    """A job's output where it stands on the page, under what it is `of`. Raises RefusedError, as the app would."""
    name = request["do"]
    output = OUTPUTS[name](to_the_end(job(request)))
    content = output.content.replace(CHART, _chart(output)) if output.chart else output.content
    return Shown(
        "text/html",
        f'<section class="tilt-bench" data-job="{name}"><div class="tilt-bench-found">'
        f'<p class="tilt-bench-of">{html.escape(of or _of(request))}</p>{content}</div></section>',
    )


def _chart(output: Output) -> str:
    """The curve drawn for a wide page and for a phone, and what the page needs to draw others."""
    spec = vega(_curve(output.chart or {}))
    pictures = "".join(
        f'<div class="tilt-{kind}">{inline(drawn(spec, width), f"bench-{kind}")}</div>'
        for kind, width in (("wide", WIDTH), ("narrow", NARROW))
    )
    for rows_of in spec["data"]:
        if rows_of["name"] in (output.chart or {}):
            rows_of["values"] = []  # the script brings its own
    text = json.dumps(spec, separators=(",", ":")).replace("<", "\\u003c")
    return f'<div data-chart>{pictures}</div><script type="application/json" data-spec>{text}</script>'


def _curve(curve_of: Mapping[str, Any]) -> alt.LayerChart | alt.FacetChart:
    """Share of draws above x, the part beyond the threshold in the findings' colour, the credence where both meet."""
    x = alt.X("x:Q", title=None, axis=alt.Axis(tickCount=7, labelExpr=PLAIN), scale=alt.Scale(nice=False, zero=False))
    y = alt.Y(
        "share:Q",
        title=None,
        axis=alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1]),
        scale=alt.Scale(domain=[0, 1]),
    )
    curve = alt.Chart(rows("curve", curve_of)).encode(x=x, y=y)
    threshold = alt.Chart(rows("threshold", curve_of)).encode(x=x)
    half = alt.Chart(alt.InlineData(values=[{"share": 0.5}])).mark_rule(stroke=FAINT, strokeDash=[2, 3]).encode(y=y)
    return alt.layer(
        half,
        curve.mark_area(fill=LINE, opacity=0.5).encode(y2=alt.datum(0)),
        curve.mark_line(stroke=SAFETY, strokeWidth=2.4),
        threshold.mark_rule(stroke=INK, strokeWidth=1.5),
        threshold.mark_point(filled=True, fill=MINE, size=90, opacity=1).encode(y=y),
    ).properties(width=WIDTH, height=200)
