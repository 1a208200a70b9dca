"""`tilt check`: every problem of the book, or that there is none."""

from __future__ import annotations

from tilt.commands import kept
from tilt.commands.asked import fail, out

EXAMPLES = """
Examples:

\b
  tilt check                                    before a commit: exit code 0, or 1 and every problem
"""


def check() -> None:
    """Validate assumptions, scenarios, tables, sources, formulas and chapters; report every problem found.

    A book that was found sound is not checked again while every file that the check reads is as it was.
    """
    out.print(kept.answer(("check",), _sound), markup=False)


def _sound() -> str:
    """What is said of a sound book; of any other its problems are printed, and the command ends."""
    # Imported late: a book that is known to be sound is not read again.
    from tilt.check.declared import outlines
    from tilt.check.whole import check as check_everything
    from tilt.check.whole import record
    from tilt.record.evidence import skipped

    if problems := check_everything():
        raise fail(problems)
    left, found = skipped(), record()
    counts = (
        (len(outlines()), "claim"),
        (len(found.assumptions), "assumption"),
        (len(found.scenarios), "scenario"),
    )
    said = ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts) + ": all is well."
    return f"Not read, as editors leave them: {', '.join(left)}.\n{said}" if left else said
