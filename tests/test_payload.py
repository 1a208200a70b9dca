"""What the page is given: small, safe, complete, and the same model as Python's."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from tilt.book import book
from tilt.charts.vega import LIBRARY
from tilt.claims import all_claims, claim
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Record
from tilt.engine.javascript import javascript
from tilt.engine.run import Run
from tilt.explorer.payload import VERSION, _picture, _pictures, payload, to_json, write_assets
from tilt.explorer.rows import BINS, KINDS, distribution_rows
from tilt.paths import WEB
from tools.javascript import node

SLUG = "task-horizons"


@pytest.fixture(scope="module")
def data():
    return payload(book().run(SLUG))


def test_the_shipped_generator_stays_under_32_kilobytes(data):
    modules = sum(len((WEB / f"{name}.js").read_bytes()) for name in ("engine/draws", "engine/numbers"))
    assert modules + len(json.dumps(data["columns"])) < 32_000
    assert data["draws"]["page"] == PAGE_DRAWS


def test_the_payload_is_safe_inside_a_script_element(data):
    text = to_json({**data, "title": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["title"].startswith("</script>")


def test_no_number_of_the_payload_is_infinite(data):
    assert "NaN" not in to_json(data)
    assert "Infinity" not in to_json(data)


def test_every_input_has_its_row_column_and_group(data):
    ids = [a["id"] for a in data["assumptions"]]
    assert ids == data["inputs"] == list(claim(SLUG).inputs)
    for a in data["assumptions"]:
        assert a["group"] in data["groups"]
        assert all(str(column) in data["columns"] for column, _ in a["mix"])
        mixes = [m["mix"] for m in a.get("mixes", ())]
        assert all(str(column) in data["columns"] for mix in mixes for column, _ in mix)
        if a["scale"] == "choice":
            assert sum(a["interval"]) == pytest.approx(1)
            continue
        assert a["bounds"][0] <= a["interval"][0] <= a["interval"][1] <= a["bounds"][1]
        assert a["reason"]
    assert sum(data["counts"].values()) == len(ids)


def test_pictures_name_datasets_their_specs_have(data):
    for picture in data["pictures"]:
        names = {d["name"] for d in picture["spec"]["data"]}
        assert picture["datasets"]
        assert set(picture["datasets"]) <= names
        assert picture["svg"].startswith("<svg")
        assert "var(--tilt-" in picture["svg"]


FUNCTIONS = {"log", "exp", "sinh", "sqrt", "pow", "min", "max", "PI", "abs", "LN2"}


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_compiled_modules_only_compute(slug):
    text = re.sub(r'"[^"\\]*"', '""', javascript(claim(slug)))  # a finding's id is a word like any other
    assert not re.search(r"\b(import|eval|Function|fetch|document|window|globalThis)\b", text)
    assert set(re.findall(r"Math\.(\w+)", text)) <= FUNCTIONS


def test_assets_are_written_whole(tmp_path):
    write_assets(tmp_path, book())
    modules = (
        "joined/site.js",
        "joined/element.js",
        "explorer/explorer.js",
        "engine/engine.js",
        "vega.js",
        f"claims/{SLUG}.js",
    )
    for name in (*modules, "book.css", "explorer.css", "evidence.css"):
        assert (tmp_path / name).stat().st_size > 100, name
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".test.js") or path.name == "types.js"]
    addresses = {
        found
        for path in tmp_path.rglob("*")
        if path.suffix in {".js", ".css"} and path.name != "vega.js"
        for found in re.findall(r"https?://[^\s\"')]+", path.read_text())
    }
    # A page opened from a file names the address at which a server of one’s own would have it.
    assert addresses <= {"http://www.w3.org/2000/svg", "http://localhost:8000."}


@given(
    st.lists(st.floats(-120, 120), min_size=1, max_size=40),
    st.sampled_from([0.0, 6.0]),
)
def test_a_histogram_holds_every_draw_in_few_bins(values, threshold):
    effect = np.resize(np.array(values), 64)
    finding = replace(claim(SLUG).headline, threshold=threshold)
    bins = distribution_rows(finding, effect)["bins"]
    assert 1 <= len(bins) <= BINS + 3
    assert sum(b["share"] for b in bins) == pytest.approx(1)
    above = sum(b["share"] for b in bins if b["above"])
    assert above == pytest.approx(np.mean(effect > threshold), abs=1e-6 + np.mean(np.abs(effect - threshold) < 1e-6))
    assert any(b["x0"] <= threshold <= b["x1"] + 1e-9 for b in bins)


def test_the_pages_vega_draws_every_chart_as_the_whole_one_does(monkeypatch):
    # Under Node, from the specifications as the page gets them: what the bundle leaves out is missed here, by name.
    specs: list[dict] = []

    def kept(spec):
        specs.append(spec | {"width": 400})
        return ""

    monkeypatch.setattr("tilt.explorer.payload.drawn", kept)
    for c in all_claims():
        for picture in _pictures(c):
            _picture(picture, book().run(c.slug))
    script = Path(__file__).parent / "vega_in_node.js"
    done = subprocess.run(node(script, LIBRARY), input=json.dumps(specs), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-600:]
    for spec, svg in zip(specs, json.loads(done.stdout), strict=True):
        whole = vl_convert.vega_to_svg(spec)
        for shape in ("<path", "<g "):
            assert svg.count(shape) == whole.count(shape) > 0, spec["description"]
        said, whole_said = (re.findall(r">([^<]+)</text>", text) for text in (svg, whole))
        # Node guesses widths, so it may cut a long label shorter, or drop one that another one touches.
        assert abs(len(said) - len(whole_said)) <= 2


def test_one_payload_draws_once_and_makes_each_pictures_rows_once(monkeypatch):
    draws, rows, values = [], [], Record.values

    def counted_values(*given):
        draws.append(given)
        return values(*given)

    def counting(moving):
        def counted(picture, run):
            rows.append(picture.id)
            return moving(picture, run)

        return counted

    monkeypatch.setattr(Record, "values", counted_values)
    for name, kind in KINDS.items():
        monkeypatch.setitem(KINDS, name, replace(kind, moving=counting(kind.moving)))
    made = payload(Run(claim(SLUG), book().record))
    hung = book().record.assumptions["like_for_like"].options  # held at each option, what hangs on it is drawn anew
    assert len(draws) == 1 + len(hung)
    assert sorted(rows) == sorted(p["id"] for p in made["pictures"])


def test_links_are_of_the_payloads_version():
    text = (WEB / "scenario.js").read_text()
    assert f"export const VERSION = {VERSION};" in text
