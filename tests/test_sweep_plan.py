"""What a sweep's file may say, which points it makes, and what is refused before anything runs."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilt.book import book
from tilt.engine.inputs import SameAs
from tilt.engine.scale import Interval, Scale
from tilt.record.problems import InputError
from tilt.sweep.axes import Block, Chunk, Listed, Ranged, chunks, place
from tilt.sweep.plan import DEFAULT, Plan, read_plan


def planned(folder: Path, text: str) -> Plan:
    path = folder / "sweep.yaml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path, book())


GRID = """claims: [task-horizons, buildout-pauses]
findings: [task-horizons/now, task-horizons/lead, buildout-pauses/pause]
draws: 256
grid:
  inputs:
    length_ratio: [default, [1, 8], 2]
    safety_transfer: [[0.3, 0.9], {same_as: capability_transfer}]
  readings:
    gamed_where: all
    spells: all
"""


@pytest.mark.original
def test_a_grid_has_every_combination_of_what_reaches_a_claim(tmp_path):
    horizons, pauses = planned(tmp_path, GRID).blocks
    assert (horizons.claim, horizons.findings, horizons.points) == ("task-horizons", ("lead", "now"), 3 * 2 * 2)
    assert [a.name for a in horizons.axes] == ["length_ratio", "safety_transfer", "gamed_where"]
    default, said = book().record.assumptions["length_ratio"].interval, set()
    for changes, cells in horizons.places(0, horizons.points):
        said.add((changes["length_ratio"], changes["safety_transfer"], cells["gamed_where"]))
    lengths = (default, Interval(1, 8), Interval(2, 2))
    transfers = (Interval(0.3, 0.9), SameAs("capability_transfer"))
    assert said == set(product(lengths, transfers, book().record.assumptions["gamed_where"].options))
    assert ([a.name for a in pauses.axes], pauses.points) == (["spells"], 2)


MANY = [a.id for a in book().record.assumptions.values() if a.bounds.low <= 1 and a.bounds.high >= 99 and not a.options]

REFUSED = {
    "a circle": (
        "grid: {inputs: {safety_transfer: [default, {same_as: capability_transfer}],\n"
        "  capability_transfer: [{same_as: safety_transfer}]}}",
        ("a circle", "a point ties inputs"),
    ),
    "a reversed interval": (
        "grid:\n  inputs:\n    length_ratio:\n      - [8, 1]\n",
        ("yaml:4: length_ratio: is reversed", "write [1, 8]"),
    ),
    "beyond bounds": ("grid: {inputs: {length_ratio: [[1, 1e9]]}}", ("outside its bounds", "allowed:")),
    "off its scale": ("grid: {inputs: {safety_transfer: [1.5]}}", ("not possible on scale logit",)),
    "no such input": ("grid: {inputs: {lenght_ratio: [2]}}", ("unknown assumption", "length_ratio")),
    "no such option": ("grid: {readings: {gamed_where: [nowhere]}}", ("is no list of its options", "open_ended")),
    "no such reading": ("grid: {readings: {gamed: all}}", ("unknown reading",)),
    "varied twice": (
        "claims: [buildout-pauses]\ngrid: {inputs: {plateau_pace: [1]}, readings: {spells: all}}",
        ("yaml:2: spells: changes what the sweep varies itself",),
    ),
    "said twice": ("grid: {inputs: {length_ratio: [2, [2, 2]]}}", ("is stated twice",)),
    "a tie of other units": ("grid: {inputs: {length_ratio: [{same_as: doubling_months}]}}", ("length_ratio",)),
    "no claim": ("claims: [none]\ngrid: {readings: all}", ("there is none of this name", "task-horizons")),
    "two forms": ("grid: {readings: all}\nsample: {points: 4}", ("does not say how its points are made",)),
    "no form": ("draws: 256", ("does not say how its points are made",)),
    "a field": ("grid: {input: {}}", ("is no field of this entry", "write inputs")),
    "draws": ("draws: 100\ngrid: {readings: all}", ("draws:", "a multiple of 16")),
    "an option's range": ("sample: {points: 4, inputs: {gamed_where: bounds}}", ("nothing between its options",)),
    "a wide range": ("sample: {points: 4, inputs: {safety_transfer: [0.2, 1.2]}}", ("not possible on scale logit",)),
    "too many": (
        "grid:\n  inputs:\n" + "".join(f"    {id}: {list(range(1, 99))}\n" for id in MANY),
        ("makes too many points",),
    ),
}  # fmt: skip


OF_SIX = {"too many": pytest.mark.original}
"""What takes all of the original edition's claims to be refused."""


@pytest.mark.parametrize("name", [pytest.param(n, marks=OF_SIX.get(n, ())) for n in REFUSED])
def test_what_cannot_be_is_refused_with_its_place(tmp_path, name):
    text, words = REFUSED[name]
    with pytest.raises(InputError) as refused:
        planned(tmp_path, text)
    told = str(refused.value)
    assert all(w in told for w in ("sweep.yaml:", *words)), told


SAMPLE = "claims: all\ndraws: 256\nsample: {{points: {points}, seed: {seed}, inputs: half, readings: all}}"


def test_a_sample_holds_inputs_within_their_middle_half_and_longer_ones_begin_with_shorter(tmp_path):
    short, long = (planned(tmp_path, SAMPLE.format(points=n, seed=3)) for n in (40, 200))
    for a, b in zip(short.blocks, long.blocks, strict=True):
        assert a.axes == b.axes
        assert np.array_equal(a.numbers(0, 40), b.numbers(0, 40))
    (block,) = (b for b in long.blocks if b.claim == "task-horizons")
    inputs = book().record.assumptions
    for changes, _ in block.places(0, 200):
        for axis in block.axes:
            if isinstance(axis, Ranged):
                low, high = inputs[axis.name].interval.numbers
                stated = changes[axis.name]
                assert isinstance(stated, Interval)
                value = stated.low
                assert low < axis.low <= value <= axis.high < high
    other = planned(tmp_path, SAMPLE.format(points=40, seed=4)).blocks[0]
    assert not np.array_equal(other.numbers(0, 40), short.blocks[0].numbers(0, 40))


def test_points_are_the_same_in_whatever_pieces(tmp_path):
    block = planned(tmp_path, SAMPLE.format(points=150, seed=0)).blocks[1]
    whole = block.numbers(0, 150)
    for size in (4, 32, 148):
        assert np.array_equal(np.vstack([block.numbers(c.first, c.count) for c in chunks(block, size)]), whole)


@given(
    st.sampled_from((Scale.LOG, Scale.LOGIT, Scale.LINEAR)), st.floats(0.01, 0.5), st.floats(0.5, 0.99), st.floats(0, 1)
)
def test_a_range_is_even_on_its_own_scale_and_never_left(scale, low, high, share):
    ((_, stated),) = Ranged("a", scale, low, high).at(share).changes
    assert isinstance(stated, Interval)
    assert low <= stated.low == stated.high <= high
    ends = [float(scale.link(v)) for v in (low, high)]
    assert float(scale.link(stated.low)) == pytest.approx(ends[0] + share * (ends[1] - ends[0]), abs=1e-9)


def test_the_books_own_sweep_takes_equally_likely_parts_of_what_moves_a_headline_most():
    whole = book()
    plan = read_plan(DEFAULT, whole)
    assert [(b.claim, b.findings) for b in plan.blocks] == [(c.slug, (c.headline.id,)) for c in whole.claims]
    for block in plan.blocks:
        swings = [s.id for s in whole.run(block.claim).swings() if s.flip is not None or s.options is None]
        uncertain = [id for id in swings if not whole.record.assumptions[id].scale.certain]
        assert [a.name for a in block.axes[:2]] == uncertain[:2]
        draws = whole.run(block.claim).evaluate(block.axes[0].name)
        axis = block.axes[0]
        assert isinstance(axis, Listed)
        for k, one in enumerate(axis.places):
            below = float((draws < one.cells[0][1]).mean())
            assert below == pytest.approx((k + 0.5) / len(axis.places), abs=0.01)


def test_a_block_without_axes_is_one_point():
    block = Block("task-horizons", ("lead",), (), 256)
    assert [list(block.places(c.first, c.count)) for c in chunks(block, 8)] == [[({}, {})]]
    assert Chunk(block, 0, 1) == next(chunks(block, 8))
    assert place("a", SameAs("b")).ties == (("a", SameAs("b")),)
