"""A chart's SVG as it stands in a page looks as Vega drew it, in far fewer letters."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from tilt.book import book
from tilt.charts.inline import inline
from tilt.explorer.payload import payload

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="560" height="9" viewBox="0 0 560 9">'
    '<clipPath id="clip1"/><g clip-path="url(#clip1)" aria-hidden="true">{}</g></svg>'
)

NUMBERS = re.compile(r"-?[\d.]+(?:e-\d+)?")


def test_a_chart_fills_its_column_and_keeps_its_references_to_itself() -> None:
    out = inline(SVG.format(""), "fan")
    assert 'width="100%"' in out
    assert 'height="9"' in out
    assert 'id="fan-clip1"' in out
    assert "url(#fan-clip1)" in out


def test_a_point_is_named_on_hover_and_nothing_speaks_inside_an_image() -> None:
    point = '<path aria-label="Claude &lt;3&gt;" role="graphics-symbol" aria-roledescription="point" d="M1,1"/>'
    out = inline(SVG.format(point), "points")
    assert "<title>Claude &lt;3&gt;</title>" in out
    assert not re.findall(r"aria-|role=", out)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("M0,-0.04L12.3456,7.999999999999972Z", "M0,0L12.3,8Z"),
        ("M-1e-15,3A3,3,0,1,1,-3,.25", "M0,3A3,3,0,1,1,-3,0.2"),
        ("M100,20h350v1200", "M100,20h350v1200"),
    ],
)
def test_places_are_rounded_to_what_a_screen_shows(written: str, shown: str) -> None:
    assert f'd="{shown}"' in inline(SVG.format(f'<path d="{written}"/>'), "x")


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("slug", [c.slug for c in book().claims])
def test_pictures_look_as_they_were_drawn(slug: str) -> None:
    """All that is displayed is there, in its colour, at most a twentieth of a pixel aside."""
    pictures = payload(book().run(slug))["pictures"]
    assert len(pictures) > 1
    for p in pictures:
        small = inline(p["svg"], p["id"])
        assert len(small) < 0.8 * len(p["svg"]), p["id"]
        drawings = [_displayed(ET.fromstring(text)) for text in (p["svg"], small)]  # noqa: S314 (our own)
        compared = list(zip(*drawings, strict=True))
        assert len(compared) > 10
        for drawn, shown in compared:
            for name in ("fill", "stroke", "stroke-width", "font-size", "text-anchor"):
                assert drawn.get(name) == shown.get(name), (p["id"], name)
            for name in ("d", "transform", "x2", "y2"):
                one, other = (NUMBERS.findall(node.get(name, "")) for node in (drawn, shown))
                if one != ["0", "0"] or other:
                    assert [float(n) for n in other] == pytest.approx([float(n) for n in one], abs=0.0501)
            assert drawn.text == shown.text


def _displayed(node: ET.Element) -> Iterator[ET.Element]:
    """What can be seen, in order; a point's name is not."""
    if node.get("display") == "none" or node.get("d") == "" or node.tag.endswith("title"):
        return
    yield node
    for child in node:
        yield from _displayed(child)
