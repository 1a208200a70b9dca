"""A claim as an ES module: the contract between compiler and `web/engine`, one object keyed by the book's own ids."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter

from tilt.engine.claim import Claim, Fan, Split, symbol
from tilt.engine.compile import terms
from tilt.engine.population import COUNT, rule
from tilt.engine.staging import Loop, Names, hoist, stages
from tilt.paths import WEB


@cache
def javascript(claim: Claim) -> str:
    """The claim as the text of an ES module whose default export is a `CompiledClaim` (`web/engine/types.js`).

    Its functions work on arrays of draws and know nothing of scales or randomness. `x` are the inputs' arrays in the
    order of `inputs`, `n` how many of their draws count, `out` the arrays written to, one for each result:

    - `findings(n, x, out)`: every finding's effect; `effects[finding](n, x, out)`: one alone.
    - `parts(n, x, out)`: the parts of all splits into parts, in order of declaration.
    - `fans[fan]`: `prepare(n, x, work)` fills `work` arrays with what the grid does not move, `at(n, work, out, t)`
      gives the series at one place of it.
    - `splits[finding]`: of a split among players its terms, each with the `players` it depends on. `ready(n, x, room)`
      fills `room` arrays with what no player moves, `term(n, room, out, on)` gives the term, `on` holding 0 or 1 for
      each player.
    """
    _check_names(claim)
    read = {name: f"x[{k}]" for k, name in enumerate(claim.inputs)}
    functions: list[str] = [_function("findings", [f.effect for f in claim.findings], read)]
    parts = [p.expression for split in claim.splits for p in split.parts]
    functions.append(_function("parts", parts, read))
    effects = dict[str, str]()
    names = dict[sp.Expr, str]()
    for f in claim.findings:
        if f.effect not in names:
            names[f.effect] = f"effect{len(names)}"
            functions.append(_function(names[f.effect], [f.effect], read))
        effects[f.id] = names[f.effect]
    fans = dict[str, str]()
    for k, fan in enumerate(claim.fans):
        fans[fan.id], code = _fan(fan, k, read)
        functions += code
    splits = dict[str, str]()
    for k, split in enumerate(s for s in claim.splits if s.players):
        splits[split.finding], code = _split(split, k, read)
        functions += code
    text = "\n\n".join(functions)
    members = [
        f"inputs: {json.dumps(list(claim.inputs))}",
        "findings",
        f"effects: {_object(effects)}",
        "parts",
        f"fans: {_object(fans)}",
        f"splits: {_object(splits)}",
    ]
    export = "export default {\n" + "".join(f"  {m},\n" for m in members) + "};\n"
    return f"// Compiled from the claim {claim.slug}. Do not edit.\n\n{_constants(text)}{text}\n\n{export}"


_TAKEN = re.compile(r"n|x|i|on|out|z\d+(_\d+)?|a_\w+|(NODES|WEIGHTS)(_\d+)?|normal|mixtureMedian")
"""Names the emitted functions use themselves."""


def _check_names(claim: Claim) -> None:
    """Refuse names that would mean two things in the module, before they give wrong numbers."""
    names = {*claim.inputs, *(fan.over.name for fan in claim.fans)}
    if wrong := sorted(name for name in names if _TAKEN.fullmatch(name)):
        msg = f"claim {claim.slug}: {', '.join(wrong)} cannot name an input or a grid, since compiled functions use it"
        raise ValueError(msg)


def _object(members: Mapping[str, str]) -> str:
    inside = ", ".join(f"{json.dumps(k)}: {v}" for k, v in members.items())
    return f"{{ {inside} }}" if inside else "{}"


def _constants(text: str) -> str:
    """The nodes, for a module that has loops over them."""
    lines = []
    for suffix in sorted(set(re.findall(r"\bNODES(_\d+|)\[", text))):
        found = rule(int(suffix[1:]) if suffix else COUNT)
        for name, values in (("NODES", found.nodes), ("WEIGHTS", found.weights)):
            lines.append(f"const {name}{suffix} = Float64Array.of({', '.join(map(repr, values))});")
    written = "\n".join(lines) + "\n\n" if lines else ""
    return written + _mixture() if "mixtureMedian(" in text else written


@cache
def _mixture() -> str:
    """Our own function of formulas, as `web/engine/mixture.js` has it."""
    source = (WEB / "engine" / "mixture.js").read_text(encoding="utf-8")
    return source[source.index("/**") :].replace("export ", "") + "\n"


def _fan(fan: Fan, index: int, read: Mapping[str, str]) -> tuple[str, list[str]]:
    """A fan's member of the contract and the functions it names."""
    found: dict[sp.Expr, sp.Symbol] = {}
    names = Names()
    moving = [hoist(e, (fan.over,), found, names) for e in fan.series.values()]
    work = {s.name: f"x[{k}]" for k, s in enumerate(found.values())}
    prepare, at = f"prepare{index}", f"at{index}"
    code = [
        _function(prepare, list(found), read),
        _function(at, moving, work, f", {fan.over.name}", {fan.over.name: None}),
    ]
    return f"{{ work: {len(found)}, prepare: {prepare}, at: {at} }}", code


def _split(split: Split, index: int, read: Mapping[str, str]) -> tuple[str, list[str]]:
    """The terms of a split among players, as a member of the contract, and the functions it names."""
    members, code = [], []
    for k, term in enumerate(terms(split)):
        found: dict[sp.Expr, sp.Symbol] = {}
        moving = hoist(term.expression, tuple(symbol(p) for p in term.players), found, Names())
        room = {s.name: f"x[{i}]" for i, s in enumerate(found.values())}
        on = {p: f"on[{i}]" for i, p in enumerate(term.players)}
        ready, name = f"ready{index}_{k}", f"term{index}_{k}"
        code += [_function(ready, list(found), read), _function(name, [moving], room, ", on", on)]
        players = json.dumps(list(term.players))
        members.append(f"{{ players: {players}, room: {len(found)}, ready: {ready}, term: {name} }}")
    return "[\n    " + ",\n    ".join(members) + ",\n  ]", code


def _function(
    name: str,
    expressions: Sequence[sp.Expr],
    read: Mapping[str, str],
    extra: str = "",
    given: Mapping[str, str | None] | None = None,
) -> str:
    """A function over draws that reads named arrays and writes one output array per expression.

    `extra` are further parameters, `given` the scalars taken from them, each with how it is taken (None: by its name).
    What depends on those alone is worked out once, before the draws.
    """
    given = given or {}
    block = _Block(expressions, _Fresh(read, given), {symbol(k) for k in given})
    used = block.symbols
    lines = [f"function {name}(n, x, out{extra}) {{"]
    lines += [f"  const a_{k} = {v};" for k, v in read.items() if k in used]
    lines += [f"  const {k} = {v};" for k, v in given.items() if v and k in used]
    lines += [f"  {line}" for line in block.once]
    lines.append("  for (let i = 0; i < n; i++) {")
    lines += [f"    const {k} = a_{k}[i];" for k in read if k in used]
    lines += [f"    {line}" for line in block.lines]
    lines += [f"    out[{k}][i] = {_js(e)};" for k, e in enumerate(block.results)]
    return "\n".join([*lines, "  }", "}"])


class _Fresh(Names):
    """Names that none of a function's variables has."""

    def __init__(self, *taken: Mapping[str, object]) -> None:
        super().__init__()
        self._taken = {*taken[0], *taken[1]}

    def new(self, prefix: str) -> sp.Symbol:
        while (found := super().new(prefix)).name in self._taken:
            pass
        return found


_Named = list[tuple[sp.Symbol, sp.Expr]]


class _Block:
    """Statements for expressions: shared parts named, expectations added up in loops, each before it is used.

    `once` are the statements that depend on the `constant` symbols alone, `lines` the others in order, `results` the
    expressions over the names these declare, `symbols` the names of all variables that are used.
    """

    def __init__(self, expressions: Sequence[sp.Expr], names: Names, constant: set[sp.Symbol]) -> None:
        parts, results = stages(expressions, names)
        values = [e for stage in parts for e in (*stage.given.values(), stage.loop.when)]
        shared, reduced = sp.cse([*values, *results], symbols=names.stream("c"))
        self.results = reduced[len(values) :]
        simplified = iter(reduced)
        self.once: list[str] = []
        self.lines: list[str] = []
        self.symbols = {s.name for e in (*(e for _, e in shared), *reduced) for s in e.free_symbols}
        constant = set(constant)
        waiting: _Named = []
        for s, e in shared:
            if e.free_symbols <= constant:
                constant.add(s)
                self.once.append(f"const {s} = {_js(e)};")
            else:
                waiting.append((s, e))
        unknown = {s for stage in parts for s in stage.loop.sums}
        for stage in parts:
            waiting = self._declare(waiting, unknown)
            self.lines += [f"const {s} = {_js(next(simplified))};" for s in stage.given]
            self._loop(stage.loop, next(simplified), names)
            unknown -= stage.loop.sums.keys()
        assert not self._declare(waiting, unknown)

    def _declare(self, waiting: _Named, unknown: set[sp.Symbol]) -> _Named:
        """Name the shared parts that need no sum still unknown; return those that must wait."""
        late: _Named = []
        blocked = set(unknown)
        for s, e in waiting:
            if e.free_symbols & blocked:
                blocked.add(s)
                late.append((s, e))
            else:
                self.lines.append(f"const {s} = {_js(e)};")
        return late

    def _loop(self, loop: Loop, when: sp.Expr, names: Names) -> None:
        inside = _Block(list(loop.sums.values()), names, set())
        self.symbols |= inside.symbols
        index, nodes = names.new("k"), len(loop.node.rule.nodes)
        suffix = "" if nodes == COUNT else f"_{nodes}"
        self.lines += [f"let {s} = 0;" for s in loop.sums]
        only = "" if when == 1 else f"if ({_js(when)} !== 0) "
        self.lines.append(f"{only}for (let {index} = 0; {index} < {nodes}; {index}++) {{")
        body = [f"const {loop.node} = NODES{suffix}[{index}];", *inside.lines]
        body += [
            f"{s} += WEIGHTS{suffix}[{index}] * ({_js(e)});" for s, e in zip(loop.sums, inside.results, strict=True)
        ]
        self.lines += [f"  {line}" for line in body]
        self.lines.append("}")


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
