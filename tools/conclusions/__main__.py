"""Post a report: `python3 -m tools.conclusions FOLDER`, in the environment that conclusions-comment.yml gives."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tools.conclusions import branch, github, report

NOTHING = "What moves could not be said: the run ended before. Its log says why.\n"


def body(folder: Path, address: str, sha: str, run: str) -> str:
    """The comment's text, from a report whose pictures are at `address`."""
    known = {p.name for p in report.pictures(folder)}
    moved = report.text(folder / "conclusions.md") or NOTHING
    screens = report.with_addresses(report.text(folder / "screens.md"), known, address)
    made = f"<sub>Of {sha[:12]}, by the pull request’s own code in [this run]({run}).</sub>"
    return f"{moved}\n\n{screens}\n\n{made}\n"


def main() -> int:
    """Post what is in the folder that the command line names; 0 also where the branch has moved on meanwhile."""
    given, folder = os.environ, Path(sys.argv[1])
    sha, server, name = given["HEAD_SHA"], given["GITHUB_SERVER_URL"], given["GITHUB_REPOSITORY"]
    repository = github.Repository(given["GITHUB_API_URL"], name, given["GITHUB_TOKEN"])
    number = repository.pull_request(given["HEAD_OWNER"], given["HEAD_BRANCH"], sha)
    if number is None:
        print("No open pull request is at this commit any more.")
        return 0
    place, pictures = f"pr-{number}/{sha}", report.pictures(folder)
    if pictures:
        branch.push(f"{server}/{name}.git", given["GITHUB_TOKEN"], place, pictures)
    repository.comment(number, body(folder, f"{server}/{name}/blob/{branch.BRANCH}/{place}", sha, given["RUN"]))
    print(f"Commented on pull request {number}, with {len(pictures)} pictures.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
