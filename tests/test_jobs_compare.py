"""Two versions side by side: equal ones differ in nothing, shares sum up, hostile files are refused."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.jobs import UNSET, done, timed
from tests.test_yaml_file import REFUSED
from tilt.app.jobs import RefusedError, job
from tilt.app.jobs.compare import LARGEST, PLAYERS
from tilt.book import book
from tilt.paths import data

ASKED: dict[str, Any] = {"do": "compare", "a": {}, "b": {"length_ratio": [1, 8], "success_slope": [0.3, 0.5]}}
AUTHOR = (data() / "scenarios" / "author.yaml").read_text(encoding="utf-8")


def test_equal_versions_differ_in_nothing():
    found = done({**ASKED, "a": ASKED["b"]})
    assert found["inputs"] == []
    for claim in found["claims"]:
        assert (claim["shares"], claim["shares_note"]) == ([], "")
        for f in claim["findings"]:
            assert f["a"] == f["b"]
            assert (f["difference"], f["difference_error"]) == (0, 0)
            assert set(f["quantiles_difference"]) == {0}


@pytest.mark.original
def test_what_is_told_is_what_the_book_says_under_each():
    found = done(ASKED)
    assert [i["id"] for i in found["inputs"]] == ["success_slope", "length_ratio"]
    assert found["inputs"][1]["b"] == [1, 8]
    for claim in found["claims"]:
        for name in ("a", "b"):
            verdicts = book().run(claim["claim"], ASKED[name]).verdicts
            assert [f[name]["credence"] for f in claim["findings"]] == [v.credence for v in verdicts]
            assert [f[name]["quantiles"] for f in claim["findings"]] == [list(v.quantiles) for v in verdicts]
        headline = claim["findings"][0]
        assert headline["difference"] == headline["b"]["credence"] - headline["a"]["credence"]
        assert sum(s["share"] for s in claim["shares"]) == pytest.approx(headline["difference"])
    lead = next(c for c in found["claims"] if c["claim"] == "task-horizons")
    assert {s["id"] for s in lead["shares"]} == {"length_ratio", "success_slope"}
    assert max(lead["shares"], key=lambda s: s["share"])["id"] == "length_ratio"
    first = lead["findings"][0]
    assert 0 < first["difference_error"] < first["a"]["error"] + first["b"]["error"]


def test_turned_about_every_difference_changes_its_sign():
    there, back = done(ASKED), done({**ASKED, "a": ASKED["b"], "b": ASKED["a"]})
    for one, other in zip(there["claims"], back["claims"], strict=True):
        shares = [{s["id"]: s["share"] for s in c["shares"]} for c in (one, other)]
        assert shares[0] == pytest.approx({id: -share for id, share in shares[1].items()}, abs=1e-12)
        for f, g in zip(one["findings"], other["findings"], strict=True):
            assert f["difference"] == -g["difference"]


@pytest.mark.original
def test_a_file_is_read_as_the_site_writes_it_and_many_inputs_are_not_shared_out():
    found = done({**ASKED, "b": AUTHOR})
    author = book().record.scenarios["author"]
    assert {i["id"] for i in found["inputs"]} <= set(author.changes)
    for claim in found["claims"]:
        verdicts = book().run(claim["claim"], author).verdicts
        assert [f["b"]["credence"] for f in claim["findings"]] == [v.credence for v in verdicts]
        assert (claim["shares"] is None) == (str(PLAYERS) in claim["shares_note"])
    assert any(c["shares"] is None for c in found["claims"])


def test_ties_are_told_and_a_circle_between_the_versions_is_a_sentence():
    one, other = "safety_transfer", "capability_transfer"
    found = done({**ASKED, "a": {one: {"sameAs": other}}, "b": {other: {"sameAs": one}}})
    assert next(i for i in found["inputs"] if i["id"] == one)["a"] == {"sameAs": other}
    lead = next(c for c in found["claims"] if c["claim"] == "task-horizons")
    assert lead["shares"] is None
    assert "circle" in lead["shares_note"]


def test_a_step_is_short():
    _, seconds = timed(ASKED)
    assert max(seconds) < 1


@pytest.mark.parametrize("side", ["a", "b"])
@pytest.mark.parametrize("version", [v for v in UNSET if not isinstance(v, str)], ids=str)
def test_a_scenario_that_cannot_be_is_refused(side, version):
    with pytest.raises(RefusedError) as refused:
        job({**ASKED, side: version})
    assert str(refused.value).endswith(".")


FILES = {
    **{name: text for name, (text, _) in REFUSED.items() if len(text) <= LARGEST},
    "too large": "a: " + "x" * LARGEST,
    "half a character": "name: \ud800",
    "many small lists": "changes: [" + "[]," * (LARGEST // 4) + "]",
    "an unknown input": "changes:\n  no_such: {interval: [1, 2], reason: x}",
    "no reason": "changes:\n  length_ratio: {interval: [1, 8]}",
    "not finite": "changes:\n  length_ratio: {interval: [1, .inf], reason: x}",
    "not a number": "changes:\n  length_ratio: {interval: [1, .nan], reason: x}",
    "a name of another file": "changes: {../../x: {}}",
}


@pytest.mark.parametrize("case", FILES, ids=lambda c: c.replace(" ", "-"))
def test_a_hostile_file_is_refused_soon_and_no_path_is_told(case):
    start = time.process_time()
    with pytest.raises(RefusedError) as refused:
        job({**ASKED, "b": FILES[case]})
    assert time.process_time() - start < 3
    assert "/" not in str(refused.value).split(":")[0]
