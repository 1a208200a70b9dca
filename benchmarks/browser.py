"""In Chromium: slider to redraw on the built chapter, the engine's update, and Squiggle on the same model."""

from __future__ import annotations

import gzip
import math
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response

from benchmarks.result import Result
from tilt.book import book
from tilt.claims import all_claims
from tilt.paths import root
from tools.serve import open_server

SLUG = "task-horizons"
CHAPTER = f"book/{SLUG}.html"
SQUIGGLE = root() / "benchmarks" / "squiggle"

# One movement: each event follows as soon as the last is redrawn, as a drag's do. The explorer marks the end of each
# redraw once its charts have drawn, with the script time the frame took; handling the event comes on top.
DRAG = """
async ([count]) => {
  const sliders = [...document.querySelectorAll("tilt-explorer .tx-row:not(.tx-switched) input[type=range]")];
  const work = [];
  const whole = [];
  let redrawn;
  const watcher = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "tilt:redraw") redrawn?.(entry);
  });
  watcher.observe({ entryTypes: ["measure"] });
  for (let k = 0; k < count; k++) {
    const slider = sliders[k % sliders.length];
    const middle = (Number(slider.min) + Number(slider.max)) / 2;
    // A new value each time, well inside the track.
    slider.value = String(middle + (Number(slider.max) - Number(slider.min)) * 0.2 * Math.sin(k));
    const done = new Promise((resolve) => (redrawn = resolve));
    const begun = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const handled = performance.now() - begun;
    // A handle held back by its partner, or by a bound, moves nothing and so redraws nothing: it is not counted.
    const entry = await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 400))]);
    if (!entry) continue;
    const { startTime, duration, detail } = entry;
    work.push(handled + detail);
    whole.push(startTime + duration - begun);
  }
  watcher.disconnect();
  if (work.length < count / 2) throw new Error(`only ${work.length} of ${count} movements were redrawn`);
  return { work, whole };
}
"""

UPDATE = """
async ([slug, runs]) => {
  const { createEngine } = await import("/_tilt/engine/engine.js");
  const { default: claim } = await import(`/_tilt/claims/${slug}.js`);
  const { completed } = await import("/_tilt/explorer/completed.js");
  const { default: whole } = await import("/_tilt/whole.js");
  const payload = completed(JSON.parse(document.querySelector("script.tilt-payload").textContent), whole);
  const engine = createEngine(payload, claim);
  const times = [];
  for (let k = 0; k < runs + 20; k++) {
    const begun = performance.now();
    // Every input is drawn again, as Squiggle draws every input.
    for (const a of payload.assumptions) engine.set(a.id, a.interval);
    engine.verdicts();
    times.push(performance.now() - begun);
  }
  return { times: times.slice(20), credence: engine.verdicts()[0].credence };
}
"""

SQUIGGLE_RUN = """
async ([program, runs]) => {
  const times = [];
  let sum = 0;
  for (let k = 0; k < runs + 2; k++) {
    const begun = performance.now();
    const found = await globalThis.runSquiggle(program, 4096, `seed ${k}`);
    times.push(performance.now() - begun);
    sum += found[0];
  }
  return { times: times.slice(2), credence: sum / (runs + 2) };
}
"""


def program() -> str:
    """The lead of task-horizons in Squiggle, from the same intervals and the same choice of what is gamed more.

    The trend is the first: it moves how long the lead is, not whose it is.
    """
    assumptions = book().record.assumptions
    intervals = {id: a.interval for id, a in assumptions.items()}
    weights = assumptions["gamed_where"].weights
    assert weights is not None

    def ends(name: str) -> str:
        return f"{intervals[name].low!r}, {intervals[name].high!r}"

    def spread(name: str) -> str:
        return f"SampleSet.fromDist({intervals[name].low!r} to {intervals[name].high!r})"

    return f"""
fraction(low, high) = {{
  link(p) = log(p / (1 - p))
  x = SampleSet.fromDist(normal({{ p5: link(low), p95: link(high) }}))
  1 / (1 + exp(-x))
}}
atLeast(x, floor) = SampleSet.map(x, {{|v| max([v, floor])}})
doubling = {spread("doubling_months")}
ratio = {spread("length_ratio")}
slope = {spread("success_slope")}
safetyTransfer = fraction({ends("safety_transfer")})
capabilityTransfer = fraction({ends("capability_transfer")})
proxies = atLeast({spread("proxies")}, 1)
overlap = fraction({ends("proxy_overlap")})
common = fraction({ends("gamed_common")})
rare = fraction({ends("gamed_rare")})
scorerSeen = SampleSet.fromDist(bernoulli({weights.shares[1]!r}))
fooled = common + scorerSeen * (rare - common)
capabilityFooled = rare + scorerSeen * (common - rare)
target = {intervals["usable_target"].low!r}
width(spread) = ((spread * 3 ^ 0.5 / {math.pi!r}) ^ 2 + (log(2) / slope) ^ 2) ^ 0.5
needed(validity, w) = w * log(target / atLeast(validity - target, 1e-300))
safety = needed(1 - fooled ^ (1 + (proxies - 1) * (1 - overlap)), width({spread("safety_spread")}))
capability = needed(1 - capabilityFooled, width({spread("capability_spread")}))
gap = log(ratio) + log(safetyTransfer) - log(capabilityTransfer) + capability - safety
lead = doubling / log(2) * gap
[1 - cdf(lead, 0), quantile(lead, 0.05), quantile(lead, 0.5), quantile(lead, 0.95)]
"""


def squiggle_bundle() -> Path | None:
    """Squiggle bundled for the browser; None, said aloud, where npm is missing."""
    if not shutil.which("npm"):
        print("  npm is not installed: Squiggle is left out")
        return None
    if not (SQUIGGLE / "node_modules").exists():
        print("  installing Squiggle")
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=SQUIGGLE, check=True)
    bundle = SQUIGGLE / "bundle.js"
    command = ["node_modules/.bin/esbuild", "entry.js", "--bundle", "--format=iife", "--minify", f"--outfile={bundle}"]
    subprocess.run([*command, "--log-level=error"], cwd=SQUIGGLE, check=True)
    return bundle


# A handle is moved and let go; how long until the pictures stand with all draws.
RELEASE = """
async ([count]) => {
  // What settled before was a pause in a drag, with the pause in the figure.
  performance.clearMeasures("tilt:settle");
  const sliders = [...document.querySelectorAll("tilt-explorer .tx-row:not(.tx-switched) input[type=range]")];
  for (let k = 0; k < count; k++) {
    const slider = sliders[k % sliders.length];
    slider.value = String(Number(slider.value) + (k % 2 ? 1 : -1) * 0.05 * (Number(slider.max) - Number(slider.min)));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 1200));
  }
  return performance.getEntriesByName("tilt:settle").map((entry) => entry.duration);
}
"""


def claims(browser: Browser, address: str, runs: int) -> list[Result]:
    """Every claim's chapter: slider to redraw, and where mechanisms are shared out, release to the exact split."""
    found = []
    for c in all_claims():
        print(f"  {c.slug}", flush=True)
        page = _open(browser, address, f"book/{c.slug}.html")
        page.evaluate(DRAG, [10])
        drag: dict[str, list[float]] = page.evaluate(DRAG, [max(40, runs)])
        what = f"claim {c.number}: slider event to everything redrawn, with the wait for the frame"
        found.append(Result(f"redraw-{c.slug}", what, "ms", tuple(drag["whole"]), aim=33, judged="p95"))
        settled: list[float] = page.evaluate(RELEASE, [12])
        what = f"claim {c.number}: handle let go to all pictures with all draws"
        aim = 250 if any(s.players for s in c.splits) else None
        found.append(Result(f"settle-{c.slug}", what, "ms", tuple(settled), aim=aim))
        page.close()
    return found


def _open(browser: Browser, address: str, chapter: str = CHAPTER) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page.goto(f"{address}/{chapter}")
    page.wait_for_selector("tilt-explorer input[type=range]")
    # Only charts in sight are redrawn while dragging: the reader who drags has the explorer on the screen.
    page.evaluate("document.querySelector('tilt-explorer').scrollIntoView()")
    page.wait_for_timeout(3000)
    return page


def weight(browser: Browser, address: str) -> list[Result]:
    """Compressed size of all that a page asks for: the first page, then each chapter as the next, less what is kept."""
    context = browser.new_context()
    page = context.new_page()
    sizes: dict[str, int] = {}

    def note(answer: Response) -> None:
        if answer.ok and not answer.url.startswith(("data:", "blob:")):
            sizes.setdefault(answer.url.split("#")[0], len(gzip.compress(answer.body(), 9)))

    def opened(chapter: str) -> float:
        """What a page asks for that none before it did, in kB."""
        before = set(sizes)
        page.goto(f"{address}/{chapter}", wait_until="networkidle")
        page.wait_for_timeout(2000)
        return sum(size for url, size in sizes.items() if url not in before) / 1000

    page.on("response", note)
    first = opened(CHAPTER)
    for url, size in sorted(sizes.items(), key=lambda item: -item[1])[:6]:
        print(f"    {size / 1000:7.1f} kB  {url.removeprefix(address)}")
    following = {c.slug: opened(f"book/{c.slug}.html") for c in all_claims() if c.slug != SLUG}
    context.close()
    return [
        Result("weight-first", "first page with all it loads, gzip", "kB", (first,), aim=350),
        *(
            Result(f"weight-next-{slug}", f"{slug} as the next page, what is not kept, gzip", "kB", (size,), aim=60)
            for slug, size in following.items()
        ),
    ]


def measure(browser: Browser, site: Path, runs: int) -> list[Result]:
    """Slider to redraw, update against Squiggle, and page weight."""
    server = open_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        found = [*weight(browser, address), *claims(browser, address, runs)]
        page = _open(browser, address)
        page.evaluate(DRAG, [10])
        drag: dict[str, list[float]] = page.evaluate(DRAG, [max(60, 2 * runs)])
        found += [
            Result(
                "slider-to-redraw",
                "slider event to everything redrawn, script time",
                "ms",
                tuple(drag["work"]),
                aim=16,
                judged="p95",
            ),
            Result(
                "slider-to-redraw-waiting",
                "the same with the wait for the browser’s next frame",
                "ms",
                tuple(drag["whole"]),
            ),
        ]
        ours: dict[str, Any] = page.evaluate(UPDATE, [SLUG, runs])
        found.append(Result("browser-update", "all inputs drawn again and all verdicts, 4,096 draws", "ms",
                            tuple(ours["times"])))  # fmt: skip
        bundle = squiggle_bundle()
        if bundle:
            page.add_script_tag(path=bundle)
            theirs: dict[str, Any] = page.evaluate(SQUIGGLE_RUN, [program(), max(5, runs // 10)])
            if abs(theirs["credence"] - ours["credence"]) > 0.02:
                msg = f"Squiggle’s credence {theirs['credence']:.3f} is not ours, {ours['credence']:.3f}"
                raise AssertionError(msg)
            middle = sorted(ours["times"])[len(ours["times"]) // 2]
            found.append(Result("squiggle-update", "the lead alone in Squiggle, 4,096 samples", "ms",
                                tuple(theirs["times"])))  # fmt: skip
            found.append(Result("squiggle-ratio", "Squiggle over ours", "ratio",
                                tuple(t / middle for t in theirs["times"]), aim=10, at_least=True))  # fmt: skip
        page.close()
        return found
    finally:
        server.shutdown()
