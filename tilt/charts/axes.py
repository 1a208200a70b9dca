"""Axes that several charts share: labels as people read them, room for words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import altair as alt

from tilt.charts.theme import INK, NARROW, WIDTH
from tilt.format import SUPERSCRIPTS

PLAIN = "replace(datum.label, '-', '\u2212')"
"""Axis labels with a real minus."""

LARGE = (
    "datum.label === '' ? '' : datum.value >= 1e9 ? format(datum.value / 1e9, '~g') + ' billion' : "
    "datum.value >= 1e6 ? format(datum.value / 1e6, '~g') + ' million' : datum.label"
)
"""Axis labels with large numbers in words."""

DECADE = "abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6"
"""Of the ticks of a log axis, the powers of ten: rules at all of them would be a hatching."""

GROWTH = alt.Axis(
    values=[math.log1p(g) for g in (0.1, 0.25, 0.5, 0.75, 1, 1.5)],
    labelExpr="format(100 * (exp(datum.value) - 1), '.0f') + '\u202f%'",
)
"""An axis of logarithmic rates, labelled as growth."""

YEARS = alt.Axis(
    format="d", tickCount=8, tickMinStep=1, labelFlush=True, labelExpr="datum.value % 1 ? '' : datum.label"
)

PERCENT = "format(datum.value * 100, '~g') + '\u202f%'"
"""Axis labels of shares, with the narrow space that the book writes before the sign."""

TIMES = "replace(format(datum.value, ',~g'), '-', '\u2212') + '\u00d7'"
"""Axis labels of ratios: 1.2×."""

LARGE_TIMES = f"datum.label === '' ? '' : {TIMES}"
"""The same where a log axis leaves some of its ticks without a label."""

MULTIPLES = (
    "datum.value % 1 ? '' : abs(datum.value) < 6 ? format(pow(10, datum.value), ',~r') + '\u00d7' : "
    "format(pow(10, datum.value - 6), ',~r') + ' million\u00d7'"
)
"""Axis labels of orders of magnitude, as what they stand for: 0.1×, 100×, 10 million×."""

CHANGES = "replace(format(100 * (exp(datum.value) - 1), '+.0f'), '-', '\u2212') + '\u202f%'"
"""Axis labels of natural logarithms, as changes: +11 %."""

ABOVE: dict[str, Any] = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleAnchor": "start",
    "titleBaseline": "bottom",
    "titleX": 0,
    "titleY": -10,
}
"""Of a vertical axis: its title over the plot, where it can be read without turning one's head."""

QUARTER = 0.25
STEPS = (QUARTER, 0.5, 1, 2, 5, 10, 20)
"""Years from one label of an axis of dates to the next."""

SHORT = 2.4
"""Years below which an axis of dates names months: a year or two alone would not say how long it is."""

MONTHS = ("Jan", "Apr", "Jul", "Oct")
"""The first months of the quarters."""


def powers_label(low: float, high: float) -> str:
    """An axis label expression that writes the powers of ten from `low` to `high` as they are read: 10²⁴, and 1."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    words = {k: f"10{str(k).translate(SUPERSCRIPTS)}" if k else "1" for k in exponents}
    lookup = ",".join(f"'{k}':'{v}'" for k, v in words.items())
    return f"{{{lookup}}}[format(log(datum.value) / LN10, '.0f')]"


def narrow(width: int) -> bool:
    """Whether a drawing so many pixels wide is one for phones."""
    return width < (NARROW + WIDTH) / 2


def dates_axis(low: float, high: float, width: int = WIDTH) -> alt.Axis:
    """An axis of dates as decimal years: years where they suffice, else the first months of quarters.

    Args:
        low: Where it begins.
        high: Where it ends.
        width: Of the plot in pixels, for as many labels as have room.
    """
    small = high - low < SHORT
    step = next(s for s in STEPS if (s < 1) <= small <= (s <= 1) and (high - low) / s <= width / (80 if s < 1 else 44))
    values = [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
    words = {v: f"{v:.0f}" if step >= 1 else f"{MONTHS[round(v % 1 * 4)]} {v // 1:.0f}" for v in values}
    lookup = ",".join(f"'{v:g}':'{label}'" for v, label in words.items())
    return alt.Axis(
        values=values,
        labelExpr=f"{{{lookup}}}['' + datum.value]",
        labelFlush=False,
        labelPadding=10,
        labelOverlap=False,
    )


def category_axis(words: Iterable[str] = (), width: int = WIDTH, row: float = 0) -> alt.Axis:
    """An axis of words, beside the rows or, in a narrow drawing, over each.

    Args:
        words: What it says. Room for them is stated: fonts differ, and measured room would cut them off.
        width: Of the drawing, in pixels.
        row: Height of a row in pixels: narrow ones have their words at the top of it.
    """
    if narrow(width):
        return alt.Axis(
            labelAlign="left",
            labelBaseline="top",
            labelPadding=0,
            zindex=1,
            labelOffset=-row / 2,
            labelLimit=width,
            labelFontSize=12,
            labelColor=INK,
            minExtent=0,
            maxExtent=0,
        )
    room = max(180, *(round(7.8 * len(w)) for w in words), 0)
    return alt.Axis(labelLimit=room + 10, labelFontSize=13, labelColor=INK, minExtent=room)


def minutes_axis(room: int = 0) -> alt.Axis:
    """A log axis of minutes labelled as people say them, upright with so many pixels of `room` for the words."""
    words = {1: "1 min", 10: "10 min", 60: "1 hour", 480: "8 hours", 2400: "1 week", 9600: "1 month", 57600: "6 months"}
    expression = "{" + ",".join(f"'{k}':'{v}'" for k, v in words.items()) + "}[''+datum.value]"
    return alt.Axis(values=list(words), labelExpr=expression, minExtent=room)


def duration(minutes: float) -> str:
    """Minutes as people say them: minutes, working hours, or weeks of forty hours."""
    if minutes < 90:
        return f"{minutes:.0f} min"
    if minutes < 2400:
        return f"{minutes / 60:.3g} hours"
    return f"{minutes / 2400:.2g} weeks"
