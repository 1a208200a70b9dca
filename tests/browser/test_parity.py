"""Python's engine and the browser's agree to nine digits on every output, in Chromium, on 300 scenarios a claim."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from tests.strategies import random_scenarios
from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.engine.compile import numpy_fan
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import Correlation, Record
from tilt.engine.run import Run
from tilt.engine.verdict import QUANTILES
from tilt.explorer.payload import payload, to_json, write_assets
from tilt.explorer.rows import distribution_rows

SCENARIOS = 300
TOLERANCE = 1e-9
SENSITIVITY_DRAWS = 512

RUN = """
async ([slug, scenarios, page, few, every]) => {
  const { createEngine } = await import("/engine/engine.js");
  const { pictureRows } = await import("/explorer/pictures-data.js");
  const claim = await import(`/claims/${slug}.js`);
  const payload = await (await fetch(`/${slug}.json`)).json();
  const full = createEngine(payload, claim, page);
  const small = createEngine(payload, claim, few);
  const distributions = payload.pictures.filter((p) => p.kind === "distribution");
  return JSON.stringify(scenarios.map((changes, k) => {
    for (const engine of [full, small]) {
      engine.reset();
      for (const [id, ends] of Object.entries(changes)) engine.set(id, ends);
    }
    return {
      verdicts: full.verdicts(),
      fans: payload.fans.map((f) => full.fan(f.id)),
      splits: payload.splits.map((s) => full.split(s.finding)),
      swings: k % every ? [] : payload.findings.map((f) => small.swings(f.id)),
      flips: k % every ? [] : payload.findings.map((f) => small.flips(f.id)),
      bins: distributions.map((p) => pictureRows(p, payload, full).bins),
    };
  }));
}
"""


def every(slug: str) -> int:
    """Of how many scenarios one has its swings and flips compared: claims with dozens of inputs have that many more."""
    return 20 if len(claim(slug).inputs) < 20 else 50


def step(grid: Sequence[float]) -> int:
    """Every how many-th place of a fan's grid is compared: six or more of it, its first among them."""
    return max(1, len(grid) // 6)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """Address and folder of a server that holds the site's modules."""
    folder = tmp_path_factory.mktemp("modules")
    write_assets(folder, book())
    (folder / "index.html").write_text("<!doctype html><title>parity</title>")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()


def in_browser(browser: Any, modules: tuple[str, Any], slug: str, record: Record, scenarios: list[Any]) -> list[Any]:
    address, folder = modules
    data = payload(Run(claim(slug), record))
    for fan in data["fans"]:  # the browser works out the places that are compared
        every_nth = slice(None, None, step(fan["times"]))
        fan["times"], fan["labels"] = fan["times"][every_nth], fan["labels"][every_nth]
    (folder / f"{slug}.json").write_text(to_json(data))
    page = browser.new_page()
    try:
        page.goto(address)
        plain = [{id: [i.low, i.high] for id, i in s.items()} for s in scenarios]
        # As text: Playwright takes longer over a large answer, value by value, than the engine does to find it.
        text = page.evaluate(RUN, [slug, plain, PAGE_DRAWS, SENSITIVITY_DRAWS, every(slug)])
        found: list[Any] = json.loads(text)
        return found
    finally:
        page.close()


def close(ours: Any, theirs: Any, what: str) -> None:
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    assert a.shape == b.shape, what
    # A quantile near zero is a difference of larger numbers: the tolerance is relative to the array's size there.
    scale = np.maximum(np.abs(a), 1e-3 * max(1.0, float(np.abs(a).max(initial=0))))
    assert (np.abs(a - b) <= TOLERANCE * scale).all(), f"{what}: {np.abs((a - b) / scale).max():.2e}"


def compare(slug: str, record: Record, scenarios: list[Any], results: list[Any]) -> None:
    chosen = claim(slug)
    one_draw = 1.000001 / PAGE_DRAWS
    for number, (moved, theirs) in enumerate(zip(scenarios, results, strict=True)):
        run = Run(chosen, record, moved)
        x = run.values
        for ours, v in zip(run.verdicts, theirs["verdicts"], strict=True):
            where = f"scenario {number}, {ours.finding}"
            assert abs(ours.credence - v["credence"]) <= one_draw, where
            assert ours.error == pytest.approx(v["error"], rel=1e-6, abs=one_draw), where
            assert ours.word == v["word"], where
            close(ours.quantiles, v["quantiles"], f"{where} quantiles")
        for k, (fan, rows) in enumerate(zip(chosen.fans, theirs["fans"], strict=True)):
            times = fan.times(record.edition.year)
            grid = times[:: step(times)]
            assert len(rows) == len(grid) * len(fan.series)
            for at, place in enumerate(grid):
                for s, values in enumerate(numpy_fan(chosen, k)(*x, place)):
                    row = rows[at * len(fan.series) + s]
                    ours_q = np.quantile(np.broadcast_to(values, PAGE_DRAWS), QUANTILES)
                    close(ours_q, [row[q] for q in ("q05", "q25", "q50", "q75", "q95")], f"scenario {number}, {fan.id}")
        means = run.splits
        for split, parts in zip(chosen.splits, theirs["splits"], strict=True):
            assert [p["id"] for p in parts] == [*(p.id for p in split.parts), *split.players]
            close([means[p["id"]] for p in parts], [p["mean"] for p in parts], f"scenario {number}, split")
        for f, effect, bins in zip(chosen.findings, run.effects, theirs["bins"], strict=True):
            ours_bins = distribution_rows(f, effect)["bins"]
            close([b["share"] for b in ours_bins], [b["share"] for b in bins], f"scenario {number}, bins of {f.id}")


def compare_swings(slug: str, record: Record, scenarios: list[Any], results: list[Any]) -> None:
    chosen = claim(slug)
    one_draw = 1.000001 / SENSITIVITY_DRAWS
    for number, (moved, theirs) in enumerate(zip(scenarios, results, strict=True)):
        run = Run(chosen, record, moved, SENSITIVITY_DRAWS)
        for k, f in enumerate(chosen.findings):
            by_id = {s["id"]: s for s in theirs["swings"][k]}
            for s in run.swings(f.id):
                where = f"scenario {number}, {f.id}, {s.id}"
                assert abs(s.at_low - by_id[s.id]["atLow"]) <= one_draw, where
                assert abs(s.at_high - by_id[s.id]["atHigh"]) <= one_draw, where
                flip = theirs["flips"][k][s.id]
                assert (s.flip is None) == (flip is None), where
                if s.flip is not None:
                    assert s.flip == pytest.approx(flip, rel=TOLERANCE), where


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_both_engines_agree(browser: Any, modules: tuple[str, Any], slug: str) -> None:
    record = book().record
    scenarios = random_scenarios(record, claim(slug).inputs, SCENARIOS, seed=20261101)
    results = in_browser(browser, modules, slug, record, scenarios)
    compare(slug, record, scenarios, results)
    # Bisection is slow in Python, so swings and flips are held to a subset that still holds every corner.
    compare_swings(slug, record, scenarios[:: every(slug)], results[:: every(slug)])


def test_both_engines_agree_on_correlated_inputs(browser: Any, modules: tuple[str, Any]) -> None:
    record = book().record
    more = (
        Correlation(("safety_transfer", "capability_transfer"), 0.8, "test"),
        Correlation(("safety_transfer", "proxy_fooled"), -0.5, "test"),
    )
    mixed = replace(record, correlations=(*record.correlations, *more))
    scenarios = random_scenarios(mixed, claim("task-horizons").inputs, 12, seed=3)
    compare("task-horizons", mixed, scenarios, in_browser(browser, modules, "task-horizons", mixed, scenarios))
    plain = Run(claim("task-horizons"), record).effects
    tied = Run(claim("task-horizons"), mixed).effects
    assert not np.allclose(plain[0], tied[0]), "the correlation changed nothing: the test would not see it fail"
