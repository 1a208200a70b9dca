"""`make bench`: measure, print, write benchmarks/results.json. Names on the command line measure only those."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from rich.console import Console

from benchmarks import app, browser, builds, editing, engines, load, phone, sweep
from benchmarks.result import Result, machine, table, today, versions
from tilt.paths import root
from tools.chromium import find_chromium, flags

OUT = root() / "benchmarks" / "results.json"
NAMES = ("engines", "sweep", "browser", "phone", "builds", "editing", "app", "load")


def main() -> int:
    """Measure what was asked for and merge it into the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed and size.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    site = root() / "_build" / "html"
    if not (site / "index.html").exists():
        print("The book is not built: run 'make book' first.", file=sys.stderr)
        return 1
    runs = 30 if options.quick else 100
    chromium = find_chromium(whole=True)
    found: dict[str, list[Result]] = {}
    with sync_playwright() as driver:
        page_engine = driver.chromium.launch(executable_path=chromium, args=flags())
        measures: dict[str, Callable[[], list[Result]]] = {
            "engines": lambda: engines.measure(runs),
            "sweep": lambda: sweep.measure(max(4, runs // 10)),
            "browser": lambda: browser.measure(page_engine, site, runs),
            "phone": lambda: phone.measure(page_engine, site, runs // 10),
            "builds": lambda: builds.measure(1 if options.quick else 3),
            "editing": lambda: editing.measure(1 if options.quick else 3),
            "app": lambda: app.measure(page_engine, site, 3 if options.quick else 10),
            "load": lambda: load.figures(site),
        }
        for name in options.names or NAMES:
            print(f"Measuring {name}", flush=True)
            found[name] = measures[name]()
        page_engine.close()
    _write(found, chromium)
    return 0


def merged(old: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[Result]]) -> list[dict[str, Any]]:
    """Rows of results.json: what was found, by benchmark, behind the old rows of benchmarks that were not run.

    A run of all benchmarks keeps no old row: what no benchmark measures any more goes with it.
    """
    new = [{"benchmark": name, **result.as_json()} for name, results in found.items() for result in results]
    names = {row["name"] for row in new}
    if set(found) == set(NAMES):
        return new
    return [dict(r) for r in old if r.get("benchmark") not in found and r["name"] not in names] + new


def _write(found: Mapping[str, Sequence[Result]], chromium: Path) -> None:
    squiggle = json.loads((root() / "benchmarks" / "squiggle" / "package.json").read_text())["dependencies"]
    old = json.loads(OUT.read_text())["results"] if OUT.exists() else []
    results = merged(old, found)
    record = {
        "date": today(),
        "machine": machine(),
        "versions": versions(chromium, [("squiggle-lang", squiggle["@quri/squiggle-lang"])]),
        "results": results,
    }
    OUT.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    Console(soft_wrap=True).print(table(results))
    print(f"Wrote {OUT.relative_to(root())}")


if __name__ == "__main__":
    sys.exit(main())
