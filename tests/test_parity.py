"""Python's engine and the browser's agree to nine digits on every output, under Node, on 300 scenarios a claim."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.parity import cases, compare, in_node
from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.engine.inputs import Correlation
from tilt.engine.run import Run

SCENARIOS = 300


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_both_engines_agree(slug, tmp_path):
    chosen, record = claim(slug), book().record
    todo = cases(chosen, record, SCENARIOS, seed=20261101)
    compare(chosen, record, todo, in_node(chosen, record, todo, tmp_path))


def test_both_engines_agree_on_correlated_inputs(tmp_path):
    chosen, record = claim("task-horizons"), book().record
    more = (
        Correlation(("safety_transfer", "capability_transfer"), 0.8, "test"),
        Correlation(("safety_transfer", "proxy_fooled"), -0.5, "test"),
    )
    mixed = replace(record, correlations=(*record.correlations, *more))
    todo = cases(chosen, mixed, 12, seed=3)
    compare(chosen, mixed, todo, in_node(chosen, mixed, todo, tmp_path))
    plain, tied = (Run(chosen, r).effects[0] for r in (record, mixed))
    assert not np.allclose(plain, tied), "the correlation changed nothing: the test would not see it fail"
