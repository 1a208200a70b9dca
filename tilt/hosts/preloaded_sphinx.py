"""What builds a page, for the process that the builds of `make watch` are forked from (tilt/hosts/preview.py)."""

from contextlib import suppress
from importlib import import_module

for name in (
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "myst_nb.sphinx_ext",
    "myst_nb.core.execute.cache",
    "sphinx.builders.html",
    "sphinx_book_theme",
    "sphinx_external_toc",
    "tilt.hosts.sphinx",
):
    with suppress(Exception):
        import_module(name)

# What a page needs of its claim whatever the data say: a preview has the time for it while it starts.
with suppress(Exception):
    from tilt.book import book
    from tilt.engine.javascript import javascript

    for claim in book().claims:
        book().facts(claim.slug)
        javascript(claim)
