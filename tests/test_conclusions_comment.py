"""The comment on a pull request: one, replaced at each push, with pictures on a branch without history.

What is read was left by anybody's code, so nothing of it calls people, names files elsewhere or passes for ours. A real
repository takes the pictures; the few questions that are asked of GitHub are answered by `tests.github_api`.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github_api import GitHub
from tests.workflow import ROOT, run
from tools.conclusions import branch, report
from tools.conclusions.github import BOT, MARK, Repository

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SHA = "1a2b3c4d" * 5


@pytest.fixture
def github() -> Iterator[GitHub]:
    server = GitHub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """An empty repository to push to."""
    folder = tmp_path / "server" / "doe" / "lean.git"
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    return folder


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What a run leaves, where the next workflow puts it."""
    folder = tmp_path / "temp" / "report"
    (folder / "pictures").mkdir(parents=True)
    (folder / "conclusions.md").write_text("`lead` went from 59 to 61.\n")
    (folder / "screens.md").write_text("![a](pictures/index-390.png) ![b](pictures/none.png)\n")
    (folder / "pictures" / "index-390.png").write_bytes(PNG)
    return folder


def files(remote: Path) -> list[str]:
    command = ["git", "-C", str(remote), "ls-tree", "-r", "--name-only", branch.BRANCH]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def history(remote: Path) -> int:
    command = ["git", "-C", str(remote), "rev-list", "--count", branch.BRANCH]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def post(github: GitHub, tmp_path: Path, sha: str = SHA) -> subprocess.CompletedProcess[str]:
    """Run the workflow's own step on what is left."""
    event = "github.event.workflow_run"
    given = {
        "github.token": "secret",
        f"{event}.head_repository.owner.login": "roe",
        f"{event}.head_branch": "better; rm -rf $HOME",
        f"{event}.head_sha": sha,
        f"{event}.html_url": "https://github.com/doe/lean/actions/runs/1",
    }
    checkout = tmp_path / "checkout"
    if not checkout.exists():
        checkout.mkdir()
        (checkout / "tools").symlink_to(ROOT / "tools")
    return run(
        "Write the comment", checkout, given, GITHUB_API_URL=github.address, GITHUB_REPOSITORY="doe/lean",
        GITHUB_SERVER_URL=(tmp_path / "server").as_uri(),
    )  # fmt: skip


def test_one_comment_is_written_and_replaced_at_the_next_push(
    github: GitHub, remote: Path, left: Path, tmp_path: Path
) -> None:
    github.pulls = [{"number": 7, "label": "roe:better; rm -rf $HOME", "head": {"sha": SHA}}]
    github.comments = [{"id": k, "user": {"login": "roe"}, "body": f"{MARK}\nmine"} for k in range(120)]
    first = post(github, tmp_path)
    assert first.returncode == 0, first.stderr
    assert files(remote) == [f"pr-7/{SHA}/index-390.png"]
    server = (tmp_path / "server").as_uri()
    (ours,) = github.comments[120:]
    assert ours["body"].startswith(MARK)
    assert "`lead` went from 59 to 61." in ours["body"]
    assert f"![a]({server}/doe/lean/blob/pictures/pr-7/{SHA}/index-390.png?raw=true)" in ours["body"]
    assert "none.png" not in ours["body"]
    later = SHA[::-1]
    github.pulls[0]["head"]["sha"] = later
    (left / "conclusions.md").write_text("Nothing moved.\n")
    assert post(github, tmp_path, later).returncode == 0
    assert len(github.comments) == 121
    assert "Nothing moved." in github.comments[120]["body"]
    assert "59 to 61" not in github.comments[120]["body"]
    assert files(remote) == [f"pr-7/{later}/index-390.png"]
    assert history(remote) == 1
    assert all(c["body"] == f"{MARK}\nmine" for c in github.comments[:120]), "who copies our mark keeps their comment"


def test_a_run_that_was_overtaken_writes_nothing(github: GitHub, remote: Path, left: Path, tmp_path: Path) -> None:
    github.pulls = [{"number": 7, "label": "roe:better; rm -rf $HOME", "head": {"sha": "f" * 40}}]
    assert post(github, tmp_path).returncode == 0
    assert [line.split()[0] for line in github.asked] == ["GET"]
    assert not github.comments


def test_a_run_that_left_nothing_is_said(github: GitHub, remote: Path, tmp_path: Path) -> None:
    github.pulls = [{"number": 7, "label": "roe:better; rm -rf $HOME", "head": {"sha": SHA}}]
    assert post(github, tmp_path).returncode == 0
    assert "could not be said" in github.comments[0]["body"]


def test_pull_requests_keep_their_pictures_when_others_push(remote: Path, left: Path) -> None:
    pictures = report.pictures(left)
    branch.push(str(remote), "", "pr-1/a", pictures)
    pushing = [threading.Thread(target=branch.push, args=(str(remote), "", f"pr-{k}/b", pictures)) for k in (1, 2, 3)]
    for thread in pushing:
        thread.start()
    for thread in pushing:
        thread.join()
    assert files(remote) == [f"pr-{k}/b/index-390.png" for k in (1, 2, 3)]
    assert history(remote) == 1


def test_a_remote_that_cannot_be_written_is_told(tmp_path: Path, left: Path) -> None:
    with pytest.raises(RuntimeError, match="git ls-remote"):
        branch.push(str(tmp_path / "none.git"), "", "pr-1/a", report.pictures(left))


def test_only_pictures_are_taken_for_pictures(left: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PNG)
    folder = left / "pictures"
    (folder / "link.png").symlink_to(secret)
    (folder / "page.png").write_text("<script>")
    (folder / "page.html").write_bytes(PNG)
    (folder / "-option.png").write_bytes(PNG)
    (folder / "folder.png").mkdir()
    (folder / "large.png").write_bytes(PNG + bytes(report.LARGEST_PICTURE))
    assert [p.name for p in report.pictures(left)] == ["index-390.png"]


def test_texts_call_nobody_and_pass_for_nobody(left: Path, tmp_path: Path) -> None:
    path = left / "conclusions.md"
    path.write_text(f"{MARK}\n@doe and @doe/team\n")
    read = report.text(path)
    assert "<!--" not in read
    assert "@doe" not in read
    path.write_text("line\n" * report.LONGEST)
    assert len(report.text(path)) < report.LONGEST + 100
    assert report.text(path).endswith(report.CUT)
    path.unlink()
    (tmp_path / "secret").write_text("secret")
    path.symlink_to(tmp_path / "secret")
    assert report.text(path) == ""


def test_a_mark_is_looked_for_on_every_page(github: GitHub) -> None:
    github.comments = [{"id": k, "user": {"login": BOT}, "body": "another bot's"} for k in range(100)]
    github.comments.append({"id": 100, "user": {"login": BOT}, "body": f"{MARK}\nold"})
    Repository(github.address, "doe/lean", "secret").comment(7, "new")
    assert [c["body"] for c in github.comments[100:]] == [f"{MARK}\nnew"]
