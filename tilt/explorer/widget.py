"""The explorer as an ordinary ipywidget: the same modules and markup as on the static page, in Voila and JupyterLab."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import anywidget
import traitlets

from tilt.assets import style_sheet
from tilt.book import book
from tilt.charts.vega import vega_module
from tilt.engine import setting
from tilt.engine.claim import Claim
from tilt.engine.draws import PAGE_DRAWS
from tilt.engine.inputs import DEFAULT, Scenario
from tilt.engine.javascript import javascript
from tilt.engine.run import Run
from tilt.engine.scale import numbers
from tilt.explorer.page import static_html
from tilt.explorer.payload import payload
from tilt.paths import WEB, building
from tilt.record.memory import remembered

IMPORT = re.compile(r'(?<= from ")(\.{1,2}/[\w./-]+)\.js(?=";$)', re.MULTILINE)
"""The address of a module another one imports."""

ENTRY = "explorer/explorer"


@cache
def modules() -> dict[str, str]:
    """Our ES modules by their path below `web/`, each after those it imports, so that a browser can link them in order.

    Imports name modules by that path, as `tilt:engine/engine`: linked from strings, a module has no place of its own.
    """
    ordered: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in ordered:
            return
        text = (WEB / f"{name}.js").read_text(encoding="utf-8")

        def place(path: str) -> str:
            return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))

        for needed in IMPORT.findall(text):
            visit(place(needed))
        ordered[name] = IMPORT.sub(lambda m: f"tilt:{place(m[1])}", text)

    visit(ENTRY)
    return ordered


@cache
def styles() -> str:
    """The colours and the explorer's own style sheet."""
    return style_sheet("widget")


@remembered
def _prepared(slug: str) -> dict[str, Any]:
    """The claim under the book's defaults: work that a second explorer of it need not repeat."""
    return payload(book().run(slug))


class Explorer(anywidget.AnyWidget):
    """A claim's explorer in a live kernel.

    `scenario` maps the ids a reader has moved to their [low, high]; setting it moves the sliders, and moving a slider
    sets it. `verdicts` holds one entry per finding with `id`, `credence`, `error`, `quantiles` and `word`, as the
    browser computed them. Both can be observed, set (scenario) and linked like any trait:

        explorer = tilt.explore("task-horizons")
        explorer.observe(lambda change: print(change.new[0]["credence"]), "verdicts")
        explorer.scenario = {"length_ratio": [1, 8]}
    """

    _esm = WEB / "explorer" / "widget.js"
    _css = traitlets.Unicode().tag(sync=True)
    _html = traitlets.Unicode().tag(sync=True)
    _payload = traitlets.Dict().tag(sync=True)
    _modules: traitlets.List[Any] = traitlets.List().tag(sync=True)
    _claim = traitlets.Unicode().tag(sync=True)
    _vega = traitlets.Unicode().tag(sync=True)
    scenario = traitlets.Dict().tag(sync=True)
    verdicts: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, slug: str, scenario: Scenario | Mapping[str, Any] | None = None) -> None:
        """`scenario`: a named one, or {id: [low, high]}. Raises ValueError for what the record does not allow."""
        self._chosen = book().claim(slug)
        data = _prepared(slug)
        super().__init__(
            _css=styles(),
            _html=static_html(data, embed=False),
            _payload=data,
            _modules=[[name, text] for name, text in modules().items()],
            _claim=javascript(self._chosen),
            _vega=vega_module(),
            scenario=dict(scenario.settings if isinstance(scenario, Scenario) else scenario or {}),
        )
        if not self.verdicts:
            self._judge()

    @property
    def claim(self) -> Claim:
        """The claim explored."""
        return self._chosen

    @traitlets.validate("scenario")
    def _allowed(self, proposal: Any) -> dict[str, list[float]]:
        """Settings the one rule allows, as plain numbers; a message naming id, value and what is allowed otherwise."""
        known, clean = book().record.assumptions, {}
        for id, value in proposal["value"].items():
            if id not in known or not known[id].editable:
                msg = f"no assumption {id!r} to set; the claim has {', '.join(self._chosen.inputs)}"
                raise traitlets.TraitError(msg)
            try:
                clean[id] = numbers(setting.read(id, value, known[id]))
            except setting.SettingError as refused:
                raise traitlets.TraitError(str(refused)) from None
        return clean

    @traitlets.observe("scenario")
    def _rejudge(self, _change: Any) -> None:
        self._judge()

    def _judge(self) -> None:
        """Verdicts from Python's engine, so that the trait is right before, and without, a browser."""
        self.verdicts = [
            {"id": v.finding, "credence": v.credence, "error": v.error, "quantiles": list(v.quantiles), "word": v.word}
            for v in self.run().verdicts
        ]

    def run(self, draws: int = PAGE_DRAWS) -> Run:
        """The claim under the reader's scenario in Python's engine."""
        return book().run(self._chosen.slug, self.scenario or DEFAULT, draws)


class StaticExplorer:
    """The explorer in a page without a kernel: markup that the page's own script brings to life."""

    def __init__(self, slug: str) -> None:
        """`slug`: the claim."""
        self._data = _prepared(slug)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": static_html(self._data), "text/plain": f"Explorer of {self._data['title']}"}


def explorer(slug: str, scenario: Scenario | Mapping[str, Any] | None = None) -> Explorer | StaticExplorer:
    """The explorer of a claim: a widget in a live kernel, static markup while the book is built."""
    if building():
        return StaticExplorer(slug)
    return Explorer(slug, scenario)
