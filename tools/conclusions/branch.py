"""The branch of pictures: a folder a pull request, and no history, so that it stays as large as what it shows."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

BRANCH = "pictures"
TRIES = 5
"""Pull requests push at the same time: who was overtaken takes the branch as it is then, and tries again."""

BOT = {
    "GIT_AUTHOR_NAME": "github-actions[bot]",
    "GIT_AUTHOR_EMAIL": "41898282+github-actions[bot]@users.noreply.github.com",
    "GIT_COMMITTER_NAME": "github-actions[bot]",
    "GIT_COMMITTER_EMAIL": "41898282+github-actions[bot]@users.noreply.github.com",
}


def push(remote: str, token: str, place: str, pictures: Sequence[Path]) -> None:
    """Make `pictures` all that the first folder of `place` holds on the branch of a remote, below `place`.

    Args:
        remote: Address of the repository.
        token: Of a user who may push there; empty where none is asked for.
        place: Folders on the branch, as "pr-7/1a2b3c".
        pictures: Files, which keep their names.

    Raises:
        RuntimeError: The branch could not be written, after some tries.
    """
    with TemporaryDirectory() as folder:
        git = _Git(Path(folder), token)
        git("init", "--quiet")
        git("remote", "add", "origin", remote)
        for _ in range(TRIES):
            if _replaced(git, Path(folder), place, pictures):
                return
    raise RuntimeError(f"the branch {BRANCH} could not be written: {git.said}")


class _Git:
    """Runs git in a folder; `said` is what the last command complained of."""

    def __init__(self, folder: Path, token: str) -> None:
        self._folder, self.said = folder, ""
        login = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        # By the environment: other processes can read a command line.
        header = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader",
                  "GIT_CONFIG_VALUE_0": f"Authorization: basic {login}"}  # fmt: skip
        self._environment = os.environ | BOT | (header if token else {}) | {"GIT_TERMINAL_PROMPT": "0"}

    def tried(self, *words: str) -> str | None:
        """What a command prints; None where it failed."""
        ran = subprocess.run(["git", *words], cwd=self._folder, env=self._environment, capture_output=True, text=True)
        self.said = ran.stderr.strip()
        return ran.stdout.strip() if ran.returncode == 0 else None

    def __call__(self, *words: str) -> str:
        """What a command prints. Raises RuntimeError where it failed."""
        printed = self.tried(*words)
        if printed is None:
            raise RuntimeError(f"git {words[0]}: {self.said}")
        return printed


def _replaced(git: _Git, folder: Path, place: str, pictures: Sequence[Path]) -> bool:
    """Push the branch with the pictures in place of the older ones; False where somebody else was faster."""
    listed = git("ls-remote", "origin", f"refs/heads/{BRANCH}")
    before = listed.split()[0] if listed else ""
    if before and git.tried("fetch", "--quiet", "--depth=1", "origin", before) is None:
        return False
    git("read-tree", before or "--empty")
    git("rm", "-r", "--quiet", "--cached", "--ignore-unmatch", place.split("/")[0])
    for picture in pictures:
        blob = git("hash-object", "-w", str(picture))
        git("update-index", "--add", "--cacheinfo", f"100644,{blob},{place}/{picture.name}")
    commit = git("commit-tree", git("write-tree"), "-m", "First screens of pull requests")
    lease = f"--force-with-lease=refs/heads/{BRANCH}:{before}"
    return git.tried("push", "--quiet", lease, "origin", f"{commit}:refs/heads/{BRANCH}") is not None
