"""The way out of Jupyter Book stays open (decision 1): Sphinx, MyST-NB and our extension make the same pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ruamel.yaml import YAML

from tilt.hosts.sphinx import fingerprint
from tilt.paths import PACKAGE, data

HERE = PACKAGE.parent
PAGES = ("task-horizons", "method", "glossary")
"""A claim's chapter, with explorer and formulas, a chapter of prose, and the words that both lean on."""

CONTENTS = """# Tilt

```{toctree}
book/task-horizons
book/method
book/glossary
```
"""

WITHOUT_JUPYTER_BOOK = """
import sys
sys.modules.update({"jupyter_book": None, "sphinx_external_toc": None})  # importing either fails
from sphinx.cmd.build import main
sys.exit(main(["-b", "html", "-q", *sys.argv[1:]]))
"""


def conf(folder: Path) -> None:
    """Write the `conf.py` that a move to plain Sphinx would write once, from what `_config.yml` says."""
    book = YAML(typ="safe").load(HERE / "_config.yml")
    settings = book["sphinx"]["config"] | {
        "extensions": ["myst_nb", "tilt.hosts.sphinx"],
        "myst_enable_extensions": book["parse"]["myst_enable_extensions"],
        "nb_execution_mode": book["execute"]["execute_notebooks"],
        "nb_execution_timeout": book["execute"]["timeout"],
        "html_theme": "sphinx_book_theme",
        "html_sourcelink_suffix": "",
        "root_doc": "index",
        "include_patterns": ["index.md", *book["sphinx"]["config"]["include_patterns"]],
    }
    (folder / "conf.py").write_text("\n".join(f"{name} = {value!r}" for name, value in settings.items()))


def main_part(page: Path) -> str:
    """A page within its frame."""
    text = page.read_text(encoding="utf-8")
    found = re.search(r"<article.*?</article>", text, re.DOTALL)
    assert found, page
    return found[0]


def test_sphinx_alone_makes_the_same_pages(site: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "built" / "html"
    (source / "book").mkdir(parents=True)
    conf(source)
    (source / "index.md").write_text(CONTENTS)
    for name in PAGES:
        text = (HERE / "book" / f"{name}.ipynb").read_text()
        # Links to chapters that are not built here would be faults.
        kept = re.sub(r"\[([^][\n]+)\]\(([\w-]+)\.ipynb\)", lambda m: m[0] if m[2] in PAGES else m[1], text)
        (source / "book" / f"{name}.ipynb").write_text(kept)
    ran = HERE / "_build" / "work" / "_build" / f".jupyter_cache-{fingerprint([data(), PACKAGE])}"
    if ran.exists():  # the book has just been built from the same state: no cell needs to run again
        shutil.copytree(ran, out.parent / ran.name)
    built = subprocess.run(
        [sys.executable, "-c", WITHOUT_JUPYTER_BOOK, "-W", "--keep-going", str(source), str(out)],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    for name in PAGES:
        plain, book = out / "book" / f"{name}.html", site / "book" / f"{name}.html"
        text = plain.read_text(encoding="utf-8")
        for part in ('class="tilt-frame"', 'id="tilt-navigation"', "_tilt/joined/site.js"):
            assert part in text, f"{name}: {part}"
        # The first build names no neighbours that are not there; links to missing chapters are text here.
        assert words(main_part(plain)) == words(main_part(book))
    chapter = (out / "book" / "task-horizons.html").read_text(encoding="utf-8")
    assert 'data-claim="task-horizons"' in chapter
    assert "<math" in chapter
    assert explorer(chapter) == explorer((site / "book" / "task-horizons.html").read_text(encoding="utf-8"))
    assert (out / "_tilt" / "claims" / "task-horizons.js").exists()


def explorer(html: str) -> str:
    found = re.search(r"<tilt-explorer.*</tilt-explorer>", html, re.DOTALL)
    assert found
    return found[0]


def words(html: str) -> str:
    """Text without markup, and formulas with theirs."""
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?m)[^>]+>", " ", html))
