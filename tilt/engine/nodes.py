"""Functions that formulas are written in besides SymPy's own; each knows how NumPy, JavaScript and LaTeX say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import sympy as sp


class _Extreme(sp.Function):
    """One of two values. SymPy's own Max and Min look for simpler forms for seconds; these are only carried."""

    nargs = 2
    is_real = True
    exact: ClassVar[Callable[..., sp.Expr]]
    written: ClassVar[Mapping[str, str]]

    @classmethod
    def eval(cls, a: sp.Expr, b: sp.Expr) -> sp.Expr | None:
        """A number once both are numbers."""
        return cls.exact(a, b) if a.is_Number and b.is_Number else None

    def _eval_evalf(self, precision: int) -> sp.Expr:
        return type(self).exact(*[a._eval_evalf(precision) for a in self.args])

    def _write(self, name: str, printer: Any) -> str:
        return f"{name}({', '.join(printer._print(a) for a in self.args)})"

    def _numpycode(self, printer: Any) -> str:
        return self._write(printer._module_format(f"numpy.{self.written['numpy']}"), printer)

    def _javascript(self, printer: Any) -> str:
        return self._write(f"Math.{self.written['math']}", printer)

    def _latex(self, printer: Any) -> str:
        return self._write(rf"\{self.written['math']}", printer)


class Larger(_Extreme):
    """The larger of two values."""

    exact = sp.Max
    written: ClassVar[Mapping[str, str]] = {"numpy": "maximum", "math": "max"}


class Smaller(_Extreme):
    """The smaller of two values."""

    exact = sp.Min
    written: ClassVar[Mapping[str, str]] = {"numpy": "minimum", "math": "min"}


class Is(sp.Function):
    """1 where a choice takes the option at a place (from 0), else 0: Iverson's bracket, an arithmetic switch.

    A formula with a choice is a sum over its options, so every form must be finite also where it is not chosen.
    """

    nargs = 2
    is_real = True

    @classmethod
    def eval(cls, choice: sp.Expr, place: sp.Expr) -> sp.Expr | None:
        """A number once the choice is one."""
        return sp.Integer(choice == place) if choice.is_Number and place.is_Number else None

    def _numpycode(self, printer: Any) -> str:
        equal = printer._module_format("numpy.equal")
        return f"(1.0*{equal}({', '.join(printer._print(a) for a in self.args)}))"

    def _javascript(self, printer: Any) -> str:
        return f"({' === '.join(printer._print(a) for a in self.args)} ? 1 : 0)"

    def _latex(self, printer: Any) -> str:
        return rf"\left[{' = '.join(printer._print(a) for a in self.args)}\right]"
