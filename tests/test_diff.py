"""`tilt diff` on real histories: commits that change an input, a row, a formula, and one before there was a diff."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.copies import commit, git, one_claim_copy, own_python

INPUTS = "data/assumptions/task-horizons.yaml"
TABLE = "data/evidence/gaming_rates.csv"
MODEL = "tilt/claims/task_horizons/model.py"
MOVED = "### Conclusions that moved\n"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def fork(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history, by tag: before (no diff yet), first, input, row, formula, owned (the changelog says what moved)."""
    copy = one_claim_copy(tmp_path_factory.mktemp("diff"))
    aside = copy.parent / "aside"
    shutil.move(copy / "tilt" / "comparison", aside)
    cli = (copy / "tilt" / "cli.py").read_text(encoding="utf-8")
    commit(copy, "A book without a diff")
    git(copy, "tag", "before")
    shutil.move(aside, copy / "tilt" / "comparison")
    (copy / "tilt" / "cli.py").write_text(cli, encoding="utf-8")
    commit(copy, "The book")
    git(copy, "tag", "first")
    edit(copy / INPUTS, "interval: {derived: length_ratio.fields}", "interval: [1, 8]")
    commit(copy, "Capability tasks are longer")
    git(copy, "tag", "input")
    edit(copy / TABLE, "open_ended,common,0.305", "open_ended,common,0.62")
    edit(copy / INPUTS, "    rank: 0.7\n", "    rank: 0.1\n")
    commit(copy, "Agents game open-ended work twice as often; spreads hardly go together")
    git(copy, "tag", "row")
    edit(copy / MODEL, "(1 - proxy_overlap)", "(1 - proxy_overlap**2)")
    commit(copy, "Overlap counts squared")
    git(copy, "tag", "formula")
    edit(copy / "CHANGELOG.md", MOVED, MOVED + "\nClaim 2: `now` is likely, since capability tasks are longer.\n")
    commit(copy, "Say what moved")
    git(copy, "tag", "owned")
    return copy


def diff(fork: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The fork's own `tilt diff`, with a cache of its own."""
    return own_python(fork, "-m", "tilt.cli", "diff", *words, XDG_CACHE_HOME=str(fork.parent / "cache"))


def compared(fork: Path, *words: str, code: int) -> dict[str, Any]:
    done = diff(fork, *words, "--format", "json")
    assert done.returncode == code, done.stdout[-500:] + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def finding(found: dict[str, Any], id: str) -> dict[str, Any]:
    (one,) = (f for f in found["findings"] if f["finding"] == id)
    return dict(one)


def shares(found: dict[str, Any], id: str) -> dict[str, float]:
    return {s["change"]: s["share"] for s in finding(found, id)["shares"]}


def test_a_changed_input_carries_the_move_and_a_side_that_changes_is_code_3(fork: Path) -> None:
    found = compared(fork, "first", "input", code=3)
    (moved,) = found["inputs"]
    assert (moved["id"], moved["after"]) == ("length_ratio", "1 – 8 ×")
    assert (found["rows"], found["formulas"], found["correlations"]) == ([], [], [])
    now = finding(found, "now")
    assert (now["before"]["side"], now["after"]["side"]) == ("open", "supports")
    assert (now["side_changed"], now["acknowledged"]) == (True, False)
    assert now["difference"] == now["after"]["credence"] - now["before"]["credence"] > 0.2
    assert 0 < now["difference_error"] < 0.01
    assert shares(found, "now") == {"length_ratio": pytest.approx(now["difference"])}
    assert now["before"]["flip"]["distance"] < now["after"]["flip"]["distance"], "further from turning"
    assert now["before"]["readings"]["highest"] < now["after"]["readings"]["highest"]
    assert finding(found, "checks")["same"], "lengths do not reach it"
    said = {(s["before"], s["after"]) for s in found["sentences"]["task-horizons"]}
    share = f"{100 * finding(found, 'lead')['after']['credence']:.0f} %"
    assert any("half automated first in" in old and share in new.replace("\xa0", " ") for old, new in said)
    assert not any(s["reworded"] for s in found["sentences"]["task-horizons"])


def test_what_is_printed_is_what_the_commands_of_each_state_say(fork: Path) -> None:
    found = compared(fork, "first", "input", code=3)
    for tag, side in (("first", "before"), ("input", "after")):
        folder = fork.parent / f"checked-{tag}"
        git(fork, "worktree", "add", "--detach", str(folder), tag)
        printed = json.loads(own_python(folder, "-m", "tilt.cli", "verdicts", "--json").stdout)["verdicts"]
        for v in printed:
            one = finding(found, v["finding"])[side]
            assert (one["credence"], one["standard_error"]) == (v["credence"], v["standard_error"])
            assert one["effect"]["quantiles"] == v["effect"]["quantiles"]


def test_input_table_correlation_and_formula_share_the_move_exactly(fork: Path) -> None:
    found = compared(fork, "first", "formula", code=3)
    assert {i["id"] for i in found["inputs"]} == {"length_ratio", "gamed_common"}
    (row,) = found["rows"]
    assert (row["table"], row["id"], row["cells"]) == (
        "gaming_rates", "huang-open-ended", {"rate": ["0.305", "0.62"]},
    )  # fmt: skip
    ((_, _, was, now),) = found["correlations"]
    assert (was, now) == (0.7, 0.1)
    assert ("task-horizons", "finding checks") in {(f["claim"], f["where"]) for f in found["formulas"]}
    shown = {f["where"]: (f["before"], f["after"]) for f in found["formulas"] if f["before"]}
    assert any(was != now and "^{2}" in now for was, now in shown.values()), "steps are shown as chapters show them"
    for f in found["findings"]:
        parts = shares(found, f["finding"])
        assert set(parts) == {"length_ratio", "table gaming_rates", "correlations", "formulas of task-horizons"}
        assert sum(parts.values()) == pytest.approx(f["difference"], abs=1e-12)
    checks = shares(found, "checks")
    assert checks["length_ratio"] == 0
    assert checks["formulas of task-horizons"] > 0.01, "less overlap: more is seen through"
    lead = shares(found, "lead")
    assert max(lead, key=lambda k: abs(lead[k])) == "length_ratio"
    (table,) = (s for s in finding(found, "checks")["shares"] if s["change"] == "table gaming_rates")
    assert table["inputs"] == ["gamed_common"]


def test_a_formula_that_alone_changed_has_the_whole_move(fork: Path) -> None:
    found = compared(fork, "row", "formula", code=3)
    for f in found["findings"]:
        (share,) = f["shares"]
        assert (share["change"], share["share"]) == ("formulas of task-horizons", pytest.approx(f["difference"]))


def test_the_changelog_owns_up_by_new_lines_alone(fork: Path) -> None:
    assert finding(compared(fork, "first", "owned", code=0), "now")["acknowledged"]
    # Back again, with the line still there: that line is of another move.
    git(fork, "checkout", "--quiet", "first", "--", "data")
    try:
        found = compared(fork, "owned", code=3)
    finally:
        git(fork, "checkout", "--quiet", "owned", "--", "data")
    assert not finding(found, "now")["acknowledged"]
    assert found["head"]["label"] == "the working tree"


def test_a_revision_before_the_diff_is_evaluated_by_todays_code_and_that_is_said(fork: Path) -> None:
    found = compared(fork, "before", "formula", code=3)
    assert "today’s code" in found["base"]["evaluated"]
    assert found["formulas"] == [], "what today's code makes of old data has today's formulas"
    assert "own code" in found["head"]["evaluated"]


def test_data_that_todays_code_does_not_fit_are_refused_with_what_does_not(fork: Path) -> None:
    folder = fork.parent / "unfit"
    git(fork, "worktree", "add", "-b", "unfit", str(folder), "before")
    edit(folder / INPUTS, "  proxies:\n", "  checks_there_were:\n")
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "Another input")
    done = diff(fork, "unfit")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be evaluated by today’s code" in done.stderr
    assert "claim task-horizons uses it but no file declares it" in done.stderr


def test_an_engine_is_a_change_where_it_gives_other_figures_alone(fork: Path) -> None:
    files = [fork / "tilt/engine/scale.py", fork / INPUTS]
    good = [path.read_text() for path in files]
    files[1].write_text(good[1].replace("interval: [240, 9600]", "interval: [2400, 9600]"))
    try:
        files[0].write_text(good[0] + "\n# A remark.\n")
        remarked = compared(fork, "owned", code=0)
        files[0].write_text(good[0].replace("Z90 = 1.6448536269514722", "Z90 = 1.2815515655446004"))
        bent = compared(fork, "owned", code=0)
    finally:
        for path, text in zip(files, good, strict=True):
            path.write_text(text)
    assert set(shares(remarked, "lead")) == {"capability_task_minutes"}
    parts = shares(bent, "lead")
    assert {"capability_task_minutes", "the engine"} < set(parts), "and inputs that are derived with the same constant"
    assert "code that derives intervals from tables changed too" in bent["notes"]["task-horizons"][0]
    assert sum(parts.values()) == pytest.approx(finding(bent, "lead")["difference"])


def test_nothing_moves_between_equal_states_nor_a_folder_and_its_revision(fork: Path) -> None:
    for state in (str(fork), str(fork / "data")):
        found = compared(fork, "owned", state, code=0)
        assert all(f["same"] for f in found["findings"])
        assert (found["inputs"], found["rows"], found["formulas"], found["sentences"]) == ([], [], [], {})


def test_a_scenario_shares_its_move_as_the_app_does(fork: Path) -> None:
    path = fork.parent / "mine.yaml"
    text = "name: mine\nchanges:\n" + "".join(
        f"  {id}: {{interval: {ends}, reason: try}}\n"
        for id, ends in (("length_ratio", [1, 8]), ("success_slope", [0.3, 0.5]), ("proxies", [3, 9]))
    )
    path.write_text(text + "  safety_transfer: {same_as: capability_transfer, reason: try}\n")
    found = compared(fork, "owned", str(path), code=3)
    app = own_python(
        fork,
        "-c",
        "import json, pathlib, sys\nfrom tilt.app.jobs import job\n"
        "steps = job({'do': 'compare', 'a': {}, 'b': pathlib.Path(sys.argv[1]).read_text()})\n"
        "while True:\n"
        "    try:\n        next(steps)\n"
        "    except StopIteration as done:\n        print(json.dumps(done.value)); break",
        str(path),
    )
    (claim,) = json.loads(app.stdout)["claims"]
    assert shares(found, "lead") == pytest.approx({s["id"]: s["share"] for s in claim["shares"]})
    tied = next(i for i in found["inputs"] if i["id"] == "safety_transfer")
    assert tied["after"].startswith("the same as")
    assert found["head"]["scenario"] == "mine"


def test_of_many_changes_the_least_are_taken_together_and_that_is_said(fork: Path) -> None:
    path = fork.parent / "many.yaml"
    wide = {"horizon_today": [60, 600], "doubling_months": [3, 5], "length_ratio": [4, 16], "success_slope": [0.3, 0.5],
            "capability_task_minutes": [480, 9600], "usable_target": [0.3, 0.3], "proxies": [3, 9],
            "proxy_overlap": [0.1, 0.3]}  # fmt: skip
    text = "".join(f"  {id}: {{interval: {ends}, reason: try}}\n" for id, ends in wide.items())
    path.write_text(f"name: many\nchanges:\n{text}")
    found = compared(fork, "owned", str(path), code=3)
    parts = shares(found, "lead")
    assert len(parts) == 6
    assert "length_ratio" in parts
    assert "3 other changes together" in parts
    assert sum(parts.values()) == pytest.approx(finding(found, "lead")["difference"])
    assert found["notes"]["task-horizons"] == [
        "8 changes reach this claim; the 3 that move it least by themselves are taken together."
    ]


def test_a_snapshot_written_down_stands_for_its_state(fork: Path) -> None:
    edition, folder = fork.parent / "edition", fork.parent / "written"
    edition.mkdir()
    git(fork, "worktree", "add", "--detach", str(folder), "first")
    written = own_python(folder, "-m", "tilt.comparison", "snapshot", XDG_CACHE_HOME=str(fork.parent / "cache"))
    (edition / "snapshot.json").write_text(written.stdout)
    assert all(f["same"] for f in compared(fork, "first", str(edition), code=0)["findings"])
    # Its formulas cannot be asked: they have what is left once the inputs are put back.
    found = compared(fork, str(edition), "formula", code=3)
    assert "as it was written down" in found["base"]["evaluated"]
    (note,) = found["notes"]["task-horizons"]
    assert "what is left with all inputs put back" in note
    whole = compared(fork, "first", "formula", code=3)
    for f in found["findings"]:
        parts = shares(found, f["finding"])
        assert sum(parts.values()) == pytest.approx(f["difference"])
        assert set(parts) == set(shares(whole, f["finding"]))


def test_sentences_that_cannot_be_filled_are_told_and_the_verdicts_stand(fork: Path) -> None:
    path = fork / "tilt/claims/task_horizons/facts.py"
    good = path.read_text()
    path.write_text(good.replace("flips.get(id)", "flips[id + '?']"))
    try:
        found = compared(fork, "owned", code=0)
    finally:
        path.write_text(good)
    assert all(f["same"] for f in found["findings"])
    assert found["sentences"] == {}
    (said,) = found["unsaid"]
    assert said.startswith("Of the working tree, the sentences of task-horizons cannot be filled: KeyError: ")


def test_text_and_markdown_name_every_finding_and_what_moved(fork: Path) -> None:
    text = diff(fork, "first", "formula").stdout
    for words in ("task-horizons / lead", "what carries the move", "length_ratio", "row huang-open-ended: rate 0.305",
                  "Formulas that changed", "Sentences of task-horizons", "its side: open → supports"):  # fmt: skip
        assert words in text
    marked = diff(fork, "first", "formula", "--format", "markdown").stdout
    rows = [line for line in marked.splitlines() if line.startswith("| task-horizons")]
    assert len(rows) == 4
    assert any("**open → supports**" in row for row in rows)


def test_misuse_is_code_2_and_faulty_data_code_1(fork: Path) -> None:
    done = diff(fork, "no-such-thing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no git revision" in " ".join(done.stderr.split())
    assert diff(fork, "first", "nowhere.yaml").returncode == 2
    assert diff(fork).returncode == 2
    path = fork / INPUTS
    good = path.read_text()
    path.write_text(good.replace("interval: [240, 9600]", "interval: [9600, 240]"))
    try:
        done = diff(fork, "first")
    finally:
        path.write_text(good)
    assert (done.returncode, done.stdout) == (1, "")
    assert "write [240, 9600]" in done.stderr
    assert "Traceback" not in done.stderr
