"""Real Chromium computes what Python does, with the site's files; tests/test_parity.py has many more scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.parity import HERE, cases, compare, work
from tilt.book import book
from tilt.claims import all_claims, claim
from tilt.explorer.payload import write_assets

SCENARIOS = 24

RUN = """
async (slug) => {
  const { createEngine } = await import("/engine/engine.js");
  const { pictureRows } = await import("/explorer/pictures-data.js");
  const { answers } = await import("/parity.js");
  const { default: claim } = await import(`/claims/${slug}.js`);
  const { payload, cases } = await (await fetch(`/${slug}.json`)).json();
  return JSON.stringify(answers({ createEngine, pictureRows }, claim, payload, cases));
}
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and folder of a server that holds the site's modules."""
    folder = tmp_path_factory.mktemp("modules")
    write_assets(folder, book())
    (folder / "index.html").write_text("<!doctype html><title>parity</title>")
    (folder / "parity.js").write_text((HERE / "parity.js").read_text())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", folder
    server.shutdown()


@pytest.mark.parametrize("slug", [c.slug for c in all_claims()])
def test_both_engines_agree(browser: Any, modules: tuple[str, Path], slug: str) -> None:
    address, folder = modules
    chosen, record = claim(slug), book().record
    # Spread over the list: it begins with inputs alone in corners and ends with sliders anywhere.
    todo = cases(chosen, record, 12 * SCENARIOS, seed=24)[::12]
    (folder / f"{slug}.json").write_text(work(chosen, record, todo))
    page = browser.new_page()
    try:
        page.goto(address)
        # As text: Playwright takes longer over a large answer, value by value, than the engine does to find it.
        answers = json.loads(page.evaluate(RUN, slug))
    finally:
        page.close()
    compare(chosen, record, todo, answers)
