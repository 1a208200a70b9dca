"""The grid of what moves a finding most: its strongest inputs, and the readings that turn it furthest."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from tilt.book import Book
from tilt.engine.inputs import Assumption
from tilt.engine.scale import Interval
from tilt.engine.specification import Specification
from tilt.sweep.axes import Block, Listed, Place, place


def strongest(whole: Book, slug: str, finding: str, inputs: int, parts: int, readings: int, draws: int) -> Block:
    """A finding's block, at the book's defaults otherwise.

    Args:
        whole: The book.
        slug: The claim.
        finding: The finding.
        inputs: How many uncertain inputs are held at values: those with the largest swings on the finding.
        parts: In how many equally likely parts each of them is taken, by the value in the middle of the part.
        readings: How many specifications are taken in each of their options: those that move the finding most, of
            those that change none of these inputs.
        draws: Over how many draws each point is evaluated.
    """
    run = whole.run(slug)
    swings = (s.id for s in run.swings(finding) if _uncertain(run.assumption(s.id)))
    held = [run.assumption(id) for id, _ in zip(swings, range(inputs), strict=False)]
    ids = {a.id for a in held}
    moving = [s for s, move in whole.readings(slug).finding(finding).strongest if move > 0 and not s.inputs & ids]
    axes = (*(_parts(a, parts) for a in held), *(options(s) for s in moving[:readings]))
    return Block(slug, (finding,), axes, draws)


def _uncertain(a: Assumption) -> bool:
    return not a.options and not a.scale.certain and a.interval.low < a.interval.high


def _parts(a: Assumption, parts: int) -> Listed:
    """The middles of so many equally likely parts of an input's distribution."""
    values = a.interval.values(a.scale, ndtri((np.arange(parts) + 0.5) / parts))
    within = (min(max(float(v), a.bounds.low), a.bounds.high) for v in values)
    return Listed(a.id, tuple(place(a.id, Interval(v, v)) for v in within))


def options(spec: Specification, chosen: list[str] | None = None) -> Listed:
    """A specification as an axis: its options, or those chosen by id."""
    taken = [o for o in spec.options if chosen is None or o.id in chosen]
    return Listed(spec.id, tuple(Place(tuple(o.changes.items()), ((spec.id, o.id),)) for o in taken))
