"""A reader's own runs or horizons: the horizons that come out, and what follows for claim 2."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from tilt.app.workbench.output import Found, Output, ends, paragraph, unbroken
from tilt.book import book
from tilt.engine.inputs import UNITS
from tilt.format import number, with_error
from tilt.pages.shown import Markup, fold, html_table

TOLD = ("model", "p50_minutes", "p50_low_minutes", "p50_high_minutes", "p80_minutes", "slope", "tasks", "runs")

LEFT_OUT = "not in the trend: without an interval, or without a date in the book’s table"


def refit(found: Found) -> Output:
    """Findings before and after, the inputs that follow, and every model's horizon."""
    figures = pd.DataFrame({k: m[k] for k in (*TOLD, "replaces", "note")} for m in found["models"])
    if found["note"]:
        return Output(paragraph(found["note"]) + _models(found), figures)
    parts = [_findings(found), _inputs(found), *map(paragraph, found["notes"]), _correlations(found), _models(found)]
    return Output("".join(parts), figures)


def _findings(found: Found) -> str:
    rows = pd.DataFrame(
        {
            "finding": f["title"],
            "with the book’s horizons": unbroken(with_error(f["book"]["credence"], f["book"]["error"])),
            "with these": unbroken(with_error(f["refitted"]["credence"], f["refitted"]["error"])),
        }
        for f in found["findings"]
    )
    return html_table(rows, "Claim 2, all other inputs at the book’s defaults: share of draws with Monte Carlo error")


def _inputs(found: Found) -> str:
    rows = pd.DataFrame(
        {
            "derived from the horizons": i["label"],
            "book": _interval(i, "book"),
            "from these": _interval(i, "refitted") or "stays",
            "how": Markup(html.escape(i["note"] or i["how"])),
        }
        for i in found["inputs"]
    )
    return html_table(rows, "Inputs that the book derives from its table of horizons", cards=True)


def _interval(row: dict[str, Any], version: str) -> str:
    mark = UNITS[book().record.assumptions[row["id"]].unit]
    said = ends(row[version])
    return f"{said} {mark}".strip() if said else ""


def _correlations(found: Found) -> str:
    labels = {id: a.label for id, a in book().record.assumptions.items()}
    said = [
        f"The rank correlation of “{labels[c['between'][0]]}” and “{labels[c['between'][1]]}” goes from "
        f"{number(c['book'], 2)} to {number(c['refitted'], 2)}."
        for c in found["correlations"]
        if c["refitted"] is not None
    ]
    return "".join(map(paragraph, said))


def _models(found: Found) -> str:
    rows = pd.DataFrame(
        {
            "model": m["model"],
            "50 % horizon, minutes": m["p50_minutes"],
            "95 % interval": _ends(m, "p50"),
            "80 % horizon, minutes": m["p80_minutes"],
            "trend": "through it" if m["model"] in found["record"] else "",
            "note": "; ".join(filter(None, (m["note"], "" if m["replaces"] else LEFT_OUT))),
        }
        for m in found["models"]
    )
    how = f"{found['samples']:,} resamples" if found["samples"] else "as the file has them"
    count = len(rows)
    return fold(f"The horizon of {'each model' if count > 1 else 'the model'}", html_table(rows, f"Horizons, {how}"),
                note=f"{count} model{'' if count == 1 else 's'}")  # fmt: skip


def _ends(m: dict[str, Any], level: str) -> str:
    low, high = m[f"{level}_low_minutes"], m[f"{level}_high_minutes"]
    return "" if low is None or high is None else f"{number(low)} – {number(high)}"
