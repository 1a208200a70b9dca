"""Which characters the typefaces hold: those of the book in the files that every page loads, others on demand."""

from __future__ import annotations


def between(first: str, last: str) -> str:
    """Every character from one to another, both included."""
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


MARKS = "–—‘’“”„…·×−±←↑→↓≤≥≈½§°µ€\u00a0\u2009\u202f"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂"
GREEK = "Δαβγεζηθκλμπρστφωℓ"
LETTERS = "¡¿ªº" + "".join(set(between("À", "ÿ")) - {"×", "÷"})
OTHER = "£©«»®·¹²³÷"

CORE = "".join(sorted({*between(" ", "~"), *LETTERS, *OTHER, *MARKS, *RAISED, *GREEK}))
"""What the book is written in: Western European letters, and the marks, powers and Greek letters that it uses.

`tests/test_type.py` fails where a page of the book or the data hold a character that is neither here nor in `ALSO`.
"""

ITALIC = "".join(sorted({*between(" ", "~"), *"–—‘’“”…−\u00a0\u202f", *GREEK, *"äçèéëïñöü"}))
"""What is set in italics: words, and the letters of formulas."""

ALL_GREEK = between("Α", "Ρ") + between("Σ", "Ω") + between("α", "ω")
RARE = "¢¤¥¦¨¬¯´¶¸¼¾÷‚†‡•‰′″‹›≠√∞∂∑∏∫₃₄₅₆₇₈₉"

MORE = "".join(sorted({*between("Ā", "ſ"), *"ȘșȚțẞ", *ALL_GREEK, *RARE} - {*CORE}))
"""Names from the rest of Europe, and marks that a reader may write in a scenario's name: fetched when one is shown."""

ALSO = "𝔼\u2061▸▾"
"""What the book leaves to the reader's own fonts: a letter and an invisible sign of formulas, which have a typeface of
their own, and the triangles of folded parts."""


def ranges(characters: str) -> str:
    """The characters as CSS's `unicode-range`."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in runs)
