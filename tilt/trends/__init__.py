"""Fits that turn tables into intervals, and their back-tests: one module a subject.

Importing this package registers every derivation, so that assumptions can name them.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
