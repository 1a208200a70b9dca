"""What `tilt readings` prints: a text, JSON or CSV, once what is not kept is worked out."""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd
import typer

from tilt import api
from tilt.book import Book, book
from tilt.commands.progress import INTERRUPTED, STOPPED, progress
from tilt.engine.readings import FindingReadings, books_own
from tilt.engine.specification import Specification
from tilt.engine.verdict import Verdict
from tilt.format import THIN, percent
from tilt.format import readings as range_words
from tilt.hosts import terminal
from tilt.record.kept import kept_readings
from tilt.record.problems import InputError

CREDENCES = ("lowest", "lower", "upper", "highest")
"""What stands of a range, in the order of `FindingReadings.quartiles`."""


def readings(claim: str, *, as_json: bool, as_csv: bool) -> None:
    """Print how far credences range; `tilt.commands.readings` has the options."""
    try:
        whole = book()
        slugs = [c.slug for c in whole.claims]
        if claim and claim not in slugs:
            raise typer.BadParameter(f"no claim {claim!r}: the book has {', '.join(slugs)}", param_hint="CLAIM")
        chosen = [claim] if claim else slugs
        _work_out(whole, chosen)
        text = _json(whole, chosen) if as_json else _csv(chosen) if as_csv else _text(whole, chosen)
    except InputError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        typer.echo("The book has to be sound before it is read in other ways. Nothing was printed.", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(INTERRUPTED) from None
    sys.stdout.write(text)


def _work_out(whole: Book, slugs: list[str]) -> None:
    """Work out what is not kept from another time, with a bar."""
    with progress("Reading the book in every defensible way") as tell:
        for k, slug in enumerate(slugs):

            def told(share: float, before: int = k) -> None:
                tell((before + share) / len(slugs))

            kept_readings(whole.claim(slug), whole.record, tell=told)
            told(1)


def _csv(slugs: list[str]) -> str:
    frames = [api.readings(slug).assign(claim=slug) for slug in slugs]
    columns = dict.fromkeys(["claim", *(c for f in frames for c in f.columns)])
    rows = pd.concat([f.astype(object) for f in frames])[list(columns)]
    text: str = rows.to_csv(index=False, lineterminator="\n")
    return text


def _json(whole: Book, slugs: list[str]) -> str:
    told = []
    for slug in slugs:
        found = whole.readings(slug)
        told.append(
            {
                "claim": slug,
                "draws": found.draws,
                "specifications": [_specification(s, whole) for s in found.specifications],
                "left_out": [_specification(s, whole) for s in found.left_out],
                "findings": [
                    _finding(v, found.finding(v.finding)) for v in whole.run(slug).verdicts
                ],
            }
        )  # fmt: skip
    return json.dumps({"readings": told}, indent=2, ensure_ascii=not terminal.writes_unicode()) + "\n"


def _specification(s: Specification, whole: Book) -> dict[str, Any]:
    options = [
        {"id": o.id, "title": o.title, "book": books_own(o, whole.record), "reason": o.reason, "sources": [*o.sources]}
        for o in s.options
    ]
    return {"id": s.id, "title": s.title, "options": options}


def _finding(v: Verdict, found: FindingReadings) -> dict[str, Any]:
    return {
        "finding": v.finding,
        "statement": v.statement,
        "credence": v.credence,
        "word": found.word(v.credence),
        **dict(zip(CREDENCES, found.quartiles, strict=True)),
        "largest_standard_error": found.error,
        "moves": {s.id: move for s, move in found.strongest},
        "readings": [
            {"credence": credence, "options": {s.id: o.id for s, o in zip(found.specifications, options, strict=True)}}
            for options, credence in found.each()
        ],
    }


def _text(whole: Book, slugs: list[str]) -> str:
    parts = []
    for slug in slugs:
        found = whole.readings(slug)
        parts += [_said(v, found.finding(v.finding)) for v in whole.run(slug).verdicts]
        if found.left_out:
            names = "; ".join(s.title for s in found.left_out)
            parts.append(f"{slug}: left out, because they move its findings least: {names}.\n")
    return "\n".join(parts).replace(THIN, " ")


def _said(v: Verdict, found: FindingReadings) -> str:
    head = f"{v.claim} / {v.finding}\n  {v.statement}\n"
    share, word = percent(v.credence), found.word(v.credence)
    if found.count == 1:
        return f"{head}  {share}: {word}; the book has one reading of it\n"
    head += f"  {share}; from {range_words(found.quartiles, found.count)}: {word}\n"
    head += f"  Monte Carlo error of a reading at most {100 * found.error:.1f} points; what moves it, on average:\n"
    return head + "".join(_moved(s, move, found) for s, move in found.strongest)


def _moved(s: Specification, move: float, found: FindingReadings) -> str:
    axis = found.specifications.index(s)
    means = [percent(float(found.having(axis, k).mean())) for k in range(len(s.options))]
    options = "".join(f"        {mean} {o.title}\n" for mean, o in zip(means, s.options, strict=True))
    return f"    {100 * move:.0f} points: {s.title}\n{options}"
