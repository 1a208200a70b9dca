"""Two versions of the book side by side: what differs in what they set, and in what every finding says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tilt.app.jobs.asked import Job, RefusedError, faulty, scenario_of, text_of
from tilt.app.jobs.plain import number, setting
from tilt.book import book
from tilt.engine.claim import Finding
from tilt.engine.inputs import differing, reachable
from tilt.engine.pieces import as_part
from tilt.engine.run import Run
from tilt.engine.split import coalitions, share_of
from tilt.engine.verdict import Verdict, by_replicate, standard_error
from tilt.record.problems import InputError
from tilt.record.scenarios import read_scenario_text

VERSIONS = ("a", "b")
LARGEST = 60_000
"""Bytes of a scenario file: one that sets every input, with reasons, is a third of it."""

PLAYERS = 6
"""Inputs that a difference is shared out among, at most: each doubles the runs it takes."""

JUDGING = 0.3
"""Share of the work that the verdicts take; sharing out the differences takes the rest."""

MANY = "{n} inputs of this claim differ; the difference is shared out among up to {most}."
CIRCLE = "Between the two versions inputs would be tied in a circle; the difference cannot be shared out."


def compare(asked: Mapping[str, Any]) -> Job:
    """All claims under two versions, `a` and `b`: each a scenario, or the text of a scenario file.

    Returns `draws`; `inputs`, those that the versions set otherwise: `id`, `label`, `unit`, and what `a` and `b` set
    it to (two ends, weights, or `{"sameAs": id}`); and `claims`: `claim`, `title`, `findings`, `shares` and
    `shares_note`. A finding has `id`, `title`, `unit`; under `a` and `b` the `credence`, its standard `error` and the
    effect's `quantiles`; `difference`, the credence under b less that under a, with its `difference_error` (both take
    the same draws, so it is smaller than the two suggest; 0 where the effects are the same in every draw); and
    `quantiles_difference`. `shares` are what each input that differs adds to the difference of the claim's first
    finding by Shapley's rule, `id` and `share`, which sum up to it; None, and a sentence under `shares_note`, where it
    is not shared out. Raises RefusedError.
    """
    stated = {name: _version(asked, name) for name in VERSIONS}
    try:
        runs = [(book().run(c.slug, stated["a"]), book().run(c.slug, stated["b"])) for c in book().claims]
    except (KeyError, ValueError) as refused:
        raise RefusedError(f"One of the versions cannot be run: {refused.args[0]}.") from None
    return _work(runs)


def _version(asked: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a version changes, by id. Raises RefusedError."""
    if not isinstance(asked.get(name), str):
        return scenario_of(asked, name)
    text = text_of(asked, name, LARGEST)
    try:
        read = read_scenario_text(text, f"version {name}", book().record.assumptions)
    except InputError as error:
        raise faulty(error) from None
    return dict(read.settings)


def _work(runs: list[tuple[Run, Run]]) -> Job:
    claims = []
    for k, (a, b) in enumerate(runs):
        for half, run in enumerate((a, b)):
            yield JUDGING * (k + half / 2) / len(runs)
            _ = run.effects
        findings = [_finding(f, a, b) for f in a.claim.findings]
        claims.append({"claim": a.claim.slug, "title": a.claim.title, "findings": findings})
    for k, (a, b) in enumerate(runs):
        start, width = JUDGING + (1 - JUDGING) * k / len(runs), (1 - JUDGING) / len(runs)
        claims[k] |= yield from as_part(_shared_out(a, b), start, start + width)
    a, b = runs[0]
    return {
        "draws": a.draws,
        "inputs": [_input(id, a, b) for id in differing(a.settings, b.settings)],
        "claims": claims,
    }


def _input(id: str, a: Run, b: Run) -> dict[str, Any]:
    of = a.assumption(id)
    return {
        "id": id,
        "label": of.label,
        "unit": of.unit,
        "a": setting(a.settings[id]),
        "b": setting(b.settings[id]),
    }


def _finding(f: Finding, a: Run, b: Run) -> dict[str, Any]:
    before, after = a.verdict(f.id), b.verdict(f.id)
    return {
        "id": f.id,
        "title": f.title,
        "unit": f.unit,
        "a": _told(before),
        "b": _told(after),
        "difference": after.credence - before.credence,
        "difference_error": _error(f, a, b),
        "quantiles_difference": [number(y - x) for x, y in zip(before.quantiles, after.quantiles, strict=True)],
    }


def _told(v: Verdict) -> dict[str, Any]:
    return {"credence": v.credence, "error": v.error, "quantiles": [number(q) for q in v.quantiles]}


def _error(f: Finding, a: Run, b: Run) -> float:
    """Standard error of the difference over the replicates; no less than a draw's weight where the effects differ."""
    before, after = a.effect(f.id), b.effect(f.id)
    if np.array_equal(before, after):
        return 0.0
    moved = by_replicate(after, f.threshold) - by_replicate(before, f.threshold)
    return standard_error(moved, len(before))


def _shared_out(a: Run, b: Run) -> Job:
    """The difference of the claim's first finding among the inputs that differ: `shares` and `shares_note`."""
    headline, reached = a.claim.headline.id, reachable(a.claim.inputs, a.settings, b.settings)
    players = [id for id in differing(a.settings, b.settings) if id in reached]
    if len(players) > PLAYERS:
        return {"shares": None, "shares_note": MANY.format(n=len(players), most=PLAYERS)}
    values = []
    for joined in coalitions(players):
        taken = {id: b.settings[id] for id in joined}
        try:
            run = Run(a.claim, a.record, {**a.settings, **taken})
        except ValueError:
            return {"shares": None, "shares_note": CIRCLE}
        values.append(run.verdict(headline).credence)
        yield len(values) / 2 ** len(players)
    shares = [{"id": id, "share": share_of(values, bit, len(players))} for bit, id in enumerate(players)]
    return {"shares": shares, "shares_note": ""}
