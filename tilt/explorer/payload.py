"""All the explorer needs to run a claim in the browser, as one JSON object, and the files it loads beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tilt.assets import write_web
from tilt.book import Book
from tilt.charts.declared import Picture
from tilt.charts.vega import drawn, vega, vega_module
from tilt.claims import claim, pictures
from tilt.engine.claim import Claim, Fan, Finding
from tilt.engine.draws import INDEX_BITS, PAGE_DRAWS, REPLICATES, SEED, directions
from tilt.engine.inputs import UNITS, Assumption, Record, SameAs, Stated
from tilt.engine.javascript import javascript
from tilt.engine.run import Run
from tilt.engine.scale import numbers
from tilt.engine.sensitivity import FLIP_SCAN, FLIP_STEPS
from tilt.engine.verdict import LIKELIHOOD, QUANTILES
from tilt.explorer.rows import BINS, distribution_rows, picture_rows
from tilt.format import readings
from tilt.record import evidence
from tilt.record.citations import dated, short_source
from tilt.record.cited import address
from tilt.record.kept import kept_readings

MEDIAN = QUANTILES.index(0.5)

VERSION = 1
"""Of the payload's shape and of the scenario in links and storage; `web/scenario.js` migrates older ones."""

ENGINE: dict[str, Any] = {
    "quantiles": list(QUANTILES),
    "flip": {"cells": FLIP_SCAN, "steps": FLIP_STEPS},
    "bins": BINS,
}
"""What both engines must agree on and no claim changes: `web/engine` reads it here instead of stating it again."""


def payload(run: Run) -> dict[str, Any]:
    """A claim with its assumptions, defaults and charts, from a run of the defaults. Keys are the browser's names."""
    chosen, book, edition = run.claim, run.record, run.record.edition
    assumptions = [book.assumptions[id] for id in chosen.inputs]
    return {
        "version": VERSION,
        "slug": chosen.slug,
        "number": chosen.number,
        "title": chosen.title,
        "short": chosen.short,
        "sentence": chosen.sentence,
        "edition": {"name": edition.name, "asOf": edition.year},
        **engine_part(chosen, book),
        "groups": _groups(chosen, book),
        "borrowed": _lenders(chosen, book),
        "assumptions": [_assumption(a, book) | _borrowed(a, chosen.slug) for a in assumptions],
        "others": [slim(a) for a in book.assumptions.values() if a.id not in chosen.inputs],
        "scenarios": scenarios(book),
        "default": {
            "verdicts": [v.as_json() for v in run.verdicts],
            "readings": _readings(run),
            "swings": {f.id: _swings(run, f) for f in chosen.findings},
            "bins": {f.id: _bins(f, run) for f in chosen.findings},
            "split": run.splits,
            "fans": {f.id: _medians(f, run) for f in chosen.fans},
        },
        "pictures": [_picture(p, run) for p in _pictures(chosen)],
        "counts": {basis: sum(a.basis == basis for a in assumptions) for basis in ("derived", "judged", "choice")},
    }


def engine_part(chosen: Claim, book: Record) -> dict[str, Any]:
    """What the browser's engine reads of a claim but its assumptions: `EnginePayload` in `web/engine/types.js`."""
    return {
        **_shared([*chosen.inputs, *_tied(chosen, book)], book),
        "inputs": list(chosen.inputs),
        "lent": [drawn_input(book.assumptions[id], book) for id in _tied(chosen, book)],
        "findings": [_finding(f) for f in chosen.findings],
        "fans": [
            {
                "id": f.id,
                "title": f.title,
                "times": list(f.times(book.edition.year)),
                "labels": list(f.labels),
                "axis": f.axis,
                "series": list(f.series),
                "unit": f.unit,
                "draws": f.draws,
            }
            for f in chosen.fans
        ],
        "splits": [
            {
                "finding": s.finding,
                "title": s.title,
                "total": s.total or f"mean {chosen.finding(s.finding).effect_name}",
                "written": s.written,
                "draws": s.draws,
                "parts": [{"id": p.id, "label": p.label} for p in s.parts]
                + [{"id": p, "label": book.assumptions[p].short} for p in s.players],
            }
            for s in chosen.splits
        ],
    }


def _tied(chosen: Claim, book: Record) -> list[str]:
    """Inputs of other claims whose value an input of this one takes under some named scenario."""
    settings = [(id, c.setting) for s in book.scenarios.values() for id, c in s.changes.items()]
    found = dict.fromkeys(s.id for id, s in settings if id in chosen.inputs and isinstance(s, SameAs))
    return [id for id in found if id not in chosen.inputs]


def _shared(ids: Iterable[str], book: Record) -> dict[str, Any]:
    """The draws of these inputs and what every evaluation is told in, for one claim or all."""
    mixes = [mix for id in ids for mix in (book.mix(id), *(m for _, _, m in book.mixes(id)))]
    columns = sorted({column for mix in mixes for column, _ in mix})
    return {
        "draws": {"page": PAGE_DRAWS, "replicates": REPLICATES, "seed": SEED, "indexBits": INDEX_BITS},
        "columns": {str(c): list(directions(c)) for c in columns},
        "likelihood": [list(row) for row in LIKELIHOOD],
        "engine": ENGINE,
    }


def drawn_input(a: Assumption, book: Record) -> dict[str, Any]:
    """What the engine reads of an assumption."""
    return slim(a) | _mixing(a, book)


def _mixing(a: Assumption, book: Record) -> dict[str, Any]:
    """The columns that make an input's own normal, always and, where it hangs on a choice, under its options."""
    mixes = [
        {"choice": choice, "place": place, "mix": [list(pair) for pair in mix]}
        for choice, place, mix in book.mixes(a.id)
    ]
    return {"mix": [list(pair) for pair in book.mix(a.id)]} | ({"mixes": mixes} if mixes else {})


def slim(a: Assumption) -> dict[str, Any]:
    """What links, files and lists need of an assumption: name, unit, scale, default and bounds."""
    return {
        "id": a.id,
        "claim": a.claim,
        "label": a.label,
        "short": a.short,
        "unit": a.unit,
        "mark": UNITS[a.unit],
        "scale": str(a.scale),
        "interval": numbers(a.default),
        "bounds": numbers(a.bounds),
    } | _options(a)


def scenarios(book: Record) -> list[dict[str, Any]]:
    """The named scenarios, the default first, each with all its changes: a scenario is the whole book's."""
    return [
        {
            "name": s.name,
            "title": s.title,
            "text": s.text,
            "changes": {k: _stated(c.setting) | {"reason": c.reason} for k, c in s.changes.items()},
        }
        for s in book.scenarios.values()
    ]


def _lenders(chosen: Claim, book: Record) -> list[str]:
    """The claims whose inputs this one uses, in the order of its inputs."""
    owners = dict.fromkeys(book.assumptions[id].claim for id in chosen.inputs)
    return [slug for slug in owners if slug != chosen.slug]


def _groups(chosen: Claim, book: Record) -> dict[str, str]:
    """The titles of the groups of inputs: the claim's own, then one for each claim it borrows from."""
    lent = {slug: f"From claim {claim(slug).number}: {claim(slug).short}" for slug in _lenders(chosen, book)}
    return dict(book.groups.get(chosen.slug, {})) | lent


def _borrowed(a: Assumption, slug: str) -> dict[str, str]:
    return {} if a.claim == slug else {"group": a.claim}


def _assumption(a: Assumption, book: Record) -> dict[str, Any]:
    known = evidence.sources().to_dict("index")
    return (
        {
            "id": a.id,
            "label": a.label,
            "short": a.short,
            "symbol": a.symbol,
            "group": a.group,
            "unit": a.unit,
            "mark": UNITS[a.unit],
            "scale": str(a.scale),
            "interval": numbers(a.default),
            "bounds": numbers(a.bounds),
            "basis": a.basis,
            "reason": a.reason,
            "how": a.derived.how if a.derived else "",
            "table": address(a.derived.table) if a.derived else "",
            "gloss": a.gloss,
            "sources": [
                {
                    "key": key,
                    "text": dated(str(known[key]["authors"]), known[key]["year"]),
                    "short": short_source(str(known[key]["authors"]), known[key]["year"]),
                    "title": str(known[key]["title"]),
                    "url": _text(known[key]["url"]),
                }
                for key in a.sources
            ],
            "evidence": [
                {"value": p.value, "label": p.label, "source": p.source, "href": address(p.table, p.row)}
                for p in a.evidence
            ],
        }
        | _mixing(a, book)
        | _options(a)
    )


def _text(cell: Any) -> str:
    """A cell as text, empty when it is missing."""
    return cell if isinstance(cell, str) else ""


def _stated(setting: Stated) -> dict[str, Any]:
    """What a scenario says of an input: its numbers, or the input it takes the value of."""
    return {"sameAs": setting.id} if isinstance(setting, SameAs) else {"interval": numbers(setting)}


def _options(a: Assumption) -> dict[str, Any]:
    return {"options": [{"name": k, "label": v} for k, v in a.labels.items()]} if a.labels else {}


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "id": f.id,
        "title": f.title,
        "statement": f.statement,
        "effect": f.effect_name,
        "unit": f.unit,
        "threshold": f.threshold,
        "sides": list(f.sides),
    }


def _readings(run: Run) -> dict[str, dict[str, str]]:
    """By finding, how far its credence ranges over the book's readings, in words, and the word that they support."""
    found = kept_readings(run.claim, run.record)
    of = {v.finding: (v.credence, found.finding(v.finding)) for v in run.verdicts}
    return {id: {"word": f.word(share), "range": readings(f.quartiles, f.count)} for id, (share, f) in of.items()}


def _swings(run: Run, finding: Finding) -> list[dict[str, Any]]:
    return [
        {"id": s.id, "atLow": _short(s.at_low), "atHigh": _short(s.at_high), "flip": s.flip and _short(s.flip)}
        | ({"options": list(s.options)} if s.options else {})
        for s in run.swings(finding.id)
    ]


def _short(value: float) -> float:
    """With six digits: more than anybody is shown, and a third of the letters."""
    return float(f"{value:.6g}")


def _medians(fan: Fan, run: Run) -> list[list[float]]:
    """The default's medians in short, place by place, of each series: what stays in grey behind the reader's."""
    return [[float(f"{band[MEDIAN]:.4g}") for band in place] for place in run.fan(fan.id)]


def _bins(finding: Finding, run: Run) -> dict[str, Any]:
    """The default's histogram in short: where it starts, the width of a bin, the share of draws in each."""
    bins = distribution_rows(finding, run.effect(finding.id))["bins"]
    shares = [round(b["share"], 4) for b in bins]
    return {"first": bins[0]["x0"], "step": bins[0]["x1"] - bins[0]["x0"], "shares": shares}


def _pictures(chosen: Claim) -> list[Picture]:
    """The claim's pictures, a distribution once per finding: its axis and threshold are the finding's own."""
    found = []
    for p in pictures(chosen):
        if p.kind == "distribution" and p.target is None:
            found += [replace(p, id=f"{p.id}-{f.id}", target=f.id, draw=_for_finding(p, f)) for f in chosen.findings]
        else:
            found.append(p)
    return found


def _for_finding(picture: Picture, finding: Finding) -> Any:
    name = finding.effect_name[0].upper() + finding.effect_name[1:]
    told = {"fraction": " (percentage points)", "orders of magnitude": "", "×": ""}  # the axis says the others
    title = name + told.get(finding.unit, f" ({finding.unit})")
    return lambda rows: picture.draw(rows, axis_title=title, unit=finding.unit)


def _picture(picture: Picture, run: Run) -> dict[str, Any]:
    spec, datasets = _compiled(picture, run)
    return {
        "id": picture.id,
        "kind": picture.kind,
        "target": picture.target,
        "ids": list(picture.ids),
        "title": picture.title,
        "note": picture.note,
        "alt": picture.describe,
        "spec": spec,
        "svg": drawn(spec),
        "datasets": datasets,
    }


def chart_specifications(run: Run) -> dict[str, Any]:
    """What Vega needs to draw a claim's pictures, by id, without the data that the page works out itself."""
    found = {}
    for picture in _pictures(run.claim):
        spec, moving = _compiled(picture, run)
        data = [{**d, "values": []} if d["name"] in moving else d for d in spec["data"]]
        found[picture.id] = {**spec, "data": data}
    return found


def _compiled(picture: Picture, run: Run) -> tuple[dict[str, Any], list[str]]:
    """A picture of a run as Vega, and the names of its data that follow the reader's assumptions."""
    rows, moving = picture_rows(picture, run)
    spec = vega(picture.draw(rows).properties(description=picture.describe))
    return spec, [d["name"] for d in spec["data"] if d["name"] in moving]


def whole_book(whole: Book) -> dict[str, Any]:
    """What a page needs to judge every claim under the reader's scenario: `web/site/` loads it when it differs."""
    claims, book = whole.claims, whole.record
    ids = dict.fromkeys(id for c in claims for id in c.inputs)
    return {
        **_shared(ids, book),
        "assumptions": [drawn_input(book.assumptions[id], book) for id in ids],
        "claims": [
            {
                "slug": c.slug,
                "number": c.number,
                "short": c.short,
                "inputs": list(c.inputs),
                "findings": [_finding(f) for f in c.findings],
                "default": [
                    {"credence": v.credence, "word": whole.readings(c.slug).finding(v.finding).word(v.credence)}
                    for v in whole.run(c.slug).verdicts
                ],
            }
            for c in claims
        ],
        "scenarios": scenarios(book),
        "edition": book.edition.name,
    }


def write_assets(folder: Path, book: Book) -> None:
    """Write what the static page loads: our modules and styles, Vega, and of each claim the model and the charts."""
    write_web(folder)
    (folder / "vega.js").write_text(vega_module(), encoding="utf-8")
    for name in ("claims", "pictures"):
        (folder / name).mkdir(exist_ok=True)
    for c in book.claims:
        (folder / "claims" / f"{c.slug}.js").write_text(javascript(c), encoding="utf-8")
        _write_module(folder / "pictures" / f"{c.slug}.js", chart_specifications(book.run(c.slug)))
    _write_module(folder / "whole.js", whole_book(book))


def _write_module(path: Path, data: Mapping[str, Any]) -> None:
    """Data as a module that exports them."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    path.write_text(f"export default {text};\n", encoding="utf-8")


def to_json(data: Mapping[str, Any]) -> str:
    """JSON that is safe inside a script element: no `<` can end it early."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
