"""What a spread or a difference comes from: Sobol' indices, two versions side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from tilt.app.workbench.output import Found, Output, bar, paragraph, unbroken
from tilt.book import book
from tilt.engine.inputs import SameAs
from tilt.engine.scale import Interval, Weights
from tilt.format import THIN, number, percent, with_error
from tilt.pages.settings import setting_words
from tilt.pages.shown import fold, html_table

SHOWN = 12
"""Factors that the table lists; the file has all."""

SMALL = 0.005
"""Share of the variance below which a factor is not listed."""

TOGETHER = {"effect": "how large the effect is", "holds": "whether the finding holds"}


def sobol(found: Found) -> Output:
    """The variance of a finding among its inputs: by themselves, and with what they do together."""
    told = [o for o in TOGETHER if not found["notes"][o]]
    notes = [f"{TOGETHER[o].capitalize()}: {found['notes'][o]}" for o in TOGETHER if found["notes"][o]]
    groups = "".join(paragraph(g["says"]) for g in found["groups"])
    count = f"{len(found['groups'])} group{'' if len(found['groups']) == 1 else 's'}"
    apart = fold("What is taken together, because it is correlated", groups, note=count) if groups else ""
    figures = pd.DataFrame(
        {"inputs": "; ".join(f["ids"]), "labels": "; ".join(f["labels"])}
        | {f"{o}_{k}": v for o in TOGETHER for k, v in (f[o] or {}).items()}
        for f in found["factors"]
    )
    if not told:
        return Output("".join(map(paragraph, notes)) + apart, figures)
    listed = [f for f in found["factors"] if max((f[o]["total"] or 0) for o in told) >= SMALL][:SHOWN]
    rows = pd.DataFrame(
        {"input": " and ".join(f["labels"])}
        | {TOGETHER[o]: bar(f[o]["first"] or 0, _shares(f[o]), f[o]["total"] or 0) for o in told}
        for f in listed
    )
    caption = (
        "Share of the variance that an input accounts for by itself (dark), and with all it does together with "
        f"others (pale); {found['draws']:,} base draws, {found['evaluations']:,} evaluations"
    )
    rest = len(found["factors"]) - len(listed)
    sums = [
        f"By themselves the inputs account for {with_error(found['sums'][o]['first'], found['sums'][o]['error'])} of "
        f"the variance of {TOGETHER[o]}; the rest is what they do together."
        for o in told
    ]
    few = [f"The other {rest} account for less than {percent(SMALL)} each, or stand in the file."] if rest else []
    return Output(html_table(rows, caption) + "".join(map(paragraph, [*sums, *few, *notes])) + apart, figures)


def _shares(of: Found) -> str:
    """First and total index with the total's error."""
    first, total, error = (100 * (of[k] or 0) for k in ("first", "total", "total_error"))
    return f"{number(first, 2)} to {number(total, 2)} ± {number(error, 1)}{THIN}%"


def compare(found: Found) -> Output:
    """Every finding under both versions, what differs between them, and what of it moves each headline."""
    rows, figures = [], []
    for claim in found["claims"]:
        for f in claim["findings"]:
            rows.append(
                {
                    "finding": f"{book().claim(claim['claim']).number} {f['title']}",
                    "A": percent(f["a"]["credence"]),
                    "B": percent(f["b"]["credence"]),
                    "B less A": unbroken(_difference(f["difference"], f["difference_error"])),
                }
            )
            figures.append(
                {"claim": claim["claim"], "finding": f["id"], "a": f["a"]["credence"], "b": f["b"]["credence"]}
                | {k: f[k] for k in ("difference", "difference_error")}
            )
    moved = [r for r, f in zip(rows, figures, strict=True) if f["difference"]]
    draws = f"{found['draws']:,} draws"
    caption = f"Findings that differ, behind their claims’ numbers: credence in {draws}, with the difference’s error"
    same = len(rows) - len(moved)
    content = html_table(pd.DataFrame(moved), caption) if moved else ""
    if same:
        content += paragraph(f"{same if moved else 'All'} findings are the same under both.")
    return Output(content + _inputs(found) + "".join(_shared_out(found)), pd.DataFrame(figures))


def _difference(points: float, error: float) -> str:
    sign = "+" if points > 0 else "−"
    return f"{sign}{number(100 * abs(points), 2)} ± {number(100 * error, 1)} points" if points else "0"


def _inputs(found: Found) -> str:
    """What the versions set otherwise, in words."""
    if not found["inputs"]:
        return paragraph("Both versions set every input alike.")
    rows = pd.DataFrame({"input": i["label"], "A": _words(i, "a"), "B": _words(i, "b")} for i in found["inputs"])
    count = len(rows)
    title = f"{count} input{'' if count == 1 else 's'} differ{'s' if count == 1 else ''}"
    return fold(title, html_table(rows, title, cards=True))


def _words(row: dict[str, Any], version: str) -> str:
    """What a version sets an input to."""
    a, told = book().record.assumptions[row["id"]], row[version]
    if isinstance(told, dict):
        return setting_words(a, SameAs(told["sameAs"]))
    return setting_words(a, Weights(tuple(told)) if isinstance(a.default, Weights) else Interval(*told))


def _shared_out(found: Found) -> Iterator[str]:
    """What each input adds to the difference of a claim's headline."""
    labels = {i["id"]: i["label"] for i in found["inputs"]}
    for claim in found["claims"]:
        title = claim["findings"][0]["title"]
        if claim["shares_note"]:
            yield paragraph(f"“{title}”: {claim['shares_note']}")
        elif claim["shares"]:
            parts = sorted(claim["shares"], key=lambda s: -abs(s["share"]))
            rows = pd.DataFrame({"input": labels[p["id"]], "adds": _points(p["share"])} for p in parts)
            head = f"What moves “{title}” from A to B"
            yield fold(head, html_table(rows, f"{head}: shared out by Shapley’s rule, summing to the difference"))


def _points(share: float) -> str:
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{number(100 * abs(share), 2)} points"
