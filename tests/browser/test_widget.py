"""The widget's front end in a page of its own: what it asks the kernel for, its keys, and what is left when it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import tilt
from tilt.explorer.widget import Explorer

SUPPRESSED = "data-lm-suppress-shortcuts"

NOTEBOOK = """
window.global = { listeners: 0 };
for (const target of [document, window]) {
  const { addEventListener, removeEventListener } = target;
  target.addEventListener = (...all) => { global.listeners += 1; addEventListener.apply(target, all); };
  target.removeEventListener = (...all) => { global.listeners -= 1; removeEventListener.apply(target, all); };
}
window.reached = [];
window.taken = []; // by a notebook that listens on the way down, as Lumino reads what has the focus
document.addEventListener("keydown", (event) => reached.push(event.key));
document.addEventListener("keydown", (event) => {
  if (!event.target.hasAttribute("data-lm-suppress-shortcuts")) taken.push(event.key);
}, true);
window.models = {};
window.show = async (name, esm, state) => {
  const listeners = new Set();
  const tell = (event, ...all) => { for (const [type, f] of [...listeners]) if (type === event) f(...all); };
  const model = {
    listeners,
    get: (key) => state[key],
    set: (key, value) => { state[key] = value; },
    save_changes() {},
    on: (type, f) => listeners.add([type, f]),
    off: (type, f) => { for (const one of listeners) if (one[0] === type && one[1] === f) listeners.delete(one); },
    async send(content) { for (const answer of await kernel(name, content)) tell("msg:custom", answer, []); },
  };
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const el = document.body.appendChild(document.createElement("div"));
  el.id = name;
  const closing = new AbortController();
  const { default: widget } = await import(url);
  const close = await widget.render({ model, el, signal: closing.signal });
  models[name] = { model, close: () => { closing.abort(); close(); el.remove(); } };
};
null
"""


class Notebook:
    """A page with explorers, and kernels that answer or do not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.explorers: dict[str, Explorer] = {}
        self.silent: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        page.expose_function("kernel", self._answer)
        page.goto("about:blank")
        page.evaluate(NOTEBOOK)

    def _answer(self, name: str, content: dict[str, Any]) -> list[Any]:
        self.asked.append((name, content["want"].split("-")[0]))
        if name in self.silent:
            return []
        explorer, sent = self.explorers[name], list[Any]()
        explorer.send = lambda content, buffers=None: sent.append(content)
        explorer._handle_custom_msg(content, [])
        return sent

    def show(self, name: str, slug: str = "task-horizons", saved: bool = False) -> Locator:
        explorer = tilt.explore(slug)
        assert isinstance(explorer, Explorer)
        self.explorers[name] = explorer
        if saved:
            html = explorer._saved()["text/html"]
            self.page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", html)
        state = {
            k: v for k, v in explorer.get_state().items() if k in ("_parts", "_key", "_words", "scenario", "verdicts")
        }
        self.page.evaluate("(all) => show(...all)", [name, str(explorer._esm), state])
        return self.page.locator(f"#{name}")

    def close(self, name: str) -> None:
        self.page.evaluate("(name) => models[name].close()", name)


@pytest.fixture
def notebook(browser: Browser) -> Iterator[Notebook]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield Notebook(context.new_page())
    context.close()


def live(host: Locator) -> Locator:
    expect(host.locator(".tx-live")).to_have_count(1)
    return host


def draw(host: Locator) -> None:
    host.locator(".tx-picture").first.scroll_into_view_if_needed()
    host.locator(".tx-picture .tx-chart .tx-view").first.wait_for()


def test_a_page_is_sent_each_part_once(notebook: Notebook) -> None:
    hosts = [notebook.show(name, slug) for name, slug in (("a", "task-horizons"), ("b", "compute-asymmetry"))]
    hosts.append(notebook.show("c"))
    for host in hosts:
        draw(live(host))
    kinds = [kind for _, kind in notebook.asked]
    assert sorted(kinds) == ["claim", "claim", "modules", "styles", "vega"]
    assert notebook.page.locator("style[data-tilt^=styles]").count() == 1


def test_no_key_of_the_explorers_reaches_the_notebook(notebook: Notebook) -> None:
    page, host = notebook.page, live(notebook.show("a"))
    row = host.locator('[data-input="length_ratio"]')
    slider, field = row.locator("input[type=range]").first, row.get_by_role("textbox").last
    slider.focus()
    before = float(slider.input_value())
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) > before
    for key in ("ArrowUp", "PageDown", "b", "d", "d", "Shift+Enter", "Escape", "Control+z", "Control+ArrowUp"):
        page.keyboard.press(key)
    expect(host.locator("tilt-explorer")).to_have_attribute(SUPPRESSED, "")
    field.focus()
    for key in ("Control+a", "8", "Control+z", "Control+a", "9", "Tab"):
        page.keyboard.press(key)
    expect(field).to_have_value("9")
    host.get_by_role("button", name="Reset the book").focus()
    page.keyboard.press("x")
    assert set(page.evaluate("reached")) <= {"Control"}
    assert not set(page.evaluate("taken")) & {"b", "d", "8", "x", "Escape", "Enter", "Tab", "ArrowRight", "PageDown"}
    page.evaluate("reached.length = taken.length = 0")
    for key in ("Control+s", "Control+Shift+C", "Control+Enter"):
        page.keyboard.press(key)
    for heard in ("reached", "taken"):
        assert {"s", "C", "Enter"} <= set(page.evaluate(heard)), heard
    page.evaluate("reached.length = taken.length = 0")
    page.keyboard.press("b")
    assert page.evaluate("[reached, taken]") == [[], []]


def test_an_explorer_closed_leaves_nothing_that_listens(notebook: Notebook) -> None:
    page = notebook.page
    draw(live(notebook.show("a", saved=True)))
    saved = page.locator(".tilt-saved")
    expect(saved).to_be_hidden()
    before = page.evaluate("global.listeners")
    for name in ("b", "c"):
        draw(live(notebook.show(name)))
        held = page.evaluate("(name) => (window.held = models[name].model).listeners.size", name)
        assert held == 2
        notebook.close(name)
        assert page.evaluate("held.listeners.size") == 0
    assert page.evaluate("global.listeners") <= before
    expect(page.locator(".tx-live")).to_have_count(1)
    notebook.close("a")
    expect(saved).to_be_visible()
    assert page.locator("style[data-tilt]:not([data-tilt^=styles])").count() == 0


def test_another_asks_where_the_first_is_closed_before_its_answer(notebook: Notebook) -> None:
    notebook.silent.add("a")
    notebook.show("a")
    host = notebook.show("b")
    notebook.page.wait_for_timeout(300)
    assert {name for name, _ in notebook.asked} == {"a"}, "one asks for all"
    notebook.close("a")
    live(host)
    assert {kind for name, kind in notebook.asked if name == "b"} >= {"styles", "modules", "claim"}


def test_without_a_kernel_it_says_its_verdict_and_how_to_move_it(notebook: Notebook) -> None:
    notebook.silent.update("ab")
    expect(notebook.show("a")).to_contain_text("of draws")
    expect(notebook.page.locator("#a")).to_contain_text("run the cell again")
    host = notebook.show("b", saved=True)
    notebook.page.wait_for_timeout(3500)
    expect(host).to_be_empty()
    expect(notebook.page.locator(".tilt-saved")).to_contain_text("Horizon today")


def test_python_moves_the_explorer(notebook: Notebook) -> None:
    host = live(notebook.show("a"))
    was = host.locator(".tx-verdict .tx-credence").text_content() or ""
    notebook.page.evaluate(
        """() => { const { model } = models.a; model.set("scenario", { length_ratio: [4, 8] });
        for (const [type, f] of [...model.listeners]) if (type === "change:scenario") f(); }"""
    )
    expect(host.locator(".tx-verdict .tx-credence")).not_to_have_text(was)
    assert notebook.page.evaluate("models.a.model.get('scenario')") == {"length_ratio": [4, 8]}
