"""The explorer's static form: all of it there, all of it escaped, nothing that needs a script."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from tilt.book import book
from tilt.claims import all_claims
from tilt.explorer.page import beam, by_leverage, static_html, swing_words, worth
from tilt.explorer.payload import payload, whole_book
from tilt.format import effect, gloss, interval, number, percent, readings
from tilt.paths import WEB, page
from tilt.record.citations import short_source
from tools.javascript import node

HOSTILE = """<script>alert("x")</script>'&"""
VOID = {"br", "img", "input", "hr", "meta", "link", "wbr"}


class _Outline(HTMLParser):
    """Tags with their attributes; raises when they do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"


def outline(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Outline()
    parser.feed(html)
    parser.close()
    assert not parser.open
    return parser.tags


@pytest.fixture(scope="module", params=[c.slug for c in all_claims()])
def data(request: pytest.FixtureRequest) -> dict[str, Any]:
    return payload(book().run(request.param))


def test_everything_is_there(data: dict[str, Any]) -> None:
    html = static_html(data)
    tags = outline(html)
    assumptions = data["assumptions"]
    assert sum(t == "tr" and "data-input" in a for t, a in tags) == len(assumptions)
    assert sum(t == "li" and "data-input" in a for t, a in tags) == len(assumptions)
    assert sum(t == "li" and "data-finding" in a for t, a in tags) == len(data["findings"])
    for a in assumptions:
        assert interval(a, a["interval"]) in html
    shown = {a["data-picture"] for _, a in tags if "data-picture" in a}
    head = data["findings"][0]["id"]
    assert shown == {p["id"] for p in data["pictures"] if p["kind"] != "distribution" or p["target"] == head}
    assert not {t for t, _ in tags} & {"button", "input", "select"}, "a control that does nothing without a script"


def test_the_range_of_readings_stands_by_the_credence_and_the_smallest_error_in_the_foot(data: dict[str, Any]) -> None:
    html = static_html(data, embed=False)
    verdict, foot = html.index('class="tx-verdict"'), html.index('class="tx-foot"')
    told, first = data["default"]["readings"], data["findings"][0]["id"]
    assert list(told) == [f["id"] for f in data["findings"]]
    for f, v in zip(data["findings"], data["default"]["verdicts"], strict=True):
        found = book().readings(data["slug"]).finding(f["id"])
        assert told[f["id"]] == {"word": found.word(v["credence"]), "range": readings(found.quartiles, found.count)}
    ranged = told[first]["range"]
    assert f'<span class="tx-word">{told[first]["word"]}</span>' in html[verdict:foot]
    assert f'<span class="tx-range">{f"From {ranged}" if ranged else ""}</span>' in html[verdict:foot]
    assert "Monte Carlo error" not in html[verdict:foot]
    assert "Monte Carlo error" in html[foot:]
    assert len(json.dumps(told)) < 600, "small beside the rest of the payload"


def test_what_the_script_needs_is_embedded_once(data: dict[str, Any]) -> None:
    html = static_html(data)
    (text,) = re.findall(r'<script type="application/json" class="tilt-payload">(.*?)</script>', html, re.DOTALL)
    slim = json.loads(text)
    shared = whole_book(book())
    assert data.keys() - slim.keys() <= {*shared, "inputs", "others"}, "the book has the rest, in a file of its own"
    assert not slim.keys() - data.keys()
    assert all(not p.keys() & {"svg", "spec"} for p in slim["pictures"]), "charts stand in the markup already"
    assert [a["id"] for a in slim["assumptions"]] == [a["id"] for a in data["assumptions"]]
    assert "<script" not in static_html(data, embed=False)


def test_the_page_and_the_book_together_are_the_payload(data: dict[str, Any]) -> None:
    """What `completed.js` makes of the two, under Node, is what a notebook is handed at once."""
    (text,) = re.findall(r'class="tilt-payload">(.*?)</script>', static_html(data), re.DOTALL)
    given = json.dumps({"part": json.loads(text), "whole": whole_book(book())})
    program = f"""
    import {{ completed }} from "{(WEB / "explorer" / "completed.js").as_uri()}";
    import {{ readFileSync }} from "node:fs";
    const {{ part, whole }} = JSON.parse(readFileSync(0, "utf8"));
    process.stdout.write(JSON.stringify(completed(part, whole)));
    """
    run = [*node(), "--input-type=module", "--eval", program]
    said = subprocess.run(run, input=given, capture_output=True, text=True, check=True).stdout
    made = json.loads(said, parse_int=float)
    for key, value in data.items():
        if key == "columns":
            assert value == {column: made[key][column] for column in value}
        elif key == "pictures":
            assert made[key] == [{k: v for k, v in p.items() if k not in ("svg", "spec")} for p in value]
        elif key in ("assumptions", "others"):
            shown = {"reason", "how", "table", "sources", "evidence", "gloss"}
            found = {a["id"]: a for a in made[key]}
            assert set(found) == {a["id"] for a in value}
            for a in value:
                told = {k: v for k, v in a.items() if k not in shown}
                assert told == {k: found[a["id"]].get(k) for k in told}
        else:
            assert made[key] == value, key


def test_reasons_of_borrowed_inputs_stand_in_their_own_chapter(data: dict[str, Any]) -> None:
    lent = [a for a in data["assumptions"] if a["group"] in data["borrowed"]]
    whole, html = static_html(data, embed=False), static_html(data)
    assert "tx-elsewhere" not in whole
    assert html.count('class="tx-elsewhere"') == len(lent)
    for a in lent:
        assert f'{page(a["group"])}#input-{a["id"]}"' in html


def _spoil(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _spoil(v) if k not in KEEP else v for k, v in value.items()}
    if isinstance(value, list):
        return [_spoil(v) for v in value]
    return value + HOSTILE if isinstance(value, str) else value


# What is looked up or drawn by its name, and so cannot be anything else.
KEEP = {"scale", "basis", "unit", "kind", "id", "target", "group", "groups", "spec", "svg", "finding", "swings"}


def test_hostile_text_stays_text(data: dict[str, Any]) -> None:
    tags = outline(static_html(_spoil(data)))
    assert [a for t, a in tags if t == "script"] == [{"type": "application/json", "class": "tilt-payload"}]
    assert not [a for _, attributes in tags for a in attributes if a.startswith("on")]


def test_only_web_addresses_become_links(data: dict[str, Any]) -> None:
    source = {"key": "x", "text": "X 2026", "short": "X 2026", "title": "T", "url": "javascript:x"}
    first = {**data["assumptions"][0], "sources": [source]}
    html = static_html({**data, "assumptions": [first, *data["assumptions"][1:]]})
    assert "javascript:x" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_ids_and_references_are_unique_and_whole(data: dict[str, Any]) -> None:
    html = static_html(data, embed=False)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_places_on_the_scale_lie_on_it(data: dict[str, Any]) -> None:
    def places() -> Iterator[float]:
        for _, attributes in outline(static_html(data, embed=False)):
            for name in ("x1", "x2", "cx"):
                value = attributes.get(name) or ""
                if value.endswith("%"):
                    yield float(value[:-1])

    assert all(0 <= place <= 100 for place in places())


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 3, "0"),
        (3.4, 3, "3.4"),
        (-1.25, 2, "−1.3"),
        (0.4387, 3, "0.439"),
        (9600, 3, "9,600"),
        (7936.6, 3, "7,937"),
        (0.00012, 3, "0.00012"),
        (0.00001, 3, "1 × 10⁻⁵"),
        (5e15, 3, "5 × 10¹⁵"),
        (1234567, 3, "1.23 × 10⁶"),
        (9.996, 3, "10"),
        (9.99e-5, 1, "1 × 10⁻⁴"),
    ],
)
def test_numbers(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_shares() -> None:
    assert [percent(s) for s in (0.436, 0.999, 0.002, 0, 1, 0.005, 0.5)] == [
        f"{s}\u202f%" for s in ("44", "99.9", "0.2", "0.0", "100.0", "0.5", "50")
    ]
    assert swing_words(0.1, 0.787) == "10 → 79\u202f%"
    assert swing_words(0.999, 0.2) == "99.9 → 20\u202f%"


def test_ranges_of_readings_in_words() -> None:
    quartiles = (0.272, 0.446, 0.664, 0.9961)
    assert readings(quartiles, 96) == "27 to 99.6\u202f% over 96 defensible readings, middle half 45 to 66\u202f%"
    assert readings((0.3, 0.3, 0.3, 0.3), 1) == ""


def test_effects_and_intervals_in_words() -> None:
    finding = {"effect": "lead of safety", "unit": "months"}
    assert effect(finding, [-35.9, -9, -1.67, 5, 17.6]) == "Lead of safety −1.7\u00a0months (90\u202f%: −36 to 18)"
    shares = {"effect": "gap", "unit": "fraction"}
    assert effect(shares, [-0.28, 0, 0.033, 0, 0.1]) == "Gap 3.3\u00a0points (90\u202f%: −28 to 10)"
    minutes = {"unit": "minutes", "mark": "minutes", "scale": "log"}
    assert interval(minutes, [240, 9600]) == "240 – 9,600 minutes"
    assert gloss(minutes, [240, 9600]) == "4 – 160 h"
    assert gloss(minutes, [10, 60]) == ""
    dollars = {"unit": "USD/year", "mark": "USD/year", "scale": "log"}
    assert gloss(dollars, [3e8, 2.05e9]) == "300 million – 2.05 billion"
    assert gloss(dollars, [5e5, 999_900_000]) == "500,000 – 1 billion"
    assert gloss(dollars, [100, 5e5]) == ""
    assert interval({"unit": "fraction", "mark": "", "scale": "fixed"}, [0.5, 0.5]) == "0.5"


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        ("METR", "METR 2026"),
        ("Wijk H, Lin T, Becker J, et al. (METR)", "Wijk and others 2026"),
        ("Turner A, and others", "Turner and others 2026"),
        ("Grace et al.", "Grace and others 2026"),
        ("Davidson T; Houlden T", "Davidson and Houlden 2026"),
        ("Whitfill P, Wu C", "Whitfill and Wu 2026"),
        ("Cirstea B I", "Cirstea 2026"),
        ("O'Brien K, Casper S, and others", "O'Brien and others 2026"),
        ("Xu YE, Robey A", "Xu and Robey 2026"),
        ("Epoch AI", "Epoch AI 2026"),
        ("Epoch AI; UK AISI", "Epoch AI and UK AISI 2026"),
        ("Anthropic (summary by Bowne-Anderson H)", "Anthropic 2026"),
        ("(public repository)", "public repository 2026"),
        ("The authors of this book", "the authors of this book 2026"),
    ],
)
def test_sources_in_short(authors: str, short: str) -> None:
    assert short_source(authors, 2026) == short
    assert short_source(authors) == short.removesuffix(" 2026")


def test_the_balance_leans_to_the_likelier_side() -> None:
    def angle(credence: float) -> float:
        found = re.search(r"rotate\((-?[\d.]+)", beam(credence))
        assert found
        return float(found[1])

    assert angle(0.7) < angle(0.55) < angle(0.5) == 0 < angle(0.4) < angle(0.1)
    assert -15 <= angle(1) < angle(0) <= 15


def test_inputs_stand_in_the_order_of_what_they_move(data: dict[str, Any]) -> None:
    """Every input once; the strongest open, what does not move the headline by a point folded and last."""
    swings = {s["id"]: abs(s["atHigh"] - s["atLow"]) for s in data["default"]["swings"][data["findings"][0]["id"]]}
    parts = by_leverage(data)
    ids = [a["id"] for _, _, rows, _ in parts for a in rows]
    assert sorted(ids) == sorted(a["id"] for a in data["assumptions"])
    assert [swings[id] for id in ids] == sorted(swings.values(), reverse=True)
    assert [folded for *_, folded in parts] == [False] + [True] * (len(parts) - 1)
    shown = re.findall(r'<tr class="tx-row[^"]*" data-input="([\w-]+)"', static_html(data))
    assert shown == ids
    for kind, _, rows, _ in parts:
        assert all((swings[a["id"]] < 0.005) == (kind == "idle") for a in rows)


@pytest.mark.parametrize(
    ("size", "said"), [(0.004, "does not move it"), (0.005, "moves it by 1 point"), (0.397, "moves it by 40 points")]
)
def test_what_an_input_is_worth_is_said_in_points(size: float, said: str) -> None:
    assert worth(size) == said
