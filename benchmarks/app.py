"""The app: sliders of every page's explorer, Python's first answer, memory, and what a first visit takes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.resources import family, pss
from benchmarks.result import Result
from tests.running_app import RunningApp, run_app
from tilt.claims import all_claims
from tilt.paths import root

LIVE = ".tx-live"


def measure(browser: Browser, site: Path, runs: int) -> list[Result]:
    """All of it on one server, cold at first."""
    with run_app(root(), os.environ, site) as app:
        page = browser.new_page()
        found = [_first_visit(browser, app)]
        found += [_sliders(page, app, c.slug, runs) for c in all_claims()]
        answers = [_answer(browser, app) for _ in range(runs)]
        found.append(Result("app-panel", "Run pressed until Python's first answer, 131,072 draws", "s", tuple(answers),
                            aim=2, judged="p95"))  # fmt: skip
        app.wait_for_readers(0, 30)
        rest = pss(family(app.pid))
        found.append(Result("app-rest", "memory at rest: server and warm process, PSS", "MiB", (rest,)))
        found.append(_reader(page, app))
        page.close()
        return found


def _sliders(page: Page, app: RunningApp, slug: str, runs: int) -> Result:
    times = []
    for _ in range(runs):
        page.goto("about:blank")
        began = time.perf_counter()
        page.goto(f"{app.address}/book/{slug}.html", wait_until="commit")
        page.wait_for_selector(LIVE)
        times.append(time.perf_counter() - began)
    return Result(f"app-{slug}", f"{slug}: asked for until its sliders work", "s", tuple(times), aim=1, judged="p95")


def _answer(browser: Browser, app: RunningApp) -> float:
    page = browser.new_page()
    page.goto(f"{app.address}/book/task-horizons.html")
    page.wait_for_selector(LIVE)
    page.locator(".tilt-python summary").click()
    began = time.perf_counter()
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".tilt-python table").wait_for()
    took = time.perf_counter() - began
    page.close()
    return took


def _reader(page: Page, app: RunningApp) -> Result:
    """A reader's process after a run of a million draws of the largest claim."""
    page.goto(f"{app.address}/book/differential.html")
    page.wait_for_selector(LIVE)
    page.locator(".tilt-python summary").click()
    page.locator(".tilt-python select").select_option(str(2**20))
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".tilt-python table").wait_for(timeout=120_000)
    return Result("app-reader", "memory of a reader's process after 2^20 draws of claim 6, PSS", "MiB",
                  (pss(app.readers()),), aim=100)  # fmt: skip


def _first_visit(browser: Browser, app: RunningApp) -> Result:
    context = browser.new_context()
    page = context.new_page()
    line = context.new_cdp_session(page)
    sizes: list[float] = []
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(f"{app.address}/book/task-horizons.html", wait_until="networkidle")
    page.wait_for_timeout(2000)
    context.close()
    return Result("app-first-visit", "first visit to a chapter, as sent", "kB", (sum(sizes) / 1000,), aim=1000)
