"""What is sent arrives: the note at the top of a link, the one Share of every page, files opened and dropped."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import ABOUT_COLOURS, change_colours, violations
from tests.browser.explorer_page import KEY, SLUG, Start, credence, expected, notice, row, share, started, unfold, write
from tilt.book import book
from tilt.claims import all_claims
from tilt.engine.scale import Interval
from tilt.format import percent
from tilt.record.scenarios import read_scenario

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage, Size

MINE = {"length_ratio": (1.0, 8.0), "plateau_pace": (0.2, 0.7)}
SENT = "#length_ratio=1~8&plateau_pace=0.2~0.7&name=Anna%E2%80%99s%20view&note=Why%20%3Cb%3Enot%3C%2Fb%3E&v=1"


@pytest.fixture
def start(open_page: OpenPage) -> Start:
    """Open the chapter and wait until the explorer and its charts are live."""
    return partial(started, open_page)


def moved_headlines() -> dict[str, tuple[str, str, int]]:
    """By the headline's title: its credence under `MINE`, the book's, and the points between them as they are seen."""
    found = {}
    for c in all_claims():
        now, standard = (book().run(c.slug, given).verdicts[0].credence for given in (MINE, {}))
        points = int(100 * now + 0.5) - int(100 * standard + 0.5)
        if points:
            found[c.headline.title] = (percent(now), percent(standard), points)
    return found


def own(page: Page) -> None:
    """Give the reader values of their own."""
    kept = json.dumps({"v": 2, "mine": {"length_ratio": [2, 8]}})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, kept])


def stored(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}') ?? 'null'"))


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the page."""
    page.evaluate(
        """([name, text]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [name, text],
    )


@pytest.mark.both_homes("values")
def test_a_link_says_whose_version_it_is_and_what_comes_out_otherwise(open_page: OpenPage) -> None:
    for path in ("book/task-horizons.html", "book/index.html", "book/method.html"):
        visit = open_page(path + SENT)
        said = notice(visit.page)
        expect(said).to_contain_text("This link shows “Anna’s view”.")
        expect(said).to_contain_text("Why <b>not</b>")  # as text
        moved = moved_headlines()
        expect(said.locator("li")).to_have_count(len(moved))
        expect(said).to_contain_text(f"2 inputs and {len(moved)} headlines differ:")
        for title, (now, standard, points) in moved.items():
            sign = "+" if points > 0 else "−"
            expect(said).to_contain_text(f"{title} {now} {sign}{abs(points)} points, book {standard}")
        for name in ("Make it mine", "Back to the book"):
            expect(said.get_by_role("button", name=name)).to_be_visible()
        assert not violations(visit, within=".tilt-notices")
        said.get_by_role("button", name="Back to the book").click()
        expect(said).to_have_count(0)
        visit.assert_quiet()


@pytest.mark.both_homes("beside")
@pytest.mark.parametrize(("size", "path"), [("phone", "task-horizons"), ("wide", "task-horizons"), ("phone", "index")])
def test_a_link_lands_at_the_verdict_without_a_shift(open_page: OpenPage, size: Size, path: str) -> None:
    visit = open_page(f"book/{path}.html", size=size)
    page = visit.page
    page.add_init_script(
        """window.shifted = [];
        const frame = "main, article, article > section, h1, .tilt-navigation";
        const isFrame = ({ node }) => node instanceof Element && node.matches(frame);
        const note = (list) => window.shifted.push(...list.getEntries().flatMap((e) => e.sources.filter(isFrame)));
        new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(page.url + "?sent" + SENT)
    page.locator(".ti-changed").wait_for()
    expect(notice(page)).to_contain_text("headlines differ:")
    for part in (".tilt-notice", ".ti-sentence", ".ti-figures", ".ti-distribution"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= (page.viewport_size or {"height": 0})["height"], part
    assert page.evaluate("window.shifted.length") == 0, "the note or the list at the side pushed the page"
    see = notice(page).get_by_role("button", name="See it")
    see.click()
    expect(notice(page)).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('tilt-instrument') !== null")


def test_words_are_not_yours_for_a_strangers_values(start: Start) -> None:
    page = start(SENT).page
    expect(page.locator(".tx-who")).to_have_text("Under “Anna’s view”")
    expect(page.locator(".ti-who")).to_have_text("Under “Anna’s view”")
    expect(page.locator(".tilt-mine")).to_contain_text("“Anna’s view”")
    shown = page.locator(".ti, .tilt-mine, .tx-verdict, .tx-tools").all_inner_texts()
    assert not re.search(r"\byours?\b|\bmy\b", " ".join(shown), re.IGNORECASE)
    page.get_by_role("link", name="Scenarios", exact=True).click()
    expect(page.locator("[data-whose]")).to_have_text("“Anna’s view”")


def test_making_a_link_ones_own_can_be_undone(start: Start) -> None:
    page = start().page
    own(page)
    page.goto(page.url.split("#")[0] + "?sent" + SENT)
    said = notice(page)
    expect(said).to_contain_text("Your own are kept.")
    said.get_by_role("button", name="Make it mine").click()
    expect(said).to_contain_text("The assumptions of “Anna’s view” are now yours. Those you had are kept")
    assert set(stored(page)["mine"]) == set(MINE)
    said.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("This link shows “Anna’s view”")
    assert stored(page) == {"v": 2, "mine": {"length_ratio": [2, 8]}}


@pytest.mark.parametrize("tail", [".", ").", "”", "%E2%80%8B", "%20", "?utm_source=chat", "\u200b"])
def test_a_link_survives_being_pasted(start: Start, tail: str) -> None:
    page = start(SENT + tail).page
    expect(credence(page)).to_have_text(expected(length_ratio=(1, 8)))
    expect(notice(page)).not_to_contain_text("sound")


@pytest.mark.both_homes("beside")
def test_share_is_in_sight_and_gives_link_sentence_and_name(start: Start) -> None:
    visit = start("#length_ratio=1~8&v=1")
    page = visit.page
    notice(page).get_by_role("button", name="Make it mine").click()
    page.mouse.wheel(0, 6000)
    page.keyboard.press("Control+End")
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_in_viewport()
    panel = share(page)
    expect(panel.get_by_role("button", name="Copy: Link")).to_be_focused()
    words = panel.get_by_role("textbox", name="In words")
    ours = expected(length_ratio=(1, 8))
    expect(words).to_have_value(re.compile(f"^With my assumptions, .* in {ours} of draws: .* book says {expected()}"))
    panel.get_by_label("Name").fill("A <i>name</i> & more")
    panel.get_by_label("Note").fill("Seen by\nnobody\u202e")
    link = panel.get_by_role("textbox", name="Link")
    name = r"name=A%20%3Ci%3E\w+%3C%2Fi%3E%20%26%20more"
    expect(link).to_have_value(re.compile(f"#length_ratio=1~8&{name}&note=Seen%20by%20nobody&v=1$"))
    expect(words).to_have_value(re.compile("^Under “A <i>name</i> & more”, "))
    address = link.input_value()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_focused()
    page.wait_for_function(f"localStorage.getItem('{KEY}').includes('nobody')")
    other = page.context.browser.new_page()  # type: ignore[union-attr]
    other.goto(address)
    expect(other.locator(".tilt-notice")).to_contain_text("This link shows “A <i>name</i> & more”.")
    assert other.locator(".tilt-notice i").count() == 0
    other.context.close()
    visit.assert_quiet()


def downloaded(page: Page, panel: Locator, name: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        panel.get_by_role("button", name=name).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.both_homes("policy")
def test_the_picture_holds_verdict_and_what_differs(start: Start, tmp_path: Path) -> None:
    page = start(SENT, dark=True).page
    panel = share(page)
    expect(panel.get_by_role("img")).to_have_attribute("src", re.compile("^blob:"))
    picture = downloaded(page, panel, "Picture as PNG", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 2400
    svg = ET.fromstring(downloaded(page, panel, "Picture as SVG", tmp_path).read_text())  # noqa: S314 (our own)
    text = " ".join(svg.itertext())
    assert "Under “Anna’s view”," in text
    for part in (expected(length_ratio=(1, 8)), expected(), "Why <b>not</b>", "1 – 8 ×", "#length_ratio=1~8"):
        assert part in text, part
    assert {node.tag.rpartition("}")[2] for node in svg.iter()} == {"svg", "title", "path", "text"}
    expect(panel.get_by_role("img")).to_have_attribute(
        "alt", re.compile("^Claim 2: Task horizons. Under “Anna’s view”")
    )


@pytest.mark.both_homes("policy")
def test_the_embedded_page_shows_the_same_and_keeps_nothing(start: Start, open_page: OpenPage) -> None:
    page = start(SENT).page
    field = share(page).get_by_role("textbox", name="To embed")
    expect(field).to_have_value(re.compile("^<iframe "))
    code = field.input_value()
    (address,) = re.findall(r'src="([^"]+)"', code)
    visit = open_page(address.replace("&amp;", "&"))
    inside = visit.page
    expect(inside.locator(".ti-credence")).to_have_text(expected(length_ratio=(1, 8)))
    expect(inside.locator(".ti-who")).to_have_text("Under “Anna’s view”")
    shares = [percent(v.credence) for v in book().run(SLUG, {"length_ratio": Interval(1, 8)}).verdicts]
    expect(inside.locator(".ti-share")).to_have_text(shares)
    inside.locator("input[type=range]").first.press("ArrowRight")
    expect(inside.locator(".ti-who")).to_have_text("With your assumptions")
    inside.wait_for_timeout(500)
    assert inside.evaluate("localStorage.length + sessionStorage.length") == 0
    link = inside.get_by_role("link", name=re.compile("assumptions and charts"))
    assert "/book/task-horizons.html#length_ratio=" in str(link.evaluate("(a) => a.href"))
    assert inside.locator(".tilt-notice").all() == [] or not inside.locator(".tilt-notice").is_visible()
    assert inside.locator("main").evaluate("(m) => m.offsetHeight") <= 620, "the height that the code asks for"
    assert not violations(visit)
    visit.assert_quiet()


def test_an_embedded_page_says_what_of_its_address_is_wrong(open_page: OpenPage) -> None:
    page = open_page("_tilt/embed/task-horizons.html#length_ratio=0.001~8&v=1").page
    expect(page.locator(".tilt-notice")).to_contain_text("reaches outside 0.05 to 20")


FILE = """# written by hand
name: by-hand
title: By hand
text: >-
  A note in
  two lines.
changes:
  length_ratio:
    interval: [0.001, 8]
    reason: Because I think so.
  nonsense: {interval: [1, 2]}
"""


@pytest.mark.both_homes("policy")
@pytest.mark.parametrize("path", ["book/evidence.html", "book/task-horizons.html"])
def test_a_file_dropped_on_any_page_is_shown(open_page: OpenPage, path: str) -> None:
    visit = open_page(path)
    page = visit.page
    own(page)
    drop(page, "by-hand.yaml", FILE)
    said = notice(page)
    expect(said).to_contain_text("This file shows “By hand”.")
    for part in ("A note in two lines.", "“nonsense” is no assumption", "reaches outside 0.05 to 20"):
        expect(said).to_contain_text(part)
    expect(page.locator('.tilt-navigation [data-claim="task-horizons"] .tilt-credence')).to_have_text(
        expected(length_ratio=(0.05, 8)).replace("\u202f", " ")
    )
    drop(page, "cat.png", "\0PNG")
    expect(said).to_contain_text("“cat.png” was not used: it is no text.")
    drop(page, "<img onerror=x>.yaml", "changes:\n  a: &b 1")
    expect(said).to_contain_text("“<img onerror=x>.yaml” was not used: line 2 uses a part of YAML")
    visit.assert_quiet()


@pytest.mark.both_homes("policy")
def test_a_file_goes_round_with_name_note_and_reasons(start: Start, tmp_path: Path) -> None:
    page = start().page
    write(page, "length_ratio", low="1", high="8")
    row(page, "length_ratio").locator("summary").click()
    row(page, "length_ratio").get_by_label("Why this value?").fill('Tasks differ: "a lot" #1')
    panel = share(page)
    panel.get_by_label("Name").fill("Anna’s view")
    panel.get_by_label("Note").fill("Why not.")
    path = downloaded(page, panel, "Download scenario (YAML)", tmp_path)
    assert path.name == "tilt-anna-s-view.yaml"
    scenario = read_scenario(path, book().record.assumptions)
    assert scenario.settings == {"length_ratio": Interval(1, 8)}
    assert (scenario.title, scenario.changes["length_ratio"].reason) == ("Anna’s view", 'Tasks differ: "a lot" #1')
    page.keyboard.press("Escape")
    page.locator(".tilt-mine").get_by_role("button", name="Reset the book").click()
    share(page).get_by_label("Open a scenario file").set_input_files(path)
    expect(notice(page)).to_contain_text("This file shows “Anna’s view”.")
    expect(credence(page)).to_have_text(expected(length_ratio=(1, 8)))
    unfold(page)
    expect(row(page, "length_ratio").locator(".tx-because")).to_contain_text('Their reason: Tasks differ: "a lot" #1')
    notice(page).get_by_role("button", name="Make it mine").click()
    expect(page.locator(".tilt-mine")).to_contain_text("Yours: “Anna’s view”")
    assert stored(page)["about"]["reasons"] == {"length_ratio": 'Tasks differ: "a lot" #1'}
    page.reload()
    page.locator(".tx-live").wait_for()
    expect(page.locator(".tilt-mine")).to_contain_text("Yours: “Anna’s view”")


def test_a_strangers_link_is_a_strangers_where_storage_is_closed(open_page: OpenPage) -> None:
    page = open_page("book/method.html").page
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("closed", "SecurityError"); } });
        }"""
    )
    page.goto(page.url.replace("method", SLUG) + SENT)
    expect(page.locator(".tx-who")).to_have_text("Under “Anna’s view”")
    page.get_by_role("link", name="3 Build-out pauses").first.click()
    expect(page.locator(".tx-who")).to_have_text("Under “Anna’s view”")


@pytest.mark.both_homes("beside")
def test_the_code_of_share_comes_when_it_is_first_asked_for(open_page: OpenPage) -> None:
    visit = open_page("book/method.html")
    page = visit.page
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "panel" in url or "whole.js" in url]
    panel = share(page)
    assert [url for url in asked if url.endswith("/panel.js")]
    expect(panel.get_by_role("textbox", name="In words")).to_have_value(re.compile("^With the book’s defaults, "))
    assert panel.get_by_role("textbox", name="Link").input_value().endswith("/book/method.html#v=1")
    visit.assert_quiet()


def test_without_scripts_there_is_no_share(open_page: OpenPage) -> None:
    page = open_page("book/index.html", scripts=False).page
    assert not page.locator(".tilt-share").is_visible()


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)])
def test_axe_finds_nothing_in_the_panel(start: Start, size: Size, dark: bool) -> None:
    visit = start("#length_ratio=1~8&v=1", size=size, dark=dark)
    notice(visit.page).get_by_role("button", name="Make it mine").click()
    panel = share(visit.page)
    assert not violations(visit, within=".tilt-share-panel")
    change_colours(visit, dark=not dark)
    assert not violations(visit, ABOUT_COLOURS, within=".tilt-share-panel")
    small = panel.evaluate(
        "(p) => [...p.querySelectorAll('button, input, textarea')].filter((e) => e.checkVisibility()"
        " && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML)"
    )
    assert not small
    assert panel.evaluate("(p) => p.scrollWidth <= p.clientWidth")
