"""The little of GitHub's interface that a comment needs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

MARK = "<!-- conclusions of the book -->"
"""The first line of our comment, by which it is found again."""

BOT = "github-actions[bot]"
PAGE = 100
"""Comments that are answered at once, the most that GitHub gives."""


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub: the interface's address, owner and name, and a token that may comment there."""

    api: str
    name: str
    token: str

    def _ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.api}/repos/{self.name}/{path}", data, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Authorization", f"Bearer {self.token}")
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def pull_request(self, owner: str, branch: str, sha: str) -> int | None:
        """The number of the open pull request whose branch is at this commit now; None where there is none.

        Asked of GitHub and not of the artifact, which could name any.
        """
        query = urlencode({"state": "open", "head": f"{owner}:{branch}", "per_page": PAGE})
        found = [p["number"] for p in self._ask(f"pulls?{query}") if p["head"]["sha"] == sha]
        return int(found[0]) if found else None

    def comment(self, number: int, text: str) -> None:
        """Write the comment, or write it anew where it is there."""
        body = {"body": f"{MARK}\n{text}"}
        id = self._ours(number)
        if id is None:
            self._ask(f"issues/{number}/comments", "POST", body)
        else:
            self._ask(f"issues/comments/{id}", "PATCH", body)

    def _ours(self, number: int) -> int | None:
        """The number of our comment; None where there is none."""
        page = 1
        while True:
            found = self._ask(f"issues/{number}/comments?per_page={PAGE}&page={page}")
            for c in found:
                if c["user"]["login"] == BOT and c["body"].startswith(MARK):
                    return int(c["id"])
            if len(found) < PAGE:
                return None
            page += 1
