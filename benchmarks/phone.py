"""On a slow phone: when a page's sliders stand, when they compute, and a drag with a processor a quarter as fast."""

from __future__ import annotations

import gzip
import io
import threading
from functools import partial
from pathlib import Path
from typing import BinaryIO

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from benchmarks.browser import DRAG
from benchmarks.result import Result
from tilt.claims import all_claims
from tools.serve import Handler, Server

SLOWED = 4
LINE = {"offline": False, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "latency": 40}
"""1.6 Mbit/s, and a round trip of 40 ms: of a mobile network in use, not of Lighthouse's worst."""

SCREEN: ViewportSize = {"width": 390, "height": 844}
PAGES = ("index", "task-horizons", "differential")

# From the navigation's start: sliders stand once the instrument is alive, and compute once the engine is there.
WATCH = """
new MutationObserver(() => {
  const seen = (name, there) => there && !performance.getEntriesByName(name).length && performance.mark(name);
  seen("bench:stand", document.querySelector(".ti-live"));
  seen("bench:compute", document.querySelector(".tx-live") ?? document.querySelector("[data-alone] .ti-live"));
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
"""
ARRIVED = "() => ['bench:stand', 'bench:compute'].map((name) => performance.getEntriesByName(name)[0]?.startTime)"


class Compressed(Handler):
    """Serve files as a web server does: compressed where that makes them smaller."""

    def send_head(self) -> BinaryIO | None:
        """Answer with a text file compressed, with any other as it is."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".js", ".css", ".svg", ".json"} or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def measure(browser: Browser, site: Path, runs: int) -> list[Result]:
    """Arrivals on an empty cache, and drags, of a phone: `runs` of each at most ten."""
    server = Server(("127.0.0.1", 0), partial(Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        found = [result for name in PAGES for result in _arrivals(browser, f"{address}/book/{name}.html", name, runs)]
        return found + [_drag(browser, f"{address}/book/{c.slug}.html", c.slug, runs) for c in all_claims()]
    finally:
        server.shutdown()


def _arrivals(browser: Browser, address: str, name: str, runs: int) -> list[Result]:
    times: list[tuple[float, float]] = []
    for _ in range(min(runs, 10)):
        context, page = _slow(browser)
        page.add_init_script(WATCH)
        page.goto(address)
        page.wait_for_function(f"({ARRIVED})()[1] !== undefined")
        stand, compute = page.evaluate(ARRIVED)
        times.append((stand, compute))
        context.close()
    stands, computes = zip(*times, strict=True)
    return [
        Result(f"phone-stand-{name}", f"slow phone, {name}: sliders stand", "ms", stands, aim=1500),
        Result(f"phone-compute-{name}", f"slow phone, {name}: sliders compute", "ms", computes),
    ]


def _drag(browser: Browser, address: str, name: str, runs: int) -> Result:
    context, page = _slow(browser, slowed=1)
    page.goto(address)
    page.wait_for_selector(".tx-live")
    page.evaluate("document.querySelector('tilt-explorer').scrollIntoView()")
    page.wait_for_timeout(2000)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.evaluate(DRAG, [10])
    drag: dict[str, list[float]] = page.evaluate(DRAG, [max(40, runs)])
    context.close()
    what = f"{name} on a processor slowed {SLOWED} times: slider event to everything redrawn, script time"
    return Result(f"phone-drag-{name}", what, "ms", tuple(drag["work"]), aim=33, judged="p95")


def _slow(browser: Browser, slowed: int = SLOWED) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=SCREEN, device_scale_factor=3, is_mobile=True, has_touch=True)
    page = context.new_page()
    told = context.new_cdp_session(page)
    if slowed > 1:
        told.send("Network.enable")
        told.send("Network.emulateNetworkConditions", LINE)
        told.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    return context, page
