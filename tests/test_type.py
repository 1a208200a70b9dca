"""The book's typefaces: they hold every character it uses, fit their stand-ins, and are what charts are measured in."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tilt.charts import theme
from tilt.charts.drawing import FACES
from tilt.charts.vega import text_width
from tilt.paths import PACKAGE, WEB
from tools.type import characters
from tools.type.fallbacks import FALLBACKS, sheet

HERE = PACKAGE.parent
FILES = {path.stem: path for path in (WEB / "type").glob("*.woff2")}
PRELOADED = ("serif", "sans", "serif-italic")
LIMIT = 64_000
"""Bytes of what a page preloads."""

WANTING = set("ĬĭĲĳŦŧ₀₁₂₃₄₅₆₇₈₉⁻") | {"\u2009", "\u202f"}
"""What a family may lack of what is asked of it: some rare letters, and signs that are drawn as others."""


@cache
def font(stem: str) -> TTFont:
    return TTFont(FILES[stem])


def held(stem: str) -> set[str]:
    return set(map(chr, font(stem).getBestCmap()))


def test_the_faces_hold_what_the_recipe_says_and_weigh_little() -> None:
    assert set(FILES) == {"serif", "serif-more", "serif-italic", "sans", "sans-more"}
    for stem, wanted in (("serif", characters.CORE), ("sans", characters.CORE), ("serif-italic", characters.ITALIC)):
        assert not set(wanted) - held(stem) - WANTING, stem
        assert not held(stem) - set(wanted), stem
    for stem in ("serif-more", "sans-more"):
        assert not set(characters.MORE) - held(stem) - WANTING, stem
    assert sum(FILES[stem].stat().st_size for stem in PRELOADED) < LIMIT


def test_the_faces_bear_no_reserved_name_and_come_with_their_licence() -> None:
    for path in [*FILES.values(), *FACES.glob("*.ttf")]:
        names = TTFont(path)["name"]
        for number in (1, 4, 6):
            assert names.getDebugName(number).startswith("Tilt"), path.name
    for folder in (WEB / "type", FACES):
        licence = (folder / "OFL.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert licence.count("Reserved Font Name") >= 2


@pytest.mark.parametrize("stem", PRELOADED)
def test_figures_are_as_wide_as_each_other(stem: str) -> None:
    widths = {font(stem)["hmtx"][font(stem).getBestCmap()[ord(figure)]][0] for figure in "0123456789"}
    assert len(widths) == 1


@pytest.mark.usefixtures("long")
def test_the_style_file_is_that_of_the_faces() -> None:
    assert (WEB / "type.css").read_text(encoding="utf-8") == sheet(), "run `make type`"


def test_the_stand_ins_are_named_where_the_typefaces_are() -> None:
    stacks = dict(re.findall(r"--tilt-(serif|sans): ([^;]+);", (WEB / "colours.css").read_text(encoding="utf-8")))
    for family, found in FALLBACKS.items():
        stack = stacks[family.split()[1].lower()]
        assert stack.startswith(f'"{family}", '), family
        assert all(f'"{family} {name}"' in stack for name in found), family
        if family == "Tilt Sans":
            assert all(f"{family} {name}" in theme.SANS for name in found)


def written() -> Iterator[tuple[str, str]]:
    """What the book is made of: its data, its chapters, and the words of the page's modules and of the package."""
    for folder, suffixes in (("data", (".yaml", ".csv")), ("book", (".ipynb",)), ("tilt", (".py", ".js", ".html"))):
        for path in sorted((HERE / folder).rglob("*")):
            if path.suffix in suffixes and not path.name.endswith(".test.js"):
                text = path.read_text(encoding="utf-8")
                if path.suffix == ".ipynb":
                    text = "".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
                yield path.relative_to(HERE).as_posix(), text


def lacking(text: str) -> set[str]:
    return set(text) - set(characters.CORE) - set(characters.ALSO) - set("\n\t\r")


def test_the_book_is_written_in_characters_that_the_faces_hold() -> None:
    found = {path: lacking(text) for path, text in written()}
    assert not {path: chars for path, chars in found.items() if chars}, "add them to tools/type/characters.py"


def test_a_character_that_the_faces_lack_is_noticed() -> None:
    assert lacking("Łódź in 5 µs, ⅔ of it") == {"Ł", "ź", "⅔"}


def test_pages_show_no_other_characters(site: Path) -> None:
    for path in sorted((site / "book").glob("*.html")):
        text = html.unescape(re.sub(r"<(style)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        assert not lacking(text), path.name
        for slanted in re.findall(r"<em>(.*?)</em>|class=\"letter\">(.)<", text, flags=re.DOTALL):
            plain = re.sub(r"<[^>]+>|\s", "", "".join(slanted))
            assert not set(plain) - set(characters.ITALIC) - set(characters.ALSO), (path.name, plain)


@pytest.mark.parametrize(("weight", "file"), [(400, "sans-400.ttf"), (600, "sans-600.ttf"), (700, "sans-600.ttf")])
def test_charts_are_measured_in_the_face_they_are_shown_in(weight: int, file: str) -> None:
    text = "Usable share of each field"
    face = TTFont(FACES / file)
    widths, glyphs, em = face["hmtx"], face.getBestCmap(), face["head"].unitsPerEm
    wide = sum(widths[glyphs[ord(character)]][0] for character in text) / em * 100
    assert text_width(text, theme.SANS, 100, weight) == pytest.approx(wide, rel=0.01)


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("name", ["sans", "serif"])
def test_pages_and_charts_have_faces_of_one_cut(name: str, weight: int) -> None:
    from fontTools.varLib import instancer

    shown = instancer.instantiateVariableFont(TTFont(FILES[name]), {"wght": weight})
    drawn = TTFont(FACES / f"{name}-{weight}.ttf")
    assert shown["head"].unitsPerEm == drawn["head"].unitsPerEm
    for character in "AaMm0gé–":
        one, other = (f["hmtx"][f.getBestCmap()[ord(character)]][0] for f in (shown, drawn))
        assert abs(one - other) <= 1, character
