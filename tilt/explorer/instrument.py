"""The instrument that a chapter opens with: verdict, range, distribution and the strongest sliders, before any script.

It stands beside the text on a wide screen, below the first sentence on a phone. `web/explorer/instrument.js` brings it
to life together with the explorer further down, whose claim, store and engine it shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from tilt.explorer.outline import drawing
from tilt.explorer.page import UNPLACED, beam, track
from tilt.explorer.payload import to_json
from tilt.format import THIN, effect, gloss, interval, percent

Data = Mapping[str, Any]

STRONGEST = 3
"""How many sliders stand in it: those that move the headline most."""


def instrument_html(payload: Data, alone: bool = False, link: str = "#explore") -> str:
    """The instrument of a claim as HTML. `payload` is the claim's, from `tilt.explorer.payload`.

    `alone`: for a page without the claim's explorer, so that what the script needs comes along; `link` leads to it.
    """
    script = ""
    if alone:
        default = {k: payload["default"][k] for k in ("verdicts", "readings", "bins")}
        needed = {"default": default}
        script = f'<script type="application/json">{to_json(needed)}</script>'
    mark = " data-alone" if alone else ""
    name = escape(f"Verdict and strongest assumptions: {payload['short']}")
    rows = "".join(_row(a) for a in strongest(payload)[: 2 if alone else STRONGEST])
    every = len(payload["assumptions"])
    return (
        f'<tilt-instrument class="tilt-instrument" data-claim="{escape(payload["slug"])}"{mark}>'
        f'<section class="ti" aria-label="{name}">{_findings(payload)}{_verdict(payload)}{_distribution(payload)}'
        f'<div class="tx"><table class="tx-table" role="presentation"><tbody>{rows}</tbody></table></div>'
        f'<p class="ti-foot"><a href="{escape(link)}">All {every} assumptions and charts</a></p></section>{script}'
        "</tilt-instrument>"
    )


def strongest(payload: Data) -> list[Data]:
    """The assumptions with an axis that move the headline most, the strongest first."""
    by_id = {a["id"]: a for a in payload["assumptions"]}
    swings = payload["default"]["swings"][payload["findings"][0]["id"]]
    placed = [by_id[s["id"]] for s in swings if by_id[s["id"]]["scale"] not in (*UNPLACED, "fixed")]
    return placed[:STRONGEST]


def _findings(payload: Data) -> str:
    items = "".join(
        f'<li data-finding="{escape(f["id"])}"><span>{escape(f["title"])}</span> '
        f'<span class="ti-share">{escape(percent(v["credence"]))}</span></li>'
        for f, v in zip(payload["findings"], payload["default"]["verdicts"], strict=True)
    )
    return f'<ul class="ti-findings" aria-label="Findings and their credence">{items}</ul>'


def _verdict(payload: Data) -> str:
    found = payload["default"]["verdicts"][0]
    statement = escape(found["statement"].replace(" %", f"{THIN}%"))
    read = payload["default"]["readings"][payload["findings"][0]["id"]]
    ranged = f"From {read['range']}." if read["range"] else ""
    quantiles = list(found["effect"]["quantiles"].values())
    return (
        f'<div class="ti-verdict">{beam(found["credence"])}<p class="ti-sentence">'
        f'<span class="ti-who">With the book’s defaults</span>, <span class="ti-statement">{statement}</span>, '
        f'in <b class="ti-credence">{escape(percent(found["credence"]))}</b> of draws: '
        f'<span class="ti-word">{escape(read["word"])}</span>.</p></div>'
        f'<p class="ti-figures"><span class="ti-book"></span> '
        f'<span class="ti-range">{escape(ranged)}</span> '
        f'<span class="ti-effect">{escape(effect(payload["findings"][0], quantiles))}.</span></p>'
    )


def _distribution(payload: Data) -> str:
    finding, found = payload["findings"][0], payload["default"]["verdicts"][0]
    before, beyond = finding["sides"]
    held, rest = percent(found["credence"]), percent(1 - found["credence"])
    return (
        f'<figure class="ti-distribution">{drawing(payload)}'
        f'<figcaption><span class="ti-before">{escape(f"{rest} {before}")}</span> '
        f'<span class="ti-beyond">{escape(f"{beyond} {held}")}</span></figcaption></figure>'
    )


def _row(a: Data) -> str:
    return (
        f'<tr class="tx-row" data-strong="{escape(a["id"])}"><th scope="row" class="tx-label">{escape(a["label"])}</th>'
        f'<td class="tx-value">{escape(interval(a, a["interval"]))}</td>'
        f'<td class="tx-slider">{track(a, None)}</td>'
        f'<td class="tx-why"><span class="tx-gloss">{escape(gloss(a, a["interval"]))}</span>'
        f'<p class="tx-flips tx-hidden"></p></td></tr>'
    )
