"""The range of readings: the credence of every finding under each combination of a claim's defensible specifications.

A choice among formulas is a specification by itself, each option taken for certain; others are declared with the
assumptions (`readings:` in `data/assumptions/`). Every specification is an axis of the arrays: an input has the size of
those that move it, so NumPy works out each part of a formula only as often as it differs, over the same draws in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Literal

import numpy as np

from tilt.engine.claim import Claim
from tilt.engine.compile import numpy_findings
from tilt.engine.draws import PAGE_DRAWS, REPLICATES
from tilt.engine.inputs import Record, SameAs, Settings
from tilt.engine.pieces import Pieces, as_part, to_the_end
from tilt.engine.scale import Floats, Scale, Weights
from tilt.engine.specification import Option, Specification
from tilt.engine.verdict import LIKELIHOOD, holds, likelihood

LIMIT = 768
"""Readings of one finding at most: of more specifications those are taken that move the findings most."""

SCOUT_DRAWS = 1024
"""Draws by which specifications are compared with each other before any are left out."""

AT_ONCE = 2**16
"""Numbers in the largest array: what a core's own memory holds is worked on several times as fast."""

OPEN = "open"
"""The word where the readings support none."""

EVEN = likelihood(0.5)


def supported(credence: float, lower: float, upper: float) -> str:
    """The strongest word of likelihood that a credence and the middle half of the readings have in common.

    Words for one side contain each other: what is likely may be extremely so. Where the middle half, from `lower` to
    `upper`, has no word in common with the credence, the word is OPEN: docs/decisions/028-range-of-readings.md.
    """
    low, high = min(credence, lower), max(credence, upper)
    words = likelihood(low), likelihood(high)
    if EVEN in words:
        return EVEN if words == (EVEN, EVEN) else OPEN
    return words[0] if low > 0.5 else words[1] if high < 0.5 else OPEN


Side = Literal["supports", "open", "against"]


def side(word: str) -> Side:
    """The side that a word of likelihood, or OPEN, takes on a finding."""
    if word in (OPEN, EVEN):
        return "open"
    words = [w for _, w in LIKELIHOOD]
    return "supports" if words.index(word) < words.index(EVEN) else "against"


@dataclass(frozen=True, eq=False)
class FindingReadings:
    """The credences of one finding under every reading.

    `credences` has an axis for each of the `specifications` it depends on, as long as that has options; none where it
    depends on none. `error` is the largest Monte Carlo standard error among them.
    """

    finding: str
    specifications: tuple[Specification, ...]
    credences: Floats
    error: float

    @property
    def count(self) -> int:
        """How many readings there are."""
        return int(self.credences.size)

    @property
    def quartiles(self) -> tuple[float, float, float, float]:
        """Lowest credence, both ends of the middle half of the readings, and highest."""
        lowest, lower, upper, highest = (float(q) for q in np.quantile(self.credences, (0, 0.25, 0.75, 1)))
        return lowest, lower, upper, highest

    def word(self, credence: float) -> str:
        """The word for the book's credence, as far as the readings support one."""
        _, lower, upper, _ = self.quartiles
        return supported(credence, lower, upper)

    @property
    def moves(self) -> tuple[float, ...]:
        """How far each specification moves the credence, lowest to highest option, as a mean over the others."""
        return tuple(float(np.ptp(self.credences, axis=k).mean()) for k in range(self.credences.ndim))

    @property
    def strongest(self) -> list[tuple[Specification, float]]:
        """The specifications with how far each moves the credence, the strongest first."""
        return sorted(zip(self.specifications, self.moves, strict=True), key=lambda pair: -pair[1])

    def having(self, axis: int, option: int) -> Floats:
        """Credences of the readings that take an option of a specification, by their places."""
        return np.asarray(self.credences.take(option, axis))

    def each(self) -> Iterator[tuple[tuple[Option, ...], float]]:
        """Every reading: the option it takes of each specification, and its credence."""
        for options, credence in zip(product(*(s.options for s in self.specifications)), self.credences.flat,
                                     strict=True):  # fmt: skip
            yield options, float(credence)


@dataclass(frozen=True, eq=False)
class ClaimReadings:
    """What a claim's readings say of its findings, in their order, over so many draws.

    `specifications` are those that were combined, `left_out` others that would have made more readings than LIMIT.
    """

    claim: str
    specifications: tuple[Specification, ...]
    left_out: tuple[Specification, ...]
    findings: tuple[FindingReadings, ...]
    draws: int

    def finding(self, id: str) -> FindingReadings:
        """One finding's. Raises KeyError naming those there are."""
        for found in self.findings:
            if found.finding == id:
                return found
        msg = f"no finding {id!r} of {self.claim}; there are {', '.join(f.finding for f in self.findings)}"
        raise KeyError(msg)


def books_own(option: Option, record: Record) -> bool:
    """Whether an option is what the book takes by default: it changes nothing, or a choice has no weight elsewhere."""
    return all(record.assumptions[id].default == setting for id, setting in option.changes.items())


def specifications(claim: Claim, record: Record, settings: Settings | None = None) -> tuple[Specification, ...]:
    """Every specification that touches an input of the claim, cut to what it uses: its choices, then declared ones.

    Options that come to the same under these settings, by default the book's, stand only once.
    """
    base = settings or record.settings()
    declared = [s for specs in record.readings.values() for s in specs]
    used = set(claim.inputs)
    ties = [(id, s.id) for spec in declared for o in spec.options for id, s in o.changes.items()
            if isinstance(s, SameAs)]  # fmt: skip
    ties += [(id, s.id) for id, s in base.items() if isinstance(s, SameAs)]
    while more := {target for id, target in ties if id in used} - used:
        used |= more
    chosen = [_choice(id, record) for id in claim.inputs if record.assumptions[id].scale is Scale.CHOICE]
    cut = [replace(s, options=_distinct(s, used, base)) for s in declared]
    return (*chosen, *(s for s in cut if len(s.options) > 1))


def _choice(id: str, record: Record) -> Specification:
    """A choice as a specification: each of its options for certain."""
    a = record.assumptions[id]
    options = tuple(
        Option(name, words, {id: Weights.all_on(k, len(a.options))}, a.reason, a.sources)
        for k, (name, words) in enumerate((a.labels or {}).items())
    )
    return Specification(id, a.label, options)


def _distinct(spec: Specification, used: set[str], base: Settings) -> tuple[Option, ...]:
    """The options as far as they touch these inputs, those that come to the same only once."""
    found: dict[str, Option] = {}
    for option in sorted(spec.options, key=lambda o: bool(o.changes)):  # the book's own stays what it is called
        cut = replace(option, changes={id: s for id, s in option.changes.items() if id in used})
        comes_to = repr([cut.changes.get(id, base[id]) for id in sorted(spec.inputs & used)])
        found.setdefault(comes_to, cut)
    ids = [o.id for o in spec.options]
    return tuple(sorted(found.values(), key=lambda o: ids.index(o.id)))


def readings(
    claim: Claim, record: Record, draws: int = PAGE_DRAWS, tell: Callable[[float], object] = lambda _: None
) -> ClaimReadings:
    """The credence of every finding of a claim under all combinations of its specifications, at the book's defaults.

    Args:
        claim: The claim.
        record: The inputs and the declared specifications.
        draws: A multiple of 16 up to 2^20, shared by all readings.
        tell: Called with the share done, after each piece.
    """
    return to_the_end(work(claim, record, draws), tell)


SCOUTING, DRAWING = 0.2, 0.1
"""Shares of the work: comparing specifications by themselves; of a judgement, drawing the inputs."""


def work(
    claim: Claim, record: Record, draws: int = PAGE_DRAWS, settings: Settings | None = None
) -> Pieces[ClaimReadings]:
    """The same piece by piece, with the share done after each, from any settings: by default the book's.

    Options change what the settings say: the book's own option, which changes nothing, leaves them as they are. Raises
    ValueError where an option and the settings tie inputs in a circle.
    """
    base = settings or record.settings()
    whole = specifications(claim, record, base)
    alone = []
    for k, s in enumerate(whole):
        part = (SCOUTING * k / len(whole), SCOUTING * (k + 1) / len(whole))
        alone.append((yield from as_part(_judged(claim, record, [s], SCOUT_DRAWS, base), *part)))
    reached = [[f.count > 1 for f in found] for found in alone]
    matter = [k for k, reaches in enumerate(reached) if any(reaches)]
    taken = _within(LIMIT, matter, whole, reached, [max(max(f.moves, default=0.0) for f in found) for found in alone])
    chosen, left = ([whole[k] for k in matter if (k in taken) == wanted] for wanted in (True, False))
    judged = yield from as_part(_judged(claim, record, chosen, draws, base), SCOUTING, 1)
    return ClaimReadings(claim.slug, tuple(chosen), tuple(left), judged, draws)


def _within(
    limit: int, matter: Sequence[int], whole: Sequence[Specification], reached: Sequence[Sequence[bool]],
    moves: Sequence[float],
) -> set[int]:  # fmt: skip
    """Places of the specifications that are taken: by how far they move some finding, while none has too many."""
    taken: set[int] = set()
    for k in sorted(matter, key=lambda k: -moves[k]):
        tried = taken | {k}
        counts = (prod(len(whole[j].options) for j in tried if reached[j][f]) for f in range(len(reached[k])))
        if max(counts) <= limit:
            taken = tried
    return taken


def _judged(
    claim: Claim, record: Record, specs: Sequence[Specification], draws: int, base: Settings
) -> Pieces[tuple[FindingReadings, ...]]:
    """The findings under all combinations of these specifications, which change `base`."""
    values = yield from as_part(_values(claim, record, specs, draws, base), 0, DRAWING)
    function = numpy_findings(claim)
    held: list[Floats] = [np.zeros(())] * len(claim.findings)
    start, width = 0, REPLICATES
    while start < draws:
        part = slice(start, min(start + width, draws))
        effects = [np.asarray(e) for e in function(*(v[..., part] for v in values))]
        for k, (finding, effect) in enumerate(zip(claim.findings, effects, strict=True)):
            held[k] = held[k] + _by_replicate(holds(effect, finding.threshold), len(specs), part.stop - part.start)
        # What was largest here says how much may be done at once.
        largest = max(max(h.size for h in held) // REPLICATES, 1)
        start, width = part.stop, max(AT_ONCE // largest // REPLICATES, 1) * REPLICATES
        yield DRAWING + (1 - DRAWING) * start / draws
    return tuple(
        _finding(f.id, specs, h / (draws // REPLICATES), draws) for f, h in zip(claim.findings, held, strict=True)
    )


def _by_replicate(held: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], axes: int, width: int) -> Floats:
    """In how many draws of each replicate it held: the axes of the specifications, of size 1 where nothing differs."""
    full = np.broadcast_to(held, (*np.broadcast_shapes(held.shape[:-1], (1,) * axes), width))
    return full.reshape(*full.shape[:-1], -1, REPLICATES).sum(axis=-2, dtype=float)


def _finding(id: str, specs: Sequence[Specification], shares: Floats, draws: int) -> FindingReadings:
    """A finding's readings from its shares by replicate; the error is never less than one draw's weight."""
    axes = [k for k in range(len(specs)) if shares.shape[k] > 1]
    shares = shares.reshape(*(shares.shape[k] for k in axes), REPLICATES)
    error = float(shares.std(axis=-1, ddof=1).max() / np.sqrt(REPLICATES))
    return FindingReadings(id, tuple(specs[k] for k in axes), shares.mean(axis=-1), max(error, 1 / draws))


def _values(
    claim: Claim, record: Record, specs: Sequence[Specification], draws: int, base: Settings
) -> Pieces[list[Floats]]:
    """Draws of the claim's inputs: an axis for each specification, as long as it has options where it moves the input.

    Elsewhere it has size 1. The last axis is the draws.
    """
    moving = _moving(claim.inputs, specs, base)
    found = []
    for id in claim.inputs:
        sizes = [len(s.options) if k in moving[id] else 1 for k, s in enumerate(specs)]
        out = np.empty((*sizes, draws))
        for place in np.ndindex(*sizes):
            changes = [specs[k].options[place[k]].changes for k in moving[id]]
            settings = {**base, **{i: s for change in changes for i, s in change.items()}}
            out[place] = record.values([id], settings, draws)[0]
        found.append(out)
        yield len(found) / len(claim.inputs)
    return found


def _moving(ids: Sequence[str], specs: Sequence[Specification], base: Settings) -> Mapping[str, list[int]]:
    """Which specifications move each input: those that change it, or what some option or `base` ties it to."""
    found = {}
    for id in ids:
        own, seen = set[int](), [id]
        for one in seen:
            own |= {k for k, spec in enumerate(specs) if one in spec.inputs}
            stated = (base[one], *(o.changes.get(one) for spec in specs for o in spec.options))
            seen += dict.fromkeys(s.id for s in stated if isinstance(s, SameAs) and s.id not in seen)
        found[id] = sorted(own)
    return found
