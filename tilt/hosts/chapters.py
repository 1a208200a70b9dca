"""Run the chapters that Sphinx is about to read side by side, so that it finds all of them in the cache.

Sphinx and myst-nb run one notebook after the other, each in a kernel of its own: most of a build is then one core
waiting for another. What fails here is left to them, who run it again and report it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Execute the notebooks among `docnames` that the cache does not hold, as many at once as there are cores."""
    cache = get_cache(app.config.nb_execution_cache_path)
    waiting: list[tuple[Path, nbformat.NotebookNode]] = []
    for name in docnames:
        path = Path(env.doc2path(name))
        if path.suffix != ".ipynb":
            continue
        notebook = nbformat.read(path, as_version=4)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            waiting.append((path, notebook))
    if len(waiting) < 2:
        return

    def run(task: tuple[Path, nbformat.NotebookNode]) -> ExecutionResult:
        path, notebook = task
        LOGGER.info("%s: Executing notebook", path)
        result = single_nb_execution(
            notebook, cwd=str(path.parent), timeout=app.config.nb_execution_timeout, allow_errors=False
        )
        if result.err is None:
            LOGGER.info("%s: Executed notebook in %.2f seconds", path, result.time)
        return result

    # The cache is a database file: only this thread writes it.
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for (path, notebook), result in zip(waiting, pool.map(run, waiting), strict=True):
            if result.err is None:
                cache.add_nb_to_project(str(path))
                bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
