"""What charts are put together from: colours by name, points that speak, rules, middle halves, fitted lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt

from tilt.charts.theme import FAINT, SOFT

Y = Callable[[str], alt.Y]
"""The vertical channel of a field, on the scale and axis that a chart's layers share."""

SPOKEN: Mapping[str, Any] = {"tooltip": alt.Tooltip("text:N"), "description": alt.Description("text:N")}
"""Channels of a point that says its row's `text`, to a pointer and to a screen reader."""


def coloured(field: str, colours: Mapping[str, str]) -> alt.Color:
    """The colour of what a field names, by name; no legend, since things are named where they stand."""
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)


def dashed(**at: float) -> alt.Chart:
    """A dashed rule over the whole chart at a value: a threshold, today, no difference.

    Args:
        at: The value under the name of its field, which the caller encodes.
    """
    return alt.Chart(alt.InlineData(values=[at])).mark_rule(stroke=FAINT, strokeDash=[3, 3])


def behind(ghost: alt.Chart, **mark: Any) -> alt.Chart:
    """What the book has, as a grey line behind the reader's."""
    return ghost.mark_line(stroke=FAINT, strokeWidth=1.8, strokeDash=[5, 3], aria=False, **mark)


def room(right: int) -> dict[str, float]:
    """The padding of a drawing with words right of its plot that need so many pixels."""
    return {"left": 5, "top": 5, "right": right + 5, "bottom": 5}


def middle_half(base: alt.Chart, y: Y) -> tuple[alt.Chart, alt.Chart]:
    """The middle half of the draws as a band, and their median as a line over it."""
    band = base.mark_area(opacity=0.16).encode(y=y("q25"), y2="q75:Q")
    return band, base.mark_line(strokeWidth=2.4).encode(y=y("q50"))


def fitted(fit: alt.Chart, y: Y, **mark: Any) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """A line through what was measured, `centre`, after both ends of its band, `low` and `high`, dotted."""
    dotted: dict[str, Any] = {"stroke": SOFT, "strokeDash": [2, 3], "strokeWidth": 1} | mark
    return (
        fit.mark_line(**dotted).encode(y=y("low")),
        fit.mark_line(**dotted).encode(y=y("high")),
        fit.mark_line(stroke=SOFT, strokeWidth=1.4, **mark).encode(y=y("centre")),
    )
