"""Python's engine and the browser's agree to nine digits on every output, under Node, on 300 scenarios a claim."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests import small
from tests.parity import Case, cases, compare, in_node
from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.engine.inputs import Correlation, SameAs, Stated
from tilt.engine.run import Run
from tilt.engine.scale import Interval, Weights

SCENARIOS = 300
AT_ONCE = 60
"""Of those, how many the fast loop tries."""

SLUGS = [c.slug for c in all_claims()]


@pytest.mark.parametrize("slug", SLUGS)
def test_both_engines_agree(slug, tmp_path):
    agree(slug, tmp_path, slice(AT_ONCE))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("slug", SLUGS)
def test_both_engines_agree_on_many_more(slug, tmp_path):
    agree(slug, tmp_path, slice(AT_ONCE, SCENARIOS))


def agree(slug: str, folder: Path, which: slice) -> None:
    """Hold the engines together on these of a claim's scenarios."""
    chosen, record = claim(slug), book().record
    todo = cases(chosen, record, SCENARIOS, seed=20261101)[which]
    compare(chosen, record, todo, in_node(chosen, record, todo, folder))


def test_both_engines_agree_on_correlated_inputs(tmp_path):
    chosen, record = claim("task-horizons"), book().record
    more = (
        Correlation(("length_ratio", "capability_transfer"), 0.5, "test"),
        Correlation(("safety_transfer", "proxies"), -0.3, "test"),
    )
    mixed = replace(record, correlations=(*record.correlations, *more))
    todo = cases(chosen, mixed, 12, seed=3)
    compare(chosen, mixed, todo, in_node(chosen, mixed, todo, tmp_path))
    plain, tied = (Run(chosen, r).effects[0] for r in (record, mixed))
    assert not np.allclose(plain, tied), "the correlation changed nothing: the test would not see it fail"


def test_both_engines_agree_on_choices_and_ties(tmp_path):
    chosen, record = small.CLAIM, small.record()
    ties: list[dict[str, Stated]] = [
        {"safety": SameAs("capability")},
        {"safety": SameAs("capability"), "form": Weights((0.2, 0.8, 0.0)), "capability": Interval(1, 5)},
        {"capability": SameAs("safety"), "form": Weights((0.0, 0.0, 1.0))},
        {},  # and untied again
    ]
    todo = [*cases(chosen, record, 60, seed=7), *(Case(moved, 512, True) for moved in ties)]
    answers = in_node(chosen, record, todo, tmp_path)
    compare(chosen, record, todo, answers)
    swing = next(s for s in Run(chosen, record, {}, 512).swings() if s.id == "form")
    theirs = next(s for s in answers[-1]["swings"][0] if s["id"] == "form")
    assert tuple(theirs["options"]) == swing.options
    assert [s["id"] for s in answers[-4]["swings"][0]] == ["capability", "form"]


def test_both_engines_agree_on_correlations_that_hang_on_a_choice(tmp_path):
    hung = Correlation(("safety", "capability"), 0.7, "test", when=("form", "square"))
    chosen, record = small.CLAIM, replace(small.record(), correlations=(hung,))
    moved: list[dict[str, Stated]] = [
        {"form": Weights((0.0, 1.0, 0.0))},
        {"capability": Interval(1, 5)},
        {"safety": SameAs("capability")},
        {},
    ]
    todo = [*cases(chosen, record, 60, seed=8), *(Case(changes, 512, True) for changes in moved)]
    compare(chosen, record, todo, in_node(chosen, record, todo, tmp_path))
