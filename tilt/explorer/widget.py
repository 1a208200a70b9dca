"""The explorer as an ordinary ipywidget: the same modules and markup as on the static page, in Voila and JupyterLab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import uuid4

import anywidget
import traitlets
from IPython.display import display

from tilt.engine import setting
from tilt.engine.scale import Interval, Scale, numbers
from tilt.explorer.parts import name, parts
from tilt.explorer.prepared import prepared
from tilt.explorer.saved import saved_html, saved_words
from tilt.explorer.static import StaticExplorer
from tilt.paths import WEB, building

if TYPE_CHECKING:
    import pandas as pd

    from tilt.engine.inputs import Scenario
    from tilt.engine.run import Run

VIEW = "application/vnd.jupyter.widget-view+json"


class Told(TypedDict):
    """A finding's verdict: its id, credence (share of draws) with standard error, quantiles of its effect, the word.

    `quantiles` are at 5, 25, 50, 75 and 95 %, in the finding's unit.
    """

    id: str
    credence: float
    error: float
    quantiles: list[float]
    word: str


class Explorer(anywidget.AnyWidget):
    """A claim's explorer in a live kernel.

    Two traits can be observed and linked like any widget's. `scenario` maps the ids a reader has moved to their
    settings: [low, high], one value twice, or the weights of a choice; setting it moves the sliders, and moving a
    slider sets it. What an assumption cannot be set to raises traitlets.TraitError and changes nothing. `verdicts` has
    one entry a finding (`Told`), also before a browser shows the explorer.

    >>> explorer = tilt.explore("task-horizons")
    >>> explorer.observe(lambda change: print(change.new[0]["word"]), "verdicts")
    >>> explorer.scenario = {"length_ratio": [1, 8]}
    likely
    >>> explorer.scenario
    {'length_ratio': [1.0, 8.0]}
    >>> bool(explorer.frame(draws=1024)["lead"].median() > 0)
    True
    """

    _esm = WEB / "explorer" / "widget.js"
    _parts = traitlets.Dict(help="Names of what the page asks for, by kind.").tag(sync=True)
    _key = traitlets.Unicode(help="Ties the live explorer to what the notebook's file keeps of it.").tag(sync=True)
    _words = traitlets.Unicode(help="The headline's verdict, for where there is neither.").tag(sync=True)
    scenario: traitlets.Dict[str, Any] = traitlets.Dict(
        key_trait=traitlets.Unicode(), help="{id: setting} of what differs from the book's defaults."
    ).tag(sync=True)
    verdicts: traitlets.List[Told] = traitlets.List(help="One entry a finding, in the claim's order.").tag(sync=True)

    def __init__(self, slug: str, scenario: Scenario | Mapping[str, Any] | None = None) -> None:
        """`scenario`: a named one, or {id: setting}. Raises ValueError for what the record does not allow."""
        self.slug = slug
        self._ready = prepared(slug)
        payload = self._ready.payload
        self._forms = {a["id"]: _form(a) for a in (*payload["assumptions"], *payload["others"])}
        found = parts(self._ready)
        self._texts = {name(kind, text): text for kind, text in found.items()}
        super().__init__(
            _parts=dict(zip(found, self._texts, strict=True)),
            _key=uuid4().hex,
            scenario=dict(scenario if isinstance(scenario, Mapping) else scenario.settings if scenario else {}),
        )
        self.on_msg(lambda _widget, content, _buffers: self._answer(content))

    def _answer(self, content: Any) -> None:
        """Send a part that the page asks for by name. Other messages, and names of other editions, are passed over."""
        wanted = content.get("want") if isinstance(content, dict) else None
        if isinstance(wanted, str) and wanted in self._texts:
            self.send({"part": wanted, "text": self._texts[wanted]})

    @traitlets.validate("scenario")
    def _allowed(self, proposal: Any) -> dict[str, list[float]]:
        """Settings the one rule allows, as plain numbers; a message naming id, value and what is allowed otherwise."""
        clean = {}
        for id, value in proposal["value"].items():
            if id not in self._forms:
                inputs = self._ready.payload["inputs"]
                raise traitlets.TraitError(f"no assumption {id!r} to set; the claim has {', '.join(inputs)}")
            try:
                clean[id] = numbers(setting.read(id, value, self._forms[id]))
            except setting.SettingError as refused:
                raise traitlets.TraitError(str(refused)) from None
        return clean

    @traitlets.observe("scenario")
    def _judge(self, _change: Any) -> None:
        """Verdicts of Python's own, so that the trait is right before, and without, a browser."""
        found = self._judged()
        self._words = saved_words(self._ready.payload, self.scenario, found)
        self.verdicts = [_told(v) for v in found]

    def _judged(self) -> list[dict[str, Any]]:
        known: list[dict[str, Any]] = self._ready.payload["default"]["verdicts"]
        return [v.as_json() for v in self.run().verdicts] if self.scenario else known

    def run(self, draws: int | None = None) -> Run:
        """The claim under the reader's scenario in Python's engine, by default with the page's draws.

        >>> tilt.explore("task-horizons", {"length_ratio": [1, 8]}).run().verdict("lead").word
        'likely'
        """
        # Loaded with the first movement or run: an explorer that is only shown needs no engine of Python's.
        from tilt.book import book

        return book().run(self.slug, self.scenario, *([draws] if draws else []))

    def frame(self, draws: int | None = None) -> pd.DataFrame:
        """The draws of the reader's scenario: a row a draw, a column for each input and each finding's effect, by id.

        `draws` is a multiple of 16 up to 2^20, by default the page's. `attrs["units"]` has each column's unit.

        >>> frame = tilt.explore("task-horizons").frame(draws=1024)
        >>> frame.shape[0], frame.attrs["units"]["lead"], frame.attrs["units"]["length_ratio"]
        (1024, 'months', 'ratio')
        >>> float((frame["lead"] > 0).mean()) == tilt.verdicts("task-horizons", draws=1024)[0].credence
        True
        """
        from tilt.engine.frame import frame

        return frame(self.run(draws))

    def _saved(self) -> dict[str, str]:
        ready, found = self._ready, self._judged()
        html = saved_html(ready.payload, ready.charts, self.scenario, found, self._key)
        return {"text/html": html, "text/plain": self._words}

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = _pair(super()._repr_mimebundle_())
        return bundle | self._saved(), metadata

    def _ipython_display_(self) -> None:
        """Two outputs: JupyterLab shows nothing else of one that has a widget, though the widget's kernel is gone."""
        bundle, metadata = _pair(super()._repr_mimebundle_())
        display(self._saved(), raw=True)
        display({VIEW: bundle[VIEW], "text/plain": ""}, metadata=metadata, raw=True)


def _pair(found: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A bundle with its metadata, which anywidget leaves out where there is none."""
    return found if isinstance(found, tuple) else (found or {}, {})


def _form(a: Mapping[str, Any]) -> setting.Form:
    """What the rule of settings needs of an assumption of the payload."""
    return setting.Form(Scale(a["scale"]), Interval(*a["bounds"]), tuple(o["name"] for o in a.get("options", ())))


def _told(verdict: Mapping[str, Any]) -> Told:
    """A verdict as the browser states it, from the shape that `tilt verdicts --json` prints."""
    return {
        "id": verdict["finding"],
        "credence": verdict["credence"],
        "error": verdict["standard_error"],
        "quantiles": list(verdict["effect"]["quantiles"].values()),
        "word": verdict["word"],
    }


def explore(slug: str, scenario: Scenario | Mapping[str, Any] | None = None) -> Explorer | StaticExplorer:
    """The explorer of a claim, for the last line of a notebook cell: an ordinary ipywidget.

    While the book is built it is static markup instead, which the page's own script brings to life.

    >>> explorer = tilt.explore("task-horizons", {"length_ratio": [1, 8]})
    >>> explorer.verdicts[0]["word"]
    'likely'
    """
    return StaticExplorer(slug) if building() else Explorer(slug, scenario)
