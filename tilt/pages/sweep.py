"""The page of the book's own sweep: in which share of the plausible space each headline holds, with a map for each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
from platformdirs import user_cache_path

from tilt.book import book
from tilt.charts.maps import credence_map
from tilt.charts.theme import NARROW, WIDTH
from tilt.charts.vega import drawn, vega
from tilt.engine.claim import Claim, Finding
from tilt.engine.inputs import UNITS, Assumption
from tilt.engine.scale import Floats
from tilt.engine.specification import Specification
from tilt.engine.verdict import LIKELIHOOD, likelihood
from tilt.fingerprint import fingerprint, state
from tilt.format import amount, number, percent
from tilt.pages.shown import Markup, Shown, framed, html_table
from tilt.paths import PACKAGE, page
from tilt.record.keeping import keep, read_kept
from tilt.record.memory import remembered
from tilt.sweep.axes import Block, Chunk, Listed
from tilt.sweep.evaluate import evaluated
from tilt.sweep.plan import DEFAULT, read_plan

KEPT = 4
"""States of a block that stay on disk."""

WORDS = [word for _, word in LIKELIHOOD]


@dataclass(frozen=True, eq=False)
class Space:
    """A finding's plausible space: its block and the credence at each point, an axis of the array for each axis."""

    claim: Claim
    finding: Finding
    block: Block
    credences: Floats

    @property
    def share(self) -> float:
        """Share of the points at which the credence is above one half: each point weighs the same."""
        return float((self.credences > 0.5).mean())

    def worded(self, word: str, up: bool) -> float:
        """Share of the points whose word of likelihood is this or one further up, or down."""
        at = np.array([WORDS.index(likelihood(c)) for c in self.credences.flat])
        return float((at <= WORDS.index(word) if up else at >= WORDS.index(word)).mean())

    @property
    def held(self) -> list[Assumption]:
        """The assumptions that are held at values: the first axes."""
        inputs = book().record.assumptions
        return [inputs[a.name] for a in self.block.axes if a.name in inputs and not inputs[a.name].options]

    @property
    def read(self) -> list[Specification]:
        """The readings that are taken in each of their options."""
        specs = {s.id: s for s in book().readings(self.claim.slug).specifications}
        return [specs[a.name] for a in self.block.axes[len(self.held) :]]

    @property
    def readings(self) -> int:
        """How many readings stand behind a pair of values."""
        return int(np.prod(self.credences.shape[len(self.held) :], dtype=int))


@remembered
def spaces() -> tuple[Space, ...]:
    """Each headline's, worked out once for a state of data and model."""
    whole = book()
    found = []
    for block in read_plan(DEFAULT, whole).blocks:
        claim = whole.claim(block.claim)
        shape = [len(a.places) for a in block.axes if isinstance(a, Listed)]
        found.append(Space(claim, claim.finding(block.findings[0]), block, _credences(block).reshape(shape)))
    return tuple(found)


def _credences(block: Block) -> Floats:
    """The credence at every point, from the user's cache where it is there."""
    rest = repr((state(), fingerprint([PACKAGE / "sweep"]), block))
    path = user_cache_path("tilt") / "sweep" / block.claim / f"{hashlib.sha256(rest.encode()).hexdigest()[:20]}.json"
    kept = read_kept(path)
    if not isinstance(kept, list) or len(kept) != block.points:
        kept = evaluated(book(), Chunk(block, 0, block.points))["credence"]
        keep(path, kept, KEPT)
    return np.array(kept, dtype=float)


def defined() -> Shown:
    """What the plausible space is, in a sentence with its numbers."""
    parts = {a.name: len(a.places) for s in spaces() for a in s.block.axes[: len(s.held)] if isinstance(a, Listed)}
    values, points = max(parts.values(), default=1), [s.block.points for s in spaces()]
    return Shown(
        "text/markdown",
        f"Each assumption takes {values} values, so a map has {values**2} cells, and with the readings a finding’s "
        f"space has {number(min(points))} to {number(max(points))} points. At each point the finding is judged over "
        f"{number(spaces()[0].block.draws, 4)} draws of everything else.",
    )


COLUMNS = (
    ("very likely or more", "very likely", True),
    ("likely or more", "likely", True),
    ("unlikely or less", "unlikely", False),
    ("very unlikely or less", "very unlikely", False),
)
"""Headings of the summary, and the book's word that each begins at, upwards or downwards."""


def summary() -> Shown:
    """A row for each headline: its credence in the book, and the shares of its space."""
    rows = [
        {
            "finding": Markup(f'<a href="{page(s.claim.slug)}">{s.claim.number}. {escape(s.finding.title)}</a>'),
            "in the book": percent(book().run(s.claim.slug).verdict(s.finding.id).credence),
            "holds in": percent(s.share),
            **{heading: percent(s.worded(word, up)) for heading, word, up in COLUMNS},
        }
        for s in spaces()
    ]
    return Shown("text/html", html_table(pd.DataFrame(rows), "Shares of each finding’s plausible space"))


def maps() -> Shown:
    """A map for each headline over the two assumptions that move it most."""
    return Shown("text/html", "".join(_map(s) for s in spaces()))


def _map(space: Space) -> str:
    title = f"“{space.finding.title}” holds in {percent(space.share)} of its plausible space"
    heading = f'<h3 id="sweep-{space.claim.slug}">{space.claim.number}. {escape(space.claim.short)}</h3>'
    if len(space.held) < 2:
        return f"{heading}<p>{escape(title)}. A map needs two uncertain assumptions; it has fewer.</p>"
    first, second = space.held[:2]
    mean = space.credences.mean(axis=tuple(range(2, space.credences.ndim)))
    across, up = ([_value(a, axis, k) for k in range(n)]
                  for a, axis, n in zip((first, second), space.block.axes, mean.shape, strict=False))  # fmt: skip
    titles = (_titled(first), _titled(second))
    wide, narrow = (drawn(vega(credence_map(mean, across, up, titles, w)), w) for w in (WIDTH, NARROW))
    note = (
        f"Across: {first.label}. Upwards: {second.label}. In a cell: percent of draws in which the finding "
        f"holds{_averaged(space)}."
    )
    figure = framed(
        wide,
        f"sweep-{space.claim.slug}",
        title=title,
        note=f"{note} Stronger colour is further from one half: green above it, orange below.",
        describe=f"{title}. {note} The table below has its numbers.",
        table=html_table(_table(mean, across, up, titles), f"Across: {titles[0]}"),
        narrow=narrow,
    )
    return heading + figure.content


def _averaged(space: Space) -> str:
    if not space.read:
        return ""
    names = " and ".join(f"“{s.title}”" for s in space.read)
    return f", as a mean over {space.readings} readings of {names}"


def _table(mean: Floats, across: list[str], up: list[str], titles: tuple[str, str]) -> pd.DataFrame:
    rows = {titles[1]: up} | {x: [percent(c) for c in column] for x, column in zip(across, mean, strict=True)}
    return pd.DataFrame(rows)


def _titled(a: Assumption) -> str:
    mark = "%" if a.unit == "fraction" else UNITS[a.unit]
    return f"{a.short}, {mark}" if mark else a.short


def _value(a: Assumption, axis: object, k: int) -> str:
    assert isinstance(axis, Listed)
    low = float(dict(axis.places[k].cells)[f"{a.id}_low"])
    if a.unit.startswith("USD"):
        return amount(float(f"{low:.2g}"))
    return number(100 * low if a.unit == "fraction" else low, 2)
