"""Makes an explorer from the book: the only part of it that needs the engine and the charts."""

from __future__ import annotations

from typing import Any

from tilt.book import book
from tilt.charts.vega import vega_module
from tilt.engine.javascript import javascript
from tilt.explorer.instrument import instrument_html
from tilt.explorer.page import static_html
from tilt.explorer.payload import payload
from tilt.explorer.saved import saved_charts
from tilt.paths import page


def make(slug: str) -> dict[str, Any]:
    """The explorer of a claim under the book's defaults: the fields of `tilt.explorer.prepared.Prepared`."""
    run = book().run(slug)
    data = payload(run)
    return {
        "payload": data,
        "markup": static_html(data, embed=False),
        "page": static_html(data),
        "instrument": instrument_html(data),
        "opening": instrument_html(data, alone=True, link=f"{page(slug)}#explore"),
        "charts": saved_charts(data),
        "claim": javascript(run.claim),
        "vega": vega_module(),
    }
