"""A run's draws as a table."""

from __future__ import annotations

import pandas as pd

from tilt.engine.run import Run


def frame(run: Run) -> pd.DataFrame:
    """A row a draw, a column for each input and each finding's effect, by id; `attrs["units"]` has each one's unit."""
    columns = dict(zip(run.claim.inputs, run.values, strict=True))
    columns |= {f.id: e for f, e in zip(run.claim.findings, run.effects, strict=True)}
    found = pd.DataFrame(columns, index=pd.RangeIndex(run.draws, name="draw"))
    units = {id: run.assumption(id).unit for id in run.claim.inputs} | {f.id: f.unit for f in run.claim.findings}
    found.attrs = {"claim": run.claim.slug, "units": units}
    return found
