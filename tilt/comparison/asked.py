"""Two states compared, by their names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tilt.comparison.compared import Comparison, compare
from tilt.comparison.places import place
from tilt.comparison.states import states

EVALUATING = 0.5
"""Share of the work that evaluating the states takes; sharing out the moves takes the rest."""


def compared(base: str, head: str, tell: Callable[[float], object] = lambda _: None) -> Comparison:
    """Compare two states, each by the name that `tilt diff` takes. `tell` is called with the share done.

    Raises PlaceError for what names no state, StateError or SnapshotError for one that cannot be evaluated.
    """
    with TemporaryDirectory(prefix="tilt-diff-") as folder:
        workspace = Path(folder)
        before, after = states([place(base, workspace), place(head, workspace)], workspace)
        tell(EVALUATING)
        return compare(before, after, lambda share: tell(EVALUATING + (1 - EVALUATING) * share))
