"""Inputs of claims that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from tilt.check.declared import outlines
from tilt.claims import module
from tilt.engine.inputs import Record
from tilt.record.problems import Problem


def check(record: Record) -> Iterator[Problem]:
    """A problem for each input of a claim that no formula of it uses, and no correlation hangs on."""
    for o in outlines():
        used = set(o.used)
        used |= {k.when[0] for k in record.correlations if k.when and used & set(k.between)}
        for id in dict.fromkeys(o.inputs):
            if id not in used:
                what = f"is an input of {o.slug} that none of its formulas uses"
                yield Problem(module(o.slug), None, what, id, fix="use it, or take it out of the claim’s inputs")
