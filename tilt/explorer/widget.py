"""The explorer as an ordinary ipywidget: the same modules and markup as on the static page, in Voila and JupyterLab."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from tilt.assets import style_sheet
from tilt.engine import setting
from tilt.engine.scale import Interval, Scale, numbers
from tilt.explorer.prepared import prepared
from tilt.modules import IMPORT, ordered, place, source
from tilt.paths import WEB, building

if TYPE_CHECKING:
    from tilt.engine.inputs import Scenario
    from tilt.engine.run import Run

ENTRY = "explorer/notebook"


@cache
def modules() -> dict[str, str]:
    """Our ES modules by their path below `web/`, each after those it imports, so that a browser can link them in order.

    Imports name modules by that path, as `tilt:engine/engine`: linked from strings, a module has no place of its own.
    """

    def linked(name: str) -> str:
        return IMPORT.sub(lambda m: m[0].replace(f"{m['path']}.js", f"tilt:{place(name, m['path'])}"), source(name))

    return {name: linked(name) for name in ordered(ENTRY)}


@cache
def styles() -> str:
    """The colours and the explorer's own style sheet."""
    return style_sheet("widget")


class Explorer(anywidget.AnyWidget):
    """A claim's explorer in a live kernel.

    `scenario` maps the ids a reader has moved to their settings: [low, high], or the weights of a choice; setting it
    moves the sliders, and moving a slider sets it. `verdicts` holds one entry per finding with `id`, `credence`,
    `error`, `quantiles` and `word`. Both can be observed, set (scenario) and linked like any trait:

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
        """`scenario`: a named one, or {id: setting}. Raises ValueError for what the record does not allow."""
        ready = prepared(slug)
        self.slug = slug
        self._forms = {a["id"]: _form(a) for a in (*ready.payload["assumptions"], *ready.payload["others"])}
        super().__init__(
            _css=styles(),
            _html=ready.markup,
            _payload=ready.payload,
            _modules=[[name, text] for name, text in modules().items()],
            _claim=ready.claim,
            _vega=ready.vega,
            scenario=dict(scenario if isinstance(scenario, Mapping) else scenario.settings if scenario else {}),
        )

    @traitlets.validate("scenario")
    def _allowed(self, proposal: Any) -> dict[str, list[float]]:
        """Settings the one rule allows, as plain numbers; a message naming id, value and what is allowed otherwise."""
        clean = {}
        for id, value in proposal["value"].items():
            if id not in self._forms:
                msg = f"no assumption {id!r} to set; the claim has {', '.join(self._payload['inputs'])}"
                raise traitlets.TraitError(msg)
            try:
                clean[id] = numbers(setting.read(id, value, self._forms[id]))
            except setting.SettingError as refused:
                raise traitlets.TraitError(str(refused)) from None
        return clean

    @traitlets.observe("scenario")
    def _judge(self, _change: Any) -> None:
        """Verdicts of Python's own, so that the trait is right before, and without, a browser."""
        known = self._payload["default"]["verdicts"]
        self.verdicts = [_told(v) for v in ([v.as_json() for v in self.run().verdicts] if self.scenario else known)]

    def run(self, draws: int | None = None) -> Run:
        """The claim under the reader's scenario in Python's engine, by default with the page's draws."""
        # Loaded with the first movement or run: an explorer that is only shown needs no engine of Python's.
        from tilt.book import book

        return book().run(self.slug, self.scenario, *([draws] if draws else []))


def _form(a: Mapping[str, Any]) -> setting.Form:
    """What the rule of settings needs of an assumption of the payload."""
    return setting.Form(Scale(a["scale"]), Interval(*a["bounds"]), tuple(o["name"] for o in a.get("options", ())))


def _told(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict as the browser states it, from the shape that `tilt verdicts --json` prints."""
    named = {"id": verdict["finding"], "credence": verdict["credence"], "error": verdict["standard_error"]}
    return named | {"quantiles": list(verdict["effect"]["quantiles"].values()), "word": verdict["word"]}


class StaticInstrument:
    """The instrument that a chapter opens with, which the page's own script brings to life with the explorer."""

    def __init__(self, slug: str, alone: bool = False) -> None:
        """`slug`: the claim. `alone`: on a page without its explorer."""
        ready = prepared(slug)
        self._html = ready.opening if alone else ready.instrument

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._html, "text/plain": ""}


class StaticExplorer:
    """The explorer in a page without a kernel: markup that the page's own script brings to life."""

    def __init__(self, slug: str) -> None:
        """`slug`: the claim."""
        self._ready = prepared(slug)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        title = self._ready.payload["title"]
        return {"text/html": self._ready.page, "text/plain": f"Explorer of {title}"}


def explore(slug: str, scenario: Scenario | Mapping[str, Any] | None = None) -> Explorer | StaticExplorer:
    """The explorer of a claim, for the last line of a notebook cell: an ordinary ipywidget.

    While the book is built it is static markup instead, which the page's own script brings to life.

    >>> explorer = tilt.explore("task-horizons", {"length_ratio": [1, 8]})
    >>> explorer.verdicts[0]["word"]
    'likely'
    """
    return StaticExplorer(slug) if building() else Explorer(slug, scenario)
