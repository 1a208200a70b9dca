"""What must hold of every claim: nothing breaks inside the bounds, credences are precise, splits and facts add up."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import scenarios
from tilt.book import book
from tilt.charts.declared import given as of_run
from tilt.claims import all_claims, figures, tables
from tilt.engine.compile import numpy_fan, numpy_findings, numpy_parts
from tilt.engine.draws import PAGE_DRAWS
from tilt.pages.shown import html_table
from tilt.record import evidence

CLAIMS = all_claims()
DENSE = 2**16
"""Draws for a credence that stands for the truth: sixteen times the page's."""

each = pytest.mark.parametrize("claim", CLAIMS, ids=[c.slug for c in CLAIMS])


@each
@settings(max_examples=60)
@given(data=st.data())
def test_effects_and_fans_are_finite_anywhere_inside_the_bounds(claim, data):
    record = book().record
    x = record.values(claim.inputs, record.settings(data.draw(scenarios(record, claim.inputs))), 256)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = [*numpy_findings(claim)(*x), *numpy_parts(claim)(*x)]
        for k, fan in enumerate(claim.fans):
            times = fan.times(record.edition.year)
            found += [v for t in (times[0], times[-1]) for v in numpy_fan(claim, k)(*x, t)]
    assert all(np.isfinite(values).all() for values in found)


@each
def test_a_credence_is_within_a_point_of_many_more_draws(claim):
    dense = book().run(claim.slug, draws=DENSE).effects
    for verdict, finding, effect in zip(book().run(claim.slug).verdicts, claim.findings, dense, strict=True):
        assert verdict.credence == pytest.approx(float(np.mean(effect > finding.threshold)), abs=0.01)
        assert verdict.error < 0.01
    assert len(dense[0]) == 16 * PAGE_DRAWS


@each
def test_parts_of_a_split_add_up_to_the_whole(claim):
    means, x = book().run(claim.slug).splits, book().run(claim.slug).values
    for split in claim.splits:
        if split.parts:
            index = [f.id for f in claim.findings].index(split.finding)
            whole = float(np.mean(np.broadcast_to(numpy_findings(claim)(*x)[index], x.shape[1])))
            assert sum(means[p.id] for p in split.parts) == pytest.approx(whole, rel=1e-9, abs=1e-9)


@each
def test_facts_are_finite_and_stand_on_the_verdicts(claim):
    facts = book().facts(claim.slug)
    assert not [name for name, f in facts.items() if isinstance(f, float) and not math.isfinite(f)]
    for verdict in book().run(claim.slug).verdicts:
        name = verdict.finding.replace("-", "_")
        assert facts[name] == pytest.approx(100 * verdict.credence)
        found = book().readings(claim.slug).finding(verdict.finding)
        assert facts[f"{name}_word"] == found.word(verdict.credence)
        assert facts[f"{name}_lowest"] <= facts[f"{name}_lower"] <= facts[f"{name}_upper"] <= facts[f"{name}_highest"]


CODE = re.compile(r"_|\b(flop|h100s?|mw|usd|id|n)\b")
"""What stands in the names of a file's columns and is no word for a reader."""


@each
def test_heads_of_a_chapters_tables_are_words(claim):
    run = book().run(claim.slug)
    shown = [f.table for f in figures(claim)] + [t.rows for t in tables(claim).values()]
    heads = [h for rows in shown for h in re.findall(r'<th scope="col">(.*?)</th>', html_table(of_run(run, rows)))]
    assert not [h for h in heads if CODE.search(h)]


@each
def test_sources_in_a_chapters_tables_lead_to_the_bibliography(claim):
    run = book().run(claim.slug)
    shown = [f.table for f in figures(claim)] + [t.rows for t in tables(claim).values()]
    cells = {c for rows in shown for c in re.findall(r"<td[^>]*>([^<]*)</td>", html_table(of_run(run, rows)))}
    assert not cells & set(evidence.source_keys())
