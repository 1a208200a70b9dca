"""The `tilt` command: check the data, print the assumptions, the verdicts and the forecasts."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from tilt.book import Book, book
from tilt.book import check as check_everything
from tilt.commands.app import app as serve_app
from tilt.commands.diff import EXAMPLES, diff
from tilt.commands.new_claim import new_claim
from tilt.commands.readings import readings
from tilt.commands.refit import refit
from tilt.engine.draws import MAX_DRAWS, PAGE_DRAWS, REPLICATES
from tilt.engine.inputs import DEFAULT, Assumption, Record, SameAs, Scenario, Stated
from tilt.engine.scale import Weights
from tilt.engine.verdict import Verdict
from tilt.forecast import Forecast, forecasts
from tilt.format import THIN, percent, with_error
from tilt.hosts import terminal
from tilt.record.evidence import skipped
from tilt.record.problems import InputError, Problem
from tilt.record.scenarios import read_scenario

app = typer.Typer(
    help="Does AI progress tilt toward safety research? Check the data, print assumptions and verdicts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True, highlight=False)

ScenarioOption = Annotated[
    str, typer.Option("--scenario", metavar="NAME|FILE", help="A named scenario, or a scenario YAML file.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON of a stable, documented shape.")]


def _fail(problems: tuple[Problem, ...] | list[Problem]) -> typer.Exit:
    for problem in problems:
        err.print(str(problem), markup=False)
    err.print(f"{len(problems)} problem{'s' if len(problems) != 1 else ''} found. Nothing was changed.", markup=False)
    return typer.Exit(1)


def _load() -> Book:
    try:
        return book()
    except InputError as error:
        raise _fail(error.problems) from None


def _scenario(record: Record, name: str) -> Scenario:
    if name in record.scenarios:
        return record.scenarios[name]
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        try:
            return read_scenario(path, record.assumptions)
        except InputError as error:
            raise _fail(error.problems) from None
    err.print(
        f"no scenario {name!r}\n  allowed: {', '.join(record.scenarios)}, or the path of a scenario YAML file",
        markup=False,
    )
    raise typer.Exit(2)


def _draws(value: int) -> int:
    if not REPLICATES <= value <= MAX_DRAWS or value % REPLICATES:
        msg = f"{value} is not a multiple of {REPLICATES} from {REPLICATES} to {MAX_DRAWS}"
        raise typer.BadParameter(msg)
    return value


@app.command()
def check() -> None:
    """Validate assumptions, scenarios, evidence tables, sources and formulas; report every problem found."""
    problems = check_everything()
    if problems:
        raise _fail(problems)
    if left := skipped():
        out.print(f"Not read, as editors leave them: {', '.join(left)}.", markup=False)
    found = book()
    record = found.record
    counts = (
        (len(found.claims), "claim"),
        (len(record.assumptions), "assumption"),
        (len(record.scenarios), "scenario"),
    )
    out.print(", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts) + ": all is well.")


@app.command("verdicts")
def print_verdicts(
    scenario: ScenarioOption = DEFAULT.name,
    as_json: JsonOption = False,
    draws: Annotated[
        int, typer.Option(callback=_draws, help=f"Draws: a multiple of {REPLICATES}, at most {MAX_DRAWS}.")
    ] = PAGE_DRAWS,
) -> None:
    """Print every finding: claim, finding, statement, credence, standard error, effect quantiles with unit, word."""
    whole = _load()
    chosen = _scenario(whole.record, scenario)
    found = [v for c in whole.claims for v in whole.run(c.slug, chosen, draws).verdicts]
    if as_json:
        _print_json({"scenario": chosen.name, "verdicts": [v.as_json() for v in found]})
        return
    out.print(f"Scenario [bold]{chosen.name}[/bold], {draws:,} draws\n")
    for v in found:
        out.print(f"[bold]{v.claim} / {v.finding}[/bold]")
        out.print(f"  {v.statement}")
        out.print(f"  credence {with_error(v.credence, v.error)}: {v.word}")
        out.print(f"  {v.effect}: {_effect(v)}\n")
    out.print("The words are for this one reading; `tilt readings` says how far the book's credences range.")


def _effect(v: Verdict) -> str:
    low, _, middle, _, high = (100 * q for q in v.quantiles) if v.unit == "fraction" else v.quantiles
    unit = "points" if v.unit == "fraction" else v.unit
    return f"median {middle:.3g} {unit}, 90 % from {low:.3g} to {high:.3g}".replace("-", "−")


@app.command("assumptions")
def print_assumptions(scenario: ScenarioOption = DEFAULT.name, as_json: JsonOption = False) -> None:
    """Print every input: id, claim, unit, scale, interval under the scenario, bounds, derived or judged, sources."""
    record = _load().record
    chosen = _scenario(record, scenario)
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
        _print_json({"scenario": chosen.name, "assumptions": rows})
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


@app.command("forecasts")
def print_forecasts(
    scenario: ScenarioOption = DEFAULT.name,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a line a question.")] = False,
) -> None:
    """Print every dated question: by when, our probability, and what either answer makes of the claim it tests."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv cannot both be printed", param_hint="--csv")
    chosen = _scenario(_load().record, scenario)
    try:
        found = forecasts(chosen)
    except InputError as error:
        raise _fail(error.problems) from None
    if as_json:
        _print_json({"scenario": chosen.name, "forecasts": [f.as_json() for f in found]})
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


def _print_json(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=not terminal.writes_unicode()) + "\n")


app.command()(readings)
app.command(epilog=EXAMPLES)(diff)
app.command()(refit)
app.command()(new_claim)
app.command("app")(serve_app)


def main() -> None:
    """The `tilt` program."""
    terminal.run(app)


if __name__ == "__main__":
    main()
