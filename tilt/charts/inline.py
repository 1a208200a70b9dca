"""A chart's SVG as it stands in a page: as wide as its column, one image to assistive technology, in few letters.

Vega writes numbers with all their digits, names each mark for screen readers and each text's face; a page holds thirty
charts. No SVG minifier among the packages rounds places, which is three quarters of what there is to win.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter

NAMESPACE = "http://www.w3.org/2000/svg"
PLACES = ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
REFERENCE = re.compile(r"url\(#(?=\w)")
DIGITS = 1
"""Of a place in pixels, after the point: a twentieth of a pixel is less than any screen shows."""

SPOKEN = ("role", "aria-label", "aria-roledescription", "aria-hidden")
USELESS = {"opacity": "1", "transform": "translate(0,0)"}
"""What says no more than its absence."""


def inline(svg: str, id: str) -> str:
    """A chart's SVG for a place inside a page, where the element around it says what it shows.

    Args:
        svg: As Vega writes it.
        id: What its internal references start with, its own on the page: several charts share one.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.fromstring(svg)  # noqa: S314 (drawn by our own charts)
    _prune(root)
    for node in root.iter():
        _name_point(node)
        for name in SPOKEN:
            node.attrib.pop(name, None)
        for name, value in USELESS.items():
            if node.get(name) == value:
                del node.attrib[name]
        for name in PLACES:
            if name in node.attrib:
                node.set(name, NUMBER.sub(_rounded, node.attrib[name]))
        for name, value in node.items():
            node.set(name, f"{id}-{value}" if name == "id" else REFERENCE.sub(f"url(#{id}-", value))
    _lift(root, "font-family")
    root.attrib.pop("version", None)
    root.set("width", "100%")
    root.set("preserveAspectRatio", "xMinYMin meet")
    return ET.tostring(root, encoding="unicode")


def _prune(node: ET.Element) -> None:
    """Drop what is not displayed."""
    for child in list(node):
        if child.get("display") == "none" or child.get("d") == "":
            node.remove(child)
        else:
            _prune(child)


def _name_point(node: ET.Element) -> None:
    """What a point is called stands in a title, which browsers show on hover without any script."""
    if node.get("aria-roledescription") == "point":
        ET.SubElement(node, f"{{{NAMESPACE}}}title").text = node.get("aria-label")


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _lift(root: ET.Element, name: str) -> None:
    """Say once, on the whole drawing, what most of its parts say."""
    found = Counter(node.attrib[name] for node in root.iter() if name in node.attrib)
    if not found:
        return
    ((most, _),) = found.most_common(1)
    for node in root.iter():
        if node.get(name) == most:
            del node.attrib[name]
    root.set(name, most)
