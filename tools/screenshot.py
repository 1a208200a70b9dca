"""Renew the README's picture from the built page: the first screen of a chapter, with one sentence tried."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tilt.paths import root
from tools.chromium import find_chromium, flags
from tools.serve import open_server

PICTURE = root() / "docs" / "screenshot.png"
PAGE = "book/task-horizons.html"
TRIED = "if they game a scorer"


def take(site: Path, picture: Path) -> None:
    """Photograph the chapter of the built site at `site` into `picture` (PNG, 1280 pixels wide)."""
    server = open_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = find_chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=flags())
        page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        page.goto(f"http://127.0.0.1:{server.server_port}/{PAGE}")
        page.wait_for_selector(".tx-live")
        page.get_by_role("button", name=TRIED).click()
        page.wait_for_timeout(1500)
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
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
