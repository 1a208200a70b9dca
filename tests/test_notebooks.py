"""The chapters are clean, and the checks that say so find what they should."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tilt.paths import root
from tools.notebooks import faults, faults_in_code, faults_in_text, read, tidy

CHAPTERS = sorted((root() / "book").glob("*.ipynb"))


def test_there_are_chapters() -> None:
    assert CHAPTERS


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_is_clean(path: Path) -> None:
    assert not list(faults(read(path)))


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x",
        "f = lambda x: x",
        "class A:\n    pass",
        "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6",
        "url = 'https://cdn.example.org/vega.min.js'",
    ],
)
def test_code_that_belongs_elsewhere_is_found(source: str) -> None:
    assert list(faults_in_code(source))


def test_short_calls_pass() -> None:
    assert not list(faults_in_code("# why\nimport tilt\n\ntilt.explorer('task-horizons')\n%matplotlib inline"))


@pytest.mark.parametrize(
    "source",
    [
        "```{note}\nHello\n```",
        "::::{grid}\n::::",
        "As {cite}`metr` says",
        "See {doc}`method`",
        "(a-target)=\n# Title",
        "% a comment",
        "{{ number }}",
        "<script src='x.js'></script>",
        "![picture](https://example.org/a.png)",
    ],
)
def test_what_only_sphinx_understands_is_found(source: str) -> None:
    assert list(faults_in_text(source))


def test_plain_markdown_passes() -> None:
    text = "# Title\n\nProse, $x_{s}$, $$\\frac{a}{b}$$, 50%, a [link](method.ipynb).\n\n```python\nd = {'a': 1}\n```"
    assert not list(faults_in_text(text))


def test_tidy_strips_outputs_and_gives_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    cell = new_code_cell("1 + 1", outputs=[new_output("stream", text="2")], execution_count=1)
    metadata = {"widgets": {}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = new_notebook(cells=[cell, new_markdown_cell("text")], metadata=metadata)
    for stored in notebook.cells:
        del stored["id"]
    notebook.nbformat_minor = 4
    path.write_text(nbformat.writes(notebook))
    assert len(list(faults(read(path)))) == 5  # widgets, format, an output, and two ids
    assert tidy(path)
    assert not list(faults(read(path)))
    assert not tidy(path), "tidying twice changes nothing"
