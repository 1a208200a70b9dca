"""What `tilt forecasts` prints: a text, JSON or CSV."""

from __future__ import annotations

import csv
import sys
from typing import Any

from tilt.commands.asked import chosen_scenario, fail, load, out, print_json
from tilt.forecast import Forecast
from tilt.forecast import forecasts as asked_of
from tilt.format import THIN, percent
from tilt.record.problems import InputError


def forecasts(scenario: str, *, as_json: bool, as_csv: bool) -> None:
    """Print every dated question; `tilt.commands.forecasts` has the options."""
    chosen = chosen_scenario(load().record, scenario)
    try:
        found = asked_of(chosen)
    except InputError as error:
        raise fail(error.problems) from None
    if as_json:
        print_json({"scenario": chosen.name, "forecasts": [f.as_json() for f in found]})
        return
    if as_csv:
        rows = [_forecast_row(f) for f in found]
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    out.print(f"Scenario [bold]{chosen.name}[/bold]\n")
    for f in found:
        m = f.headline
        out.print(f"[bold]{f.question.id}[/bold], by {f.question.by:%-d %B %Y}, claim {f.claim.slug}")
        out.print(f"  {f.question.text}", markup=False)
        answer = f"; the answer was {f.question.outcome}" if f.question.outcome else ""
        out.print(f"  probability {_share(f.probability)}{answer}")
        answers = f"{_share(m.if_yes.credence)} if yes, {_share(m.if_no.credence)} if no"
        out.print(f"  {m.finding} {_share(m.credence)}: {answers}\n")


def _share(share: float) -> str:
    return percent(share).replace(THIN, " ") if share == share else "not possible"


def _forecast_row(f: Forecast) -> dict[str, Any]:
    """A forecast as a line of CSV; what cannot be is blank."""
    said, m = f.as_json(), f.headline
    flat = {k: v for k, v in said.items() if k != "findings"}
    answers = {k: said["findings"][0][k]["credence"] for k in ("if_yes", "if_no")}
    return {**flat, "finding": m.finding, "credence": m.credence, **answers}
