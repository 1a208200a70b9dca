"""What is kept of each page's text is what would be made of it now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilt import assets as written
from tilt.hosts import assets, pagewise
from tilt.hosts.pagewise import kept
from tilt.hosts.places import read_page, read_pages
from tilt.paths import WEB


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The pages that were looked at, by `build`."""
    return []


def build(path: Path, pages: dict[str, str], asked: list[str]) -> dict[str, str]:
    """Look at pages as a build does."""

    def make(page: str, text: str) -> str:
        asked.append(page)
        return f"{page}: {text.upper()}"

    with kept(make, path) as found:
        return {page: found(page, text) for page, text in pages.items()}


def test_only_pages_that_were_written_again_are_looked_at_again(tmp_path: Path, asked: list[str]) -> None:
    pages = {"a.html": "one", "b.html": "two", "c.html": "one"}
    first = build(tmp_path / "kept", pages, asked)
    assert first == {"a.html": "a.html: ONE", "b.html": "b.html: TWO", "c.html": "c.html: ONE"}
    assert build(tmp_path / "kept", pages, asked) == first
    assert build(tmp_path / "kept", pages | {"b.html": "tWo"}, asked) == first
    assert build(tmp_path / "kept", pages, asked) == first
    assert asked == ["a.html", "b.html", "c.html", "b.html", "b.html"]  # what no page says any more is let go


def test_other_code_looks_at_all_of_them_again(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "kept", {"a.html": "one"}, asked)
    monkeypatch.setattr(pagewise, "fingerprint", lambda _: "another")
    build(tmp_path / "kept", {"a.html": "one"}, asked)
    assert asked == ["a.html", "a.html"]


def test_half_a_file_is_nothing(tmp_path: Path, asked: list[str]) -> None:
    first = build(tmp_path / "kept", {"a.html": "one"}, asked)
    path = tmp_path / "kept"
    path.write_bytes(path.read_bytes()[:-9])
    assert build(path, {"a.html": "one"}, asked) == first
    assert asked == ["a.html", "a.html"]


def test_the_search_reads_what_a_page_says_now(tmp_path: Path) -> None:
    page = '<article class="bd-article"><section id="part"><h1>Part</h1><p>{}</p></section></article><footer>'
    for words in ("In 61 % of draws.", "In 62 % of draws."):
        (tmp_path / "chapter.html").write_text(page.format(words))
        with kept(read_page, tmp_path / "kept") as read:
            (place,) = read_pages(tmp_path, read)
        assert place.text == words


def test_scripts_and_styles_are_written_again_when_one_of_them_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def write(folder: Path) -> None:
        calls.append(folder)
        written.write_web(folder)

    monkeypatch.setattr(assets, "write_web", write)
    first = assets.web(tmp_path / "built")
    written.write_web(tmp_path / "fresh")
    files = {p.relative_to(first): p.read_bytes() for p in first.rglob("*") if p.is_file()}
    fresh = {p.relative_to(tmp_path / "fresh"): p.read_bytes() for p in (tmp_path / "fresh").rglob("*") if p.is_file()}
    assert files == fresh
    assert assets.web(tmp_path / "built") == first
    assert len(calls) == 1
    copy = tmp_path / "web"
    added = "body { color: red }"
    written.shutil.copytree(WEB, copy)
    monkeypatch.setattr(assets, "WEB", copy)
    monkeypatch.setattr(written, "WEB", copy)
    before = assets.web(tmp_path / "built")
    sheet = next(copy.glob("*.css"))
    sheet.write_text(f"{sheet.read_text()}\n{added}\n")
    after = assets.web(tmp_path / "built")
    assert after != before
    assert not before.exists()
    assert any(added in path.read_text() for path in after.glob("*.css"))
