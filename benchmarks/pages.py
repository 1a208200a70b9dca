"""Readers in a browser: real pages, all opened at once in one Chromium, each in a context that knows of no other."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, Request, WebSocket

from benchmarks.arriving import Reader
from benchmarks.lines import PATIENCE

# The page says itself when its sliders work and when Python's answer stands: whoever drives it may be late to look.
WATCH = """
const wanted = [["bench:live", ".tx-live"], ["bench:answer", ".tilt-python table"]];
new MutationObserver(() => {
  for (const [name, selector] of wanted) {
    if (performance.getEntriesByName(name).length || !document.querySelector(selector)) continue;
    performance.mark(name);
  }
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] });
"""
PRESS = "(run, at) => { setTimeout(() => run.click(), Math.max(0, 1000 * at - Date.now())) }"
AT = "(name) => (performance.timeOrigin + performance.getEntriesByName(name)[0].startTime) / 1000"


class Opened:
    """A reader's page in a browser."""

    def __init__(self, reader: Reader, context: BrowserContext, page: Page) -> None:
        self.reader, self.context, self.page = reader, context, page
        self.files: list[str] = []
        self.verdicts: list[dict[str, Any]] | None = None
        page.on("request", self._asked)
        page.on("websocket", self._line)

    async def live(self, address: str, began: float) -> float:
        """Open the page of the app at `address`: seconds from the time `began` until its sliders work."""
        await self.page.goto(f"{address}/{self.reader.page}", wait_until="commit", timeout=1000 * PATIENCE)
        await self.page.wait_for_selector(".tx-live", timeout=1000 * PATIENCE)
        return await self._at("bench:live") - began

    async def unfold(self) -> None:
        """Open the panel of Python, once all that the page fetches by itself is there."""
        await self.page.wait_for_load_state("networkidle", timeout=1000 * PATIENCE)
        await self.page.locator(".tilt-python summary").click(timeout=1000 * PATIENCE)

    async def answered(self, began: float) -> float:
        """Have Run pressed at the time `began`: seconds from then until Python's answer stands in the page."""
        await self.page.get_by_role("button", name="Run", exact=True).evaluate(PRESS, began, timeout=1000 * PATIENCE)
        await self.page.locator(".tilt-python table").wait_for(timeout=1000 * PATIENCE)
        return await self._at("bench:answer") - began

    async def _at(self, mark: str) -> float:
        at: float = await self.page.evaluate(AT, mark)
        return at

    def _asked(self, request: Request) -> None:
        url = urlsplit(request.url)
        path = f"{url.path}?{url.query}" if url.query else url.path
        if url.scheme == "http" and request.method == "GET" and path not in self.files:
            self.files.append(path)

    def _line(self, line: WebSocket) -> None:
        line.on("framereceived", self._heard)

    def _heard(self, text: str | bytes) -> None:
        if found := json.loads(text).get("result"):
            self.verdicts = found["verdicts"]


async def open_pages(browser: Browser, readers: Sequence[Reader]) -> list[Opened]:
    """An empty page for each reader."""
    opened = []
    for reader in readers:
        context = await browser.new_context()
        await context.add_init_script(WATCH)
        opened.append(Opened(reader, context, await context.new_page()))
    return opened


async def sliders(address: str, opened: Sequence[Opened]) -> list[float | BaseException]:
    """Each reader's seconds from the moment at which all ask for their page until its sliders work, or what failed."""
    began = time.time()
    return await asyncio.gather(*(o.live(address, began) for o in opened), return_exceptions=True)


async def unfold(opened: Sequence[Opened]) -> None:
    """Open every panel of Python; one that does not open is a fault when its answer is waited for."""
    await asyncio.gather(*(o.unfold() for o in opened), return_exceptions=True)


async def answers(opened: Sequence[Opened]) -> list[float | BaseException]:
    """Each reader's seconds from the moment at which all press Run until Python's answer stands, or what failed."""
    began = time.time() + 0.1 * len(opened)  # time enough to tell all of them
    return await asyncio.gather(*(o.answered(began) for o in opened), return_exceptions=True)
