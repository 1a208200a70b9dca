"""What a chapter's cells show while the book is built: markup that the page's own script brings to life."""

from __future__ import annotations

from typing import Any

from tilt.explorer.prepared import prepared


class StaticInstrument:
    """The instrument that a chapter opens with, which the page's own script brings to life with the explorer."""

    def __init__(self, slug: str, alone: bool = False) -> None:
        """`slug`: the claim. `alone`: on a page without its explorer."""
        ready = prepared(slug)
        self._html = ready.opening if alone else ready.instrument

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._html, "text/plain": ""}


class StaticExplorer:
    """The explorer in a page without a kernel: markup that the page's own script brings to life."""

    def __init__(self, slug: str) -> None:
        """`slug`: the claim."""
        self._ready = prepared(slug)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        title = self._ready.payload["title"]
        return {"text/html": self._ready.page, "text/plain": f"Explorer of {title}"}
