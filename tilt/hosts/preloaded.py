"""What every chapter's kernel has ready, for the process that kernels are forked from (tilt/hosts/kernels.py).

Its modules, the claims' formulas compiled, and the book as its data are now: half of the work that a chapter's cells
ask for. A saved table or assumption is another state of the data, which a kernel reads for itself. An error here is not
this module's to report: the kernel that meets the same will, in the cell that does.
"""

import gc
from contextlib import suppress
from importlib import import_module

for name in (
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "tilt.explorer.making",
    "tilt.pages.evidence",
    "tilt.pages.overview",
    "tilt.pages.show",
):
    with suppress(Exception):
        import_module(name)

with suppress(Exception):
    from tilt.book import book
    from tilt.engine.compile import compile_all
    from tilt.forecast import forecasts

    for claim in book().claims:
        compile_all(claim)
    forecasts()

gc.freeze()  # what is here by now is looked through by no fork's collection of garbage, and not copied for it
