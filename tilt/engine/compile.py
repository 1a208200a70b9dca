"""One formula, several faces: SymPy expressions to a NumPy function, a JavaScript module and LaTeX.

Both engines run the same expressions after the same common-subexpression elimination, so they differ only by how the
two languages round `exp` and `log` in the last place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter

from tilt.engine.claim import Claim, Fan, Split, symbol
from tilt.engine.scale import Floats

Compiled = Callable[..., list[Floats]]


def to_numpy(expressions: Sequence[sp.Expr], inputs: Sequence[sp.Symbol]) -> Compiled:
    """A function of one array per input that returns one array per expression (broadcast like NumPy)."""
    compiled: Compiled = sp.lambdify(list(inputs), list(expressions), modules="numpy", cse=True)
    return compiled


@cache
def numpy_findings(claim: Claim) -> Compiled:
    """The effects of a claim's findings, in order; call with the inputs' draws in the order of `claim.inputs`."""
    return to_numpy([f.effect for f in claim.findings], [symbol(i) for i in claim.inputs])


@cache
def numpy_effect(claim: Claim, finding: str) -> Compiled:
    """One finding's effect alone: what bisection for flips and swings evaluates many times."""
    return to_numpy([claim.finding(finding).effect], [symbol(i) for i in claim.inputs])


@cache
def numpy_parts(claim: Claim) -> Compiled:
    """The parts of all splits, in order of declaration."""
    parts = [p.expression for split in claim.splits for p in split.parts]
    return to_numpy(parts, [symbol(i) for i in claim.inputs])


@dataclass(frozen=True, eq=False)
class Term:
    """A term of a shared-out expression, with the players it depends on: what it adds is theirs alone."""

    expression: sp.Expr
    players: tuple[str, ...]


@cache
def terms(split: Split) -> tuple[Term, ...]:
    """The terms of a split's expression, gathered by the players they depend on; what depends on none is left out.

    Shapley's rule adds up over terms, and a player who does not occur in one gets nothing of it, so a term with k
    players needs 2^k evaluations whatever the number of players in all.
    """
    found: dict[tuple[str, ...], sp.Expr] = {}
    for e in sp.Add.make_args(split.expression):
        names = {s.name for s in e.free_symbols}
        players = tuple(p for p in split.players if p in names)
        found[players] = found.get(players, sp.S.Zero) + e
    return tuple(Term(e, players) for players, e in found.items() if players)


@cache
def numpy_term(claim: Claim, split: Split, index: int) -> Compiled:
    """One term of a split among players; call with the inputs' draws in the order of `claim.inputs`."""
    return to_numpy([terms(split)[index].expression], [symbol(i) for i in claim.inputs])


@cache
def numpy_fan(claim: Claim, index: int) -> Compiled:
    """One fan's series at one grid value; call with the inputs' draws, then the grid value."""
    fan = claim.fans[index]
    return to_numpy(list(fan.series.values()), [*(symbol(i) for i in claim.inputs), fan.over])


class _Javascript(JavascriptCodePrinter):
    """SymPy's printer, with products for squares and `Math.sqrt` for inverse roots: faster, as exact as `Math.pow`."""

    def _print_Pow(self, expr: sp.Pow) -> str:
        if expr.exp == 2 and expr.base.is_Symbol:
            return f"({self._print(expr.base)}*{self._print(expr.base)})"
        if expr.exp == -sp.S.Half:
            return f"(1/Math.sqrt({self._print(expr.base)}))"
        return str(super()._print_Pow(expr))


_javascript = _Javascript({"strict": True})


def _js(expr: sp.Expr) -> str:
    return str(_javascript.doprint(expr))


def _hoist(expr: sp.Expr, over: tuple[sp.Symbol, ...], found: dict[sp.Expr, sp.Symbol]) -> sp.Expr:
    """`expr` with every largest subexpression free of all symbols `over` replaced by a symbol recorded in `found`.

    What does not depend on the grid is then computed once per draw instead of once per draw and grid value.
    """
    if not expr.has(*over):
        if expr.is_number or (expr.is_Symbol and expr in found.values()):
            return expr
        return found.setdefault(expr, sp.Symbol(f"w{len(found)}", real=True))
    if isinstance(expr, (sp.Add, sp.Mul)):
        fixed, moving = expr.as_independent(*over, as_Add=isinstance(expr, sp.Add))
        terms = type(expr).make_args(moving)
        return expr.func(_hoist(fixed, over, found), *[_hoist(a, over, found) for a in terms])
    return _hoist_args(expr, over, found)


def _hoist_args(expr: sp.Expr, over: tuple[sp.Symbol, ...], found: dict[sp.Expr, sp.Symbol]) -> sp.Expr:
    return expr if expr.is_Symbol else expr.func(*[_hoist(a, over, found) for a in expr.args])


def _loop(
    name: str,
    expressions: Mapping[str, sp.Expr],
    read: Mapping[str, str],
    extra: str = "",
    given: Mapping[str, str] | None = None,
) -> str:
    """A JavaScript function over draws: reads named arrays, writes one output array per expression.

    `extra` are further parameters, `given` the names of scalars taken from them.
    """
    given = given or {}
    shared, results = sp.cse(list(expressions.values()), symbols=sp.numbered_symbols("c"))
    used = set().union(*(e.free_symbols for _, e in shared), *(e.free_symbols for e in results))
    names = {s.name for s in used}
    arrays = [f"  const a_{k} = {v};" for k, v in read.items() if k in names]
    loads = [f"    const {k} = a_{k}[i];" for k in read if k in names]
    constants, body = {sp.Symbol(k, real=True) for k in given}, list[str]()
    once = [f"  const {k} = {v};" for k, v in given.items() if k in names]
    for s, e in shared:
        if e.free_symbols <= constants:
            constants.add(s)
            once.append(f"  const {s} = {_js(e)};")
        else:
            body.append(f"    const {s} = {_js(e)};")
    stores = [f"    out[{k}][i] = {_js(e)};" for k, e in enumerate(results)]
    signature = f"export function {name}(n, x, out{extra}) {{"
    lines = [signature, *arrays, *once, "  for (let i = 0; i < n; i++) {", *loads, *body, *stores, "  }", "}"]
    return "\n".join(lines)


def _fan_functions(claim: Claim, fan: Fan, read: Mapping[str, str]) -> list[str]:
    found: dict[sp.Expr, sp.Symbol] = {}
    moving = {k: _hoist(e, (fan.over,), found) for k, e in fan.series.items()}
    fixed = {s.name: e for e, s in found.items()}
    work = {name: f"x[{k}]" for k, name in enumerate(fixed)}
    identifier = _identifier(fan.id)
    return [
        _loop(f"prepare_{identifier}", fixed, read),
        _loop(f"fan_{identifier}", moving, work, f", {fan.over.name}"),
        f"export const work_{identifier} = {len(fixed)};",
    ]


def _term_functions(split: Split, read: Mapping[str, str]) -> list[str]:
    """For each term of a split among players: what does not depend on them once, then the term for given players."""
    pieces = []
    for k, term in enumerate(terms(split)):
        found: dict[sp.Expr, sp.Symbol] = {}
        moving = _hoist(term.expression, tuple(symbol(p) for p in term.players), found)
        work = {name: f"x[{i}]" for i, name in enumerate(s.name for s in found.values())}
        players = {p: f"on[{i}]" for i, p in enumerate(term.players)}
        name = f"{_identifier(split.finding)}_{k}"
        pieces += [
            _loop(f"ready_{name}", {s.name: e for e, s in found.items()}, read),
            _loop(f"term_{name}", {"term": moving}, work, ", on", players),
            f"export const room_{name} = {len(found)};",
        ]
    return pieces


def _identifier(id: str) -> str:
    return id.replace("-", "_")


@cache
def javascript(claim: Claim) -> str:
    """The claim as an ES module.

    `findings(n, x, out)` writes each finding's effect for the first n draws of the input arrays x (order of `inputs`);
    `effect_<finding>` does one alone; `parts` the splits into parts; `prepare_<fan>(n, x, work)` and
    `fan_<fan>(n, work, out, t)` the fans; `ready_<finding>_<k>(n, x, work)` and `term_<finding>_<k>(n, work, out, on)`
    the terms of a split among players, `on` holding 0 or 1 for each. Names with dashes use underscores.
    """
    read = {name: f"x[{k}]" for k, name in enumerate(claim.inputs)}
    effects = {f.id: f.effect for f in claim.findings}
    functions = dict[sp.Expr, str]()
    effect_functions = []
    for id, e in effects.items():
        name = f"effect_{_identifier(id)}"
        if e in functions:
            effect_functions.append(f"export const {name} = {functions[e]};")
        else:
            functions[e] = name
            effect_functions.append(_loop(name, {id: e}, read))
    pieces = [
        f"// Compiled from tilt/claims/{_identifier(claim.slug)}.py. Do not edit.",
        f"export const inputs = {list(claim.inputs)!r};",
        _loop("findings", effects, read),
        *effect_functions,
        _loop("parts", {p.id: p.expression for split in claim.splits for p in split.parts}, read),
    ]
    for fan in claim.fans:
        pieces += _fan_functions(claim, fan, read)
    for split in claim.splits:
        pieces += _term_functions(split, read)
    return "\n".join(pieces) + "\n"


def latex(expr: sp.Expr, names: Mapping[str, str]) -> str:
    """The expression as LaTeX, inputs written with their own symbols (`names`: id to LaTeX).

    Exponentials of logarithms, which the formulas use against overflow, are shown as the powers they are.
    """
    shown = expr.replace(sp.exp, _as_power)
    return str(sp.latex(shown, symbol_names={symbol(k): v for k, v in names.items()}, ln_notation=True))


def _as_power(exponent: sp.Expr) -> sp.Expr:
    """exp(a log b + log c) as c b^a: each term of the exponent that is a multiple of one logarithm becomes a power."""
    product: sp.Expr = sp.S.One
    for term in sp.Add.make_args(exponent):
        factors = [sp.logcombine(f, force=True) for f in sp.Mul.make_args(term)]
        logs = [f for f in factors if isinstance(f, sp.log)]
        if logs:
            rest = sp.Mul(*[f for f in factors if f is not logs[0]])
            product *= sp.Pow(logs[0].args[0], rest)
        else:
            product *= sp.exp(term)
    return product
