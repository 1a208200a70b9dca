"""What builds a page, for the process that the builds of `make watch` are forked from (tilt/hosts/preview.py)."""

import gc
from contextlib import suppress
from importlib import import_module

for name in (
    "docutils.languages.en",
    "docutils.parsers.rst.directives.admonitions",
    "docutils.parsers.rst.directives.tables",
    "ipykernel.kernelspec",
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "myst_nb.core.execute.cache",
    "myst_nb.sphinx_ext",
    "psutil",
    "pydata_sphinx_theme",
    "sphinx.builders.html",
    "sphinx.environment.collectors.toctree",
    "sphinx.ext.githubpages",
    "sphinx.jinja2glue",
    "sphinx_book_theme",
    "sphinx_external_toc.collectors",
    "sphinx_external_toc.events",
    "sphinx_multitoc_numbering",
    "sqlalchemy.dialects.sqlite",
    "tilt.hosts.sphinx",
):
    with suppress(Exception):
        import_module(name)

# What Sphinx looks for by name: its own extensions, and the styles of code among those that are installed.
with suppress(Exception):
    for name in import_module("sphinx.application").builtin_extensions:
        import_module(name)
    styles = import_module("pygments.styles")
    for name in styles.get_all_styles():
        styles.get_style_by_name(name)

# What Jupyter makes of its schemas before it reads the first notebook.
with suppress(Exception):
    import nbformat

    nbformat.validate(nbformat.v4.new_notebook())

# What a page needs of its claim whatever the data say: a preview has the time for it while it starts.
with suppress(Exception):
    from tilt.book import book
    from tilt.engine.javascript import javascript

    for claim in book().claims:
        book().facts(claim.slug)
        javascript(claim)

gc.freeze()  # what is here by now is looked through by no fork's collection of garbage, and not copied for it
