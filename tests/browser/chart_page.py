"""What a browser shows of the charts of a page: where their words stand, how large they are, and what crosses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LEAST = 11.0
"""Pixels of the smallest letters on a phone."""

MEASURE = r"""
() => {
  const drawn = [...document.querySelectorAll("figure.tilt-figure svg, .tx-chart svg")].filter(
    (svg) => svg.getBoundingClientRect().width > 20 && svg.querySelector("text"),
  );
  const shown = (text) => {
    const { display, opacity } = getComputedStyle(text);
    return text.textContent.trim() && display !== "none" && Number(opacity) > 0;
  };
  // The ink of a word: its box without the room above and below the letters.
  const ink = (text) => {
    const { left, right, top, bottom, height, width } = text.getBoundingClientRect();
    const [x, y] = width >= height ? [0.5, 0.15 * height] : [0.15 * width, 0.5];
    return { left: left + x, right: right - x, top: top + y, bottom: bottom - y };
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const scaleOf = (node) => { const { a, b } = node.getScreenCTM(); return Math.hypot(a, b); };
  // What is cut off by a clip is not seen.
  const seen = (node) => {
    const clipped = node.closest("[clip-path]");
    const id = clipped && /#([^)"']+)/.exec(clipped.getAttribute("clip-path"))?.[1];
    const shape = id && document.getElementById(id)?.querySelector("path, rect");
    if (!shape) return () => true;
    const { x, y, width, height } = shape.getBBox();
    const matrix = clipped.getScreenCTM();
    const [from, to] = [new DOMPoint(x, y), new DOMPoint(x + width, y + height)].map((p) => p.matrixTransform(matrix));
    return (p) => p.x >= from.x && p.x <= to.x && p.y >= from.y && p.y <= to.y;
  };
  const crossed = (svg, words) => {
    const found = new Set();
    for (const line of svg.querySelectorAll("line, path")) {
      const style = getComputedStyle(line);
      if (style.stroke === "none" || !line.getTotalLength || !(parseFloat(style.strokeWidth) > 0)) continue;
      const length = line.getTotalLength();
      if (!(length * scaleOf(line) >= 8)) continue;
      const [matrix, inside] = [line.getScreenCTM(), seen(line)];
      const steps = Math.min(600, Math.ceil((length * scaleOf(line)) / 2));
      for (let k = 0; k <= steps; k++) {
        const p = line.getPointAtLength((length * k) / steps).matrixTransform(matrix);
        if (!inside(p)) continue;
        for (const { node, box, text } of words) {
          if (p.x <= box.left || p.x >= box.right || p.y <= box.top || p.y >= box.bottom) continue;
          // Words drawn later, with a rim in the paper's colour, stand clear of the line.
          const rim = getComputedStyle(node);
          const clear = rim.paintOrder.startsWith("stroke") && parseFloat(rim.strokeWidth) >= 3;
          if (!(clear && line.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)) found.add(text);
        }
      }
    }
    return [...found];
  };
  return drawn.map((svg) => {
    const around = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].filter(shown).map((node) => {
      const size = parseFloat(getComputedStyle(node).fontSize) * scaleOf(node);
      return { node, text: node.textContent, box: ink(node), size };
    });
    const pairs = words.flatMap((a, k) =>
      words.slice(k + 1).filter((b) => meet(a.box, b.box)).map((b) => `${a.text} × ${b.text}`),
    );
    const edge = document.documentElement.clientWidth;
    const cut = words.filter(
      ({ box }) =>
        box.left < Math.max(-1, around.left - 2) || box.right > Math.min(edge + 1, around.right + 2) ||
        box.top < around.top - 2 || box.bottom > around.bottom + 2,
    );
    const axes = [...svg.querySelectorAll(".role-axis")].map((axis) =>
      [...axis.querySelectorAll(".role-axis-label text")].filter(shown).map((t) => t.textContent),
    );
    const figure = svg.closest("figure");
    return {
      name: figure.dataset.picture ?? figure.querySelector("strong").textContent,
      smallest: Math.min(...words.map((w) => w.size)),
      overprinted: pairs,
      cut: cut.map((w) => w.text),
      struck: crossed(svg, words),
      axes: axes.filter((labels) => labels.length),
    };
  });
}
"""


@dataclass(frozen=True)
class Drawn:
    """A chart as it stands on the page."""

    name: str
    smallest: float
    overprinted: list[str]
    cut: list[str]
    struck: list[str]
    axes: list[list[str]]

    def faults(self, least: float = 0.0) -> list[str]:
        """What a reader would stumble over; `least` is how many pixels its letters are to have."""
        found = [f"overprinted: {pair}" for pair in self.overprinted]
        found += [f"cut: {word}" for word in self.cut]
        found += [f"struck through: {word}" for word in self.struck]
        for labels in self.axes:
            if len(set(labels)) < len(labels):
                found.append(f"an axis repeats itself: {', '.join(labels)}")
            if labels == ["…"] or any(label.endswith("…") for label in labels):
                found.append(f"an axis is cut: {', '.join(labels)}")
        if self.smallest < least - 0.01:
            found.append(f"letters of {self.smallest:.1f} px")
        return [f"{self.name}: {fault}" for fault in found]


def charts(page: Page) -> list[Drawn]:
    """The charts in sight anywhere on a page, evidence and explorer's."""
    found: list[dict[str, Any]] = page.evaluate(MEASURE)
    return [Drawn(**chart) for chart in found]
