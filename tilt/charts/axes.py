"""Axes that several charts share: labels as people read them, room for words."""

from __future__ import annotations

import math
from collections.abc import Iterable

import altair as alt

from tilt.charts.theme import INK
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

YEARS = alt.Axis(
    format="d", tickCount=8, tickMinStep=1, labelFlush=True, labelExpr="datum.value % 1 ? '' : datum.label"
)

TITLED = 46
"""Room for the labels of an axis with a title beside them, stated because fonts differ."""


def powers_label(low: float, high: float) -> str:
    """An axis label expression that writes the powers of ten from `low` to `high` as they are read: 10²⁴, and 1."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    words = {k: f"10{str(k).translate(SUPERSCRIPTS)}" if k else "1" for k in exponents}
    lookup = ",".join(f"'{k}':'{v}'" for k, v in words.items())
    return f"{{{lookup}}}[format(log(datum.value) / LN10, '.0f')]"


def category_axis(words: Iterable[str] = ()) -> alt.Axis:
    """An axis of words. Room for them is stated: fonts differ, and measured room would cut them off."""
    room = max(180, *(round(7.8 * len(w)) for w in words), 0)
    return alt.Axis(labelLimit=room + 10, labelFontSize=13, labelColor=INK, minExtent=room)


def minutes_axis() -> alt.Axis:
    """A log axis of minutes labelled as people say them."""
    words = {1: "1 min", 10: "10 min", 60: "1 hour", 480: "8 hours", 2400: "1 week", 9600: "1 month", 57600: "6 months"}
    expression = "{" + ",".join(f"'{k}':'{v}'" for k, v in words.items()) + "}[''+datum.value]"
    return alt.Axis(values=list(words), labelExpr=expression)


def duration(minutes: float) -> str:
    """Minutes as people say them: minutes, working hours, or weeks of forty hours."""
    if minutes < 90:
        return f"{minutes:.0f} min"
    if minutes < 2400:
        return f"{minutes / 60:.3g} hours"
    return f"{minutes / 2400:.2g} weeks"
