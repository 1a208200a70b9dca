"""Where single inputs turn a finding, and how a list of them reads: sentences that hold for any fork's numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tilt.claims.common import lower
from tilt.engine.inputs import UNITS
from tilt.engine.run import Run
from tilt.engine.sensitivity import FLIP_SCAN, Swing
from tilt.format import counted, number

EDGE = 1e-3
"""How near an end of the bounds, as a share of them, a flip is no place on either side of which an input may lie."""

BESIDE = 1 / 32
"""How far beside a flip its two sides are looked at, as a share of a cell of the scan that found it."""


def either(parts: Sequence[str]) -> str:
    """Parts as alternatives: one; one or another; one, another, or a third."""
    if len(parts) < 3:
        return " or ".join(parts)
    return f"{', '.join(parts[:-1])}, or {parts[-1]}"


def low_side(run: Run, swing: Swing) -> str:
    """On which side of its flip an input leaves the headline's credence below one half: `less than` or `more than`.

    Looked at, and not taken from the ends of the interval: a fork's may both lie on one side, or be one value.
    """
    assert swing.flip is not None
    a = run.assumption(swing.id)
    low, high = float(a.scale.link(a.bounds.low)), float(a.scale.link(a.bounds.high))
    at, step = float(a.scale.link(swing.flip)), (high - low) / FLIP_SCAN * BESIDE

    def credence(place: float) -> float:
        value = float(a.scale.unlink(min(max(place, low), high)))
        return run.holding({swing.id: value}).verdict(run.claim.headline.id).credence

    return "less than" if credence(at - step) < credence(at + step) else "more than"


def at_an_end(run: Run, swing: Swing) -> bool:
    """Whether a flip lies so near an end of the bounds that beyond it there is nothing to speak of."""
    a = run.assumption(swing.id)
    low, high = float(a.scale.link(a.bounds.low)), float(a.scale.link(a.bounds.high))
    assert swing.flip is not None
    at = float(a.scale.link(swing.flip))
    return min(at - low, high - at) < EDGE * (high - low)


def turned(run: Run, said: Mapping[str, str], limit: int, labelled: bool = False) -> dict[str, str]:
    """Inputs that turn the headline, strongest first: by id, where each leaves its credence below one half.

    Each is a place of a sentence that sets the input to where it turns, as `[if it is less than 2](set:id=2.0)`.

    Args:
        run: The claim under its settings.
        said: Words by id: `{than}` is the side, `{0}` the value, `{1}` the value in percent, `{2}` and `{3}`
            in millions and billions, `{value}` in two digits.
        limit: As many at most.
        labelled: Whether inputs without words are told of by their labels.
    """
    found: dict[str, str] = {}
    for s in run.swings():
        a = run.assumption(s.id)
        if s.flip is None or a.basis == "choice" or not (labelled or s.id in said) or len(found) >= limit:
            continue
        if at_an_end(run, s):
            continue
        words = said.get(s.id, f"{lower(a.label)} is {{than}} {{value}} {UNITS[a.unit]}".strip())
        filled = words.format(
            s.flip, 100 * s.flip, s.flip / 1e6, s.flip / 1e9, than=low_side(run, s), value=number(s.flip, 2)
        )
        found[s.id] = f"[if {counted(filled)}](set:{s.id}={s.flip!r})"
    return found


def strongest(run: Run) -> list[str]:
    """Ids of the inputs that are not the reader's to choose, by how far they move the headline."""
    return [s.id for s in run.swings() if run.assumption(s.id).basis != "choice"]
