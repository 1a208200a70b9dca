"""The histogram of a headline's effect as SVG paths, in the colours of its two sides, before any script.

`web/explorer/outline.js` draws the same while the reader moves the assumptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]

WIDTH, HEIGHT = 600, 100
"""Of the drawing, which is stretched to the width it gets."""


def drawing(payload: Data) -> str:
    """The default's histogram of the claim's headline, from the claim's payload."""
    finding = payload["findings"][0]
    parts = outline(payload["default"]["bins"][finding["id"]], finding["threshold"])
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="ti-below" d="{parts["below"]}"/><path class="ti-above" d="{parts["above"]}"/>'
        f'<path class="ti-ghost" d="{parts["whole"]}"/>'
        f'<path class="ti-threshold" d="M{parts["threshold"]} 0V{HEIGHT}"/></svg>'
    )


def outline(bins: Data, threshold: float) -> dict[str, str]:
    """Paths of a histogram's two sides and of its whole outline, and where its threshold lies."""
    first, step, shares = bins["first"], bins["step"], bins["shares"]
    top = max(shares) or 1

    def x(k: int) -> str:
        return f"{WIDTH * k / len(shares):.1f}"

    def steps(places: Sequence[int]) -> str:
        if not places:
            return ""
        up = "".join(f"V{HEIGHT - 0.96 * HEIGHT * shares[k] / top:.1f}H{x(k + 1)}" for k in places)
        return f"M{x(places[0])} {HEIGHT}{up}V{HEIGHT}Z"

    crossing = round((threshold - first) / step)
    every = range(len(shares))
    return {
        "below": steps(every[:crossing]),
        "above": steps(every[crossing:]),
        "whole": steps(every),
        "threshold": x(crossing),
    }
