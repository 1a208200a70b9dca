"""Of GitHub's interface the four questions that the comment asks, answered on this machine."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tools.conclusions.github import BOT


class GitHub(ThreadingHTTPServer):
    """Pull requests of doe/lean and their comments, by the paths that GitHub documents."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.pulls: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """Answers one question."""

    server: GitHub

    def answer(self, found: object) -> None:
        assert self.headers["Authorization"] == "Bearer secret"
        self.server.asked.append(f"{self.command} {self.path}")
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def sent(self) -> str:
        return str(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"])

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/repos/doe/lean/pulls":
            assert query["state"] == ["open"]
            return self.answer([p for p in self.server.pulls if [p["label"]] == query["head"]])
        assert path == "/repos/doe/lean/issues/7/comments"
        size, page = int(query["per_page"][0]), int(query["page"][0])
        return self.answer(self.server.comments[(page - 1) * size : page * size])

    def do_POST(self) -> None:
        assert self.path == "/repos/doe/lean/issues/7/comments"
        self.server.comments.append({"id": len(self.server.comments), "user": {"login": BOT}, "body": self.sent()})
        self.answer({})

    def do_PATCH(self) -> None:
        self.server.comments[int(self.path.rpartition("/")[2])]["body"] = self.sent()
        self.answer({})

    def log_message(self, format: str, *args: object) -> None:
        pass
