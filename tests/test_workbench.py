"""What the workbench shows of what Python found: every job's result in words, figures that agree, nothing of a file's
text as markup or as a spreadsheet's formula."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.jobs import done
from tilt.app.jobs.plain import setting
from tilt.app.workbench import OUTPUTS, page, shown
from tilt.app.workbench.horizons import LEFT_OUT
from tilt.book import book
from tilt.format import number, percent, with_error
from tilt.paths import data

HOSTILE = '=HYPERLINK("x")<img src=x onerror=alert(1)>'
ASKED = {"claim": "task-horizons", "finding": "lead", "scenario": {}, "draws": 4096}


def words(markup: str) -> str:
    """The text that a reader sees."""
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<script.*?</script>", "", markup, flags=re.DOTALL)))


def result(do: str, /, **asked: Any) -> dict[str, Any]:
    """A job's result for a page, as it goes over the wire."""
    found = shown(do, done({"do": do, **asked}))
    sent: dict[str, Any] = json.loads(json.dumps(found, allow_nan=False))
    return sent


def rows(found: Mapping[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found["csv"])))


@pytest.mark.parametrize("claim", [c.slug for c in book().claims])
def test_a_deep_run_is_told_finding_by_finding(claim):
    found = result("deep run", **{**ASKED, "claim": claim})
    for v, row in zip(book().run(claim).verdicts, rows(found), strict=True):
        assert with_error(v.credence, v.error) in words(found["html"])
        assert float(row["credence"]) == v.credence


@pytest.mark.parametrize("claim", [c.slug for c in book().claims])
def test_a_curve_says_at_its_threshold_what_the_verdict_says(claim):
    for v in book().run(claim).verdicts:
        found = result("exceedance", **{**ASKED, "claim": claim, "finding": v.finding})
        assert with_error(v.credence, v.error) in words(found["html"])
        (at,) = found["chart"]["threshold"]
        scale = 100 if book().claim(claim).finding(v.finding).unit == "fraction" else 1
        assert at == {"x": scale * v.threshold, "share": v.credence}
        assert found["html"].count("data-chart") == 1
        assert len(rows(found)) == len(found["chart"]["curve"])


def test_readings_start_from_the_readers_own_version():
    found = result("readings", **{**ASKED, "scenario": {"length_ratio": [1, 8]}})
    ahead = book().run("task-horizons", {"length_ratio": [1, 8]}).verdicts[0]
    assert percent(ahead.credence) in words(found["html"])
    assert float(rows(found)[0]["credence"]) == ahead.credence
    told = book().claim("task-horizons").headline.title
    assert f"What “{told}” turns on" in words(found["html"])


def test_indices_are_listed_the_largest_first_and_all_are_in_the_file():
    found = result("sobol", **{**ASKED, "draws": 2**10})
    totals = [float(r["effect_total"]) for r in rows(found)]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) == len(found["found"]["factors"]) > found["html"].count("tilt-bench-bar") / 2
    assert found["found"]["factors"][0]["labels"][0] in words(found["html"])


def test_a_finding_that_does_not_vary_has_no_shares_and_says_so():
    changes = book().record.scenarios["no-difference"].changes
    same = {id: setting(change.setting) for id, change in changes.items()}
    found = result("sobol", **{**ASKED, "draws": 2**10, "scenario": same})
    for output in ("effect", "holds"):
        note = found["found"]["notes"][output]
        assert note
        assert note in words(found["html"])
    assert "tilt-bench-bar" not in found["html"]


@pytest.mark.original
def test_two_versions_say_what_differs():
    found = result("compare", a={}, b={"length_ratio": [1, 8]})
    text = words(found["html"])
    assert "1 input differs" in text
    assert "1 – 8 ×" in text
    moved = [r for r in rows(found) if float(r["difference"])]
    same = len(rows(found)) - len(moved)
    assert moved and f"{same} findings are the same under both." in text
    alike = result("compare", a={}, b={})
    assert "Both versions set every input alike." in words(alike["html"])


@pytest.mark.original
@pytest.mark.parametrize("swapped", [False, True])
def test_differences_and_their_causes_have_their_sign(swapped):
    ahead: dict[str, Any] = {"length_ratio": [1, 8]}
    a, b = ({}, ahead) if not swapped else (ahead, {})
    found = result("compare", a=a, b=b)
    before, after = (book().run("task-horizons", v).verdicts[0].credence for v in (a, b))
    said = f"{'+' if after > before else '−'}{number(100 * abs(after - before), 2)}"
    text = " ".join(words(found["html"]).split())
    title = book().claim("task-horizons").headline.title
    row = " ".join(f"2 {title} {percent(before)} {percent(after)} {said} ±".split())
    assert row in text
    label = book().record.assumptions["length_ratio"].label
    assert f"{label} {said} points" in text


def test_what_stands_in_a_readers_file_is_text():
    table = (data() / "evidence" / "model_horizons.csv").read_text(encoding="utf-8")
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    found = result("refit", name="mine.csv", text=table.replace("GPT-4 0314", quoted))
    assert "<img" not in found["html"]
    assert HOSTILE in words(found["html"])
    assert "'" + HOSTILE in found["csv"].replace('""', '"')


def test_a_file_without_a_trend_says_so():
    run = {"task_id": "t", "task_family": "f", "alias": "Nobody", "human_minutes": 1.0}
    lines = [
        json.dumps({**run, "task_id": f"t{k}", "human_minutes": 2.0**k, "score_binarized": int(k < 4)})
        for k in range(8)
    ]
    found = result("refit", name="mine.jsonl", text="\n".join(lines), samples=20)
    assert found["found"]["note"] in words(found["html"])
    assert LEFT_OUT in words(found["html"])


def test_the_page_has_each_of_them_at_the_books_defaults():
    tilt = book().claims[-1]
    parts = {
        "deep run": page.deep_run(tilt.slug, draws=2**12),
        "exceedance": page.exceedance(tilt.slug, tilt.headline.id, draws=2**12),
        "sobol": page.sobol(tilt.slug, tilt.headline.id, draws=2**10),
        "readings": page.readings(tilt.slug),
        "compare": page.compare("evidence", "author"),
        "refit": page.refit_until("2025-12-31"),
        "code": page.code(tilt.slug, tilt.headline.id),
    }
    assert set(parts) == set(OUTPUTS)
    for name, part in parts.items():
        assert f'data-job="{name}"' in part.content
        assert 'class="tilt-bench-of"' in part.content
    held = book().run(tilt.slug).verdicts[0]
    assert with_error(held.credence, held.error) in words(parts["deep run"].content)
    assert with_error(held.credence, held.error) in words(parts["exceedance"].content)
    assert parts["exceedance"].content.count("<svg") == 2
    assert book().record.scenarios["author"].title in words(parts["compare"].content)


def test_the_books_table_cut_off_says_how_many_models_are_left():
    text = words(page.refit_until("2024-12-31").content)
    told = re.search(r"with the (\d+) of its (\d+) models", text)
    assert told
    assert 0 < int(told[1]) < int(told[2])
