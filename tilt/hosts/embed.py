"""Pages to embed: a claim's instrument alone, from its built chapter, for an `<iframe>` in somebody else's page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tilt.explorer.payload import to_json

INSTRUMENT = re.compile(r"<tilt-instrument\b.*?</tilt-instrument>", re.DOTALL)
PAYLOAD = re.compile(r'<script type="application/json" class="tilt-payload">(.*?)</script>', re.DOTALL)
FOLDER = "embed"


def write_pages(
    assets: Path, chapters: Mapping[str, Path], render: Callable[[str, Mapping[str, Any]], str]
) -> list[Path]:
    """Write a page to embed beside the assets for each claim's chapter; return those written.

    `chapters` are built pages by the claim's slug, `render` fills a template of the theme. A chapter without an
    instrument or an explorer has nothing to embed and is passed over.
    """
    written = []
    for slug, chapter in chapters.items():
        text = chapter.read_text(encoding="utf-8")
        instrument, payload = INSTRUMENT.search(text), PAYLOAD.search(text)
        if not instrument or not payload:
            continue
        address = f"../../{chapter.relative_to(assets.parent).as_posix()}"
        told = json.loads(payload[1])
        page = {"title": told["title"], "chapter": address, "instrument": alone(instrument[0], told, address)}
        path = assets / FOLDER / f"{slug}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(render("embed.html", page), encoding="utf-8")
        written.append(path)
    return written


def alone(instrument: str, payload: Mapping[str, Any], chapter: str) -> str:
    """An instrument for a page without its explorer: with what its script needs, and a link to the chapter."""
    default = {k: payload["default"][k] for k in ("verdicts", "readings", "bins")}
    needed = to_json({"default": default})
    link = f'href="{html.escape(chapter)}" target="_blank" rel="noopener"'
    marked = instrument.replace("<tilt-instrument ", "<tilt-instrument data-alone ", 1)
    linked = re.sub(r'(?<=<p class="ti-foot"><a )href="[^"]*"', link, marked)
    return linked.replace("</tilt-instrument>", f'<script type="application/json">{needed}</script></tilt-instrument>')
