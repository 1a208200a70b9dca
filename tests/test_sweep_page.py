"""The page of the book's own sweep: shares counted by hand from the book's runs, maps, tables and words."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tilt.book import book
from tilt.engine.inputs import Stated
from tilt.engine.scale import Interval
from tilt.engine.specification import Option
from tilt.engine.verdict import likelihood
from tilt.format import percent
from tilt.pages import sweep
from tilt.sweep.axes import Listed

TAGS = re.compile(r"<[^>]*>")


def space(slug: str) -> sweep.Space:
    (found,) = (s for s in sweep.spaces() if s.claim.slug == slug)
    return found


@pytest.mark.parametrize("slug", ["task-horizons", "buildout-pauses"])
def test_a_share_is_the_share_of_points_with_more_than_one_half(slug):
    found, whole = space(slug), book()
    values = [[p.cells[0][1] for p in a.places] for a in found.block.axes[:2] if isinstance(a, Listed)]
    first, second = (a.id for a in found.held)
    credences = []
    pairs = [[Interval(float(v), float(v)) for v in axis] for axis in values]
    for low, high, taken in product(*pairs, list(product(*(s.options for s in found.read)))):
        assert isinstance(low, Interval) and isinstance(high, Interval) and isinstance(taken, tuple)
        changes: dict[str, Stated] = {first: low, second: high}
        for option in taken:
            assert isinstance(option, Option)
            assert not changes.keys() & option.changes.keys()
            changes |= option.changes
        credences.append(whole.run(slug, changes).verdict(found.finding.id).credence)
    assert found.share == sum(c > 0.5 for c in credences) / len(credences)
    assert list(found.credences.flat) == credences
    likely = ("likely", "very likely", "extremely likely", "virtually certain")
    assert found.worded("likely", up=True) == sum(likelihood(c) in likely for c in credences) / len(credences)
    unlikely = ("unlikely", "very unlikely", "extremely unlikely", "exceptionally unlikely")
    assert found.worded("unlikely", up=False) == sum(likelihood(c) in unlikely for c in credences) / len(credences)


def test_every_headline_has_a_row_and_a_map_with_its_table():
    rows, shown = sweep.summary().content, sweep.maps().content
    figures = shown.split("<figure")[1:]
    assert len(figures) == rows.count("<tr>") - 1 == len(book().claims)
    for s, figure in zip(sweep.spaces(), figures, strict=True):
        assert f"“{s.finding.title}” holds in {percent(s.share)} of its plausible space" in TAGS.sub("", figure)
        assert figure.count('role="img"') == 2  # wide, and for a phone
        mean = s.credences.mean(axis=tuple(range(2, s.credences.ndim)))
        table = re.findall(r"<td[^>]*>([^<]*%)</td>", figure)
        # The table's rows go up the map, as its columns go across.
        assert table == [percent(float(c)) for c in mean.T.flat]


def test_the_definition_has_the_numbers_of_the_sweep():
    points = sorted(s.block.points for s in sweep.spaces())
    text = sweep.defined().content
    assert f"{points[0]} to {points[-1]} points" in text and "4,096 draws" in text


def test_a_second_look_evaluates_nothing(monkeypatch):
    (before,) = (s.credences for s in sweep.spaces() if s.claim.slug == "task-horizons")

    def evaluated(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr(sweep, "evaluated", evaluated)
    block = space("task-horizons").block
    assert list(sweep._credences(block)) == list(before.flat)
