"""A chunk's points through the engine: the same functions and draws as `Run`, the same figures to the last bit.

What points share is done once: an input's draws under one setting, and the stages of a formula that nothing reaches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.book import Book
from tilt.engine.claim import Claim
from tilt.engine.compile import near, numpy_findings
from tilt.engine.inputs import Record, Settings, Stated, owner
from tilt.engine.run import BLOCK, Run
from tilt.engine.scale import Floats, Interval
from tilt.engine.verdict import QUANTILE_NAMES, QUANTILES, credences
from tilt.sweep.axes import Chunk

ROWS = 1024
"""Inputs' draws that are kept at a time: 32 MB at the page's draws."""


class Evaluator:
    """A claim's effects under one point after another, over the same draws."""

    def __init__(self, claim: Claim, record: Record, draws: int):
        self.claim, self.record, self.draws = claim, record, draws
        self._base = record.settings()
        self._hanging = {id for id in claim.inputs if record.mixes(id)}
        self._still = np.zeros(1)
        self._kept: dict[object, Floats] = {}
        if draws <= BLOCK:
            self._default = [self._row(id, self._base) for id in claim.inputs]
            self._defaults = dict(self._kept)
            self._moving: set[int] = set()
            self._near = near(numpy_findings(claim), self._default)

    def effects(self, changes: Mapping[str, Stated]) -> list[Floats]:
        """Each finding's effect in each draw, in the order of the claim's findings."""
        if self.draws > BLOCK:  # more than a core's memory holds: block by block
            return list(Run(self.claim, self.record, changes, self.draws).effects)
        settings = {**self._base, **changes}
        rows = [self._row(id, settings) for id in self.claim.inputs]
        moved = {k: row for k, (row, own) in enumerate(zip(rows, self._default, strict=True)) if row is not own}
        if not moved.keys() <= self._moving:  # a block's points move the same few inputs
            self._moving |= moved.keys()
            self._near = near(numpy_findings(self.claim), self._default, self._moving)
        return [np.broadcast_to(e, self.draws) for e in self._near(moved)]

    def _row(self, id: str, settings: Settings) -> Floats:
        """An input's draws; the same array where nothing that they rest on differs."""
        own = owner(id, settings)
        stated = settings[own]
        held = stated if isinstance(stated, Interval) and stated.low == stated.high else None
        hangs = own in self._hanging and not held
        hung = [settings[owner(c, settings)] for c in sorted(self.record.conditions)] if hangs else []
        key = (own, stated, *hung)
        if key in self._kept:
            return self._kept[key]
        # One value stands for all draws. It is kept as the default alone: of a sample's no other comes again.
        row = held.values(self.record.assumptions[own].scale, self._still) if held else self._drawn(own, settings)
        if not held or stated == self._base[own]:
            if len(self._kept) >= ROWS:
                self._kept = dict(self._defaults)
            self._kept[key] = row
        return row

    def _drawn(self, id: str, settings: Settings) -> Floats:
        return self.record.values([id], settings, self.draws)[0]


def evaluated(whole: Book, chunk: Chunk) -> dict[str, list[Any]]:
    """A chunk's rows as columns: point and finding, what the point sets, and what the draws say of the finding.

    `credence` and `error` are shares, `q05` to `q95` quantiles of the effect in the finding's unit. A column that a
    point says nothing of is None there.
    """
    block = chunk.block
    claim = whole.claim(block.claim)
    findings = [claim.finding(id) for id in block.findings]
    places = [claim.findings.index(f) for f in findings]
    evaluator = Evaluator(claim, whole.record, block.draws)
    rows: list[dict[str, Any]] = []
    for number, (changes, cells) in enumerate(block.places(chunk.first, chunk.count), chunk.first):
        effects = evaluator.effects(changes)
        chosen = np.stack([effects[k] for k in places])
        quantiles = np.quantile(chosen, QUANTILES, axis=1).T.tolist()
        shares = credences(chosen, [f.threshold for f in findings])
        for finding, (share, error), ends in zip(findings, shares, quantiles, strict=True):
            rows.append(
                {"claim": claim.slug, "finding": finding.id, "point": number, **cells, "credence": share,
                 "error": error, **dict(zip(QUANTILE_NAMES, ends, strict=True)), "draws": block.draws}
            )  # fmt: skip
    return {name: [row.get(name) for row in rows] for name in dict.fromkeys(c for row in rows for c in row)}
