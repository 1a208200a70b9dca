"""Many draws are made and evaluated a block at a time: the same figures, in memory that does not grow with them."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilt.book import book
from tilt.engine.compile import numpy_findings
from tilt.engine.draws import MAX_DRAWS, REPLICATES, normals, uniforms
from tilt.engine.run import BLOCK, Run

sixteens = st.integers(0, 300).map(lambda k: REPLICATES * k)


@settings(max_examples=30)
@given(sixteens, sixteens.filter(bool), st.integers(0, 60))
def test_draws_from_the_middle_are_those_of_the_whole(first: int, count: int, column: int) -> None:
    whole = uniforms([column], first + count)
    assert np.array_equal(uniforms([column], count, first), whole[:, first:])
    assert np.array_equal(normals([column], count, first), normals([column], first + count)[:, first:])


@pytest.mark.parametrize(("draws", "first"), [(16, MAX_DRAWS), (17, 16), (16, 8), (16, -16), (0, 16)])
def test_what_lies_outside_the_shared_draws_is_refused(draws: int, first: int) -> None:
    with pytest.raises(ValueError, match="draws must be a multiple of 16"):
        uniforms([0], draws, first)


@pytest.mark.parametrize("slug", ["task-horizons", "differential"])
def test_blocks_find_what_one_evaluation_finds(slug: str) -> None:
    whole = book()
    run = Run(whole.claim(slug), whole.record, draws=BLOCK + 4096)
    shares = list(run.work())
    assert shares == pytest.approx([BLOCK / run.draws, 1])
    assert len(shares) == 2
    at_once = np.array([np.broadcast_to(v, run.draws) for v in numpy_findings(run.claim)(*run.values)])
    assert np.array_equal(run.effects, at_once)


def test_memory_grows_with_the_findings_alone() -> None:
    whole = book()
    claim = whole.claim("differential")
    Run(claim, whole.record).effects  # noqa: B018 (compiled before it is measured)
    run = Run(claim, whole.record, draws=2**17)
    tracemalloc.start()
    try:
        run.effects  # noqa: B018
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    inputs, findings = len(claim.inputs) * 8 * BLOCK, len(claim.findings) * 8 * run.draws
    assert peak < findings + 6 * inputs, "all inputs at once would be 85 MB"
