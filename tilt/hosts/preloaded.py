"""What every chapter's kernel imports, for the process that kernels are forked from (tilt/hosts/kernels.py).

An error here is not this module's to report: the kernel that imports the same will, in the cell that does.
"""

from contextlib import suppress
from importlib import import_module

for name in ("ipykernel.kernelapp", "tilt.pages.show", "tilt.pages.overview", "tilt.pages.evidence"):
    with suppress(Exception):
        import_module(name)
