"""The pictures of claim 5’s chapter that the explorer moves; those of evidence stand in `figures`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import altair as alt

from tilt.charts import kinds as charts
from tilt.charts.declared import SPREAD, Picture
from tilt.charts.kinds import Rows
from tilt.claims.cot_transparency.drawing import SHARES
from tilt.claims.cot_transparency.figures import FIGURES
from tilt.claims.cot_transparency.model import FAN_YEARS, SPAN, WORTHWHILE

__all__ = ["FIGURES", "PICTURES"]

MONITORS = {
    "chain of thought": charts.SAFETY,
    "actions": charts.CAPABILITY,
    "internals": charts.MINE,
}


def monitors_fan(data: Mapping[str, Rows], colours: Mapping[str, str], start: float) -> alt.LayerChart | alt.FacetChart:
    """Medians and middle halves of shares over the years, each series named where it starts: they end close together.

    `data` as made by `tilt.explorer.rows.fan_rows`; `start` is the first place of the fan's axis.
    """
    x = alt.X("at:Q", title=None, axis=charts.YEARS, scale=alt.Scale(nice=False, zero=False))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=SHARES, scale=alt.Scale(domain=[0, 1]))

    base = alt.Chart(charts.rows("bands", data)).encode(x=x, color=charts.coloured("series", colours))
    names = base.transform_filter(f"datum.at === {start}").mark_text(
        align="left", baseline="top", dx=5, dy=6, fontSize=13, fontWeight=600
    )
    return alt.layer(
        charts.behind(alt.Chart(charts.rows("ghost", data)).encode(x=x, detail="series:N")).encode(y=y("q50")),
        *charts.middle_half(base, y),
        names.encode(y=y("q50"), text="series:N"),
    ).properties(width=charts.WIDTH, height=charts.HEIGHT)


PICTURES = (
    Picture(
        id="monitors",
        kind="fan",
        target="monitors",
        title=f"What each monitor sees, {SPAN}",
        note="Share of all harmful attempts. Lines: medians of the draws. Bands: their middle half. Only the first is "
        "a forecast: it counts the attempts of models that no longer write.",
        describe="Falling curve with a band for the chain of thought, level ones for actions and for internals.",
        draw=partial(monitors_fan, colours=MONITORS, start=FAN_YEARS[0]),
    ),
    SPREAD,
    Picture(
        id="gain",
        kind="fan",
        target="gain",
        title=f"What the chain of thought adds, {SPAN}",
        note="Line: median of the draws. Band: their middle half. Dashed: the tenth that the findings ask for.",
        describe="Falling curve with a band: detection with the chain of thought less detection without, by year.",
        draw=partial(charts.fan, reference=WORTHWHILE, colours={"gain": charts.SAFETY}),
    ),
    Picture(
        id="shares",
        kind="intervals",
        ids=(
            "seen_if_needed",
            "seen_if_not",
            "control_today",
            "seen_in_actions",
            "seen_in_internals",
            "internals_generalise",
        ),
        title="Your ranges over what was measured",
        note=(
            "Violet: your 90 % range and its middle. Grey: the book’s. Dots: published results, of differing tasks "
            "and measures."
        ),
        describe="For each share that the model uses, published results as dots under the reader’s interval.",
        draw=partial(charts.intervals, axis="share", domain=(0, 1), percent=True),
    ),
)
