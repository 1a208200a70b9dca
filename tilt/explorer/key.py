"""The marks on the sliders and beside them, drawn and explained once above the rows, and the keys that move them."""

from __future__ import annotations

TRACK = '<line class="tx-rail" x1="2" x2="32" y1="10" y2="10"/>'

MARKS = (
    (
        34,
        f'{TRACK}<line class="tx-span" x1="8" x2="26" y1="10" y2="10"/>'
        '<circle class="tx-handle" cx="8" cy="10" r="4"/><circle class="tx-handle" cx="26" cy="10" r="4"/>',
        "90 % interval",
    ),
    (34, f'{TRACK}<line class="tx-ghost tx-behind" x1="8" x2="26" y1="10" y2="10"/>', "the book’s, behind yours"),
    (10, "".join(f'<line class="tx-tick" x1="{x}" x2="{x}" y1="6" y2="14"/>' for x in (1, 5, 9)), "evidence"),
    (8, '<g class="tx-flip" transform="translate(4 5)"><path d="M0 8 L4 1.5 H-4 Z"/></g>', "the verdict flips"),
    (3, '<line class="tx-half" x1="1.5" x2="1.5" y1="1" y2="19"/>', "one half"),
)
"""How wide each is, what is drawn, 20 high, and what it means."""

KEYS = (("← →", "move an end"), ("Space", "the other"), ("Enter", "its number"), ("Delete", "back to the book’s"))


def key() -> str:
    """The key as HTML. The keys are shown where there are some."""
    marks = "".join(
        f'<span><svg width="{width}" height="20" aria-hidden="true" focusable="false">{drawn}</svg> {words}</span> '
        for width, drawn, words in MARKS
    )
    keys = ", ".join(f"<kbd>{name}</kbd> {does}" for name, does in KEYS)
    return f'<p class="tx-key">{marks}</p><p class="tx-key tx-keys">On a slider {keys}.</p>'
