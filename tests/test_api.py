"""The public interface: every name is documented and its example runs."""

from __future__ import annotations

import doctest
from typing import Any

import numpy as np
import pytest

import tilt
from tilt.engine.scale import Interval
from tilt.engine.setting import SettingError

REVERSED: dict[str, Any] = {"length_ratio": [8, 1]}


def test_every_name_is_there_and_documented():
    assert sorted(tilt.__all__) == tilt.__dir__()
    for name in tilt.__all__:
        assert (getattr(tilt, name).__doc__ or "").strip(), name


def example(name):
    function = getattr(tilt, name)
    (found,) = doctest.DocTestFinder(recurse=False).find(function, name, globs={"tilt": tilt})
    assert found.examples, f"tilt.{name} has no example"
    assert doctest.DocTestRunner().run(found).failed == 0


@pytest.mark.original
@pytest.mark.parametrize("name", sorted(set(tilt.__all__) - {"diff"}))
def test_its_example_runs(name):
    example(name)


@pytest.mark.original
@pytest.mark.usefixtures("long")
def test_the_example_of_a_comparison_runs():
    example("diff")


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(AttributeError, match="verdicts"):
        tilt.credences  # noqa: B018


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ({"length_ratio": [8, 1]}, "is reversed"),
        ({"length_ratio": [-1, 8]}, "above 0"),
        ({"length_ratio": Interval(-1, 8)}, "above 0"),
        ({"usable_target": [0.4, 0.6]}, "has one value"),
        ({"length_ratio": "long"}, "not of a form"),
        ({"length_ratio": [True, 4]}, "not of a form"),
        ({"length_ratio": [1, float("inf")]}, "no finite number"),
        ({"length_ratio": np.array([8, 1])}, "is reversed"),
        (tilt.Scenario("mine", "", "", REVERSED), "is reversed"),
    ],
)
def test_impossible_settings_are_refused_in_the_words_of_files(scenario, words):
    with pytest.raises(SettingError, match=words):
        tilt.verdicts("task-horizons", scenario)


def test_lists_numbers_and_intervals_set_the_same():
    shares = {
        tilt.verdicts("task-horizons", {"length_ratio": given, "usable_target": target})[0].credence
        for given in ([1, 8], (1, 8), Interval(1, 8), np.array([1, 8]), [np.int64(1), np.float64(8)])
        for target in (0.6, [0.6, 0.6], np.float64(0.6))
    }
    assert len(shares) == 1


@pytest.mark.original
def test_lists_set_everywhere_that_a_scenario_is_given():
    mine: dict[str, Any] = {"length_ratio": [1, 8]}
    credence = tilt.verdicts("task-horizons", mine)[0].credence
    asked = tilt.forecasts(mine).query("claim == 'task-horizons'")
    assert {
        credence,
        tilt.verdicts("task-horizons", tilt.Scenario("mine", "", "", mine))[0].credence,
        tilt.run("task-horizons", mine).verdicts[0].credence,
        float((tilt.draws("task-horizons", mine)["lead"] > 0).mean()),
        *asked["credence"],
    } == {credence}
    assert tilt.assumptions("task-horizons", mine).loc["length_ratio", "setting"] == Interval(1, 8)
    assert tilt.splits("task-horizons", mine)["length"] > tilt.splits("task-horizons")["length"]
    assert tilt.swings("task-horizons", "lead", mine) != tilt.swings("task-horizons", "lead")
    assert not tilt.fans("task-horizons", mine).equals(tilt.fans("task-horizons"))


@pytest.mark.parametrize("ends", [(8, 1), (1, float("nan"))])
def test_an_interval_alone_is_refused_in_the_same_words(ends):
    with pytest.raises(ValueError) as alone:
        Interval(*ends)
    with pytest.raises(SettingError) as given:
        tilt.verdicts("task-horizons", {"length_ratio": list(ends)})
    what = "is reversed; allowed: low <= high; fix: write [1, 8]" if ends[0] == 8 else "has an end that is no finite"
    assert what in str(alone.value) and what in str(given.value)


def test_unknown_names_are_told_with_those_there_are():
    with pytest.raises(KeyError, match="task-horizons"):
        tilt.verdicts("task-horizon")
    with pytest.raises(KeyError, match="author"):
        tilt.verdicts("task-horizons", "authors")
    with pytest.raises(KeyError, match="author"):
        tilt.scenario("authors")
    with pytest.raises(KeyError, match="luck"):
        tilt.verdicts("task-horizons", {"luck": [1, 2]})
