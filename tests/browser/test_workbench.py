"""The workbench in Chromium: results that stand by themselves on the website, and Python behind each in the app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage
from tests.running_app import RunningApp
from tilt.app.workbench import OUTPUTS
from tilt.book import book
from tilt.format import percent, with_error
from tilt.paths import data

OLD = "What stands below is of another version or finding than is chosen now."


@pytest.fixture
def bench(open_page: OpenPage, app: RunningApp) -> Page:
    """The page in the app, ready to be asked."""
    return opened(open_page, app)


def opened(open_page: OpenPage, app: RunningApp, address: str = "", **options: object) -> Page:
    page = open_page(f"{app.address}/book/workbench.html{address}", **options).page
    page.locator(".tilt-bench-chooser select").wait_for()
    return page


def part(page: Page, job: str) -> Locator:
    return page.locator(f'.tilt-bench[data-job="{job}"]')


def run(page: Page, job: str) -> Locator:
    """Ask for one result, and wait until it is there."""
    section = part(page, job)
    section.locator(".tilt-python-run").click()
    expect(section.locator(".tilt-bench-saving")).to_be_visible(timeout=60_000)
    expect(section.locator(".tilt-python-run")).to_be_enabled(timeout=60_000)
    return section


def choose(page: Page, claim: str, finding: str) -> None:
    page.get_by_label("Finding", exact=True).select_option(f"{claim} {finding}")


def test_on_the_website_every_result_stands_and_nothing_asks_for_python(open_page: OpenPage) -> None:
    visit = open_page("book/workbench.html")
    page = visit.page
    expect(page.locator(".tilt-bench")).to_have_count(len(OUTPUTS))
    expect(page.locator(".tilt-bench-asked")).to_contain_text("make app")
    expect(page.locator(".tilt-bench button, .tilt-bench input")).to_have_count(0)
    held = book().run(book().claims[-1].slug, draws=2**17).verdicts[0]
    expect(part(page, "deep run")).to_contain_text(with_error(held.credence, held.error))
    expect(part(page, "exceedance").locator("svg:visible")).to_have_count(1)
    visit.assert_quiet()


def test_it_reads_without_scripts(open_page: OpenPage) -> None:
    page = open_page("book/workbench.html", scripts=False).page
    assert len(part(page, "sobol").locator("tbody tr").all()) > 5
    expect(part(page, "code").locator("pre")).to_contain_text("tilt.run(claim, scenario, draws)")


@pytest.mark.parametrize("job", ["deep run", "exceedance", "readings"])
def test_results_are_of_the_readers_version_and_of_the_finding_chosen(
    open_page: OpenPage, app: RunningApp, job: str
) -> None:
    page = opened(open_page, app, "#v=1&length_ratio=1~8")
    expect(page.locator(".tilt-bench-version")).to_contain_text("1 input differs")
    choose(page, "task-horizons", "lead")
    expect(part(page, job).get_by_role("status")).to_have_text(OLD)
    section = run(page, job)
    credence = book().run("task-horizons", {"length_ratio": [1, 8]}, 4096 if job == "readings" else 2**17).verdicts[0]
    said = percent(credence.credence) if job == "readings" else with_error(credence.credence, credence.error)
    expect(section.locator(".tilt-bench-found")).to_contain_text(said)
    expect(section.locator(".tilt-bench-of")).to_contain_text("With the link’s assumptions, claim 2")
    expect(section.locator(".tilt-python-old")).to_have_count(0)
    choose(page, "differential", "tilt")
    expect(section.locator(".tilt-python-old")).to_have_count(1)


def test_a_chapter_leads_to_its_own_headline(open_page: OpenPage, app: RunningApp) -> None:
    page = open_page(f"{app.address}/book/task-horizons.html").page
    page.locator(".tx-live").wait_for()
    page.locator(".tilt-python summary").click()
    page.get_by_role("link", name="workbench", exact=True).click()
    expect(page.get_by_label("Finding", exact=True)).to_have_value("task-horizons lead")
    expect(part(page, "sobol").locator(".tilt-python-old")).to_have_count(1)


def test_a_curve_and_indices_of_another_finding_are_drawn(open_page: OpenPage, app: RunningApp) -> None:
    visit = open_page(f"{app.address}/book/workbench.html?claim=task-horizons")
    page = visit.page
    expect(run(page, "exceedance").locator("[data-chart] svg")).to_be_visible()
    part(page, "sobol").get_by_label("Base draws", exact=True).select_option("1024")
    section = run(page, "sobol")
    expect(section.locator("tbody th, tbody td").first).not_to_be_empty()
    expect(section.locator(".tilt-bench-of")).to_contain_text("Safety first")
    visit.assert_quiet()


def test_a_run_is_cancelled_and_another_part_ends_it(bench: Page) -> None:
    long = part(bench, "deep run")
    long.get_by_label("Draws", exact=True).select_option(str(2**20))
    long.locator(".tilt-python-run").click()
    expect(long.locator(".tilt-python-status")).to_contain_text("done")
    long.get_by_role("button", name="Cancel").click()
    expect(long.locator(".tilt-python-status")).to_have_text("Cancelled; nothing was changed.")
    long.locator(".tilt-python-run").click()
    expect(long.locator(".tilt-python-status")).to_contain_text("done")
    run(bench, "code")
    expect(long.locator(".tilt-python-status")).to_have_text("Cancelled; nothing was changed.")
    expect(long.locator(".tilt-python-run")).to_be_enabled()


def test_a_table_of_horizons_is_taken_up_through_the_book(bench: Page, tmp_path: Path) -> None:
    lines = (data() / "evidence" / "model_horizons.csv").read_text(encoding="utf-8").splitlines()
    mine = tmp_path / "mine.csv"
    released = lines[0].split(",").index("released")
    kept = [line for line in lines if not line.split(",")[released].startswith("2026")]
    assert 10 < len(kept) < len(lines)
    mine.write_text("\n".join(kept), encoding="utf-8")
    part(bench, "refit").get_by_label("File", exact=True).set_input_files(mine)
    section = run(bench, "refit")
    expect(section.locator(".tilt-bench-of")).to_contain_text("mine.csv")
    section.get_by_role("button", name="Set these intervals in my version").click()
    expect(bench.locator(".tilt-bench-version")).to_contain_text("inputs differ from the book’s")
    section.get_by_role("button", name="Undo").click()
    expect(bench.locator(".tilt-bench-version")).to_contain_text("the book’s defaults")


def test_runs_are_refitted_and_a_faulty_file_is_told_line_by_line(bench: Page, tmp_path: Path) -> None:
    section = part(bench, "refit")
    section.locator(".tilt-python-run").click()
    expect(section.locator(".tilt-python-status")).to_contain_text("Choose a file")
    runs = [
        {"task_id": f"t{k}", "task_family": f"f{k % 4}", "alias": model, "human_minutes": 2.0**k}
        | {"score_binarized": int(k < solved), "score_cont": 0.5, "other": "x" * 300}
        for model, solved in (("o3", 7), ("GPT-5", 8))
        for k in range(12)
    ]
    good, bad = tmp_path / "runs.JSONL", tmp_path / "bad.jsonl"
    good.write_text("\n".join(map(json.dumps, runs)), encoding="utf-8")
    bad.write_text("\n".join(map(json.dumps, [*runs[:3], runs[3] | {"alias": None}, *runs[4:]])), encoding="utf-8")
    section.get_by_label("Resamples").select_option("100")
    section.get_by_label("File", exact=True).set_input_files(good)
    run(bench, "refit")
    expect(section.locator(".tilt-bench-found")).to_contain_text("100 resamples")
    section.get_by_label("File", exact=True).set_input_files(bad)
    section.locator(".tilt-python-run").click()
    expect(section.locator(".tilt-python-status")).to_contain_text("bad.jsonl:4", timeout=60_000)
    expect(section.locator(".tilt-bench-of")).to_contain_text("runs.JSONL")


def test_a_file_as_large_as_metrs_is_read(bench: Page, tmp_path: Path) -> None:
    models, tasks, tries = ("o3", "GPT-5", "GPT-4o", "o1"), 170, 50
    run_of = {"other": "x" * 300, "dataset": "ours"}
    lines = [
        json.dumps(
            {"task_id": f"family_{k % 20}/task_{k:04}", "task_family": f"family_{k % 20}", "alias": model}
            | {"human_minutes": 1.05**k, "score_binarized": int((k * 7 + n * 3) % 170 > k)}
            | run_of
        )
        for n in range(tries)
        for k in range(tasks)
        for model in models
    ]
    file = tmp_path / "all_runs.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert file.stat().st_size > 10_000_000
    part(bench, "refit").get_by_label("Resamples").select_option("100")
    part(bench, "refit").get_by_label("File", exact=True).set_input_files(file)
    section = run(bench, "refit")
    section.locator("summary", has_text="The horizon of each model").click()
    expect(section.locator(".tilt-bench-found")).to_contain_text("GPT-4o")
    file.write_text("\n".join(lines * 3), encoding="utf-8")
    part(bench, "refit").get_by_label("File", exact=True).set_input_files(file)
    section.locator(".tilt-python-run").click()
    expect(section.locator(".tilt-python-status")).to_contain_text("are read", timeout=60_000)


def test_two_files_are_compared(bench: Page, tmp_path: Path) -> None:
    section = part(bench, "compare")
    for name, low in (("A", 1), ("B", 2)):
        version = tmp_path / f"{name}.yaml"
        version.write_text(
            f"name: {name.lower()}\ntitle: {name}\ntext: Ours.\nchanges:\n  length_ratio:\n    interval: [{low}, 8]\n"
            "    unit: ratio\n    reason: We think so.\n",
            encoding="utf-8",
        )
        section.get_by_label(name, exact=True).select_option("file")
        section.get_by_label(f"File for {name}").set_input_files(version)
    run(bench, "compare")
    expect(section.locator(".tilt-bench-of")).to_have_text("A: A.yaml. B: B.yaml")
    section.locator("summary", has_text="1 input differs").click()
    expect(section.locator(".tilt-bench-found")).to_contain_text("2 – 8")


def test_what_was_found_is_downloaded(bench: Page) -> None:
    section = run(bench, "readings")
    with bench.expect_download() as given:
        section.get_by_role("button", name="CSV").click()
    assert given.value.path().read_text(encoding="utf-8").startswith("title,credence,count,")
    with bench.expect_download() as given:
        section.get_by_role("button", name="JSON").click()
    found = json.loads(given.value.path().read_text(encoding="utf-8"))
    assert found["of"].startswith("With the book’s defaults, claim 6")
    assert found["findings"][0]["count"] > 2


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)])
def test_it_is_for_everybody(open_page: OpenPage, app: RunningApp, size: str, dark: bool) -> None:
    visit = open_page(f"{app.address}/book/workbench.html", size=size, dark=dark)
    visit.page.locator(".tilt-bench-chooser select").wait_for()
    run(visit.page, "readings")
    assert not violations(visit, within="main")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.page.evaluate("innerWidth")
