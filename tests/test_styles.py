"""The style sheets: colours declared once and readable, small files of one component each, bundled in one order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, TemplateNotFound

from tilt.assets import SITE_SHEETS, style_sheet, write_web
from tilt.book import book
from tilt.charts import theme
from tilt.charts.theme import read_colours
from tilt.charts.vega import LIBRARY
from tilt.explorer.parts import styles
from tilt.explorer.payload import payload
from tilt.paths import COLOURS, PACKAGE, WEB

HERE = PACKAGE.parent
VOILA = HERE / "share" / "voila"
SHEETS = sorted([*WEB.rglob("*.css"), *VOILA.rglob("*.css")])
BUNDLES = sorted(path.name.removesuffix(".css.j2") for path in (WEB / "bundles").iterdir())
LINES = 400

HEX = re.compile(r"(?<![\w&/-])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?![-\w])", re.IGNORECASE)
FUNCTION = re.compile(r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(", re.IGNORECASE)
NAMED = re.compile(
    r"(?<![-\w])(?:black|white|gr[ae]y|silver|red|maroon|orange|yellow|gold|olive|lime|green|teal|aqua|cyan|navy|blue"
    r"|purple|violet|magenta|fuchsia|pink|brown)(?![-\w])"
)


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def palette(mode: str) -> dict[str, str]:
    """The sheet's colours in "light", "dark" or "print", read apart from the package's own reader."""
    css = without_comments(COLOURS.read_text())
    pairs = re.findall(r"--tilt-(\w+): light-dark\((#\w{6}), (#\w{6})\);", css)
    found = {name: dark if mode == "dark" else light for name, light, dark in pairs}
    if mode == "print":
        block = re.search(r"@media print \{(.*)\}", css, re.DOTALL)
        assert block
        for name, value in re.findall(r"--tilt-(\w+): ([^;]+);", block[1]):
            other = re.fullmatch(r"var\(--tilt-(\w+)\)", value)
            found[name] = found[other[1]] if other else value
    return found


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_text_colours_are_readable(mode: str) -> None:
    found = palette(mode)
    for text in ("ink", "soft", "faint", "safety", "capability", "mine"):
        for ground in ("paper", "panel", "wash"):
            assert contrast(found[text], found[ground]) >= 4.5, (text, ground)


def test_every_colour_is_declared_once_and_no_value_stands_twice() -> None:
    css = without_comments(COLOURS.read_text())
    names = re.findall(r"--tilt-(\w+): light-dark\(", css)
    assert sorted(names) == sorted(set(names)) == sorted(palette("light"))
    values = HEX.findall(css)
    assert len(values) == len(set(values)) > 2 * len(names)


def test_every_colour_and_typeface_is_used_and_every_one_used_is_declared() -> None:
    declared = set(re.findall(r"(--tilt-\w+):", without_comments(COLOURS.read_text())))
    used = {name for path in SHEETS for name in re.findall(r"var\((--tilt-\w+)", path.read_text())}
    assert used == declared


def sources() -> Iterator[Path]:
    """Every file of ours that draws something: style sheets, modules, templates and Python."""
    for folder in (PACKAGE, VOILA):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".css", ".js", ".py", ".html", ".j2"} and path not in (COLOURS, LIBRARY):
                yield path


def test_no_colour_is_written_outside_the_one_sheet() -> None:
    assert HEX.search("fill: #fff;") and FUNCTION.search("rgb(0 0 0)") and NAMED.search("border: red")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        found = HEX.findall(text)
        if path.suffix == ".css":
            text = without_comments(text)
            values = " ".join(re.findall(r":([^;{}]+);", text))
            found += FUNCTION.findall(text) + NAMED.findall(values)
        assert not found, f"{path.relative_to(HERE)} writes {', '.join(found)}; colours.css declares colours"


def test_charts_carry_the_light_values_of_the_sheet() -> None:
    light = palette("light")
    assert {name: shades.light for name, shades in theme.PALETTE.items()} == light
    assert {name: shades.dark for name, shades in theme.PALETTE.items()} == palette("dark")
    for name in ("INK", "SOFT", "FAINT", "LINE", "SAFETY", "CAPABILITY", "MINE"):
        assert getattr(theme, name) == f"var(--tilt-{name.lower()}, {light[name.lower()]})"
    carried = re.findall(r"var\(--tilt-(\w+), (#\w+)\)", json.dumps(payload(book().run("task-horizons"))["pictures"]))
    assert {"safety", "capability", "mine", "ink"} <= {name for name, _ in carried}
    assert all(light[name] == value for name, value in carried)


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (
            "--tilt-ink: light-dark(#111111, #eeeeee);\n--tilt-ink: light-dark(#111111, #eeeeee);",
            "line 2: .*second time",
        ),
        ("\n--tilt-ink: light-dark(#111, #eee);", r"line 2: .* is to be --tilt-name: light-dark\(#rrggbb"),
        ("--tilt-ink: light-dark(black, white);", "line 1"),
    ],
)
def test_a_sheet_written_otherwise_is_refused_with_its_line(sheet: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_colours(sheet)


def test_a_colour_that_the_sheet_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no colour 'pink' in colours.css; it has ink, "):
        theme.colour("pink")


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(HERE).as_posix())
def test_a_style_file_is_one_short_component(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("/* "), "says what it is for"
    assert len(text.splitlines()) < LINES
    assert "@import" not in text, "bundles say what goes together"


def test_every_component_is_in_a_bundle_once_and_unchanged() -> None:
    """Jinja must leave the sheets as they are: a brace followed by %, { or # would be its own."""
    components = [path.read_text().strip() for path in WEB.rglob("*.css")]
    for name in BUNDLES:
        sheet = style_sheet(name)
        for text in sorted(components, key=len, reverse=True):
            assert sheet.count(text) <= 1
            sheet = sheet.replace(text, "")
        assert not sheet.strip(), f"{name} has what no component says"
    shipped = [style_sheet(name) for name in SITE_SHEETS]
    for path in WEB.rglob("*.css"):
        assert sum(path.read_text().strip() in sheet for sheet in shipped) == 1, path.relative_to(WEB)


def test_the_widget_and_voila_take_the_same_bundles_as_the_site() -> None:
    assert style_sheet("explorer").strip() in styles()
    assert COLOURS.read_text() in styles()
    folders = json.loads((HERE / "voila.json").read_text())["Voila"]["template_paths"]
    voila = Environment(loader=FileSystemLoader([HERE / folder for folder in folders]), autoescape=True)
    look = voila.get_template("look.html").render()
    assert style_sheet("prose").strip() in look
    assert style_sheet("prose").strip() in style_sheet("book")


def test_a_missing_component_is_named() -> None:
    with pytest.raises(TemplateNotFound, match="nowhere"):
        style_sheet("nowhere")


def test_pages_get_the_bundles_and_no_loose_component(tmp_path: Path) -> None:
    write_web(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.css")) == sorted(f"{name}.css" for name in SITE_SHEETS)
    assert not list(tmp_path.rglob("*.j2"))
    named = ("hosts/theme/layout.html", "web/app/app.js")
    linked = [sheet for name in named for sheet in re.findall(r"\w+\.css", (PACKAGE / name).read_text())]
    assert sorted(linked) == sorted(f"{name}.css" for name in SITE_SHEETS)


FOREIGN = {
    "cell",
    "cell_output",
    "output",
    "text_html",
    "headerlink",
    "anchor-link",
    "context",
    "ams-align",
    "mark-text",
}
"""Classes that Sphinx, myst-nb, nbconvert, docutils and Vega set; JupyterLab’s start with jp-, lm- or jupyter-."""


def test_no_rule_is_about_a_class_that_nothing_sets() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources() if path.suffix != ".css")
    words = set(re.findall(r"[\w-]+", written)) | FOREIGN
    for path in SHEETS:
        selectors = " ".join(re.findall(r"([^{};]+)\{", without_comments(path.read_text())))
        for name in re.findall(r"\.([a-z][\w-]*)", selectors):
            theirs = name.startswith(("jp-", "lm-", "jupyter-"))
            built = f"{name.rpartition('-')[0]}-" in words  # `tilt-map-{kind}`
            assert theirs or built or name in words or f"tx-{name}" in words, (path.name, name)
