"""`make load`: so many readers at the app at once, all on this machine: what each waits for, and whose answer it is."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import psutil
from playwright.async_api import Browser, async_playwright
from rich.console import Console

from benchmarks import pages
from benchmarks.arriving import DRAWS, Reader, arriving
from benchmarks.judged import GONE, PANEL, SLIDERS, Load
from benchmarks.lines import Line, fetch, queued
from benchmarks.resources import Highest, family, work
from benchmarks.result import Result, table
from tests.running_app import RunningApp, awaited, run_tilt_app
from tilt.app.state import state_of
from tilt.paths import root
from tools.chromium import find_chromium, flags

READERS, MOST = 20, 60
LATE = 3
"""Readers who come when all places are taken."""

TIME = 600.0
"""Seconds after which the whole test is given up."""

AMONG = 6
"""Real pages that are opened one at a time, each while all other readers fetch theirs without a browser."""


def measure(site: Path, readers: int = READERS, address: str = "127.0.0.1") -> Load:
    """Start the app with room for `readers` at a loopback `address`, and let as many arrive.

    Args:
        site: The folder of the built book.
        readers: From 2 to MOST.
        address: An IP address of this machine alone.

    Raises:
        ValueError: So many readers, or that address, are not for this test.
    """
    if not 2 <= readers <= MOST:
        raise ValueError(f"{readers} readers cannot come: 2 to {MOST} can")
    if not ip_address(address).is_loopback:
        raise ValueError(f"{address} is not this machine's alone: the test keeps to loopback addresses")
    load = Load(readers)
    with run_tilt_app(site, "--address", address, "--readers", str(readers)) as app:
        try:
            awaited(asyncio.wait_for(_story(load, app, site), TIME))
        except (TimeoutError, OSError) as failed:
            load.faults.append(f"Given up, after {TIME:.0f} s at the latest: {failed!r}")
        if (ended := app.process.poll()) is not None:
            said = app.process.stderr.read() if app.process.stderr else ""
            load.faults.append(f"The app has ended by itself ({ended}): {said}")
    return load


async def _story(load: Load, app: RunningApp, site: Path) -> None:
    everybody = arriving(load.readers + LATE)
    state = state_of(site / "book" / f"{everybody[0].claim}.html") or ""
    first = Line(everybody[0])
    await first.served(app.address, state, 0)  # from here on Python is ready, as it is in an app that has been up
    first.leave()
    await asyncio.to_thread(app.wait_for_readers, 0, GONE)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=find_chromium(whole=True), args=flags())
        visits = await _pages(load, app, browser, everybody[: load.readers])
        await _files(load, app, browser, everybody, visits)
        await browser.close()
    await _lines(load, app, state, everybody)


async def _pages(load: Load, app: RunningApp, browser: Browser, readers: Sequence[Reader]) -> list[list[str]]:
    """All in real pages; returns what each fetched on its visit."""
    opened = await pages.open_pages(browser, readers)
    apps, server = family(app.pid), [psutil.Process(app.pid)]

    def spent() -> tuple[float, float]:
        return work(server), work(set(psutil.Process().children(recursive=True)).difference(apps))

    before = spent()
    waits = await pages.sliders(app.address, opened)
    served, drawn = (after - b for after, b in zip(spent(), before, strict=True))
    # Where drawing so many pages keeps every core busy for longer than that, no server's page could be in time.
    aim = SLIDERS if drawn < SLIDERS * (os.cpu_count() or 1) else None
    load.waited("sliders", "real pages in one Chromium, until their sliders work", waits, aim)
    load.add("sliders-browser", "of that, processor time of Chromium for all", "s", drawn)
    load.add("sliders-server", "of that, processor time of the server for all", "s", served)
    live = [o for o, wait in zip(opened, waits, strict=True) if not isinstance(wait, BaseException)]
    await pages.unfold(live)
    before = spent()
    pressed = await pages.answers(live)
    load.waited("panel", f"Run pressed in real pages, until Python's answer, {DRAWS:,} draws", pressed, PANEL)
    load.add("panel-browser", "of that, processor time of Chromium for all", "s", spent()[1] - before[1])
    for one in opened:
        await one.context.close()
    await load.gone("pages", "pages", app)
    await load.judge({o.reader: o.verdicts for o in live if o.verdicts})
    return [o.files for o in live]


async def _files(load: Load, app: RunningApp, browser: Browser, readers: Sequence[Reader],
                 visits: Sequence[Sequence[str]]) -> None:  # fmt: skip
    """What the app has to do for so many first visits, without the work of so many browsers on the same cores."""
    ends, size = await asyncio.to_thread(fetch, app.address, visits)
    load.add("files", f"the {size:.0f} kB of a first visit fetched without a browser, until the last byte", "s", *ends,
             aim=SLIDERS)  # fmt: skip
    waits: list[float | BaseException] = []
    for reader in readers[:AMONG]:
        (page,) = await pages.open_pages(browser, [reader])
        others = asyncio.create_task(asyncio.to_thread(fetch, app.address, visits[1:]))
        waits += await pages.sliders(app.address, [page])
        await others
        await page.context.close()
    load.waited("among", "one in a real page and the others without, until its sliders work", waits, SLIDERS)


async def _lines(load: Load, app: RunningApp, state: str, everybody: Sequence[Reader]) -> None:
    """Lines without a browser; then readers for whom there is no room, who are served as others leave."""
    lines = [Line(reader) for reader in everybody]
    early, late = lines[: load.readers], lines[load.readers :]
    with Highest(app.pid) as memory:
        began = time.perf_counter()
        waits = await asyncio.gather(*(o.served(app.address, state, began) for o in early), return_exceptions=True)
        load.waited("lines", f"lines without a browser, until Python's answer, {DRAWS:,} draws", waits, PANEL)
        load.add("lines-work", "of that, processor time of readers' processes", "s", work(app.readers()))
    load.add("memory", "the whole app at its highest, PSS", "MiB", memory.most)
    load.add("memory-reader", "of that, each reader", "MiB", (memory.most - memory.rest) / load.readers)
    for line in late:  # one after another, so that their order is known
        await line.ask(app.address, state)
        await asyncio.wait_for(line.told.wait(), PANEL)
    freed: list[float | BaseException] = []
    for leaver, line in zip(early, late, strict=False):
        leaver.leave()
        freed += await asyncio.gather(line.answered(time.perf_counter()), return_exceptions=True)
    load.waited("late", "who found no room, from a place given up until their answer", freed, PANEL)
    for before, line in enumerate(late[: len(freed)]):
        load.faults += queued(line.waits, before, load.readers)
    for line in lines:
        line.leave()
    await load.gone("lines", "lines", app)
    answers = [(o.reader, o.answer) for o in lines if o.answer.done() and not o.answer.exception()]
    await load.judge({reader: answer.result() for reader, answer in answers})


def figures(site: Path) -> list[Result]:
    """What `measure` finds for READERS. Raises RuntimeError with what must not be."""
    load = measure(site)
    if load.faults:
        raise RuntimeError("\n".join(load.faults))
    return load.results


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print: 0, or 1 where somebody was not served or not with their own answer; 2 for a wrong option."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description="Readers at the app, all at once.")
    parser.add_argument("--readers", type=int, default=READERS, help=f"2 to {MOST} (default: {READERS})")
    parser.add_argument("--address", default="127.0.0.1", help="loopback address to listen at (default: 127.0.0.1)")
    parser.add_argument("--site", type=Path, default=root() / "_build" / "html", help="folder of the built book")
    options = parser.parse_args(arguments)
    try:
        load = measure(options.site, options.readers, options.address)
    except ValueError as refused:
        parser.error(str(refused))
    print(f"{load.readers} readers at once, on one machine with {os.cpu_count()} cores:")
    rows = [r.as_json() for r in load.results]
    Console(soft_wrap=True).print(table({**r, "what": r["what"].partition(": ")[2]} for r in rows))
    for fault in load.faults:
        print(fault, file=sys.stderr)
    print("Not as it should be: see above." if load.faults else "All were served, each with their own answer.")
    return 1 if load.faults else 0


if __name__ == "__main__":
    sys.exit(main())
