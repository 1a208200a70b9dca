"""Links, storage and steps back: whose values a page shows, and that looking at others never loses one's own."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer_page import (
    KEY,
    Start,
    credence,
    drag,
    ends,
    expected,
    hash_of,
    notice,
    row,
    share,
    started,
    write,
)
from tilt.book import book

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage


@pytest.fixture
def start(open_page: OpenPage) -> Start:
    """Open the chapter and wait until the explorer and its charts are live."""
    return partial(started, open_page)


LOW = book().record.assumptions["length_ratio"].interval.low

OWN = (LOW, 8.0)
"""The reader's own length ratio, as `with_own` sets it."""


def stored(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}') ?? 'null'"))


def with_own(page: Page) -> str:
    """Give the reader values of their own; return the page's address without them."""
    write(page, "length_ratio", high="8")
    page.wait_for_function(f"(localStorage.getItem('{KEY}') ?? '').includes('[{LOW!r},8]')")
    return page.url.split("#")[0]


def said_below(page: Page) -> Locator:
    """What the explorer says under its verdict."""
    return page.locator(".tx-notice")


def another_tab(page: Page, address: str) -> Page:
    """A new tab of the same browser, which shares only what is stored for good."""
    tab = page.context.new_page()
    tab.goto(address)
    tab.locator(".tx-live").wait_for()
    return tab


@pytest.mark.both_homes("values")
def test_values_are_kept_across_reloads_beside_those_of_other_claims(start: Start) -> None:
    page = start().page
    page.evaluate(f"localStorage.setItem('{KEY}', JSON.stringify({{v: 1, values: {{of_another_claim: [1, 2]}}}}))")
    page.reload()
    page.locator(".tx-live").wait_for()
    write(page, "length_ratio", high="8")
    page.wait_for_function("location.hash.includes('length_ratio')")
    assert stored(page) == {"v": 2, "mine": {"of_another_claim": [1, 2], "length_ratio": [LOW, 8]}}
    page.goto(page.url.split("#")[0] + "?again")  # without the link, from storage alone
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    page.locator(".tx-tools").get_by_role("button", name="Reset this chapter").click()
    page.wait_for_function(f"!localStorage.getItem('{KEY}').includes('length_ratio')")


SPOILT = ["{", "[]", '{"v":1,"values":{"length_ratio":"x"}}', '{"v":0,"values":{"proxies":[1,2]}}']


def test_spoilt_storage_does_no_harm(start: Start) -> None:
    page = start().page
    for kept in SPOILT:
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, kept])
        page.reload()
        page.locator(".tx-live").wait_for()
        expect(credence(page), kept).to_have_text(expected())


@pytest.mark.both_homes("policy")
def test_links_go_round(start: Start) -> None:
    page = start("?x=1#v=1&doubling_months=3.4~5.3&usable_target=0.6").page
    ours = expected(doubling_months=(3.4, 5.3), usable_target=(0.6, 0.6))
    expect(credence(page)).to_have_text(ours)
    expect(notice(page)).to_contain_text("This link shows")
    expect(notice(page)).not_to_contain_text("sound")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel = share(page)
    panel.get_by_role("button", name="Copy: Link").click()
    expect(panel.get_by_role("status")).to_have_text("Link: copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("?x=1#doubling_months=3.4~5.3&usable_target=0.6&v=1")
    # Shared text often comes back escaped.
    page.goto("about:blank")
    page.goto(link.replace("~", "%7E").replace("&", "&amp;"))
    expect(credence(page)).to_have_text(ours)
    expect(notice(page)).to_contain_text("This link shows")
    expect(notice(page)).not_to_contain_text("sound")


@pytest.mark.both_homes("values")
def test_a_link_does_not_take_the_place_of_ones_own_values(start: Start) -> None:
    page = start().page
    write(page, "length_ratio", high="8")
    page.wait_for_function("location.hash.includes('length_ratio')")
    page.goto(page.url.split("#")[0] + "?sent#v=1&proxies=2~4")
    expect(credence(page)).to_have_text(expected(proxies=(2, 4)))
    expect(page.locator(".tx-who")).to_have_text("With the link’s assumptions")
    notice(page).get_by_role("button", name="Show mine").click()
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    expect(notice(page)).to_have_count(0)


def test_a_link_can_be_copied_by_hand_where_the_clipboard_is_closed(start: Start) -> None:
    page = start("#v=1&proxies=2~4").page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    panel = share(page)
    panel.get_by_role("button", name="Copy: Link").click()
    field = panel.get_by_role("textbox", name="Link")
    expect(field).to_be_focused()
    assert field.input_value().endswith("#proxies=2~4&v=1")
    assert page.evaluate("getSelection().toString() || document.activeElement.selectionEnd") != 0, "it is selected"
    expect(panel.get_by_role("status")).to_contain_text("copy it with your keyboard")


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
        said = notice(page)
        expect(said, link).to_be_visible()
        for part in parts:
            expect(said, link).to_contain_text(part)
        widest = expected(length_ratio=(0.05, 20))
        expect(credence(page), link).to_have_text(widest if "0.001" in link else expected())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the notice widens the page"
        said.get_by_role("button", name="Dismiss").click()
        expect(said, link).to_have_count(0)
    visit.assert_quiet()


@pytest.mark.both_homes("values")
def test_ordinary_anchors_stay_what_they_are(start: Start) -> None:
    page = start("#explore").page
    assert hash_of(page) == "#explore"
    expect(credence(page)).to_have_text(expected())
    write(page, "length_ratio", high="8")
    page.wait_for_function("location.hash.endsWith('&v=1')")
    page.go_back()
    page.wait_for_function("location.hash === '#explore'")
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    assert not notice(page).count()


def test_one_slider_in_a_borrowed_link_leaves_ones_own_values_alone(start: Start) -> None:
    page = start().page
    plain = with_own(page)
    page.goto(f"{plain}?sent#proxies=2~4&v=1")
    page.get_by_role("slider", name=re.compile("^Independent ways")).last.press("ArrowRight")
    expect(said_below(page)).to_contain_text("You changed an input of a link. Your own assumptions are kept.")
    page.wait_for_function("!location.hash.includes('=2~4&')")
    assert stored(page)["mine"] == {"length_ratio": [LOW, 8]}
    expect(credence(another_tab(page, plain))).to_have_text(expected(length_ratio=OWN))
    page.reload()  # in this tab what is shown stays, and so does the way back
    expect(page.locator(".tx-scenario option:checked")).to_have_text("Yours, from a link")
    said_below(page).get_by_role("button", name="Back to mine").click()
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    expect(said_below(page)).to_have_count(0)


def test_a_changed_link_becomes_ones_own_when_asked_for_and_the_earlier_values_come_back(start: Start) -> None:
    page = start().page
    plain = with_own(page)
    page.goto(f"{plain}?sent#proxies=2~4&v=1")
    write(page, "proxies", high="5")
    said_below(page).get_by_role("button", name="Make these mine").click()
    expect(said_below(page)).to_contain_text("these are now your assumptions")
    assert stored(page) == {"v": 2, "mine": {"proxies": [2, 5]}, "earlier": {"length_ratio": [LOW, 8]}}
    later = another_tab(page, plain)
    expect(credence(later)).to_have_text(expected(proxies=(2, 5)))
    later.get_by_role("combobox", name="Scenario").select_option(label="My earlier assumptions")
    expect(credence(later)).to_have_text(expected(length_ratio=OWN))
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    page.get_by_role("button", name="Undo").first.click()
    expect(credence(page)).to_have_text(expected(proxies=(2, 5)))


def test_who_has_nothing_of_their_own_is_told_that_a_changed_scenario_is_now_theirs(start: Start) -> None:
    page = start().page
    page.get_by_role("combobox", name="Scenario").select_option("author")
    assert stored(page) is None
    drag(page, "proxies", 1, 40)
    expect(said_below(page)).to_contain_text("of the scenario “The author’s view”: these are now your assumptions.")
    page.wait_for_function(f"(localStorage.getItem('{KEY}') ?? '').includes('proxies')")
    page.keyboard.press("Control+z")
    expect(page.locator(".tx-who")).to_have_text("Under the scenario “The author’s view”")
    expect(said_below(page)).to_have_count(0)
    assert stored(page) is None


def test_a_link_copied_at_the_defaults_shows_the_books_values_and_offers_ones_own(start: Start) -> None:
    page = start().page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share(page).get_by_role("button", name="Copy: Link").click()
    page.wait_for_function("navigator.clipboard.readText()")
    link = page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    assert link.endswith("task-horizons.html#v=1")
    with_own(page)
    page.goto(link.replace("#", "?sent#"))
    expect(page.locator(".tx-who")).to_have_text("With the book’s defaults")
    expect(credence(page)).to_have_text(expected())
    expect(notice(page)).to_contain_text("This link shows the book’s defaults. Your own are kept.")
    notice(page).get_by_role("button", name="Show mine").click()
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))


def test_a_link_cut_inside_its_last_number_is_noticed(start: Start) -> None:
    page = start("#horizon_today=397~793").page  # of 7937
    expect(notice(page)).to_contain_text("may be cut off. Check its last value: Horizon today")
    expect(credence(page)).to_have_text(expected(horizon_today=(397, 793)))


def test_what_was_wrong_with_a_link_goes_with_it(start: Start) -> None:
    page = start("#foo=1&proxies=2~4&v=1").page
    expect(notice(page)).to_contain_text("foo")
    page.evaluate("location.hash = 'proxies=2~5&v=1'")
    expect(credence(page)).to_have_text(expected(proxies=(2, 5)))
    expect(notice(page)).not_to_contain_text("sound")
    page.evaluate("location.hash = 'bar=1&v=1'")
    expect(notice(page)).to_contain_text("bar")
    page.get_by_role("combobox", name="Scenario").select_option("author")
    expect(notice(page)).to_have_count(0)


@pytest.mark.both_homes("beside")
def test_steps_go_back_and_forth_by_keys_and_buttons(start: Start) -> None:
    page = start().page
    undo, redo = (page.locator(".tx-tools").get_by_role("button", name=name) for name in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    expect(redo).to_be_disabled()
    write(page, "length_ratio", high="8")
    drag(page, "proxies", 1, 40)
    page.get_by_role("combobox", name="Scenario").select_option("author")
    moved = [e.input_value() for e in ends(page, "proxies").all()]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")  # the whole drag is one step
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    page.keyboard.press("Control+Shift+z")
    assert [e.input_value() for e in ends(page, "proxies").all()] != moved
    page.keyboard.press("Control+z")
    undo.click()
    expect(credence(page)).to_have_text(expected())
    page.keyboard.press("Control+y")
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    redo.click()
    redo.click()
    expect(page.locator(".tx-who")).to_have_text("Under the scenario “The author’s view”")
    expect(redo).to_be_disabled()
    # In a field of text the keys are the field's.
    field = ends(page, "doubling_months").first
    field.focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".tx-who")).to_have_text("Under the scenario “The author’s view”")


def test_keys_on_a_slider_are_one_step(start: Start) -> None:
    page = start().page
    page.get_by_role("slider", name=re.compile("^Independent ways")).last.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+z")
    expect(page.locator(".tx-who")).to_have_text("With the book’s defaults")


CLOSED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("closed", "SecurityError"); } });
}"""


@pytest.mark.both_homes("values")
def test_where_storage_is_closed_links_carry_the_values(start: Start) -> None:
    visit = start()
    page = visit.page
    page.add_init_script(CLOSED)
    page.goto(page.url)
    page.locator(".tx-live").wait_for()
    write(page, "length_ratio", high="8")
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    page.locator(".tilt-mine").get_by_text("1 input differs").wait_for()
    page.get_by_role("link", name="6 The question").click()
    page.locator(".tx-live").wait_for()
    expect(page.locator(".tx-who")).to_have_text("With your assumptions")
    expect(row(page, "length_ratio").locator(".tx-end").last).to_have_value("8")
    page.get_by_role("link", name="2 Task horizons").first.click()
    page.locator(".tx-live").wait_for()
    expect(credence(page)).to_have_text(expected(length_ratio=OWN))
    assert not notice(page).count()
    visit.assert_quiet()
