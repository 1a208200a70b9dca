"""Forks never break by being changed: whatever the inputs are set to, every computed sentence is whole and agrees."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.forks import changed, forks, said
from tests.proofreader import agrees, faults
from tests.strategies import CORNERS, random_scenarios, setting_at
from tilt.book import book
from tilt.engine.inputs import Record, SameAs
from tilt.engine.scale import Interval

CLAIMS = [c.slug for c in book().claims]
LARGE = max(book().claims, key=lambda c: len(c.inputs)).slug
"""The claim that takes as long as all others together."""

RECORD = book().record
README = {"length_ratio": Interval(1, 8)}
"""README's own example of a fork."""


def held(of: Record, *slugs: str) -> None:
    """Read all that such a fork says of these claims: nothing may be wrong with it."""
    wrong = [f"{where}: {fault}" for where, text in said(of, slugs) for fault in faults(text)]
    assert not wrong


@pytest.mark.parametrize("slug", CLAIMS)
def test_the_books_own_sentences_pass_the_same_reader(slug):
    held(RECORD, slug)


@pytest.mark.parametrize("slug", [slug for slug in CLAIMS if "length_ratio" in book().claim(slug).inputs])
def test_so_do_those_of_readmes_own_example(slug):
    held(changed(RECORD, README), slug)


@pytest.mark.parametrize("slug", [slug for slug in CLAIMS if slug != LARGE])
@settings(max_examples=4, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # to shrink one takes minutes
@given(st.data())
def test_any_intervals_inside_their_bounds_give_whole_and_true_sentences(slug, data):
    fork = data.draw(forks(book().claim(slug).inputs))
    held(changed(RECORD, fork), slug)


@pytest.mark.parametrize("corner", CORNERS[:2], ids=["all at their least", "all at their most"])
def test_so_does_every_input_at_one_end(corner):
    fork = {id: setting_at(RECORD.assumptions[id], corner) for id in book().claim(LARGE).inputs}
    held(changed(RECORD, fork), LARGE)


@pytest.mark.parametrize("slug", CLAIMS)
def test_any_intervals_and_many_more(slug, many):
    inputs = book().claim(slug).inputs
    found = random_scenarios(RECORD, inputs, 1 + 3 * len(inputs) + 40, seed=7)
    for fork in found[:: 3 if slug != LARGE else 12]:
        held(changed(RECORD, fork), slug)


@pytest.mark.parametrize("name", sorted(RECORD.scenarios))
def test_any_scenario_as_the_books_own_default_gives_whole_and_true_sentences(name, many):
    stated = {
        id: s for id, s in RECORD.scenarios[name].settings.items() if not isinstance(s, SameAs)
    }  # no default is tied
    held(changed(RECORD, stated), *(c.slug for c in book().claims if not stated.keys().isdisjoint(c.inputs)))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("It is right about about half.", "a word twice"),
        ("The median lead is nan months.", "no number"),
        ("It takes 1 months.", "one of many"),
        ("Of 9 inputs 1 are derived.", "one of many"),
        ("Of 9 inputs 3 is derived.", "many of one"),
        ("It falls by -0.3 months.", "a hyphen for a minus"),
        ("It changes by −0.0 months.", "minus nothing"),
        ("It takes {flip:.0f} months.", "a place left open"),
        ("It holds , as a rule.", "a space before a mark"),
        ("It holds in 40 % of draws: likely.", "a word that its number does not bear"),
        ("It falls from 5 to 9.", "a move the other way"),
        ("The share runs from 90 to 12 %.", "a range upside down"),
        ("It holds in 140 % of draws.", "a share that cannot be"),
        ("It is there in 0 of 0 cases.", "nothing of nothing"),
        ("In expectation 1.0 times as much comes from a pause.", "no times as much"),
        ("It has no end", "no mark at the end"),
        ("", "nothing is said"),
    ],
)  # fmt: skip
def test_the_reader_sees_what_is_wrong(text, fault):
    assert any(found.startswith(fault) for found in faults(text)), list(faults(text))


def test_a_word_is_borne_by_its_number_or_by_a_stronger_one():
    assert agrees(0.97, "likely")
    assert not agrees(0.6, "likely")
    assert agrees(0.02, "unlikely")
    assert not agrees(0.4, "unlikely")
    assert agrees(0.5, "open")
