"""The explorer as a notebook's file keeps it: verdict, findings, assumptions and charts, for whoever has no kernel.

It is read in exports and on sites that take styles and drawings out, so its words suffice without them; no scripts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from tilt.charts.inline import inline
from tilt.format import THIN, effect, interval, percent

Data = Mapping[str, Any]

STYLE = """
.tilt-saved { max-width: 860px; font: 14px/1.5 system-ui, sans-serif; }
.tilt-saved :is(p, ul, table) { margin: 0 0 10px; }
.tilt-saved table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.tilt-saved table :is(th, td) { padding: 3px 10px 3px 0; text-align: left !important; vertical-align: top;
  max-width: none; font-weight: 400; white-space: normal; }
.tilt-saved table tr { border-bottom: 1px solid GrayText; background: none !important; }
.tilt-saved thead th, .tilt-saved caption { text-align: left; font-weight: 600; }
.tilt-saved figure { margin: 0 0 14px; max-width: 560px; padding: 6px; color-scheme: light; background: Canvas;
  color: CanvasText; }
.jp-OutputArea-child:has(.tilt-saved) + .jp-OutputArea-child:not(:has(.tilt-host)) { display: none; }
"""
"""Enough to read it by, in the colours of what is around it. The last rule is for JupyterLab, which has nothing but an
error to show below it when the kernel is gone."""


def saved_charts(payload: Data) -> str:
    """The charts of the defaults that the headline has, as drawings."""
    head = payload["findings"][0]["id"]
    shown = [p for p in payload["pictures"] if p["kind"] != "distribution" or p["target"] == head]
    return "".join(map(_figure, shown))


def _figure(p: Data) -> str:
    drawing = inline(p["svg"], f"saved-{p['id']}")
    return (
        f"<figure><figcaption><strong>{escape(p['title'])}</strong> {escape(p['note'])}</figcaption>"
        f'<div role="img" aria-label="{escape(p["alt"])}">{drawing}</div></figure>'
    )


def saved_words(payload: Data, scenario: Data, verdicts: Sequence[Data]) -> str:
    """The headline's verdict in a sentence. `verdicts` are of the shape that `tilt verdicts --json` prints."""
    found = verdicts[0]
    own = _own(payload, scenario)
    who = "with these assumptions" if own else "with the book’s defaults"
    word = found["word"] if own else payload["default"]["readings"][found["finding"]]["word"]
    statement = found["statement"].replace(" %", f"{THIN}%")
    return f"{payload['title']}: {who}, {statement}, in {percent(found['credence'])} of draws: {word}."


def saved_html(payload: Data, charts: str, scenario: Data, verdicts: Sequence[Data], key: str) -> str:
    """An explorer without its kernel, as HTML.

    Args:
        payload: The claim's, from `tilt.explorer.payload`.
        charts: Of the defaults (`saved_charts`); shown only where the scenario changes nothing that the claim uses.
        scenario: Settings by id.
        verdicts: Of that scenario, in the shape that `tilt verdicts --json` prints.
        key: The explorer's own; its live form hides what bears it.
    """
    title, rest = (escape(part) for part in saved_words(payload, scenario, verdicts).split(": ", 1))
    own = _own(payload, scenario)
    return (
        f'<div class="tilt-saved" data-saved="{escape(key)}"><style>{STYLE}</style>'
        f"<p><strong>{title}:</strong> {rest}</p>"
        f"<ul>{''.join(map(_finding, payload['findings'], verdicts))}</ul>"
        "<table><caption>Assumptions: 90 % intervals</caption><thead><tr>"
        '<th scope="col">Assumption</th><th scope="col">Interval</th><th scope="col">Basis</th></tr></thead>'
        f"<tbody>{''.join(_row(a, own) for a in payload['assumptions'])}</tbody></table>{'' if own else charts}"
        f"<p>As of the cell’s last run. Run it again to move the assumptions.</p></div>"
    )


def _own(payload: Data, scenario: Data) -> Data:
    """What the scenario says of the inputs that the claim uses."""
    return {a["id"]: scenario[a["id"]] for a in payload["assumptions"] if a["id"] in scenario}


def _finding(finding: Data, found: Data) -> str:
    quantiles = list(found["effect"]["quantiles"].values())
    return (
        f"<li>{escape(finding['title'])}: {escape(percent(found['credence']))}. "
        f"{escape(effect(finding, quantiles))}.</li>"
    )


def _row(a: Data, own: Data) -> str:
    book = interval(a, a["interval"])
    shown = interval(a, own[a["id"]]) if a["id"] in own else book
    was = f" (book’s default {book})" if shown != book else ""
    basis = "your choice" if a["basis"] == "choice" else str(a["basis"])
    named = [s["short"] for s in a["sources"][:1]]
    more = f" and {len(a['sources']) - 1} more" if len(a["sources"]) > 1 else ""
    cells = (escape(shown + was), escape(", ".join([basis, *named]) + more))
    return f'<tr><th scope="row">{escape(a["label"])}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
