"""The explorer's static form: what a reader sees before, and without, any script. `web/explorer.js` brings it to life.

The script keeps this markup and moves its parts, so that nothing jumps when it starts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from tilt.charts.inline import inline
from tilt.engine.scale import Scale
from tilt.explorer.key import key
from tilt.explorer.outline import drawing
from tilt.explorer.payload import to_json
from tilt.format import THIN, effect, gloss, interval, number, percent
from tilt.paths import page

Data = Mapping[str, Any]

UNPLACED = ("switch", "choice")
"""Scales without an axis: no line to draw, and nothing between two values at which a verdict could flip."""

SHORT = 12
"""How many swings stand at first where a script can show the others (explorer/swings.js has the button)."""

OPEN = 7
"""How many of the strongest inputs stand open, and two more where no others move the headline."""

SHARED = ("inputs", "others", "scenarios", "columns", "draws", "likelihood", "engine")
"""What of a payload the whole book has, for all claims at once."""

BEAM = (
    '<svg class="tx-beam" viewBox="0 0 96 60" aria-hidden="true" focusable="false">'
    '<path class="tx-post" d="M48 25 L40.5 54 H55.5 Z"/><g class="tx-arm" transform="rotate({angle} 48 24)">'
    '<rect x="6" y="22.4" width="84" height="3.2" rx="1.6"/>'
    '<circle class="tx-safety" cx="14" cy="{safety_y}" r="{safety}"/>'
    '<circle class="tx-capability" cx="82" cy="{capability_y}" r="{capability}"/></g></svg>'
)


def static_html(payload: Data, *, embed: bool = True) -> str:
    """The explorer of a claim as HTML: verdict, findings, assumptions, charts as SVG, swings.

    `payload` is a claim's, from `tilt.explorer.payload`. `embed` makes it part of a book's page: what the script needs
    stands in the markup, and the reasons of other claims’ inputs in their own chapters, where the script gets them.
    """
    head = payload["findings"][0]["id"]
    name = escape(f"Explorer: {payload['short']}")
    script = f'<script type="application/json" class="tilt-payload">{to_json(_own(payload))}</script>' if embed else ""
    return (
        f'<tilt-explorer class="tilt-explorer" data-claim="{escape(payload["slug"])}">'
        f'<section class="tx" aria-label="{name}"><div class="tx-bar" aria-hidden="true"></div>'
        f'<div class="tx-head">{_findings(payload)}<div class="tx-tools"></div></div>'
        f'<h3 class="tx-hidden">Verdict</h3>{_verdict(payload)}<div class="tx-notices"></div>'
        f'<div class="tx-body">{_inputs(payload, apart=embed)}{_charts(payload, head)}</div>'
        f'<div class="tx-foot"><p class="tx-counts">{escape(_counts(payload))}</p>{_error(payload)}</div></section>'
        f"{script}</tilt-explorer>"
    )


def _own(payload: Data) -> dict[str, Any]:
    """What only this claim has of its payload and the markup does not show: `web/explorer/completed.js` adds the rest.

    The rest is the whole book's (`whole_book`) and the charts' specifications (`chart_specifications`), files
    beside the page.
    """
    assumptions = [{key: a[key] for key in ("id", "symbol", "group", "basis")} for a in payload["assumptions"]]
    pictures = [{k: v for k, v in p.items() if k not in ("svg", "spec")} for p in payload["pictures"]]
    kept = {k: v for k, v in payload.items() if k not in SHARED}
    return kept | {
        "assumptions": assumptions,
        "lent": [a["id"] for a in payload["lent"]],
        "pictures": pictures,
    }


def _verdict(payload: Data) -> str:
    finding, found = payload["findings"][0], payload["default"]["verdicts"][0]
    statement = escape(found["statement"].replace(" %", f"{THIN}%"))
    quantiles = list(found["effect"]["quantiles"].values())
    share = escape(percent(found["credence"]))
    read = payload["default"]["readings"][finding["id"]]
    ranged = f"From {read['range']}" if read["range"] else ""
    return (
        f'<div class="tx-verdict">{beam(found["credence"])}<div class="tx-says"><p class="tx-sentence">'
        f'<span class="tx-who">With the book’s defaults</span>, <span class="tx-statement">{statement}</span>, '
        f'in <b class="tx-credence">{share}</b> of draws: <span class="tx-word">{escape(read["word"])}</span>.</p>'
        f'<p class="tx-figures"><span class="tx-range">{escape(ranged)}</span> '
        f'<span class="tx-effect">{escape(effect(finding, quantiles))}</span> '
        f'<span class="tx-book"></span></p></div><div class="tx-strip">{drawing(payload)}</div></div>'
    )


def _inputs(payload: Data, *, apart: bool) -> str:
    """The assumptions, after a way past them."""
    past = f'<a class="tx-past" href="#charts-{escape(payload["slug"])}">Past the assumptions, to the charts</a>'
    return f'<div class="tx-inputs"><h3 class="tx-hidden">Assumptions</h3>{past}{_table(payload, apart)}</div>'


def _charts(payload: Data, finding: str) -> str:
    return (
        f'<div class="tx-pictures" id="charts-{escape(payload["slug"])}" tabindex="-1">'
        f'<h3 class="tx-hidden">Charts</h3>{_pictures(payload, finding)}</div>'
    )


def _error(payload: Data) -> str:
    """The error that comes of counting so many draws and no more: the smallest there is, so in small print."""
    points = number(100 * payload["default"]["verdicts"][0]["standard_error"], 1)
    return f'<p class="tx-error-bar">±{THIN}{points} points Monte Carlo error</p>'


def beam(credence: float) -> str:
    """The balance as SVG: it leans to the side that wins more draws, each weight as large as its share."""
    lean = 2 * credence - 1
    angle = -math.copysign(15 * abs(lean) ** 0.6, lean)
    safety, capability = (3 + 7 * math.sqrt(s) for s in (credence, 1 - credence))
    values = {"angle": angle, "safety": safety, "capability": capability}
    values |= {"safety_y": 22.4 - safety, "capability_y": 22.4 - capability}
    return BEAM.format(**{k: f"{v:.2f}" for k, v in values.items()})


def _findings(payload: Data) -> str:
    items = "".join(
        f'<li data-finding="{escape(f["id"])}"><span class="tx-finding">{escape(f["title"])}</span> '
        f'<span class="tx-share">{escape(percent(v["credence"]))}</span></li>'
        for f, v in zip(payload["findings"], payload["default"]["verdicts"], strict=True)
    )
    return f'<ul class="tx-findings" aria-label="Findings and their credence">{items}</ul>'


def _table(payload: Data, apart: bool) -> str:
    """The assumptions in the order of what they move, fixed at the defaults: the strongest stand open."""
    finding = payload["findings"][0]
    swings = {s["id"]: s for s in payload["default"]["swings"][finding["id"]]}
    lenders = {a["id"]: _lender(a, payload) for a in payload["assumptions"]}
    parts = [
        _part(title, [_row(a, swings.get(a["id"]), lenders[a["id"]], apart) for a in rows], kind, folded)
        for kind, title, rows, folded in by_leverage(payload)
    ]
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("Assumption", "90 % interval", "Scale", "Basis and source"))
    return (
        f'<p class="tx-orders">Strongest first, by the book’s defaults</p>{key()}'
        '<table class="tx-table"><caption class="tx-hidden">Assumptions: 90 % intervals, where they come from</caption>'
        f'<thead class="tx-hidden"><tr>{heads}</tr></thead>{"".join(parts)}</table>'
    )


def by_leverage(payload: Data) -> list[tuple[str, str, list[Data], bool]]:
    """The assumptions as parts of the table, each with its kind, title and rows, and whether it is folded at first.

    What moves the headline most comes first, then the rest of what moves it, then what does not. Parts without rows are
    left out.
    """
    swings = by_size(payload["default"]["swings"][payload["findings"][0]["id"]])
    by_id = {a["id"]: a for a in payload["assumptions"]}
    ordered = [by_id[s["id"]] for s in swings]
    moving = [by_id[s["id"]] for s in swings if 100 * _size(s) >= 0.5]
    first = moving if len(moving) <= OPEN + 2 else moving[:OPEN]
    parts = [
        ("strong", "What moves the verdict most", first, False),
        ("weaker", "What moves it less", moving[len(first) :], True),
        ("idle", "What does not move it by a point", ordered[len(moving) :], True),
    ]
    return [part for part in parts if part[2]]


def _part(title: str, rows: list[str], kind: str, folded: bool) -> str:
    head = f'<tr class="tx-group"><th colspan="4" scope="rowgroup">{escape(title)}</th></tr>'
    fold = " tx-fold" if folded else ""
    return f'<tbody class="tx-part{fold}" data-part="{kind}">{head}{"".join(rows)}</tbody>'


def _lender(a: Data, payload: Data) -> str:
    """Whose input it is, where it is another claim's."""
    return payload["groups"][a["group"]] if a["group"] in payload["borrowed"] else ""


def _size(swing: Data) -> float:
    return abs(float(swing["atHigh"]) - float(swing["atLow"]))


def worth(size: float) -> str:
    """How far an assumption moves the chosen finding, in words."""
    points = math.floor(100 * size + 0.5)
    return f"moves it by {points} point{'' if points == 1 else 's'}" if points else "does not move it"


def _row(a: Data, swing: Data | None, lender: str, apart: bool) -> str:
    kind = {"switch": "tx-row tx-switched", "choice": "tx-row tx-chosen"}.get(a["scale"], "tx-row")
    flip, size = (swing["flip"], _size(swing)) if swing else (None, 0.0)
    lent = f'<p class="tx-lender">{escape(lender)}</p>' if lender else ""
    reasons = _reasons_apart(a, flip) if lender and apart else _reasons(a, flip)
    id = escape(a["id"])
    return (
        f'<tr class="{kind}" data-input="{id}" data-group="{escape(a["group"])}" id="input-{id}">'
        f'<th scope="row" class="tx-label">{escape(a["label"])}</th>'
        f'<td class="tx-value">{escape(interval(a, a["interval"]))}</td>'
        f'<td class="tx-slider">{track(a, flip)}</td>'
        f'<td class="tx-why"><span class="tx-gloss">{escape(gloss(a, a["interval"]))}</span>'
        f'<span class="tx-worth"><i style="--size: {100 * size:.1f}%"></i><span>{worth(size)}</span></span>'
        f"<details><summary>{_basis(a)}</summary>{lent}{reasons}</details></td></tr>"
    )


def _basis(a: Data) -> str:
    words = {"derived": ("derived", "from "), "judged": ("judged", "citing "), "choice": ("your choice", "see ")}
    basis, joined = words[a["basis"]]
    first = [s["short"] for s in a["sources"][:1]]
    more = f" and {len(a['sources']) - 1} more" if len(a["sources"]) > 1 else ""
    named = f', <span class="tx-source">{joined}{escape(first[0] + more)}</span>' if first else ""
    named = named.removeprefix(",") if a["basis"] == "derived" else named
    return f'<span class="tx-basis">{basis}</span>{named}'


def _reasons_apart(a: Data, flip: float | None) -> str:
    """Where the reasons stand; once they are opened, `web/explorer/lent.js` puts them here."""
    where = f'<a href="{escape(page(a["group"]))}#input-{escape(a["id"])}">in its own chapter</a>'
    told = f'<p class="tx-elsewhere">Its reason, evidence and sources stand {where}.</p>'
    return f'<div class="tx-reasons">{told}{_flips(a, flip)}</div>'


def _flips(a: Data, flip: float | None) -> str:
    return f'<p class="tx-flips">{"" if a["scale"] in UNPLACED else escape(flip_words(a, flip))}</p>'


def _reasons(a: Data, flip: float | None) -> str:
    paragraphs = [a["gloss"], a["reason"], a["how"]]
    unit = f" {a['mark']}" if a["mark"] else ""
    unplaced = a["scale"] in UNPLACED
    standard = f"The book’s default is {interval(a, a['interval'])}"
    bounds = " to ".join(number(b) for b in a["bounds"]) + unit
    facts = [] if unplaced else [f"{standard}; it may be moved from {bounds}."]
    body = "".join(f"<p>{escape(p)}</p>" for p in [*paragraphs, *facts] if p)
    if a["table"]:
        body += f'<p><a href="{escape(a["table"])}">The table it is derived from</a></p>'
    body += _flips(a, flip)
    if a["evidence"]:
        points = sorted(a["evidence"], key=lambda p: p["value"])
        items = "".join(
            f'<li><a href="{escape(p["href"])}">{escape(p["label"])}</a> <span>{number(p["value"])}</span></li>'
            for p in points
        )
        unit = f" ({a['mark']})" if a["mark"] else ""
        body += f'<p class="tx-list">Evidence{escape(unit)}</p><ul>{items}</ul>'
    if a["sources"]:
        items = "".join(f"<li>{_source(s)}</li>" for s in a["sources"])
        body += f'<p class="tx-list">Sources</p><ul class="tx-sources">{items}</ul>'
    return f'<div class="tx-reasons">{body}</div>'


def flip_words(a: Data, flip: float | None) -> str:
    """Where the chosen finding changes sides, all other assumptions kept uncertain."""
    if flip is None:
        return "No single value within these bounds flips the verdict."
    unit = f" {a['mark']}" if a["mark"] else ""
    return f"The verdict flips at {number(flip)}{unit}."


def _source(s: Data) -> str:
    title = escape(s["title"])
    linked = f'<a href="{escape(s["url"])}">{title}</a>' if re.match(r"https?://", s["url"]) else title
    return f"{escape(s['text'])}. {linked}"


def _place(a: Data, value: float) -> str:
    scale = Scale(a["scale"])
    low, high, at = (float(scale.link(v)) for v in (*a["bounds"], value))
    return f"{100 * min(1, max(0, (at - low) / (high - low))):.2f}%"


def track(a: Data, flip: float | None) -> str:
    """Scale, default, evidence and flip on one line. Places are percentages, so the line fits any width."""
    if a["scale"] in UNPLACED:
        return _options(a) if a["scale"] == "choice" else ""
    low, high = (_place(a, v) for v in a["interval"])
    inside = [p for p in a["evidence"] if a["bounds"][0] <= p["value"] <= a["bounds"][1]]
    unit = f" {a['mark']}" if a["mark"] else ""
    ticks = "".join(_tick(_place(a, p["value"]), f"{p['label']}: {number(p['value'])}{unit}") for p in inside)
    fixed = a["scale"] == "fixed"
    bar = "" if fixed else f'<line class="tx-span" x1="{low}" x2="{high}" y1="18" y2="18"/>'
    ends = [low] if fixed else [low, high]
    handles = "".join(f'<circle class="tx-handle" cx="{x}" cy="18" r="3.5"/>' for x in ends)
    mark = "" if flip is None else _place(a, flip)
    hidden = "" if mark else ' visibility="hidden"'
    return (
        f'<svg class="tx-track" width="100%" height="38" aria-hidden="true" focusable="false">'
        f'<line class="tx-rail" x1="0" x2="100%" y1="18" y2="18"/>'
        f'<line class="tx-ghost" x1="{low}" x2="{high}" y1="18" y2="18"/>{bar}{ticks}'
        f'<svg class="tx-flip" x="{mark or "0%"}" y="0" overflow="visible"{hidden}>'
        f'<title>{escape(flip_words(a, flip))}</title><path d="M0 8 L4 1.5 H-4 Z"/></svg>{handles}</svg>'
    )


def _options(a: Data) -> str:
    """What a choice is among, as its group of radios will show it; to be seen only: the value's words say the same."""
    items = "".join(
        f'<div class="tx-option"><span class="tx-dot{" tx-taken" if weight == 1 else ""}"></span>'
        f"<span>{escape(option['label'])}</span> "
        f'<span class="tx-option-share">{percent(weight) if 0 < weight < 1 else ""}</span></div>'
        for option, weight in zip(a["options"], a["interval"], strict=True)
    )
    return f'<div class="tx-choice" aria-hidden="true">{items}</div><div class="tx-weights"></div>'


def _tick(x: str, title: str) -> str:
    lines = "".join(f'<line class="{c}" x1="{x}" x2="{x}" y1="29" y2="36"/>' for c in ("tx-tick", "tx-reach"))
    return f'<g class="tx-rug">{lines}<title>{escape(title)}</title></g>'


def _pictures(payload: Data, finding: str) -> str:
    """The charts up to the distribution, and the others behind them: folded where the explorer is narrow."""
    shown = [p for p in payload["pictures"] if p["kind"] != "distribution" or p["target"] == finding]
    spread = next((k for k, p in enumerate(shown) if p["kind"] == "distribution"), -1)
    first, rest = shown[: spread + 1], shown[spread + 1 :]
    count = f", and {len(rest)} more chart{'' if len(rest) == 1 else 's'}" if rest else ""
    behind = f"{_swings(payload, finding)}{''.join(map(_figure, rest))}"
    return (
        f"{''.join(map(_figure, first))}"
        f'<details class="tx-more-pictures"><summary>What moves the verdict{count}</summary>{behind}</details>'
    )


def _figure(p: Data) -> str:
    return (
        f'<figure class="tx-picture" data-picture="{escape(p["id"])}"><figcaption>'
        f"<strong>{escape(p['title'])}</strong> <span>{escape(p['note'])}</span></figcaption>"
        f'<div class="tx-chart" role="img" aria-label="{escape(p["alt"])}">{inline(p["svg"], p["id"])}</div>'
        "</figure>"
    )


def _swings(payload: Data, finding: str) -> str:
    assumptions = {a["id"]: a for a in payload["assumptions"]}
    swings = payload["default"]["swings"][finding]
    items = "".join(_swing(assumptions[s["id"]], s["atLow"], s["atHigh"]) for s in by_size(swings))
    short = len(swings) > SHORT + 3
    kind, more = ("tx-swings tx-short", '<div class="tx-more"></div>') if short else ("tx-swings", "")
    return (
        '<figure class="tx-picture tx-swinging"><figcaption><strong>What moves the verdict</strong> '
        "<span>Credence with one assumption held at the low, then the high end (dot) of its interval.</span>"
        f'</figcaption><ol class="{kind}">{items}</ol>{more}</figure>'
    )


def by_size(swings: Iterable[Data]) -> list[Data]:
    """Swings, the largest first."""
    return sorted(swings, key=lambda s: -abs(s["atHigh"] - s["atLow"]))


def _swing(a: Data, low: float, high: float) -> str:
    left, width = f"{100 * min(low, high):.1f}%", f"{100 * abs(high - low):.1f}%"
    return (
        f'<li data-input="{escape(a["id"])}"><span class="tx-swing-name">{escape(a["short"])}</span>'
        f'<svg class="tx-swing" width="100%" height="20" aria-hidden="true" focusable="false">'
        f'<line class="tx-half" x1="50%" x2="50%" y1="0" y2="20"/>'
        f'<rect x="{left}" y="7" width="{width}" height="6" rx="3"/>'
        f'<circle cx="{100 * high:.1f}%" cy="10" r="4.5"/></svg>'
        f'<span class="tx-swing-ends">{swing_words(low, high)}</span></li>'
    )


def swing_words(low: float, high: float) -> str:
    """Both ends of a swing, in the direction the assumption grows."""
    return f"{100 * low:.0f} → {percent(high)}" if 0.005 < low < 0.995 else f"{percent(low)[:-2]} → {percent(high)}"


def _counts(payload: Data) -> str:
    counts = payload["counts"]
    total = sum(counts.values())
    parts = [f"{counts['derived']} of {total} inputs derived from tables", f"{counts['judged']} judged"]
    if counts["choice"]:
        parts.append(f"{counts['choice']} your choice")
    return ", ".join(parts)
