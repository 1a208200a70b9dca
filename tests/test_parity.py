"""Python's engine and the browser's agree to nine digits on every output, under Node, on 300 scenarios a claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.parity import cases, compare, in_node
from tilt.claims import all_claims, claim
from tilt.engine.compile import numpy_findings
from tilt.engine.scale import PAGE_DRAWS
from tilt.record.assumptions import Correlation, record

SCENARIOS = 300


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_both_engines_agree(slug, tmp_path):
    chosen, book = claim(slug), record()
    todo = cases(chosen, book, SCENARIOS, seed=20261101)
    compare(chosen, book, todo, in_node(chosen, book, todo, tmp_path))


def test_both_engines_agree_on_correlated_inputs(tmp_path):
    chosen, book = claim("task-horizons"), record()
    more = (
        Correlation(("safety_transfer", "capability_transfer"), 0.8, "test"),
        Correlation(("safety_transfer", "proxy_fooled"), -0.5, "test"),
    )
    mixed = replace(book, correlations=(*book.correlations, *more))
    todo = cases(chosen, mixed, 12, seed=3)
    compare(chosen, mixed, todo, in_node(chosen, mixed, todo, tmp_path))
    plain, tied = (
        numpy_findings(chosen)(*b.values(chosen.inputs, b.intervals(), PAGE_DRAWS))[0] for b in (book, mixed)
    )
    assert not np.allclose(plain, tied), "the correlation changed nothing: the test would not see it fail"
