"""Keyboard, readers, contrast: how often Tab stops and where, what keys do, what is said, what forced colours keep."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import resize
from tests.browser.explorer_page import Start, credence, drag, draw, ends, row, started, unfold, write
from tests.browser.test_site import chapters, follow
from tilt.book import book
from tilt.claims import claim
from tilt.engine.scale import Scale

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

QUESTION = "differential"
"""The chapter with most inputs, of every kind."""


@pytest.fixture
def start(open_page: OpenPage) -> Start:
    """Open the chapter and wait until the explorer and its charts are live."""
    return partial(started, open_page)


def question(open_page: OpenPage, **options: Any) -> Page:
    """The chapter with most inputs, live, every input in view, one moved."""
    page: Page = open_page(f"book/{QUESTION}.html#v=1&length_ratio=2~8", **options).page
    page.locator(".tx-live").wait_for()
    page.add_style_tag(content="* { scroll-behavior: auto !important }")
    unfold(page)
    return page


# Where Tab stops

STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const own = e.matches(".tx-option input, .tx-findings input, .ti-findings input") ? e.parentElement : e;
  const box = own.getBoundingClientRect();
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const over = e.contains(above) ? [] : [...document.querySelectorAll("*")].filter((x) => {
    if (!["fixed", "sticky"].includes(getComputedStyle(x).position) || x.contains(e)) return false;
    return [x, ...x.children].some((part) => {
      if (part.contains(e) || !part.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
      const b = part.getBoundingClientRect();
      const [wide, high] = ["x", "y"].map((axis) => {
        const [from, to] = axis === "x" ? ["left", "right"] : ["top", "bottom"];
        return Math.min(b[to], box[to]) - Math.max(b[from], box[from]);
      });
      return wide > 0.5 * box.width && high > 0.5 * Math.min(box.height, innerHeight);
    });
  });
  const line = e.closest(".tx-row");
  return {
    name: `${e.tagName}.${e.className} ${(e.ariaLabel ?? e.textContent).trim().slice(0, 40)}`,
    row: line && (line.dataset.input ?? line.dataset.strong + " of the instrument"),
    under: over.map((x) => x.className),
    inside: box.bottom > 1 && box.top < innerHeight - 1,
  };
}"""


@pytest.mark.parametrize("screen", [(1440, 900), (1000, 720), (390, 844), (844, 390)])
def test_tab_goes_through_a_whole_chapter_and_back_never_out_of_sight(
    open_page: OpenPage, screen: tuple[int, int]
) -> None:
    page = question(open_page)
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    for key, least in (("Tab", 200), ("Shift+Tab", 200)):
        stops = []
        for _ in range(700):
            page.keyboard.press(key)
            stop = page.evaluate(STOP)
            if stop and stop["under"]:
                page.wait_for_timeout(100)  # a bar that only now has nothing left to stand in for
                stop = page.evaluate(STOP)
            if stop:
                stops.append(stop)
            if not stop or (key == "Shift+Tab" and "Skip to the text" in stop["name"]):
                break  # once around
        assert len(stops) > least, f"{key} ends after {len(stops)}"
        hidden = [stop for stop in stops if stop["under"] or not stop["inside"]]
        assert not hidden, f"with {key}"
        rows = [stop["row"] for stop in stops if stop["row"]]
        assert set(claim(QUESTION).inputs) <= set(rows)
        often = {id: rows.count(id) for id in rows if rows.count(id) > 2}
        assert not often, f"stops of {key} in rows that are not opened"


def test_a_row_that_is_opened_has_every_control_in_the_order_of_tab(open_page: OpenPage) -> None:
    page = question(open_page)
    assumptions = book().record.assumptions
    scales = {assumptions[id].scale: id for id in claim(QUESTION).inputs}
    assert {Scale.LOG, Scale.LOGIT, Scale.CHOICE, Scale.SWITCH} <= set(scales)
    for id in ("length_ratio", *scales.values()):
        page.locator(f'.tx-row[data-input="{id}"] .tx-why > details').evaluate("(d) => { d.open = true; }")
        unreached = row(page, id).evaluate(
            "(row) => [...row.querySelectorAll('a[href], button, input, select, summary, textarea')]"
            ".filter((e) => e.checkVisibility() && e.tabIndex < 0).map((e) => e.className)"
        )
        assert not unreached, id
    row(page, "length_ratio").locator("input[type=range]").first.focus()
    page.keyboard.press("Tab")
    expect(row(page, "length_ratio").locator("input[type=range]").last).to_be_focused()


@pytest.mark.both_homes("beside")
def test_keys_on_a_slider_lead_to_everything_of_its_row(start: Start) -> None:
    page = start().page
    low, high = row(page, "length_ratio").locator("input[type=range]").all()
    first, last = ends(page, "length_ratio").all()
    shown = [first.input_value(), last.input_value()]
    low.focus()
    page.keyboard.press("Space")
    expect(high).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(high).to_be_focused()  # Tab comes back to the end one was at
    page.keyboard.press("Enter")
    expect(last).to_be_focused()
    page.keyboard.type("8")
    page.keyboard.press("Escape")
    expect(high).to_be_focused()
    assert last.input_value() == shown[1]
    page.keyboard.press("Enter")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(high).to_be_focused()
    assert last.input_value() == "8"
    page.keyboard.press("Enter")
    page.keyboard.type("eight")
    page.keyboard.press("Enter")
    expect(last).to_be_focused()  # what is wrong is still to be mended
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    expect(high).to_be_focused()
    assert [first.input_value(), last.input_value()] == shown
    page.keyboard.press("Backspace")  # nothing to take back: nothing happens
    expect(high).to_be_focused()
    for name in ("Space", "Enter", "Delete"):
        expect(page.locator(".tx-keys")).to_contain_text(name)
        assert name in (high.get_attribute("aria-keyshortcuts") or "")


def test_keys_on_a_choice_lead_to_its_weights_and_back_to_the_books(open_page: OpenPage) -> None:
    page = question(open_page)
    page.goto(page.url.split("#")[0].replace(QUESTION, "task-horizons"))
    page.locator(".tx-live").wait_for()
    chosen = next(id for id in claim("task-horizons").inputs if book().record.assumptions[id].scale is Scale.CHOICE)
    unfold(page)
    radio = row(page, chosen).get_by_role("radio").first
    radio.focus()
    page.keyboard.press("Space")
    expect(radio).to_be_checked()
    page.keyboard.press("Enter")
    expect(row(page, chosen).locator(".tx-weights input").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(radio).to_be_focused()
    page.keyboard.press("Delete")
    expect(row(page, chosen)).not_to_have_class(re.compile("tx-mine"))


@pytest.mark.both_homes("beside")
def test_links_lead_past_what_is_long(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html").page
    page.locator(".tx-live").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the explorer")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(2):  # the heading has a link of its own
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tilt-explorer') !== null"), "not to the explorer"
    past = page.get_by_role("link", name="Past the assumptions")
    past.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.tx-pictures') !== null"), "not to the charts"


# What is said


def test_headings_name_the_parts_of_the_explorer(open_page: OpenPage) -> None:
    visit = open_page("book/task-horizons.html")
    explorer = visit.page.locator("tilt-explorer")
    for name in ("Verdict", "Assumptions", "Charts"):
        expect(explorer.get_by_role("heading", name=name, level=3, exact=True)).to_have_count(1)
    assert not violations(visit, rules=("heading-order",))


def test_what_stands_for_a_chart_says_what_it_shows_and_follows(start: Start) -> None:
    page = start().page
    charts = page.locator(".tx-picture .tx-chart")
    spread = page.locator('.tx-picture[data-picture="spread-lead"] .tx-chart')
    says = "(all) => all.map((e) => e.ariaLabel)"
    before = charts.evaluate_all(says)
    shown = (credence(page).text_content() or "").replace("\u202f", " ")
    expect(spread).to_have_attribute("aria-label", re.compile(rf"safety first {shown}.*; median .* months\.$"))
    write(page, "length_ratio", high="8")
    expect(spread).not_to_have_attribute("aria-label", before[0] or "")
    shown = (credence(page).text_content() or "").replace("\u202f", " ")
    expect(spread).to_have_attribute("aria-label", re.compile(rf"safety first {shown}"))
    after = charts.evaluate_all(says)
    assert all(re.search(r"\d", text) for text in after), "a chart without a figure"
    assert sum(a != b for a, b in zip(before, after, strict=True)) >= 2
    page.locator(".tx-findings").get_by_role("radio", name=re.compile("Ahead today")).check()
    expect(page.locator('.tx-picture[data-picture="spread-now"] .tx-chart')).to_have_attribute(
        "aria-label", re.compile("safety ahead")
    )


# What is seen


def test_the_marks_are_explained_once_where_they_first_stand(open_page: OpenPage) -> None:
    for scripts in (True, False):
        page = open_page("book/task-horizons.html", scripts=scripts).page
        key = page.locator(".tx-key").first
        for words in ("90 % interval", "the book’s, behind yours", "evidence", "the verdict flips", "one half"):
            expect(key).to_contain_text(words)
        for mark in ("tx-span", "tx-ghost", "tx-tick", "tx-flip", "tx-half"):
            assert key.locator(f".{mark}").first.evaluate("(e) => e.checkVisibility({ visibilityProperty: true })")
    expect(page.locator(".tx-keys")).to_be_hidden()  # no keys without a script


LOOKS = """(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.backgroundImage,
  s.borderBottomWidth, s.borderBottomColor, s.borderBottomStyle, s.textDecorationLine].join(" | "); }"""


def test_forced_colours_keep_what_is_chosen_current_and_switched_on(open_page: OpenPage) -> None:
    page = question(open_page, forced_colors="active")

    def looks(selector: str, k: int = 0) -> str:
        return str(page.locator(selector).nth(k).evaluate(LOOKS))

    assert looks(".tx-findings label:has(:checked)") != looks(".tx-findings label:not(:has(:checked))")
    assert looks(".ti-findings label:has(:checked)") != looks(".ti-findings label:not(:has(:checked))")
    current = ".tilt-navigation ul:not(ul ul) > li > a"
    assert looks(f"{current}[aria-current=page]") != looks(f"{current}:not([aria-current])")
    switch = page.locator(".tx-switch").first
    was = switch.evaluate(LOOKS)
    switch.press("Space")
    assert switch.evaluate(LOOKS) != was
    order = page.get_by_role("button", name="by subject")
    was = order.evaluate(LOOKS)
    order.press("Enter")
    assert order.evaluate(LOOKS) != was
    moved = row(page, "length_ratio").locator(".tx-handle").first.evaluate("(e) => getComputedStyle(e).stroke")
    still = page.locator(".tx-row:not(.tx-mine) .tx-handle").first.evaluate("(e) => getComputedStyle(e).stroke")
    assert moved != still
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert {moved, still}.isdisjoint({paper}), "a handle that nobody sees"


SMALL = """() => [...document.querySelectorAll("button, select, summary, input, textarea, [role=button]")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((e) => !e.matches("[type=radio], .tilt-set")) // of an option its label is pressed; words in a sentence
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, b]) => b.width > 1 && (b.height < 23.9 || b.width < 23.9))
  .map(([e, b]) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 20)}: ${b.width} x ${b.height}`)"""


@pytest.mark.parametrize("path", chapters())
def test_targets_have_24_px_and_nothing_scrolls_sideways_at_320(open_page: OpenPage, path: str) -> None:
    visit = open_page(f"{path}#v=1&length_ratio=2~8" if path.startswith("book/") else path)
    page = visit.page
    follow(visit, path)
    page.wait_for_load_state("networkidle")
    for size in ("wide", "phone"):
        resize(visit, "wide" if size == "wide" else "phone")
        if page.locator("tilt-explorer").count():
            unfold(page)
        assert not violations(visit, rules=("target-size",)), size
        assert not page.evaluate(SMALL), size
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true; })")
    assert not page.evaluate(SMALL), "with everything open"
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, f"{path} is {wide} px wide at 320"


@pytest.mark.parametrize("screen", [(1440, 900), (820, 1180), (390, 844), (320, 640)])
def test_the_first_move_shifts_nothing_under_the_finger(open_page: OpenPage, screen: tuple[int, int]) -> None:
    """Also where a browser does not hold the page still by itself, as Safari's does not."""
    page = open_page("book/task-horizons.html").page
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page.add_style_tag(content="* { overflow-anchor: none !important }")
    page.locator(".tx-live").wait_for()
    draw(page)
    strong, plain = '[data-strong="length_ratio"]', '[data-input="doubling_months"]'
    unfold(page)
    for place in (f"tilt-instrument .tx-row{strong}", f"tilt-explorer .tx-row{plain}"):
        slider = page.locator(f"{place} input[type=range]").first
        slider.evaluate("(e) => e.scrollIntoView({ block: 'center' })")
        slider.evaluate("(e) => e.focus({ preventScroll: true })")
        page.wait_for_timeout(200)
        where = "(e) => e.getBoundingClientRect().top"
        before = slider.evaluate(where)
        page.keyboard.press("ArrowRight")
        expect(page.locator(".tx-who")).to_have_text("With your assumptions")
        page.wait_for_timeout(600)  # until everything has settled
        assert abs(slider.evaluate(where) - before) < 1.5, f"{place} moved under the finger"
        page.keyboard.press("ArrowLeft")
        page.evaluate("document.querySelector('.tx-tools button[title^=Undo]').click()")
        page.evaluate("document.querySelector('.tx-tools button[title^=Undo]').click()")
        page.wait_for_timeout(300)


def test_a_drag_on_a_phone_leaves_its_handle_under_the_finger(open_page: OpenPage) -> None:
    page = open_page("book/task-horizons.html", size="phone").page
    page.locator(".tx-live").wait_for()
    page.add_style_tag(content="* { overflow-anchor: none !important }")
    unfold(page)
    handle = row(page, "length_ratio").locator(".tx-handle").first
    handle.evaluate("(e) => e.scrollIntoView({ block: 'center' })")
    top = handle.evaluate("(e) => e.getBoundingClientRect().top")
    drag(page, "length_ratio", 0, 40)
    assert abs(handle.evaluate("(e) => e.getBoundingClientRect().top") - top) < 1.5
