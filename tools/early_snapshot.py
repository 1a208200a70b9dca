"""A snapshot of a state of the book that had no `tilt diff` yet, by its own code: what can be made of it.

    git archive 12b0c89 tilt data book | tar x -C OLD
    PYTHONPATH=OLD python tools/early_snapshot.py "2026-11-first-reading" "2026-11-01" > snapshot.json

Runs on the modules of the old state, and today's `digest.py`, which it reads as a file. That state had one reading of
everything, so its ranges are its credences, counted as one; its words of likelihood stood on that reading alone. Its
chapters' sentences are left out: they were not yet kept in a form that compares.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from tilt.book import book
from tilt.engine.draws import PAGE_DRAWS, REPLICATES
from tilt.engine.inputs import SameAs
from tilt.engine.scale import Weights
from tilt.engine.verdict import LIKELIHOOD, holds
from tilt.paths import PACKAGE, data

EVEN = "about as likely as not"
HERE = Path(__file__).resolve().parent.parent


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def side(word: str) -> str:
    """The side that a word of likelihood takes."""
    words = [w for _, w in LIKELIHOOD]
    if word == EVEN:
        return "open"
    return "supports" if words.index(word) < words.index(EVEN) else "against"


def setting(stated: Any) -> dict[str, Any]:
    """What an input is set to."""
    if isinstance(stated, SameAs):
        return {"same_as": stated.id}
    if isinstance(stated, Weights):
        return {"weights": stated.shares}
    return {"interval": (stated.low, stated.high)}


def turn(run: Any, finding: str) -> dict[str, Any] | None:
    """The single uncertain input that turns a finding soonest, from the swings: how far off, in half-widths."""
    found = []
    for swing in run.swings(finding):
        a, stated = run.assumption(swing.id), run.setting(swing.id)
        if swing.flip is None or isinstance(stated, Weights) or a.scale.certain or stated.low == stated.high:
            continue
        low, high = (float(a.scale.link(end)) for end in stated.numbers)
        distance = abs(float(a.scale.link(swing.flip)) - (low + high) / 2) / ((high - low) / 2)
        found.append({"input": swing.id, "value": swing.flip, "distance": distance})
    return min(found, key=lambda f: f["distance"], default=None)


def findings() -> list[dict[str, Any]]:
    """Every finding's verdict, with one reading."""
    found = []
    for c in book().claims:
        run = book().run(c.slug)
        for f, v in zip(c.findings, run.verdicts, strict=True):
            shares = holds(run.effect(f.id), f.threshold).reshape(-1, REPLICATES).mean(axis=0)
            one = dict.fromkeys(("lowest", "lower", "upper", "highest"), v.credence)
            said = v.as_json()
            found.append({
                "claim": c.slug, "id": f.id, "title": f.title, "statement": v.statement, "credence": v.credence,
                "standard_error": v.error, "replicates": shares.tolist(), "effect": said["effect"],
                "readings": {**one, "count": 1}, "word": v.word, "side": side(v.word), "flip": turn(run, f.id),
            })  # fmt: skip
    return found


def inputs() -> dict[str, dict[str, Any]]:
    """Every assumption as far as it decides numbers."""
    record = book().record
    settings = record.settings()
    return {
        id: {
            "id": id, "claim": a.claim, "label": a.label, "unit": a.unit, "scale": str(a.scale), "column": a.column,
            "interval": (a.interval.low, a.interval.high), "bounds": (a.bounds.low, a.bounds.high),
            "labels": dict(a.labels) if a.labels else None, "weights": a.weights.shares if a.weights else None,
            "basis": a.basis, "table": a.derived.table if a.derived else "", "setting": setting(settings[id]),
        }
        for id, a in record.assumptions.items()
    }  # fmt: skip


def claims() -> list[dict[str, Any]]:
    """Every claim's formulas by their digests."""
    digest = _module(HERE / "tilt" / "engine" / "digest.py").digest
    seen: dict[Any, str] = {}
    return [
        {
            "slug": c.slug, "number": c.number, "title": c.title, "inputs": c.inputs,
            "formulas": {
                **{f"step {s.name}": {"digest": digest(s.expression, seen)} for s in c.steps},
                **{f"finding {f.id}": {"digest": digest(f.effect, seen)} for f in c.findings},
            },
        }
        for c in book().claims
    ]  # fmt: skip


def tables() -> dict[str, dict[str, dict[str, str]]]:
    """Every table of evidence as it is written, by the column that names its rows; without one, by their places."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted((data() / "evidence").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found[path.stem] = {str(r.get("id") or k + 1): {**r} for k, r in enumerate(rows)}
    return found


def main(edition: str, as_of: str) -> None:
    """Print the snapshot."""
    code = _module(HERE / "tilt" / "fingerprint.py").fingerprint
    record = book().record
    print(json.dumps({
        "form": 1, "edition": edition, "as_of": as_of, "draws": PAGE_DRAWS,
        "code": {room: code([PACKAGE / room]) for room in ("engine", "claims", "trends")},
        "claims": claims(), "findings": findings(), "inputs": inputs(),
        "correlations": [{"between": c.between, "rank": c.rank} for c in record.correlations],
        "tables": tables(), "chapters": {}, "unsaid": {c.slug: "they were not kept" for c in book().claims},
    }, indent=1, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
