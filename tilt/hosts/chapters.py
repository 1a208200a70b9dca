"""Run the chapters that Sphinx is about to read side by side, so that it finds all of them in the cache.

Sphinx and MyST-NB run one notebook after the other, each in a cold kernel of its own: most of a build is then one core
waiting for another. A chapter that fails stops the build here, before Sphinx takes anything for read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from tilt.hosts.asking import PromptManager
from tilt.hosts.kernels import use_forked_kernels

LOGGER = logging.getLogger(__name__)
TOUCHED = "TILT_TOUCHED"
"""Environment variable with the names of documents to run and read again, whatever the cache says: `tools/watch.py`."""


def touched() -> list[str]:
    """Documents that must be run and read again although their own files are unchanged."""
    return os.environ.get(TOUCHED, "").split()


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Execute the notebooks among `docnames` that the cache does not hold, as many at once as there are cores.

    Raises:
        ExtensionError: Some chapter failed. `reports/` below the output says how, chapter by chapter.
    """
    if app.config.nb_execution_mode != "cache":
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    waiting = dict(_waiting(env, docnames, cache))
    if not waiting:
        return
    use_forked_kernels()

    def run(name: str) -> ExecutionResult:
        path = Path(env.doc2path(name))
        LOGGER.info("%s: Executing notebook", path)
        result = single_nb_execution(
            waiting[name],
            cwd=str(path.parent),
            timeout=app.config.nb_execution_timeout,
            allow_errors=False,
            kernel_manager_class=PromptManager,
        )
        if result.err is None:
            LOGGER.info("%s: Executed notebook in %.2f seconds", path, result.time)
        return result

    failed = []
    # The cache is a database file: only this thread writes it.
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for name, result in zip(waiting, pool.map(run, waiting), strict=True):
            if result.err is None:
                path = env.doc2path(name)
                cache.add_nb_to_project(path)
                bundle = CacheBundleIn(waiting[name], path, data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
            else:
                failed.append(name)
                report = Path(app.outdir, "reports", f"{name}.err.log")
                report.parent.mkdir(parents=True, exist_ok=True)
                report.write_text(result.exc_string or str(result.err), encoding="utf-8")
    if failed:
        raise ExtensionError(f"cells failed in {', '.join(failed)}")


def _waiting(
    env: BuildEnvironment, docnames: Sequence[str], cache: JupyterCacheAbstract
) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Notebooks to be executed, by document name."""
    again = touched()
    for name in docnames:
        path = Path(env.doc2path(name))
        if path.suffix != ".ipynb":
            continue
        notebook = nbformat.read(path, as_version=4)
        with suppress(KeyError):
            known = cache.match_cache_notebook(notebook)
            if name not in again:
                continue
            cache.remove_cache(known.pk)
        yield name, notebook
