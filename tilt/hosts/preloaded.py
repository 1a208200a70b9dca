"""What every chapter's kernel imports, for the process that kernels are forked from (tilt/hosts/kernels.py).

An error here is not this module's to report: the kernel that imports the same will, in the cell that does.
"""

from contextlib import suppress

with suppress(Exception):
    import ipykernel.kernelapp  # noqa: F401

    import tilt.pages.evidence
    import tilt.pages.overview
    import tilt.pages.show  # noqa: F401
