"""A comparison as Markdown, for a pull request or a release's notes."""

from __future__ import annotations

from collections.abc import Iterator

from tilt.comparison.compared import Comparison, Moved
from tilt.comparison.listed import changed
from tilt.comparison.told import facts, points, shares, summary
from tilt.format import THIN

HEADER = "| finding | before | after | points | verdict |\n|---|---|---|---|---|"


def markdown(c: Comparison) -> str:
    """A table of all findings, each that moved with its details, what was changed, and the sentences."""
    parts = ["## Conclusions", f"Before: {c.base.label}, evaluated {c.base.evaluated}.  \n"
             f"After: {c.head.label}, evaluated {c.head.evaluated}.", summary(c)]  # fmt: skip
    parts.append("\n".join([HEADER, *map(_row, c.findings)]))
    parts += [_details(m, c) for m in c.findings if not m.same]
    for title, lines in changed(c):
        if lines:
            parts += [f"### {title}", "\n".join(f"- {_escaped(line)}" for line in lines)]
    if c.sentences:
        parts.append("### Sentences that changed")
    for chapter, sentences in c.sentences.items():
        said = (f"- {_escaped(s.before) or '(nothing)'}  \n  → {_escaped(s.after) or '(nothing)'}" for s in sentences)
        parts.append("\n".join([f"**{chapter}**", "", *said]))
    parts += map(_escaped, c.unsaid)
    return "\n\n".join(parts).replace(THIN, "\u00a0") + "\n"


def _row(m: Moved) -> str:
    a, b = m.before, m.after
    moved = "" if m.difference is None else "as before" if m.same else points(m.difference, 1)
    words = [f.word for f in (a, b) if f]
    word = " → ".join(dict.fromkeys(words))
    turned = f" **{a.side} → {b.side}**" if m.side_changed and a and b else ""
    cells = (f"{100 * f.credence:.1f} % ± {100 * f.standard_error:.1f}" if f else "" for f in (a, b))
    return f"| {m.claim} `{m.finding}` | {' | '.join(cells)} | {moved} | {word}{turned} |"


def _details(m: Moved, c: Comparison) -> str:
    return "\n".join([f"### {m.claim} `{m.finding}`", "", f"{_escaped(m.statement)}", "", *_lines(m, c)])


def _lines(m: Moved, c: Comparison) -> Iterator[str]:
    for name, value in facts(m):
        yield f"- {name}: {_escaped(value)}"
    if any(s.share for s in m.shares):
        yield "- what carries the move, in points:"
    for s, name in shares(m):
        yield f"  - {points(s.share, 1)} {_escaped(name)}"
    for note in c.notes.get(m.claim, ()):
        yield f"  - {_escaped(note)}"


def _escaped(text: str) -> str:
    """Text in which nothing is markup: identifiers keep their underscores."""
    for letter in "\\`*_|<[":
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "  \n  ")
