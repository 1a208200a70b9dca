"""Fits that turn tables into intervals, and their back-tests: one module a subject.

Importing this package registers every derivation, so that assumptions can name them. The folder `runs` takes no part
in that: it refits horizons from single runs, for `tilt refit` and for the tables that say they were made by it.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    if not _module.ispkg:
        import_module(f"{__name__}.{_module.name}")
