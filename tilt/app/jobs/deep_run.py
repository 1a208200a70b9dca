"""A claim again under what the page shows, with more draws than a page can take."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from tilt.app.jobs.asked import Job, draws_of, run_of
from tilt.app.jobs.plain import number
from tilt.engine.claim import Finding
from tilt.engine.run import Run
from tilt.engine.verdict import Verdict

JUDGING = 0.1
"""What is left of a run once all draws are evaluated: counting them and sorting them for quantiles."""


def deep_run(asked: Mapping[str, Any]) -> Job:
    """The verdicts of `claim` under `scenario` with `draws` draws.

    Returns `draws`, `seconds`, and `verdicts`: one for each finding in its order, with `id`, `title`, `credence`, its
    standard `error`, and of the `effect` (its name) in its `unit` the `quantiles`. Raises RefusedError.
    """
    return _work(run_of(asked, draws_of(asked)))


def _work(run: Run) -> Job:
    began = time.perf_counter()
    for share in run.work():
        yield (1 - JUDGING) * share
    found = []
    findings = run.claim.findings
    for k, f in enumerate(findings, 1):
        found.append(_told(f, run.verdict(f.id)))
        yield 1 - JUDGING + JUDGING * k / len(findings)
    return {"draws": run.draws, "seconds": time.perf_counter() - began, "verdicts": found}


def _told(f: Finding, v: Verdict) -> dict[str, Any]:
    return {
        "id": f.id,
        "title": f.title,
        "credence": v.credence,
        "error": v.error,
        "effect": f.effect_name,
        "unit": f.unit,
        "quantiles": [number(q) for q in v.quantiles],
    }
