"""The style file of the typefaces: their own faces, and fonts that readers have, fitted to take as much room.

Until a face has come, and where none comes, text stands in such a font at the size at which its words are as wide and
its lines as high, so that nothing moves when the face arrives.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from tools.type.characters import CORE, ITALIC, MORE, ranges

WEB = Path(__file__).parent.parent.parent / "tilt" / "web" / "type"

OFTEN = {
    " ": 188, "e": 95, "t": 70, "a": 63, "o": 61, "s": 55, "i": 47, "n": 46, "r": 45, "h": 38, "d": 33, "l": 27,
    "m": 22, "f": 21, "u": 18, "c": 18, ".": 15, "w": 14, "p": 13, "y": 13, "b": 13, "g": 12, ",": 10, "v": 7,
    "0": 7, "k": 6, "1": 4, "T": 4, "2": 4, "5": 2, "3": 2, "6": 2, "A": 2, "9": 2, "4": 2, "I": 1, "7": 1, "x": 1,
    "8": 1, "C": 1,
}  # fmt: skip
"""How often characters stand in a thousand of the book's."""

CAPSIZE = 0.985
"""Mean widths by these frequencies over those of Capsize, in the fonts of both: Times by 0.983, Arial by 0.989."""


class Owned(NamedTuple):
    """A font that readers have: what `local()` may call it, and its measures, in parts of its em."""

    names: tuple[str, ...]
    ascent: float
    descent: float
    width: float


def owned(names: str, ascent: int, descent: int, width: int, em: int = 2048) -> Owned:
    """A font by the figures of the package @capsizecss/metrics 4.3.0; `width` is its `xWidthAvg`."""
    return Owned(tuple(names.split(", ")), ascent / em, descent / em, CAPSIZE * width / em)


TIMES = 1825, 443

FALLBACKS = {
    "Tilt Serif": {
        "Georgia": {
            "400": owned("Georgia", 1878, 449, 913),
            "600": owned("Georgia Bold, Georgia-Bold", 1878, 449, 1062),
            "italic": owned("Georgia Italic, Georgia-Italic", 1878, 449, 931),
        },
        "Noto": {
            "400": owned("Noto Serif, NotoSerif", 1069, 293, 481, 1000),
            "600": owned("Noto Serif Bold, NotoSerif-Bold", 1069, 293, 512, 1000),
            "italic": owned("Noto Serif Italic, NotoSerif-Italic", 1069, 293, 469, 1000),
        },
        "Times": {
            "400": owned("Times New Roman, TimesNewRomanPSMT, Liberation Serif", *TIMES, 832),
            "600": owned("Times New Roman Bold, TimesNewRomanPS-BoldMT, Liberation Serif Bold", *TIMES, 886),
            "italic": owned(
                "Times New Roman Italic, TimesNewRomanPS-ItalicMT, Liberation Serif Italic", 1825, 443, 836
            ),
        },
    },
    "Tilt Sans": {
        "Roboto": {
            "400": owned("Roboto, Roboto Regular, Roboto-Regular", 1900, 500, 911),
            "600": owned("Roboto Bold, Roboto-Bold", 1900, 500, 926),
        },
        "Arial": {
            "400": owned("Arial, ArialMT, Liberation Sans", 1854, 434, 913),
            "600": owned("Arial Bold, Arial-BoldMT, Liberation Sans Bold", 1854, 434, 983),
        },
    },
}
"""By family, the fonts that stand in for it, each with the measures of its weights and of an italic that is used."""

HEAD = """\
/* The book's two typefaces and what stands in for them until they have come. Written by `make type` (tools/type): the
   stand-ins are fonts that readers have, at the size at which their words and lines take as much room, so that nothing
   moves when a face arrives. Why these: docs/decisions/031-type.md. */
"""


def measured(style: str, file: str) -> tuple[float, float, float]:
    """Ascent, descent and mean width of one of our faces, in parts of its em."""
    font = TTFont(WEB / file)
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": float(style)})
    em, widths, glyphs = font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
    total = sum(widths[glyphs[ord(c)]][0] * n for c, n in OFTEN.items())
    return font["hhea"].ascent / em, -font["hhea"].descent / em, total / sum(OFTEN.values()) / em


def stand_ins(family: str) -> Iterator[str]:
    """The `@font-face` rules of the fonts that stand in for a family."""
    stem = family.removeprefix("Tilt ").lower()
    for name, styles in FALLBACKS[family].items():
        for style, font in styles.items():
            ascent, descent, width = measured(style, f"{stem}-italic.woff2" if style == "italic" else f"{stem}.woff2")
            size = width / font.width
            which = (
                "font-style: italic;"
                if style == "italic"
                else f"font-weight: {'400 500' if style == '400' else '600'};"
            )
            sources = ", ".join(f'local("{n}")' for n in font.names)
            yield (
                f'@font-face {{\n  font-family: "{family} {name}";\n  {which}\n  src: {sources};\n'
                f"  size-adjust: {size:.1%};\n  ascent-override: {ascent / size:.1%};\n"
                f"  descent-override: {descent / size:.1%};\n  line-gap-override: 0%;\n}}\n"
            )


def face(family: str, file: str, characters: str, italic: bool = False) -> str:
    """The `@font-face` rule of one of our files.

    Preloaded ones are `optional`: what has not come by the first paint waits for the next page, so that no line breaks
    anew under a reader's eyes. Those fetched on demand are to be seen when they come.
    """
    display = "swap" if file.endswith("-more") else "optional"
    which = "font-style: italic;" if italic else "font-weight: 400 600;"
    return (
        f'@font-face {{\n  font-family: "{family}";\n  {which}\n'
        f'  src: url("type/{file}.woff2") format("woff2");\n  font-display: {display};\n'
        f"  unicode-range: {ranges(characters)};\n}}\n"
    )


def sheet() -> str:
    """The style file, from the faces as they lie in `tilt/web/type`."""
    rules = [
        face("Tilt Serif", "serif", CORE),
        face("Tilt Serif", "serif-more", MORE),
        face("Tilt Serif", "serif-italic", ITALIC, italic=True),
        face("Tilt Sans", "sans", CORE),
        face("Tilt Sans", "sans-more", MORE),
        *stand_ins("Tilt Serif"),
        *stand_ins("Tilt Sans"),
    ]
    return HEAD + "\n".join(rules)
