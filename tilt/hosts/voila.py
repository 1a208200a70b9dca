"""What Voilà is given of ours: formulas in chapters become MathML on the server, as they do in the book.

Named in `voila.json` (`VoilaExporter.markdown_renderer_class`), so that Voilà needs no MathJax and no network.
"""

from __future__ import annotations

from html import escape

from voila.exporter import VoilaMarkdownRenderer

from tilt.pages.mathml import display_math, mathml


class Markdown(VoilaMarkdownRenderer):
    """Voilà's renderer of Markdown cells, with MathML for `$...$` and `$$...$$`."""

    def inline_math(self, body: str) -> str:
        """Return a formula within a sentence."""
        return self._formula(body, display=False)

    def block_math(self, body: str) -> str:
        """Return a formula on a line of its own."""
        return display_math(self._formula(body, display=True))

    def _formula(self, body: str, display: bool) -> str:
        try:
            return mathml(body, display)
        except ValueError:  # a reader of a running app is shown the LaTeX rather than nothing; the build reports it
            return f"<code>{escape(body)}</code>"
