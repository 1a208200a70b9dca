"""The explorer as an ipywidget and the workbench under it, without a browser: traits, validation, links, deep runs."""

from __future__ import annotations

import asyncio
import doctest
import json
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import ipywidgets as w
import nbformat
import numpy as np
import pytest
import traitlets
from nbclient import NotebookClient
from nbconvert import HTMLExporter

import tilt
from tilt.book import book
from tilt.engine.scale import Interval
from tilt.explorer.parts import modules
from tilt.explorer.static import StaticExplorer
from tilt.explorer.widget import Explorer
from tilt.explorer.workbench import Workbench, workbench
from tilt.format import percent, with_error
from tilt.paths import WEB

SLUG = "task-horizons"


@pytest.fixture
def explorer():
    found = tilt.explore(SLUG)
    assert isinstance(found, Explorer)
    return found


def test_verdicts_are_there_before_a_browser(explorer):
    ours = book().run(SLUG).verdicts
    assert [v["id"] for v in explorer.verdicts] == [v.finding for v in ours]
    assert [v["credence"] for v in explorer.verdicts] == [v.credence for v in ours]


@pytest.mark.original
def test_setting_the_scenario_in_python_moves_the_verdicts(explorer):
    seen = []
    explorer.observe(lambda change: seen.append(change.new[0]["credence"]), "verdicts")
    before = explorer.verdicts[0]["credence"]
    explorer.scenario = {"length_ratio": [4, 8]}
    assert seen[-1] > before + 0.3
    assert explorer.run().setting("length_ratio") == Interval(4, 8)


def test_traits_link_to_other_widgets(explorer):
    other = Explorer(SLUG)
    traitlets.link((explorer, "scenario"), (other, "scenario"))
    explorer.scenario = {"doubling_months": [2, 3]}
    assert other.scenario == {"doubling_months": [2.0, 3.0]}
    label = w.FloatText()
    traitlets.dlink((explorer, "verdicts"), (label, "value"), lambda found: found[2]["credence"])
    explorer.scenario = {"length_ratio": [4, 8]}
    assert label.value == explorer.verdicts[2]["credence"]


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ({"luck": [1, 2]}, "no assumption 'luck'"),
        ({"length_ratio": [8, 1]}, "reversed"),
        ({"length_ratio": [1, 900]}, "outside its bounds; allowed: 0.05 to 20"),
        ({"length_ratio": ["one", 2]}, "not of a form"),
        ({"length_ratio": [1]}, "not of a form"),
        ({"length_ratio": [float("nan"), 2]}, "finite"),
    ],
)
def test_bad_scenarios_are_refused_and_the_old_one_kept(explorer, scenario, words):
    explorer.scenario = {"length_ratio": [1, 2]}
    with pytest.raises(traitlets.TraitError, match=words):
        explorer.scenario = scenario
    assert explorer.scenario == {"length_ratio": [1.0, 2.0]}


def test_a_named_scenario_starts_the_explorer():
    found = tilt.explore(SLUG, tilt.scenario("author"))
    assert isinstance(found, Explorer)
    assert found.scenario["length_ratio"] == [1, 8]


def test_while_the_book_is_built_only_markup_is_shown(monkeypatch):
    monkeypatch.setenv("TILT_BOOK", "1")
    found = tilt.explore(SLUG)
    assert isinstance(found, StaticExplorer)
    assert "<tilt-explorer" in StaticExplorer(SLUG)._repr_mimebundle_()["text/html"]
    assert workbench(found) is None


def test_a_saved_notebook_keeps_little_of_it_and_can_be_read_without_it(explorer):
    state = sum(len(json.dumps(value)) for value in explorer.get_state().values())
    assert state < 10_000, "what a page asks for is no state"
    (bundle, _) = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    html, payload = bundle["text/html"], explorer._ready.payload
    assert len(html) < 100_000
    assert "<script" not in html
    assert bundle["text/plain"].startswith(payload["title"])
    for words in (payload["default"]["verdicts"][0]["statement"], *(a["label"] for a in payload["assumptions"])):
        assert escape(words) in html
    assert html.count("<svg") >= 3


@pytest.mark.original
def test_what_is_saved_is_of_its_own_scenario():
    (bundle, _) = Explorer(SLUG, {"length_ratio": [1, 8]})._repr_mimebundle_()
    html = bundle["text/html"]
    assert percent(book().run(SLUG, {"length_ratio": [1, 8]}).verdicts[0].credence) in html
    assert "with these assumptions" in html
    assert "1 – 8 × (book’s default" in html
    assert "<svg" not in html, "charts are of the defaults"


def test_a_notebook_shows_both_and_exports_show_the_saved_one():
    """JupyterLab ranks a widget above all else in one output, also where its kernel is gone: so there are two."""
    cell = nbformat.v4.new_code_cell(f"import tilt\ntilt.explore({SLUG!r})")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    saved, view = (output["data"] for output in notebook.cells[0].outputs)
    assert set(saved) == {"text/html", "text/plain"}
    assert set(view) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert not view["text/plain"]
    (state,) = notebook.metadata["widgets"].values()
    assert len(json.dumps(state)) < 20_000
    for exported in (notebook, nbformat.from_dict({**notebook, "metadata": {}})):
        html = HTMLExporter().from_notebook_node(exported)[0]
        assert html.count('class="tilt-saved"') == 1
        assert "safety research is half automated before capability research is" in html


def test_a_page_asks_for_parts_by_name(explorer):
    sent = []
    explorer.send = lambda content, buffers=None: sent.append(content)
    for content in ({"want": explorer._parts["vega"]}, {"want": "vega-of-another-edition"}, {"want": 7}, "want", {}):
        explorer._handle_custom_msg(content, [])
    assert [answer["part"] for answer in sent] == [explorer._parts["vega"]]
    assert sent[0]["text"] == explorer._ready.vega
    other = Explorer("compute-asymmetry")
    same = {kind for kind, name in other._parts.items() if name == explorer._parts[kind]}
    assert same == {"styles", "modules", "vega"}


def test_its_frame_has_the_draws_of_its_scenario(explorer):
    explorer.scenario = {"length_ratio": [1, 8]}
    frame, run = explorer.frame(), explorer.run()
    assert list(frame) == [*run.claim.inputs, *(f.id for f in run.claim.findings)]
    assert len(frame) == run.draws
    assert np.array_equal(frame["lead"], run.effect("lead"))
    assert frame["length_ratio"].quantile([0.05, 0.95]).to_numpy() == pytest.approx([1, 8], rel=0.02)
    units = frame.attrs["units"]
    assert set(units) == set(frame)
    assert (units["length_ratio"], units["lead"]) == ("ratio", "months")
    assert len(explorer.frame(draws=256)) == 256
    assert tilt.draws(SLUG, {"length_ratio": [1, 8]}).drop(columns="replicate").equals(frame)


@pytest.mark.original
@pytest.mark.parametrize("thing", [Explorer, Explorer.run, Explorer.frame])
def test_its_examples_run(thing):
    (found,) = doctest.DocTestFinder(recurse=False).find(thing, thing.__qualname__, globs={"tilt": tilt})
    assert found.examples
    assert doctest.DocTestRunner().run(found).failed == 0


def test_modules_come_after_those_they_import_and_are_the_sites_own():
    ordered = list(modules())
    for name, text in modules().items():
        source = (WEB / f"{name}.js").read_text()
        needed = re.findall(r'from "tilt:([\w./-]+)"', text)
        assert len(needed) == len(re.findall(r'^(?:import|export|\}).* from "\.', source, re.MULTILINE))
        assert re.sub(r' from "[^"]+"', "", text) == re.sub(r' from "[^"]+"', "", source)
        assert all(ordered.index(n) < ordered.index(name) for n in needed), name
    assert ordered[-1] == "explorer/notebook"


def test_no_module_of_the_widget_asks_where_it_lives():
    """Linked from strings, a module has no address of its own."""
    for name, text in modules().items():
        assert "import.meta" not in text, name
        assert not re.search(r"\beval\(|new Function\(", text), name


def in_a_loop(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run to the end in an event loop of its own thread: a browser's driver may hold this one's."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(work())).result()


def run(bench: Workbench) -> None:
    async def go() -> None:
        bench.start()
        assert bench._task is not None
        await bench._task

    in_a_loop(go)


def test_the_workbench_runs_the_readers_scenario(explorer):
    bench = Workbench(explorer)
    explorer.scenario = {"length_ratio": [1, 8]}
    bench.size.value = 2**16
    run(bench)
    deep = book().run(SLUG, {"length_ratio": Interval(1, 8)}, 2**16).verdicts[0]
    assert with_error(deep.credence, deep.error) in bench.table.value
    own = explorer.verdicts[0]
    assert with_error(own["credence"], own["error"]) in bench.table.value
    assert bench.progress.value == 1
    assert "65,536 draws" in bench.status.value
    explorer.scenario = {}
    assert "moved an assumption" in bench.status.value


def test_a_run_can_be_cancelled(explorer):
    bench = Workbench(explorer)
    bench.size.value = 2**20

    async def go() -> None:
        bench.start()
        await asyncio.sleep(0)
        assert bench.run.disabled
        bench.stop()
        assert bench._task is not None
        await asyncio.gather(bench._task, return_exceptions=True)

    in_a_loop(go)
    assert "Cancelled" in bench.status.value
    assert bench.table.value == ""
    assert not bench.run.disabled


def test_the_loader_ships_with_the_package():
    assert Path(WEB / "explorer" / "widget.js").is_file()
