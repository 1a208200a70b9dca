"""The workbench: what Python finds for a reader, shown the same in the built page, in the app and in a notebook.

A page holds each output at the book's defaults; where the app serves it, its script asks Python for the same job under
the reader's own version, and shows what `shown` makes of it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from tilt.app.workbench import causes, findings, horizons
from tilt.app.workbench.output import Found, Output

OUTPUTS: Mapping[str, Callable[[Found], Output]] = {
    "deep run": findings.deep_run,
    "exceedance": findings.exceedance,
    "readings": findings.ranges,
    "sobol": causes.sobol,
    "compare": causes.compare,
    "refit": horizons.refit,
    "code": lambda found: Output(f'<pre tabindex="0"><code>{html.escape(found["code"])}</code></pre>', pd.DataFrame()),
}
"""How each job's result is shown, by the name that a request asks for."""


def shown(name: str, found: Found) -> dict[str, Any]:
    """What a job found, for a page: `found` itself, its `html`, its `csv` and the rows of its `chart`."""
    return {"found": found, **OUTPUTS[name](found).plain()}
