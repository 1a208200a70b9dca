"""The imprint: one file names the book, its faults are told with file, line and value, and pages follow it."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from tilt.engine.inputs import Edition
from tilt.hosts.imprint import configure
from tilt.paths import PACKAGE
from tilt.record import evidence
from tilt.record.imprint import imprint, remote, web_address
from tilt.record.problems import InputError


def edit(copy: Path, old: str, new: str) -> int:
    """Change the file of a copy; return the line."""
    path = copy / "data" / "edition.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on GitHub, whatever this runs on."""
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "TILT_BASEURL"):
        monkeypatch.delenv(name, raising=False)


def sphinx(folder: Path, **stated: Any) -> Config:
    """The configuration of a Sphinx that was told `stated`, and then the imprint."""
    app = Sphinx(folder, None, folder / "out", folder / "trees", "html", stated, status=None, warning=None)
    configure(app, app.config)
    return app.config


FAULTS = {
    "a title of two lines": ("title: Tilt", 'title: "Tilt\\nagain"', "title"),
    "no title": ("title: Tilt\n", "", "title"),
    "a name that is a number": ('name: "2026-11"', "name: 2026", "name"),
    "a day that is none": ("as_of: 2026-11-01", 'as_of: "soon"', "as_of"),
    "authors who are no list": ("authors: [The authors of Tilt]", "authors: The authors of Tilt", "authors"),
    "nobody": ("authors: [The authors of Tilt]", "authors: []", "authors"),
    "a repository that is no address": ('repository: ""', "repository: me/tilt", "repository"),
    "an address with a space": ('address: ""', 'address: "https://a b"', "address"),
    "a word that nobody asks for": ('address: ""', 'addres: ""', "addres"),
}


@pytest.mark.parametrize("case", FAULTS, ids=lambda c: c.replace(" ", "-"))
def test_a_fault_is_told_once_with_its_place(copy: Path, case: str) -> None:
    old, new, field = FAULTS[case]
    line = edit(copy, old, new)
    (found,) = evidence.check()
    assert found.file.name == "edition.yaml"
    assert found.what.startswith(f"{field}: ")
    assert found.fix or found.allowed
    if new:
        assert found.line == line
        assert found.value is not None


def test_older_editions_are_read_for_their_name_and_day(copy: Path) -> None:
    (copy / "data" / "edition.yaml").write_text('name: "2026-05"\nas_of: 2026-05-01\n')
    assert evidence.edition() == Edition("2026-05", datetime.date(2026, 5, 1))
    assert {p.what for p in evidence.check()} >= {"title: is missing", "authors: is missing"}
    with pytest.raises(InputError, match="subtitle"):
        imprint()


def test_pages_are_named_by_the_file_alone(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(copy, "title: Tilt", "title: Lean")
    edit(copy, "[The authors of Tilt]", '["Doe, Jane", The others]')
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "doe/lean")
    monkeypatch.setenv("TILT_BASEURL", "https://doe.github.io/lean/")
    config = sphinx(copy, html_title="Another", html_context={"tilt_home": "Home"})
    assert (config.html_title, config.author, config.copyright) == (
        "Lean",
        "Jane Doe, The others",
        "2026, Jane Doe, The others",
    )
    assert config.html_baseurl == "https://doe.github.io/lean/"
    assert config.html_context["tilt_repository"] == "https://github.com/doe/lean"
    assert config.html_context["tilt_home"] == "Home"
    assert config.html_context["tilt_edition"] == "edition 2026-11, data as of 1 November 2026"


def test_what_is_stated_goes_before_what_is_found(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(copy, 'repository: ""', "repository: https://codeberg.org/doe/lean/")
    edit(copy, 'address: ""', "address: https://lean.example")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "doe/lean")
    monkeypatch.setenv("TILT_BASEURL", "https://doe.github.io/lean")
    assert (imprint().sources, imprint().site) == ("https://codeberg.org/doe/lean", "https://lean.example")


def test_a_broken_file_stops_sphinx_with_its_place(copy: Path) -> None:
    edit(copy, "title: Tilt", "title: [Tilt]")
    with pytest.raises(ConfigError, match=r"edition\.yaml:\d+: edition: title: "):
        sphinx(copy)


CLONED = {
    "git@github.com:doe/lean.git": "https://github.com/doe/lean",
    "ssh://git@github.com:22/doe/lean.git": "https://github.com/doe/lean",
    "https://github.com/doe/lean": "https://github.com/doe/lean",
    "https://doe:secret@github.com/doe/lean.git": "https://github.com/doe/lean",
    "https://x-access-token:secret@git.example:8443/doe/lean": "https://git.example:8443/doe/lean",
    "/srv/git/lean.git": "",
    "../lean": "",
    "file:///srv/git/lean.git": "",
}


@pytest.mark.parametrize("cloned", CLONED)
def test_a_clones_address_is_one_for_browsers_without_passwords(cloned: str) -> None:
    assert web_address(cloned) == CLONED[cloned]


def test_a_checkout_says_where_it_was_cloned_from(tmp_path: Path, copy: Path) -> None:
    assert remote(tmp_path) == ""
    for words in (["init", "-q"], ["remote", "add", "origin", "git@github.com:doe/lean.git"]):
        subprocess.run(["git", "-C", str(copy), *words], check=True)
    assert imprint().sources == "https://github.com/doe/lean"


def test_a_fork_is_built_under_its_own_name_and_address(small_book: Path) -> None:
    """As the Pages workflow builds it: nothing but the one file is edited, and what is empty there is found."""
    edit(small_book, "title: Tilt", "title: Lean & Co.")
    edit(small_book, "Does AI progress tilt toward safety research?", "Which way does it lean?")
    github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "doe/lean"}
    built = subprocess.run(
        [sys.executable, "-m", "tools.book", "--root", str(small_book), "--out", str(small_book / "site")],
        cwd=PACKAGE.parent,
        env=os.environ | github | {"TILT_ROOT": str(small_book), "TILT_BASEURL": "https://doe.github.io/lean"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    site = small_book / "site"
    page = (site / "book" / "index.html").read_text(encoding="utf-8")
    assert "<title>A book &#8212; Lean &amp; Co.</title>" in page
    assert '<meta property="og:site_name" content="Lean &amp; Co." />' in page
    assert '<meta property="og:url" content="https://doe.github.io/lean/book/index.html" />' in page
    assert '<meta property="og:image" content="https://doe.github.io/lean/_tilt/cards/the-book.png" />' in page
    assert "<p>Which way does it lean?</p>" in page
    assert '<a href="https://github.com/doe/lean">Sources and data</a>' in page
    assert "Tilt" not in re.sub(r"<script.*?</script>|https?://\S+", "", page, flags=re.DOTALL)
    assert (site / ".nojekyll").exists()
    assert not (site / "CNAME").exists()
