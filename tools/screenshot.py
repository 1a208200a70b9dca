"""Renew the README's picture from the built page: the explorer with two assumptions moved."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tilt.paths import root
from tools.chromium import find_chromium, flags
from tools.serve import open_server

PICTURE = root() / "docs" / "screenshot.png"
PAGE = "book/task-horizons.html#v=1&length_ratio=1~6&proxies=3~10"


def take(site: Path, picture: Path) -> None:
    """Photograph the explorer of the built site at `site` into `picture` (PNG, 1280 pixels wide)."""
    server = open_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = find_chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=flags())
        page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        page.goto(f"http://127.0.0.1:{server.server_port}/{PAGE}")
        page.wait_for_selector("tilt-explorer input[type=range]")
        page.wait_for_timeout(2500)
        page.evaluate("document.querySelector('tilt-explorer').scrollIntoView()")
        page.evaluate("window.scrollBy(0, -24)")
        page.wait_for_timeout(300)
        page.screenshot(path=picture)
        browser.close()
    server.shutdown()


def main() -> int:
    """Take the picture; 1 with a sentence when the book is not built."""
    site = root() / "_build" / "html"
    if not (site / "index.html").exists():
        print("The book is not built: run 'make book' first.", file=sys.stderr)
        return 1
    take(site, PICTURE)
    print(f"Wrote {PICTURE.relative_to(root())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
