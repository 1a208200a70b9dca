"""The numbers every chapter's sentences share: credences, effects, what moves the verdict, and counts of inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tilt.engine.inputs import UNITS, Record
from tilt.engine.run import Run
from tilt.engine.sensitivity import Swing
from tilt.engine.verdict import Verdict
from tilt.format import counted, number
from tilt.record.evidence import sources
from tilt.record.kept import kept_readings

BASES = {"derived": "derived from a table", "judged": "a judgement", "choice": "for you to choose"}


def common_facts(run: Run) -> Mapping[str, Any]:
    """Facts of any run.

    For each finding, its id with underscores as `f`: `{f}` the credence in percent, `{f}_word`, and the effect's
    `{f}_median`, `{f}_low`, `{f}_high` (5 and 95 %) in its unit. Of the book's readings of it: `{f}_lowest`,
    `{f}_lower` and `{f}_upper` (the ends of the middle half), `{f}_highest`, all in percent, and `{f}_readings`, how
    many there are; under the defaults the word is one that the middle half supports, else “open”. Of the headline:
    `largest`, `second` and `third`, the labels of the assumptions that move it most, each with its `_basis` in words
    (what is the reader's to choose is none),
    and `flip_text`, where the first four would flip it; `at_{input}` is that value of any input, in its unit.
    `inputs`, `derived`, `judged` and `choice` count the claim's inputs, and `derived_are` (“are”, or “is” of one)
    and `judged_are` (“are judgements”) go on from them; `as_of` is the edition's month.
    """
    inputs = [run.assumption(id) for id in run.claim.inputs]
    found: dict[str, Any] = {"as_of": f"{run.record.edition.as_of:%B %Y}", "inputs": len(inputs)}
    for v in run.verdicts:
        name = v.finding.replace("-", "_")
        low, _, middle, _, high = v.quantiles
        found |= {name: 100 * v.credence, f"{name}_word": word(run, v)}
        found |= _range(run, v.finding, name)
        found |= {f"{name}_low": low, f"{name}_median": middle, f"{name}_high": high}
    bases = [a.basis for a in inputs]
    found |= {basis: bases.count(basis) for basis in ("derived", "judged", "choice")}
    found["derived_are"] = "is" if found["derived"] == 1 else "are"
    found["judged_are"] = "is a judgement" if found["judged"] == 1 else "are judgements"
    ranked = [s for s in run.swings() if run.assumption(s.id).basis != "choice"]
    for place, swing in zip(("largest", "second", "third"), ranked, strict=False):
        found[place] = lower(run.assumption(swing.id).label)
        found[f"{place}_basis"] = BASES[run.assumption(swing.id).basis]
    at = {f"at_{s.id}": s.flip for s in run.swings() if s.flip is not None}
    return {**found, **at, "flip_text": flip_text(ranked[:4], run.record)}


def linked(named: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
    """What prose names, each as a link to the page of its source: given the source's key and the words."""
    addresses = sources()["url"]
    return {name: f"[{words}]({addresses[key]})" for name, (key, words) in named.items()}


def word(run: Run, verdict: Verdict) -> str:
    """The word for a credence: under the book's defaults one that its readings support, elsewhere the run's own."""
    if run.held or run.settings != run.record.settings():
        return verdict.word
    return kept_readings(run.claim, run.record).finding(verdict.finding).word(verdict.credence)


def _range(run: Run, finding: str, name: str) -> Mapping[str, Any]:
    """How far the credence of a finding ranges over the book's readings, in percent, and how many those are."""
    found = kept_readings(run.claim, run.record).finding(finding)
    names = ("lowest", "lower", "upper", "highest")
    told: dict[str, Any] = {f"{name}_{end}": 100 * q for end, q in zip(names, found.quartiles, strict=True)}
    return told | {f"{name}_readings": found.count}


def lower(label: str) -> str:
    """A label within a sentence: its first word in lower case unless it is a name or an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def at_value(run: Run, swing: Swing) -> str:
    """An input held at its flip, in words: its label, the value and its unit."""
    a = run.assumption(swing.id)
    assert swing.flip is not None
    return counted(f"{lower(a.label)} is {number(swing.flip, 2)} {UNITS[a.unit]}".strip())


def movers(run: Run, words: Mapping[str, str]) -> str:
    """The three assumptions that move the headline most, as the end of a sentence: in `words` by id, else by label."""
    ranked = [run.assumption(s.id) for s in run.swings()]
    first, second, third = [words.get(a.id, f"the {lower(a.label)}") for a in ranked if a.basis != "choice"][:3]
    return f"{first}, on {second} and on {third}"


def signed(value: float, plus: bool = False) -> str:
    """A number to one decimal with a real minus sign, and no sign where it comes to nothing; with its plus if asked."""
    if abs(value) < 0.05:
        return "0"
    return f"{value:{'+' if plus else ''}.1f}".replace("-", "−")


def flip_text(ranked: Sequence[Swing], record: Record) -> str:
    """Where assumptions, each held at one value, would flip the finding, as a sentence's tail."""
    parts = []
    for s in ranked:
        a = record.assumptions[s.id]
        if s.flip is not None:
            said = counted(f"{lower(a.label)} at {number(s.flip, 2)} {UNITS[a.unit]}".strip())
            parts.append(f"[{said}](set:{s.id}={s.flip!r})")
    return "; ".join(parts) or "no value within their bounds"
