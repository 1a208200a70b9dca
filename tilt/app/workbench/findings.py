"""Credences with more draws, their range over the readings, and their whole curves: what findings come to."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from tilt.app.workbench.output import Found, Output, effect_words, paragraph, unbroken
from tilt.format import number, percent, span, with_error
from tilt.pages.shown import Markup, fold, html_table

STEPS = 20
"""Of a curve's points, one in so many stands in the table beside it."""


def deep_run(found: Found) -> Output:
    """Each finding's credence with its error, and its effect."""
    rows = pd.DataFrame(
        {
            "finding": v["title"],
            "holds in": unbroken(with_error(v["credence"], v["error"])),
            "effect": effect_words(v, v["quantiles"]),
        }
        for v in found["verdicts"]
    )
    figures = pd.DataFrame(
        {"finding": v["title"], "credence": v["credence"], "error": v["error"], "effect": v["effect"]}
        | {"unit": v["unit"]}
        | dict(zip(("q05", "q25", "q50", "q75", "q95"), v["quantiles"], strict=True))
        for v in found["verdicts"]
    )
    caption = f"Share of {found['draws']:,} draws in which each finding holds, with its Monte Carlo error"
    return Output(html_table(rows, caption), figures)


def exceedance(found: Found) -> Output:
    """How often the effect exceeds x: a sentence, the curve, and some of it as a table."""
    points, threshold = found["points"], found["threshold"]
    share = found["unit"] == "fraction"
    held = with_error(found["credence"], found["error"] or 0)
    where = _place(threshold, found["unit"])
    effect, draws = _small(found["effect"]), f"{found['draws']:,} draws"
    says = f"In {held} of {draws} {effect} is above {where}: “{found['title']}” holds."
    note = paragraph(found["note"]) if found["note"] else ""
    kept = [p for k, p in enumerate(points) if k % STEPS == 0 or k == len(points) - 1]
    rows = pd.DataFrame({"above": _place(x, found["unit"]), "in": percent(y)} for x, y in kept)
    table = fold("The same as a table", html_table(rows, f"How often {_small(found['effect'])} is above"))
    chart = {
        "curve": [{"x": 100 * x if share else x, "share": y} for x, y in points],
        "threshold": [{"x": 100 * threshold if share else threshold, "share": found["credence"]}],
    }
    figures = pd.DataFrame(points, columns=["x", "share_above"])
    unit = "points" if share else found["unit"]
    figure = (
        '<figure class="tilt-figure tilt-bench-curve"><figcaption>'
        f"<strong>How often {html.escape(_small(found['effect']))} is above each value</strong> "
        f"<span>Share of draws by value, in {html.escape(unit)}. The stroke is the threshold.</span></figcaption>"
        "<div data-chart></div></figure>"
    )
    return Output(f"{paragraph(says)}{note}{figure}{table}", figures, chart)


def _small(name: str) -> str:
    """A name inside a sentence."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _place(value: float, unit: str) -> str:
    if unit == "fraction":
        return f"{number(100 * value)} points"
    return f"{number(value)} {unit}".replace(" ×", "×")


def ranges(found: Found) -> Output:
    """How far each credence ranges over the readings, and what moves it."""
    rows = pd.DataFrame(
        {
            "finding": f["title"],
            "this version": percent(f["credence"]),
            "from nought to one": _range(f),
            "over the readings": _span(f),
            "word": f["word"],
        }
        for f in found["findings"]
    )
    caption = f"Credence of each finding, and its range over the defensible readings, {found['draws']:,} draws each"
    table = html_table(rows, caption)
    notes = [f"This version sets {n}; readings move it all the same." for n in _listed(found["decided"])]
    notes += [f"Left out, as they move the findings least: {n}." for n in _listed(found["left_out"])]
    figures = pd.DataFrame(
        {k: f[k] for k in ("title", "credence", "count", "lowest", "lower", "upper", "highest", "error")}
        for f in found["findings"]
    )
    content = table + "".join(map(paragraph, notes)) + "".join(map(_moved, found["findings"]))
    return Output(content, figures)


def _listed(names: Sequence[str]) -> list[str]:
    return [", ".join(names)] if names else []


def _span(f: Found) -> str:
    if f["count"] < 2:
        return "one reading only"
    return f"{span(f['lowest'], f['highest'])}, middle half {span(f['lower'], f['upper'])}, of {f['count']:,}"


def _range(f: Found) -> Markup:
    """Lowest to highest as a line, the middle half as a box, the version's own credence as a stroke."""
    places = "; ".join(f"--{k}: {100 * f[k]:.1f}%" for k in ("lowest", "lower", "upper", "highest", "credence"))
    return Markup(f'<span class="tilt-bench-range" style="{places}"><i></i></span>')


def _moved(finding: dict[str, Any]) -> str:
    """What moves a finding over its readings, and what each option of it finds."""
    if not finding["moved_by"]:
        return ""
    rows = pd.DataFrame(
        {
            "what can be read in different ways": m["title"],
            "moves it by": f"{number(100 * m['points'], 2)} points",
            "its readings, and what they find on average": Markup(
                "<br>".join(f"{html.escape(o['title'])}: {percent(o['mean'])}" for o in m["options"])
            ),
        }
        for m in finding["moved_by"]
    )
    lowest, highest = (finding[k] for k in ("lowest", "highest"))
    title = f"What “{finding['title']}” turns on, from {span(lowest, highest)}"
    return fold(title, html_table(rows, title))
