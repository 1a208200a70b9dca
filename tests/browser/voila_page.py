"""What holds of every chapter that Voilà serves, whichever test has it open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.conftest import BUNDLED, resize
from tilt.paths import root

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage, Visit

WORKED_THROUGH = "task-horizons"
"""The claim whose chapter is opened wide and in light, and used, with one kernel for all of it."""

CHAPTERS = sorted(path.name for path in (root() / "book").glob("*.ipynb"))

RAW = (":::", "{cite}", "\\frac", "$$", "Traceback", "from tilt import show", "could not be computed")
"""What a reader would see of a cell that went wrong or was not rendered."""


def open_chapter(open_page: OpenPage, voila: str, name: str, **options: object) -> Visit:
    """Open a chapter and wait until Voilà shows its cells."""
    visit = open_page(f"{voila}/voila/render/{name}", **options)
    visit.page.locator("#rendered_cells").wait_for(state="visible", timeout=120_000)
    return visit


def assert_reads_well(visit: Visit, name: str) -> None:
    """Nothing raw, links that lead somewhere here, nothing wider than a phone or a wide window, a quiet console."""
    page = visit.page
    assert page.locator("h1").count() == 1
    text = page.locator("#rendered_cells").inner_text()
    for raw in RAW:
        assert raw not in text, f"{name} shows {raw!r}"
    links = page.locator("#rendered_cells a[href]").evaluate_all("links => links.map((a) => a.getAttribute('href'))")
    pages = {link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)}
    assert pages <= {"/", *CHAPTERS}, "links that lead nowhere here"
    resize(visit, "phone")
    assert page.locator("#rendered_cells").evaluate("e => e.scrollWidth <= e.clientWidth")
    resize(visit, "wide")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    visit.assert_quiet(known=BUNDLED)
