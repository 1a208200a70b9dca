"""The explorer on the built page, used as a reader uses it: mouse, keyboard, phone, print, no scripts."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import ABOUT_COLOURS, change_colours, violations
from tests.browser.explorer_page import (
    CHAPTER,
    SLUG,
    Start,
    credence,
    drag,
    draw,
    ends,
    expected,
    findings,
    row,
    share,
    started,
    write,
)
from tilt.book import book
from tilt.claims import claim
from tilt.engine.scale import Interval
from tilt.format import percent
from tilt.record.scenarios import read_scenario

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage


@pytest.fixture
def start(open_page: OpenPage) -> Start:
    """Open the chapter and wait until the explorer and its charts are live."""
    return partial(started, open_page)


def in_stand_ins(page: Page) -> None:
    """Load the page again without its typefaces: whether they come in time is the machine's doing, not the script's."""
    page.route("**/*.woff2", lambda route: route.abort())
    page.reload()


@pytest.mark.both_homes("beside")
def test_starting_changes_no_word_and_moves_nothing(open_page: OpenPage, start: Start) -> None:
    still = open_page(CHAPTER, scripts="stripped").page  # what is painted before the script runs
    in_stand_ins(still)
    still.evaluate("document.documentElement.classList.add('tilt-script')")  # as site/book.js does in the head
    still.evaluate("document.querySelector('.tilt-asleep').remove()")  # what only a page without scripts says
    live = start(folded=False).page
    in_stand_ins(live)
    live.locator(".tx-live").wait_for()
    draw(live)
    words = (".tx-sentence", ".tx-figures", ".tx-findings", ".tx-swings", ".tx-counts", ".ti-sentence", ".ti-figures")
    for part in words:
        assert live.locator(part).text_content() == still.locator(part).text_content(), part
    place = "(e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map(Math.round); }"
    boxes = (".tx-verdict", ".tx-body", ".tx-row", ".tx-picture", ".tx-swings > li", ".ti-verdict", ".ti-distribution")
    for part in (*boxes, ".ti-foot"):
        before = [e.evaluate(place) for e in still.locator(part).all()]
        after = [e.evaluate(place) for e in live.locator(part).all()]
        assert before == after, f"{part} moved"


@pytest.mark.both_homes("policy")
def test_dragging_a_handle_moves_everything(start: Start) -> None:
    visit = start()
    page = visit.page
    bars = page.locator('.tx-picture[data-picture="spread-lead"] .tx-chart svg')
    before, drawn = credence(page).text_content(), bars.inner_html()
    drag(page, "length_ratio", 0, 80)
    expect(credence(page)).not_to_have_text(before or "")
    expect(page.locator(".tx-who")).to_have_text("With your assumptions")
    expect(page.locator(".tx-verdict .tx-book")).to_have_text(f"book’s default {before}")
    low = float(ends(page, "length_ratio").first.input_value())
    expect(credence(page)).to_have_text(
        expected(length_ratio=(low, book().record.assumptions["length_ratio"].interval.high))
    )
    assert bars.inner_html() != drawn
    expect(page.locator(".tx-scenario select")).to_have_value("mine")
    visit.assert_quiet()


def test_dragging_the_bar_moves_both_ends(start: Start) -> None:
    page = start().page
    a = book().record.assumptions["length_ratio"].interval
    bar = row(page, "length_ratio").locator(".tx-span")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=5)
    page.mouse.up()
    low, high = (float(e.input_value()) for e in ends(page, "length_ratio").all())
    assert low > a.low
    assert high / low == pytest.approx(a.high / a.low, rel=0.02), "the width on the log axis changed"


def test_findings_switch_verdict_distribution_swings_and_flips(start: Start) -> None:
    visit = start()
    page = visit.page
    flip = row(page, "safety_transfer").locator(".tx-flip title")
    before = flip.text_content()
    order = page.locator(".tx-swing-name").all_text_contents()
    now = claim(SLUG).finding("now")
    findings(page).get_by_role("radio", name=re.compile(now.title)).check()
    expect(page.locator(".tx-statement")).to_have_text(now.statement)
    expect(credence(page)).to_have_text(expected("now"))
    expect(page.locator('.tx-picture[data-picture="spread-now"] .tx-chart')).to_contain_text("safety ahead")
    expect(flip).not_to_have_text(before or "")
    assert page.locator(".tx-swing-name").all_text_contents() != order
    visit.assert_quiet()


def test_typed_ends_are_taken_or_explained(start: Start) -> None:
    page = start().page
    low, high = ends(page, "doubling_months").all()
    shown = low.input_value()
    error = row(page, "doubling_months").locator("[role=alert]")
    for typed, says in {
        "abc": "is not a number",
        "": "write a number",
        "3,5,1": "write one like 3.4, 3,4, 1,000, 1e3 or 10^3",
        "40 %": "write months",
        "0.5": "Allowed: 1 to 24 months",
        "1e999": "Allowed",
        "12": "must not exceed the upper end",
        "<b>7</b>": "is not a number",
    }.items():
        low.fill(typed)
        low.press("Enter")
        expect(error).to_contain_text(says)
        expect(error).to_contain_text(f"Kept {shown} months")
        expect(low).to_have_attribute("aria-invalid", "true")
        low.blur()
        expect(low).to_have_value(shown)
    for typed, taken in {"3,5": "3.5", "10^0": "1", "2e0": "2"}.items():
        low.fill(typed)
        low.press("Enter")
        expect(error).to_be_empty()
        expect(low).to_have_value(taken)
    high.fill("7")
    high.blur()
    expect(credence(page)).to_have_text(expected(doubling_months=(2, 7)))
    minutes = ends(page, "capability_task_minutes").last
    minutes.fill("1,000")
    minutes.press("Enter")
    expect(minutes).to_have_value("1,000")
    expect(row(page, "capability_task_minutes").locator(".tx-gloss")).to_have_text("4 – 17 h")
    share = ends(page, "usable_target").first
    for typed, read in {"60%": "60", "0,7": "70", "80": "80"}.items():  # many keypads have no sign for per cent
        share.fill(typed)
        share.press("Enter")
        expect(page.locator(".tx-statement")).to_contain_text(f"{read}\u202f% automated")
    expect(row(page, "usable_target").locator("[role=alert]")).to_have_text("Read as 80 %.")


def test_an_error_goes_with_what_was_wrong(start: Start) -> None:
    page = start().page
    low = ends(page, "doubling_months").first
    error = row(page, "doubling_months").locator("[role=alert]")

    def make_one() -> None:
        low.fill("abc")
        low.press("Enter")
        expect(error).to_contain_text("is not a number")

    make_one()
    low.blur()
    expect(low).not_to_have_attribute("aria-invalid", "true")  # the field holds what was kept
    low.focus()
    expect(error).to_be_empty()
    make_one()
    page.get_by_role("combobox", name="Scenario").select_option("old-trend")
    expect(error).to_be_empty()
    make_one()
    page.locator(".tx-tools").get_by_role("button", name="Undo").click()
    expect(error).to_be_empty()
    low.fill("4")
    low.press("Enter")
    make_one()
    page.locator(".tx-tools").get_by_role("button", name="Reset this chapter").click()
    expect(error).to_be_empty()


def test_a_number_that_may_be_meant_otherwise_is_taken_and_said(start: Start) -> None:
    page = start().page
    high = ends(page, "capability_task_minutes").last
    said = row(page, "capability_task_minutes").locator("[role=alert]")
    high.fill("2,125")
    high.press("Enter")
    expect(high).to_have_value("2,125")
    expect(said).to_have_text("Read as 2125. For a decimal write a point: 2.125.")
    high.fill("1.2 × 10³")
    high.press("Enter")
    expect(high).to_have_value("1,200")
    expect(said).to_be_empty()


@pytest.mark.both_homes("values")
def test_reset_of_one_and_of_all_with_undo(start: Start) -> None:
    page = start("#v=1&length_ratio=0.5~6&safety_transfer=0.25~0.9").page
    ours = expected(length_ratio=(0.5, 6), safety_transfer=(0.25, 0.9))
    expect(credence(page)).to_have_text(ours)
    page.locator(".tx-tools").get_by_role("button", name="Reset this chapter").click()
    expect(credence(page)).to_have_text(expected())
    page.wait_for_function("!location.hash")
    page.locator(".tx-tools").get_by_role("button", name="Undo").click()
    expect(credence(page)).to_have_text(ours)
    row(page, "length_ratio").get_by_role("button", name=re.compile("Reset")).click()
    expect(credence(page)).to_have_text(expected(safety_transfer=(0.25, 0.9)))
    expect(row(page, "length_ratio")).not_to_have_class(re.compile("tx-mine"))
    assert page.evaluate("document.activeElement.closest('.tx-row').dataset.input") == "length_ratio"


@pytest.mark.both_homes("beside")
def test_by_keyboard_alone(start: Start) -> None:
    page = start().page
    a = book().record.assumptions["doubling_months"]
    low = page.get_by_role("slider", name=f"{a.label}, lower end, months", exact=True)
    high = page.get_by_role("slider", name=f"{a.label}, upper end, months", exact=True)
    low.focus()
    before = low.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    assert low.get_attribute("aria-valuetext") != before
    page.keyboard.press("Home")
    expect(low).to_have_attribute("aria-valuetext", "1 months")
    page.keyboard.press("PageUp")
    assert float((low.get_attribute("aria-valuetext") or "").split()[0]) > 1.2
    page.keyboard.press("End")  # the other end stops it
    assert low.get_attribute("aria-valuetext") == high.get_attribute("aria-valuetext")
    page.keyboard.press("Space")  # Tab goes on to the next row
    expect(high).to_be_focused()
    page.keyboard.press("End")
    expect(high).to_have_attribute("aria-valuetext", "24 months")
    page.keyboard.press("Shift+ArrowLeft")
    moved = [float((e.get_attribute("aria-valuetext") or "").split()[0]) for e in (low, high)]
    assert moved[1] < 24
    assert moved[0] < a.interval.high
    swing = page.get_by_role("button", name=re.compile("^number of proxies: .* Go to its slider"))
    swing.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider", name=re.compile("^Independent ways")).first).to_be_focused()
    findings(page).get_by_role("radio", name=re.compile("Safety first")).focus()
    page.keyboard.press("ArrowRight")
    expect(findings(page).get_by_role("radio", name=re.compile("A useful lead"))).to_be_checked()


def test_every_control_can_be_reached_with_tab(start: Start) -> None:
    """Once its row is opened; what keys do before is in test_keys.py."""
    page = start("#v=1&proxies=2~4").page
    page.evaluate("document.querySelectorAll('.tx-why > details').forEach((d) => { d.open = true; })")
    wanted = page.evaluate(
        "[...document.querySelector('tilt-explorer').querySelectorAll("
        "':is(button, select, summary, textarea, input:not([type=radio])):not(:disabled)')]"
        ".filter((e) => e.checkVisibility()).length"
    )
    page.locator(".tx-findings :checked").focus()
    reached = 0
    for _ in range(600):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('.tx') && getComputedStyle(document.activeElement)")
        if not inside:
            break
        reached += page.evaluate("!document.activeElement.matches('a, [type=radio], .tx-chart')")
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
    assert reached == wanted


def test_the_verdict_is_announced_once_after_the_reader_stops(start: Start) -> None:
    page = start().page
    live = page.locator(".tx > [aria-live=polite].tx-hidden")
    expect(live).to_be_empty()
    drag(page, "length_ratio", 0, 60)
    expect(live).to_contain_text("of draws")
    expect(live).to_contain_text((credence(page).text_content() or "").strip())


@pytest.mark.both_homes("values")
def test_scenarios_can_be_picked_and_ones_own_come_back(start: Start) -> None:
    page = start().page
    write(page, "proxies", "2", "4")
    expect(credence(page)).to_have_text(own := expected(proxies=(2, 4)))
    menu = page.get_by_role("combobox", name="Scenario")
    record = book().record
    named = next(s for s in record.scenarios.values() if set(s.changes) & set(claim(SLUG).inputs))
    menu.select_option(named.name)
    expect(page.locator(".tx-who")).to_have_text(f"Under the scenario “{named.title}”")
    expect(credence(page)).to_have_text(percent(book().run(SLUG, named).verdicts[0].credence))
    menu.select_option("evidence")
    expect(page.locator(".tx-who")).to_have_text("With the book’s defaults")
    menu.select_option("mine")
    expect(credence(page)).to_have_text(own)


@pytest.mark.both_homes("policy")
def test_the_downloaded_scenario_is_accepted(start: Start, tmp_path: Path) -> None:
    page = start("#v=1&length_ratio=0.5~6&usable_target=0.6&horizon_today=100~2e4").page
    with page.expect_download() as waiting:
        share(page).get_by_role("button", name="Download scenario (YAML)").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    scenario = read_scenario(path, book().record.assumptions)
    assert scenario.settings == {
        "horizon_today": Interval(100, 20000),
        "length_ratio": Interval(0.5, 6),
        "usable_target": Interval(0.6, 0.6),
    }
    shown = (credence(page).text_content() or "").strip()
    assert percent(book().run(SLUG, scenario).verdicts[0].credence) == shown


def test_an_untouched_scenario_downloads_too(start: Start, tmp_path: Path) -> None:
    page = start().page
    with page.expect_download() as waiting:
        share(page).get_by_role("button", name="Download scenario (YAML)").click()
    waiting.value.save_as(tmp_path / "s.yaml")
    assert not read_scenario(tmp_path / "s.yaml", book().record.assumptions).changes


def test_every_chart_has_a_table(start: Start) -> None:
    page = start().page
    page.get_by_text("Tables of these charts").click()
    tables = page.locator(".tx-tables table")
    tables.first.wait_for()
    assert tables.count() >= page.locator(".tx-picture").count()
    for table in tables.all():
        assert table.locator("caption").text_content()
        assert table.locator("tbody tr").count() >= 2
    swings = tables.last
    before = swings.inner_text()
    drag(page, "length_ratio", 0, 60)
    expect(swings).not_to_have_text(before)


@pytest.mark.both_homes("beside")
def test_on_a_phone_the_verdict_stays_in_sight(start: Start) -> None:
    visit = start(size="phone", folded=False)
    page = visit.page
    line = page.locator(".tx-bar > div")
    expect(line).to_be_hidden()
    row(page, "proxies").scroll_into_view_if_needed()
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box
    assert box["y"] == 48, "it stands below the page's own bar"
    assert 48 + box["height"] < 844 / 5, "with its strip"
    drag(page, "proxies", 1, 40)
    expect(line).to_contain_text((credence(page).text_content() or "").strip())
    visit.assert_quiet()


def test_on_a_phone_controls_have_the_size_of_a_finger(start: Start) -> None:
    page = start("#v=1&proxies=2~4", size="phone").page
    page.evaluate("document.querySelectorAll('.tx-weights').forEach((d) => { d.open = true; })")
    small = page.evaluate(  # of an option, its label is what a finger presses
        """[...document.querySelectorAll('tilt-explorer .tx :is(button, select, summary, label, input)')]
          .filter((e) => e.checkVisibility() && !e.matches('.tx-scenario, .tx-option input'))
          .map((e) => [e.className || e.textContent, e.getBoundingClientRect()])
          .filter(([, b]) => b.height < 43.5 || b.width < 43.5).map(([n, b]) => `${n} ${b.width} x ${b.height}`)"""
    )
    assert not small


def test_a_finger_that_scrolls_moves_no_slider(start: Start) -> None:
    visit = start(size="phone", has_touch=True)
    page = visit.page
    slider = row(page, "proxies").locator(".tx-slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.9, box["y"] + 20
    scrolled = page.evaluate("scrollY")
    client = page.context.new_cdp_session(page)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for k in range(12):
        client.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * k}]})
        page.wait_for_timeout(16)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(f"scrollY > {scrolled} + 60")
    expect(page.locator(".tx-who")).to_have_text("With the book’s defaults")
    handle = row(page, "proxies").locator(".tx-handle").last.bounding_box()
    assert handle
    page.touchscreen.tap(handle["x"] + 60, handle["y"] + 8)
    expect(page.locator(".tx-who")).to_have_text("With your assumptions")


@pytest.mark.parametrize(("width", "part"), [(1440, ".ti-verdict"), (1200, ".tx-verdict"), (1000, ".tx-bar > div")])
def test_on_a_wide_screen_a_verdict_stays_in_sight(start: Start, width: int, part: str) -> None:
    page = start().page
    page.set_viewport_size({"width": width, "height": 1000})
    page.locator('.tx-picture[data-picture="horizon"]').scroll_into_view_if_needed()
    box = page.locator(part).bounding_box()
    assert box
    assert 0 <= box["y"] < 100


@pytest.mark.both_homes("files")
def test_without_scripts_all_is_there_to_read(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER, scripts=False)
    page = visit.page
    expect(page.locator(".tx-sentence")).to_contain_text(expected())
    assert page.locator("tilt-explorer .tx-row").count() == len(claim(SLUG).inputs)
    assert page.locator(".tx-chart svg").count() == 4
    assert page.locator(".tx-swings li").count() == len(claim(SLUG).inputs)
    assert page.locator(".tx :is(button, input, select)").count() == 0, "a dead control"
    row(page, "proxies").locator("summary").click()
    expect(row(page, "proxies").locator(".tx-reasons")).to_contain_text(book().record.assumptions["proxies"].reason)
    visit.assert_quiet()


@pytest.mark.both_homes("beside")
def test_print_shows_values_and_no_controls(start: Start) -> None:
    page = start("#v=1&length_ratio=0.5~6").page
    page.emulate_media(media="print")
    for part in (".tx-tools", ".tx-reset", ".tx-foot button", ".tx-notices"):
        assert not any(e.is_visible() for e in page.locator(part).all()), part
    expect(row(page, "length_ratio").locator(".tx-value")).to_be_visible()
    assert [e.input_value() for e in ends(page, "length_ratio").all()] == ["0.5", "6"]
    assert page.locator(".tx-verdict").evaluate("e => getComputedStyle(e).position") != "sticky"


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)])
def test_axe_finds_nothing_with_everything_open(start: Start, size: str, dark: bool) -> None:
    visit = start("#v=1&length_ratio=0.5~6&foo=1", size=size, dark=dark)
    page = visit.page
    low = ends(page, "doubling_months").first
    low.fill("abc")
    low.press("Enter")
    page.evaluate("document.querySelectorAll('.tx details').forEach((d) => { d.open = true; })")
    page.locator(".tx-tables table").first.wait_for()
    assert not violations(visit, within="tilt-explorer")
    change_colours(visit, dark=not dark)
    assert not violations(visit, ABOUT_COLOURS, within="tilt-explorer")
    visit.assert_quiet()


def test_nothing_in_the_markup_runs_by_itself(site: Path) -> None:
    html = (site / CHAPTER).read_text(encoding="utf-8")
    explorer = re.search(r"<tilt-explorer.*?</tilt-explorer>", html, re.DOTALL)
    assert explorer
    assert not re.search(r"<[^>]+\son\w+=", re.sub(r"<script.*?</script>", "", explorer[0], flags=re.DOTALL))
    scripts = re.findall(r"<script[^>]*>", explorer[0])
    assert scripts == ['<script type="application/json" class="tilt-payload">']
