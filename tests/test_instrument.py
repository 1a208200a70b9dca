"""What a page opens with, before any script: the explorer's verdict in little, and the sliders that move it most."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.test_page import HOSTILE, outline
from tilt.book import book
from tilt.claims import all_claims
from tilt.explorer.instrument import STRONGEST, instrument_html, strongest
from tilt.explorer.outline import HEIGHT, WIDTH
from tilt.explorer.outline import outline as paths
from tilt.explorer.page import static_html
from tilt.explorer.payload import payload


@pytest.fixture(scope="module", params=[c.slug for c in all_claims()])
def data(request: pytest.FixtureRequest) -> dict[str, Any]:
    return payload(book().run(request.param))


def words(markup: str, start: str) -> str:
    """The words of the paragraph of this class."""
    (found,) = re.findall(rf'<p class="{start}">(.*?)</p>', markup, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found))


def test_it_says_what_the_explorer_says(data: dict[str, Any]) -> None:
    small, whole = instrument_html(data), static_html(data)
    assert words(small, "ti-sentence") == words(whole, "tx-sentence")
    assert data["default"]["readings"][data["findings"][0]["id"]]["range"] in words(small, "ti-figures")
    for v in data["default"]["verdicts"]:
        assert f'data-finding="{v["finding"]}"' in small


@pytest.mark.original
def test_its_sliders_are_the_strongest_that_have_an_axis(data: dict[str, Any]) -> None:
    chosen = [a["id"] for a in strongest(data)]
    sizes = {s["id"]: abs(s["atHigh"] - s["atLow"]) for s in data["default"]["swings"][data["findings"][0]["id"]]}
    placed = [a["id"] for a in data["assumptions"] if a["scale"] in ("log", "logit", "linear")]
    assert len(chosen) == STRONGEST
    assert chosen == sorted(chosen, key=lambda id: -sizes[id])
    assert sizes[chosen[0]] >= 0.1, "the first slider moves the verdict by less than ten points"
    assert all(sizes[id] <= sizes[chosen[-1]] for id in set(placed) - set(chosen))
    rows = [a["data-strong"] for t, a in outline(instrument_html(data)) if t == "tr"]
    assert rows == chosen


def test_without_a_script_it_has_no_control_that_does_nothing(data: dict[str, Any]) -> None:
    tags = outline(instrument_html(data))
    assert not {t for t, _ in tags} & {"button", "input", "select"}
    assert [a["href"] for t, a in tags if t == "a"] == ["#explore"]


def test_alone_it_brings_what_the_script_needs() -> None:
    found = instrument_html(payload(book().run("differential")), alone=True, link="differential.html#explore")
    assert "data-alone" in found
    assert 'href="differential.html#explore"' in found
    assert len(re.findall("data-strong", found)) == 2
    assert re.search(r'<script type="application/json">\{"default":\{"verdicts"', found)


def test_hostile_text_stays_text(data: dict[str, Any]) -> None:
    hostile = {
        **data,
        "short": HOSTILE,
        "findings": [{**f, "title": HOSTILE, "sides": [HOSTILE] * 2} for f in data["findings"]],
    }
    assert "<script>" not in instrument_html(hostile)


def test_the_two_sides_meet_at_the_threshold() -> None:
    drawn = paths({"first": -1.0, "step": 0.5, "shares": [0.1, 0.2, 0.5, 0.2]}, 0.0)
    assert float(drawn["threshold"]) == WIDTH / 2
    assert drawn["below"].startswith(f"M0.0 {HEIGHT}")
    assert drawn["above"].startswith(f"M{WIDTH / 2} {HEIGHT}")
    assert f"V{HEIGHT - 0.96 * HEIGHT:.1f}" in drawn["above"], "the highest bin is as high as the picture allows"


def test_with_all_draws_on_one_side_the_other_is_empty() -> None:
    drawn = paths({"first": 0.0, "step": 1.0, "shares": [0.4, 0.6]}, 0.0)
    assert drawn["below"] == ""
    assert float(drawn["threshold"]) == 0
