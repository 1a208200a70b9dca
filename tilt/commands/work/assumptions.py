"""What `tilt assumptions` prints."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from tilt.commands.asked import chosen_scenario, load, out, print_json
from tilt.engine.inputs import Assumption, SameAs, Stated
from tilt.engine.scale import Weights


def assumptions(scenario: str, *, as_json: bool) -> None:
    """Print every input; `tilt.commands.assumptions` has the options."""
    record = load().record
    chosen = chosen_scenario(record, scenario)
    settings = record.settings(chosen)
    rows: list[dict[str, Any]] = [
        {
            "id": a.id,
            "claim": a.claim,
            "unit": a.unit,
            "scale": str(a.scale),
            **_stated(a, settings[a.id]),
            "bounds": [a.bounds.low, a.bounds.high],
            "basis": a.basis,
            "sources": list(a.sources),
        }
        for a in record.assumptions.values()
    ]
    if as_json:
        print_json({"scenario": chosen.name, "assumptions": rows})
        return
    out.print(f"Scenario [bold]{chosen.name}[/bold]\n")
    table = Table(box=None, pad_edge=False)
    table.add_column("assumption", no_wrap=True)
    for heading in ("90 % interval", "unit", "bounds", "basis"):
        table.add_column(heading)
    for r in rows:
        least, most = r["bounds"]
        shown = _shown(r)
        table.add_row(r["id"], shown, r["unit"], f"{least:g} – {most:g}", r["basis"])
    out.print(table)


def _stated(a: Assumption, setting: Stated) -> dict[str, Any]:
    """What an input is set to: its interval, the weights of a choice, or the input whose value it takes."""
    if isinstance(setting, SameAs):
        return {"interval": None, "same_as": setting.id}
    if isinstance(setting, Weights):
        return {"interval": None, "weights": dict(zip(a.options, setting.shares, strict=True))}
    return {"interval": [setting.low, setting.high]}


def _shown(row: dict[str, Any]) -> str:
    if "same_as" in row:
        return f"same as {row['same_as']}"
    if "weights" in row:
        return ", ".join(f"{name} {share:.4g}" for name, share in row["weights"].items())
    low, high = row["interval"]
    return f"{low:.4g}" if low == high else f"{low:.4g} – {high:.4g}"
