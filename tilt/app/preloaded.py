"""What the process has ready that readers' processes are forked from: the book, read and compiled.

An error here is not this module's to report: the job that meets the same will, in the answer to who asked.
"""

import gc
import signal
from contextlib import suppress

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started the app, who ends us in order
if hasattr(signal, "pthread_sigmask"):
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # as tilt.app.pool blocks it while we start

with suppress(Exception):
    from tilt.app import jobs, workbench, worker  # noqa: F401
    from tilt.book import book
    from tilt.engine.compile import compile_all

    for claim in book().claims:
        book().run(claim.slug).verdicts  # noqa: B018 (drawn once, for all)
        compile_all(claim)

# What is there now stays: a child that swept it for garbage would copy every page it looks at.
gc.collect()
gc.freeze()
