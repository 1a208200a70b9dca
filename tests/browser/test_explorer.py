"""The explorer on the built page, used as a reader uses it: mouse, keyboard, phone, links, print, no scripts."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import ABOUT_COLOURS, change_colours, violations
from tilt.book import book
from tilt.claims import claim
from tilt.engine.scale import Interval
from tilt.format import gloss, number, percent
from tilt.record.scenarios import read_scenario

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage, Visit

SLUG = "task-horizons"
CHAPTER = f"book/{SLUG}.html"
KEY = "tilt:scenario"

Start = Callable[..., "Visit"]


def expected(finding: str = "lead", **changes: tuple[float, float]) -> str:
    """The credence Python's engine gives, as the page writes it."""
    found = book().run(SLUG, {k: Interval(*v) for k, v in changes.items()}).verdicts
    return percent(next(v.credence for v in found if v.finding == finding))


def row(page: Page, id: str) -> Locator:
    return page.locator(f'.tx-row[data-input="{id}"]')


def ends(page: Page, id: str) -> Locator:
    return row(page, id).get_by_role("textbox")


def credence(page: Page) -> Locator:
    return page.locator(".tx-verdict .tx-credence")


def hash_of(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def drag(page: Page, id: str, end: int, by: float) -> None:
    """Move a handle by pixels, in several steps."""
    handle = row(page, id).locator(".tx-handle").nth(end)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 9):
        page.mouse.move(x + by * k / 8, y)
    page.mouse.up()


@pytest.fixture
def start(open_page: OpenPage) -> Start:
    """Open the chapter and wait until the explorer and its charts are live."""

    def begin(suffix: str = "", **options: Any) -> Visit:
        visit = open_page(CHAPTER + suffix, **options)
        visit.page.locator(".tx-live").wait_for()
        visit.page.locator('.tx-picture[data-picture="horizon"] .tx-chart .vega-embed').wait_for()
        return visit

    return begin


def test_starting_changes_no_word_and_moves_nothing(open_page: OpenPage, start: Start) -> None:
    still = open_page(CHAPTER, scripts="stripped").page  # what is painted before the script runs
    live = start().page
    for part in (".tx-sentence", ".tx-figures", ".tx-findings", ".tx-swings", ".tx-counts"):
        assert live.locator(part).text_content() == still.locator(part).text_content(), part
    place = "(e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map(Math.round); }"
    for part in (".tx-verdict", ".tx-body", ".tx-row", ".tx-picture", ".tx-swings > li"):
        before = [e.evaluate(place) for e in still.locator(part).all()]
        after = [e.evaluate(place) for e in live.locator(part).all()]
        assert before == after, f"{part} moved"


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
    expect(credence(page)).to_have_text(expected(length_ratio=(low, 4)))
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
    page.get_by_role("radio", name=re.compile(now.title)).check()
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
        "3,5": "write a point: 3.5",
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
    low.fill("2e0")
    low.press("Enter")
    expect(error).to_be_empty()
    expect(low).to_have_value("2")
    high.fill("7")
    high.blur()
    expect(credence(page)).to_have_text(expected(doubling_months=(2, 7)))
    minutes = ends(page, "capability_task_minutes").last
    minutes.fill("1,000")
    minutes.press("Enter")
    expect(minutes).to_have_value("1,000")
    expect(row(page, "capability_task_minutes").locator(".tx-gloss")).to_have_text("4 – 17 h")
    share = ends(page, "usable_target").first
    share.fill("60%")
    share.press("Enter")
    expect(page.locator(".tx-statement")).to_contain_text("60\u202f% automated")


def test_reset_of_one_and_of_all_with_undo(start: Start) -> None:
    page = start("#v=1&length_ratio=0.5~6&safety_transfer=0.25~0.9").page
    ours = expected(length_ratio=(0.5, 6), safety_transfer=(0.25, 0.9))
    expect(credence(page)).to_have_text(ours)
    page.locator(".tx-tools").get_by_role("button", name="Reset all").click()
    expect(credence(page)).to_have_text(expected())
    page.wait_for_function("!location.hash")
    page.locator(".tx-notices").get_by_role("button", name="Undo").click()
    expect(credence(page)).to_have_text(ours)
    row(page, "length_ratio").get_by_role("button", name=re.compile("Reset")).click()
    expect(credence(page)).to_have_text(expected(safety_transfer=(0.25, 0.9)))
    expect(row(page, "length_ratio")).not_to_have_class(re.compile("tx-mine"))
    assert page.evaluate("document.activeElement.closest('.tx-row').dataset.input") == "length_ratio"


def test_values_are_kept_across_reloads_beside_those_of_other_claims(start: Start) -> None:
    page = start().page
    page.evaluate(f"localStorage.setItem('{KEY}', JSON.stringify({{v: 1, values: {{of_another_claim: [1, 2]}}}}))")
    page.reload()
    page.locator(".tx-live").wait_for()
    ends(page, "length_ratio").last.fill("8")
    ends(page, "length_ratio").last.press("Enter")
    page.wait_for_function("location.hash.includes('length_ratio')")
    kept = json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))
    assert kept == {"v": 1, "values": {"of_another_claim": [1, 2], "length_ratio": [0.25, 8]}}
    page.goto(page.url.split("#")[0] + "?again")  # without the link, from storage alone
    expect(credence(page)).to_have_text(expected(length_ratio=(0.25, 8)))
    page.locator(".tx-tools").get_by_role("button", name="Reset all").click()
    page.wait_for_function(f"!localStorage.getItem('{KEY}').includes('length_ratio')")


SPOILT = ["{", "[]", '{"v":1,"values":{"length_ratio":"x"}}', '{"v":0,"values":{"proxies":[1,2]}}']


def test_spoilt_storage_does_no_harm(start: Start) -> None:
    page = start().page
    for kept in SPOILT:
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, kept])
        page.reload()
        page.locator(".tx-live").wait_for()
        expect(credence(page), kept).to_have_text(expected())


def test_links_go_round(start: Start) -> None:
    page = start("?x=1#v=1&doubling_months=3.4~5.3&usable_target=0.6").page
    ours = expected(doubling_months=(3.4, 5.3), usable_target=(0.6, 0.6))
    expect(credence(page)).to_have_text(ours)
    assert not page.locator(".tx-notice").count()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("?x=1#v=1&doubling_months=3.4~5.3&usable_target=0.6")
    # Shared text often comes back escaped.
    page.goto("about:blank")
    page.goto(link.replace("~", "%7E").replace("&", "&amp;"))
    expect(credence(page)).to_have_text(ours)


def test_a_link_does_not_take_the_place_of_ones_own_values(start: Start) -> None:
    page = start().page
    ends(page, "length_ratio").last.fill("8")
    ends(page, "length_ratio").last.press("Enter")
    page.wait_for_function("location.hash.includes('length_ratio')")
    page.goto(page.url.split("#")[0] + "?sent#v=1&proxies=2~4")
    expect(credence(page)).to_have_text(expected(proxies=(2, 4)))
    page.get_by_role("button", name="Show mine").click()
    expect(credence(page)).to_have_text(expected(length_ratio=(0.25, 8)))


def test_a_link_can_be_copied_by_hand_where_the_clipboard_is_closed(start: Start) -> None:
    page = start("#v=1&proxies=2~4").page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Copy this link")
    expect(field).to_be_focused()
    assert field.input_value().endswith("#v=1&proxies=2~4")


HOSTILE = {
    "#v=1&doubling_months=<script>~5&foo=1~2&length_ratio=9~1": ["“<script>~5” is not an interval", "foo", "reversed"],
    "#v=1&doub": ["“doub” is incomplete"],
    "#v=1&length_ratio=": ["is not an interval"],
    "#v=1&length_ratio=0.001~1e9": ["reaches outside 0.05 to 20"],
    "#v=1&length_ratio=1~2~3&proxies=NaN~Infinity": ["“1~2~3” is not", "“NaN~Infinity” is not"],
    "#v=1&usable_target=0.2~0.6": ["takes one value"],
    "#v=x&length_ratio=1~2": ["which version"],
    "#v=7&foo=1": ["newer version (7)", "foo"],
    "#v=1&__proto__=1~2&constructor=1~2": ["__proto__", "constructor"],
    "#v=1&%E0%A4%A=1~2": ["was left out"],
    "#v=1&foo=" + "9" * 5000: ["foo"],
}


def test_bad_links_are_reported_and_harmless(start: Start) -> None:
    visit = start()
    page = visit.page
    for attempt, (link, parts) in enumerate(HOSTILE.items()):
        page.evaluate("localStorage.clear()")
        address = page.url.split("?")[0].split("#")[0]
        page.goto(f"{address}?{attempt}{link}")  # a new address, not a step within the page
        page.locator(".tx-live").wait_for()
        notice = page.locator(".tx-notice")
        expect(notice, link).to_be_visible()
        for part in parts:
            expect(notice, link).to_contain_text(part)
        widest = expected(length_ratio=(0.05, 20))
        expect(credence(page), link).to_have_text(widest if "0.001" in link else expected())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the notice widens the page"
        notice.get_by_role("button", name="Dismiss").click()
        expect(notice, link).to_have_count(0)
    visit.assert_quiet()


def test_older_links_are_migrated_step_by_step(start: Start) -> None:
    page = start().page
    moved = page.evaluate(
        """async () => {
          const { migrate } = await import("/_tilt/scenario.js");
          const steps = {
            1: (pairs) => pairs.map(([id, text]) => [id === "old" ? "new" : id, text]),
            2: (pairs) => pairs.filter(([id]) => id !== "gone"),
          };
          const results = [migrate([["old", "1~2"], ["gone", "3"]], 1, steps, 3)];
          try { migrate([], 0, steps, 3); } catch (error) { results.push(error.message); }
          return results;
        }"""
    )
    assert moved == [[["new", "1~2"]], "version 0 can no longer be read"]


UNITS = ["minutes", "USD/year", "fraction"]


def test_numbers_are_written_alike_by_python_and_by_the_page(start: Start) -> None:
    page = start().page
    rng = random.Random(7)
    values = [0.0, 0.5, 1.0, 2.5, 0.125, 999.96, 9.995, 999999.0, 1e6, 1.5e21, 9.99e-5, 1e-4, 0.045, 1234.5, -3.25]
    values += [rng.choice([-1, 1]) * 10 ** rng.uniform(-8, 12) for _ in range(400)]
    shares = [0.0, 0.005, 0.00501, 0.125, 0.5, 0.995, 0.99501, 1.0] + [rng.random() for _ in range(200)]
    units = [{"unit": unit, "mark": unit, "scale": scale} for unit in UNITS for scale in ("log", "fixed")]
    ours = (
        [[number(v, d) for d in (1, 2, 3)] for v in values],
        [percent(s) for s in shares],
        [[gloss(a, [abs(v), 3 * abs(v)]) for v in values] for a in units],
    )
    theirs = page.evaluate(
        """async ([values, shares, units]) => {
          const { number, percent, gloss, parse, field } = await import("/_tilt/format.js");
          for (const v of values) {
            const back = parse(field(v), { unit: "months" });
            if (Math.abs(back - v) > 5.1e-3 * Math.abs(v)) throw new Error(`${v} came back as ${back}`);
          }
          return [
            values.map((v) => [1, 2, 3].map((d) => number(v, d))), shares.map(percent),
            units.map((a) => values.map((v) => gloss(a, [Math.abs(v), 3 * Math.abs(v)]))),
          ];
        }""",
        [values, shares, units],
    )
    assert theirs == [*ours]


def test_ordinary_anchors_stay_what_they_are(start: Start) -> None:
    page = start("#explore").page
    assert hash_of(page) == "#explore"
    expect(credence(page)).to_have_text(expected())
    ends(page, "length_ratio").last.fill("8")
    ends(page, "length_ratio").last.press("Enter")
    page.wait_for_function("location.hash.startsWith('#v=1')")
    page.go_back()
    page.wait_for_function("location.hash === '#explore'")
    expect(credence(page)).to_have_text(expected(length_ratio=(0.25, 8)))
    assert not page.locator(".tx-notice").count()


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
    page.keyboard.press("Tab")
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
    page.get_by_role("radio", name=re.compile("Safety first")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name=re.compile("A useful lead"))).to_be_checked()


def test_every_control_can_be_reached_with_tab(start: Start) -> None:
    page = start("#v=1&proxies=2~4").page
    wanted = page.evaluate(
        "document.querySelectorAll('.tx :is(button, select, summary, input:not([type=radio])):not(:disabled)').length"
    )
    page.locator(".tx-findings :checked").focus()
    reached = 0
    for _ in range(400):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('.tx') && getComputedStyle(document.activeElement)")
        if not inside:
            break
        reached += page.evaluate("!document.activeElement.matches('a, [type=radio]')")
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
    hidden = page.evaluate("[...document.querySelectorAll('.tx .tx-reset')].filter(b => !b.offsetParent).length")
    assert reached == wanted - hidden


def test_the_verdict_is_announced_once_after_the_reader_stops(start: Start) -> None:
    page = start().page
    live = page.locator(".tx > [aria-live=polite].tx-hidden")
    expect(live).to_be_empty()
    drag(page, "length_ratio", 0, 60)
    expect(live).to_contain_text("of draws")
    expect(live).to_contain_text((credence(page).text_content() or "").strip())


def test_scenarios_can_be_picked_and_ones_own_come_back(start: Start) -> None:
    page = start("#v=1&proxies=2~4").page
    menu = page.get_by_role("combobox", name="Scenario")
    own = credence(page).text_content() or ""
    record = book().record
    named = next(s for s in record.scenarios.values() if set(s.changes) & set(claim(SLUG).inputs))
    menu.select_option(named.name)
    expect(page.locator(".tx-who")).to_have_text(f"Under the scenario “{named.title}”")
    expect(credence(page)).to_have_text(percent(book().run(SLUG, named).verdicts[0].credence))
    menu.select_option("evidence")
    expect(page.locator(".tx-who")).to_have_text("With the book’s defaults")
    menu.select_option("mine")
    expect(credence(page)).to_have_text(own)


def test_the_downloaded_scenario_is_accepted(start: Start, tmp_path: Path) -> None:
    page = start("#v=1&length_ratio=0.5~6&usable_target=0.6&horizon_today=100~2e4").page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download scenario (YAML)").click()
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
        page.get_by_role("button", name="Download scenario (YAML)").click()
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


def test_on_a_phone_the_verdict_stays_in_sight(start: Start) -> None:
    visit = start(size="phone")
    page = visit.page
    line = page.locator(".tx-bar > div")
    expect(line).to_be_hidden()
    row(page, "proxies").scroll_into_view_if_needed()
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box
    assert box["y"] == 0
    assert box["height"] < 60
    drag(page, "proxies", 1, 40)
    expect(line).to_contain_text((credence(page).text_content() or "").strip())
    visit.assert_quiet()


def test_on_a_phone_controls_have_the_size_of_a_finger(start: Start) -> None:
    page = start("#v=1&proxies=2~4", size="phone").page
    small = page.evaluate(
        """[...document.querySelectorAll('.tx :is(button, select, summary, label, input)')]
          .filter((e) => e.offsetParent && !e.matches('.tx-scenario'))
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


def test_on_a_wide_screen_the_verdict_sticks(start: Start) -> None:
    page = start().page
    page.locator('.tx-picture[data-picture="horizon"]').scroll_into_view_if_needed()
    box = page.locator(".tx-verdict").bounding_box()
    assert box
    assert box["y"] == 0


def test_without_scripts_all_is_there_to_read(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER, scripts=False)
    page = visit.page
    expect(page.locator(".tx-sentence")).to_contain_text(expected())
    assert page.locator(".tx-row").count() == len(claim(SLUG).inputs)
    assert page.locator(".tx-chart svg").count() == 4
    assert page.locator(".tx-swings li").count() == len(claim(SLUG).inputs)
    assert page.locator(".tx :is(button, input, select)").count() == 0, "a dead control"
    row(page, "proxies").locator("summary").click()
    expect(row(page, "proxies").locator(".tx-reasons")).to_contain_text(book().record.assumptions["proxies"].reason)
    visit.assert_quiet()


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
