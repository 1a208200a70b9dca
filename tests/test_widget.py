"""The explorer as an ipywidget and the workbench under it, without a browser: traits, validation, links, deep runs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ipywidgets as w
import pytest
import traitlets

import tilt
from tilt.book import book
from tilt.engine.scale import Interval
from tilt.explorer.widget import Explorer, StaticExplorer, modules
from tilt.explorer.workbench import Workbench, workbench
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
    assert f"{100 * deep.credence:.2f}" in bench.table.value
    assert f"{100 * explorer.verdicts[0]['credence']:.2f}" in bench.table.value
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
