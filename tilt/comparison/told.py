"""A comparison as text for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tilt.comparison.compared import Comparison, Moved
from tilt.comparison.listed import changed
from tilt.comparison.shares import Share
from tilt.comparison.snapshot import Finding, Range, Turn
from tilt.format import THIN, number, span


def told(c: Comparison) -> str:
    """The whole comparison, a paragraph each finding, then what changed, then the sentences."""
    parts = [*_heads(c), summary(c), *(finding(m, c) for m in c.findings if not m.same)]
    if still := [m for m in c.findings if m.same]:
        parts.append("As before:\n" + "\n".join(f"  {m.claim} / {m.finding}: {standing(m.after)}" for m in still))
    parts += [f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in changed(c) if lines]
    for chapter, sentences in c.sentences.items():
        said = [f"  - {s.before or '(nothing)'}\n  + {s.after or '(nothing)'}" for s in sentences]
        parts.append(f"Sentences of {chapter}\n" + "\n".join(said))
    parts += c.unsaid
    return "\n\n".join(parts).replace(THIN, " ").replace("\u00a0", " ") + "\n"


def _heads(c: Comparison) -> Iterator[str]:
    yield f"before: {c.base.label}, evaluated {c.base.evaluated}\nafter:  {c.head.label}, evaluated {c.head.evaluated}"


def summary(c: Comparison) -> str:
    """How many findings moved, and which changed their side."""
    moved = [m for m in c.findings if m.difference and abs(m.difference) > noise(m)]
    turned = [m for m in c.findings if m.side_changed]
    text = f"{len(moved)} of {len(c.findings)} findings moved by more than their Monte Carlo error"
    if not turned:
        return f"{text}; none changed its side."
    names = ", ".join(f"{m.claim} / {m.finding}" for m in turned)
    open_ = c.unacknowledged
    rest = ", all named in the changelog" if not open_ else f", {len(open_)} not named in the changelog"
    return f"{text}; {len(turned)} changed side{rest}: {names}."


def noise(m: Moved) -> float:
    """The larger Monte Carlo error of the two credences."""
    return max((f.standard_error for f in (m.before, m.after) if f), default=0.0)


def finding(m: Moved, c: Comparison) -> str:
    """A finding before and after, with what each change carries."""
    head = f"{m.claim} / {m.finding}\n  {m.statement}"
    lines = [f"  {name:<10} {value}" for name, value in facts(m)]
    if any(s.share for s in m.shares):
        lines += ["  what carries the move, in points:"]
        lines += [f"    {points(s.share, 1):>6}  {name}" for s, name in shares(m)]
    lines += [f"    {note}" for note in c.notes.get(m.claim, ())]
    return "\n".join([head, *lines])


def facts(m: Moved) -> Iterator[tuple[str, str]]:
    """Names and values of a finding before and after."""
    if not m.before or not m.after:
        only = m.before or m.after
        assert only
        yield ("gone" if m.before else "new"), standing(only)
        return
    a, b = m.before, m.after
    difference, error = m.difference or 0.0, m.difference_error or 0.0
    moved = f"({points(difference, 1)} points ± {100 * error:.1f})"
    yield "credence", f"{_credence(a)} → {_credence(b)} {moved}"
    yield "effect", _pair(_effect(a), _effect(b))
    yield "readings", _pair(_readings(a.readings), _readings(b.readings))
    verdict = _pair(a.word, b.word)
    if m.side_changed:
        named = "named in the changelog" if m.acknowledged else "not named in the changelog"
        verdict += f"; its side: {a.side} → {b.side}, {named}"
    yield "verdict", verdict
    yield "flip", _pair(_flip(a.flip), _flip(b.flip))


def standing(f: Finding | None) -> str:
    """A finding in a line."""
    return f"{_credence(f)}, {f.word}; {_effect(f)}; {_readings(f.readings)}; flip {_flip(f.flip)}" if f else ""


def shares(m: Moved) -> Iterator[tuple[Share, str]]:
    """The shares of a move, the largest first, each with its name and the inputs it stands for; but for zeros."""
    for s in sorted((s for s in m.shares if s.share), key=lambda s: -abs(s.share)):
        through = f" (through {', '.join(s.inputs)})" if s.inputs and s.inputs != (s.change,) else ""
        yield s, f"{s.change}{through}"


def points(share: float, places: int) -> str:
    """A difference of credences in points, with its sign."""
    text = f"{100 * share:+.{places}f}"
    return (text if float(text) else f"{0:.{places}f}").replace("-", "−")


def _pair(before: str, after: str) -> str:
    return f"{before} → {after}" if before != after else f"{after}, as before"


def _credence(f: Finding) -> str:
    return f"{100 * f.credence:.1f} % ± {100 * f.standard_error:.1f}"


def _effect(f: Finding) -> str:
    scale = 100 if f.effect.unit == "fraction" else 1
    low, middle, high = (_number(scale * f.effect.quantiles[q]) for q in ("q05", "q50", "q95"))
    return f"{middle} {'points' if scale == 100 else f.effect.unit} (90 %: {low} to {high})"


def _number(value: float) -> str:
    return number(value) if math.isfinite(value) else "no end"


def _readings(r: Range) -> str:
    if r.count < 2:
        return "one reading"
    return f"{span(r.lowest, r.highest)} over {r.count} readings, middle half {span(r.lower, r.upper)}"


def _flip(t: Turn | None) -> str:
    if t is None:
        return "by no single input"
    return f"{t.distance:.2f} half-widths off, at {t.input} = {number(t.value)}"
