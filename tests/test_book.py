"""What the Sphinx extension watches for, and the colours of its pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tilt.hosts.sphinx import fingerprint, foreign_resources
from tilt.paths import WEB


def test_fingerprint_follows_data_and_engine_but_not_the_look(tmp_path: Path) -> None:
    table = tmp_path / "evidence.csv"
    table.write_text("a,b\n1,2\n")
    before = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == before
    table.write_text("a,b\n1,3\n")
    changed = fingerprint([tmp_path])
    assert changed != before
    (tmp_path / "layout.html").write_text("<p>")
    assert fingerprint([tmp_path]) == changed
    (tmp_path / "claim.py").write_text("x = 1")
    assert fingerprint([tmp_path]) != changed


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://a.org/x.js"></script>',
        "<link rel=stylesheet href=//a.org/x.css>",
        '<img alt="" src="http://a.org/x.png">',
        "<style>@import url(https://a.org/x.css)</style>",
        "@font-face { src: url('https://a.org/x.woff2') }",
    ],
)
def test_foreign_resources_are_found(html: str) -> None:
    assert len(foreign_resources(html)) == 1


def test_links_and_names_are_not_foreign_resources() -> None:
    html = '<a href="https://a.org">a</a><svg xmlns="http://www.w3.org/2000/svg"></svg><img src="data:image/png,x">'
    assert not foreign_resources(html)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    """Every block of colours in colours.css: light, dark (twice), print."""
    css = (WEB / "colours.css").read_text()
    blocks = [dict(re.findall(r"--tilt-(\w+): (#[0-9a-f]{6});", block)) for block in re.split(r"[{}]", css)]
    return [block for block in blocks if block]


def test_text_colours_are_readable_in_every_mode() -> None:
    found = palettes()
    assert len(found) == 4
    assert found[1] == found[2], "the two dark palettes differ"
    for palette in found:
        for text in ("ink", "soft", "faint", "safety", "capability", "mine"):
            for ground in ("paper", "panel", "wash"):
                assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground, palette)
