"""Photograph the first screen of every page of two built sites, and show those that changed: before above, after below.

The browser that takes the pictures compares them too, so that no library of pictures is needed for it.
"""

from __future__ import annotations

import argparse
import base64
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import find_chromium, flags
from tools.serve import open_server

SIZES = ((1440, 900), (390, 844))
"""Width and height of a wide window and of a phone, in pixels."""

CHANNEL = 24
"""By how much (of 255) a channel must differ for its pixel to count."""

PIXELS = 20
"""How many pixels must differ: fewer than in a changed digit, more than where a line is drawn a little otherwise."""

GAP = 12
"""Pixels between what was before and what came after."""

LEFT_OUT = ("_tilt/embed/",)
"""Pages that stand in other pages, and whose content their chapters show."""

LEADS_ON = b'http-equiv="refresh"'

COMPARE = Path(__file__).with_name("first_screens.js")


@dataclass(frozen=True)
class Changed:
    """A page's first screen at a size: how many of its pixels differ, as a share, and the picture's file name."""

    page: str
    size: tuple[int, int]
    share: float
    picture: str


def pages(site: Path) -> set[str]:
    """The pages of a site, by their address below it, without those that only lead on to another."""
    found = {p.relative_to(site).as_posix(): p for p in site.rglob("*.html")}
    return {page for page, p in found.items() if not page.startswith(LEFT_OUT) and LEADS_ON not in p.read_bytes()}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives its address."""
    server = open_server(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def settled(page: Page, address: str) -> bytes:
    """The first screen of an address as a PNG, once it stays as it is for a third of a second (or after ten)."""
    page.goto(address, wait_until="load")
    before = b""
    for _ in range(30):
        now = page.screenshot(animations="disabled", caret="hide")
        if now == before:
            break
        before = now
        page.wait_for_timeout(333)
    return before


def compare(browser: Browser, before: str, after: str, names: Iterable[str], folder: Path) -> list[Changed]:
    """Compare pages of two served sites; write a picture into `folder` for each first screen that changed."""
    changed = []
    judge = browser.new_page()  # compares, and never leaves the empty page
    code = COMPARE.read_text(encoding="utf-8")
    for width, height in SIZES:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        for name in sorted(names):
            page = context.new_page()
            shots = [settled(page, f"{site}/{name}") for site in (before, after)]
            page.close()
            if shots[0] == shots[1]:
                continue
            texts = [base64.b64encode(shot).decode() for shot in shots]
            found = judge.evaluate(code, [*texts, CHANNEL, GAP])
            if found["pixels"] < PIXELS:
                continue
            picture = f"{name.removesuffix('.html').replace('/', '-')}-{width}.png"
            (folder / picture).write_bytes(base64.b64decode(found["picture"]))
            changed.append(Changed(name, (width, height), found["pixels"] / (width * height), picture))
        context.close()
    judge.close()
    return changed


def listed(changed: list[Changed], gone: Iterable[str], new: Iterable[str], total: int) -> str:
    """What changed in Markdown, each picture as `pictures/NAME`."""
    lines = [f"### First screens\n\n{len(changed)} of {total} first screens changed.\n"]
    lines += [f"- `{name}` is new." for name in sorted(new)]
    lines += [f"- `{name}` is gone." for name in sorted(gone)]
    for c in changed:
        words = f"`{c.page}`, {c.size[0]} × {c.size[1]}"
        share = f"{100 * c.share:.1f}" if c.share >= 0.001 else "less than 0.1"
        lines.append(
            f"\n<details><summary>{words.replace('`', '')}: {share} % of pixels, before above after</summary>\n"
        )
        lines.append(f"![{words.replace('`', '')}, before above after](pictures/{c.picture})\n\n</details>")
    return "\n".join(lines) + "\n"


def report(before: Path, after: Path, folder: Path) -> list[Changed]:
    """Compare two built sites; write `screens.md` and `pictures/` into `folder`, which is made.

    Raises:
        FileNotFoundError: A site has no page.
        NoBrowserError: No Chromium can be had.
    """
    old, new = pages(before), pages(after)
    for site, found in ((before, old), (after, new)):
        if not found:
            raise FileNotFoundError(f"{site} holds no built site")
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    path = find_chromium()
    with served(before) as first, served(after) as second, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=flags())
        changed = compare(browser, first, second, old & new, pictures)
        browser.close()
    text = listed(changed, old - new, new - old, len(SIZES) * len(old & new))
    (folder / "screens.md").write_text(text, encoding="utf-8")
    return changed


def main() -> int:
    """Read the command line and compare; 1 with a sentence where a site is not there."""
    parser = argparse.ArgumentParser(prog="python -m tools.first_screens", description=__doc__)
    parser.add_argument("before", type=Path, help="a built site")
    parser.add_argument("after", type=Path, help="another")
    parser.add_argument("folder", type=Path, help="where screens.md and pictures/ go")
    options = parser.parse_args()
    try:
        changed = report(options.before, options.after, options.folder)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(changed)} first screens changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
