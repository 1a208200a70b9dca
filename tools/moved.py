"""Which conclusions a saved file moved, in a few lines, for `make watch`."""

from __future__ import annotations

from collections.abc import Mapping

from tilt.format import with_error

Verdicts = Mapping[str, tuple[float, float, str]]
"""Credence, standard error and word of each finding, by "claim / finding"."""


def moved(before: Verdicts, after: Verdicts) -> str:
    """Which conclusions moved, a line each, those that moved most first.

    Args:
        before: Credence, standard error and word by "claim / finding".
        after: The same, of the book as it is now.
    """
    both = [key for key in after if key in before and after[key] != before[key]]
    if not both and before.keys() == after.keys():
        return "  no conclusion moved"
    lines = [f"  {len(both)} of {len(after)} conclusions moved (`tilt diff HEAD` says what carries it)"]
    for key in sorted(both, key=lambda key: -abs(after[key][0] - before[key][0])):
        (was, _, word), (now, error, new) = before[key], after[key]
        said = f"still {new}" if new == word else f"{word} → {new}"
        lines.append(f"    {key}  {100 * was:.1f} → {with_error(now, error)} ({100 * (now - was):+.1f}), {said}")
    lines += [f"    {key}  is new" for key in after if key not in before]
    lines += [f"    {key}  is gone" for key in before if key not in after]
    return "\n".join(lines)
