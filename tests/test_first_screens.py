"""First screens of two built sites: what changed there is shown before above after, what did not is not."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools import first_screens
from tools.first_screens import GAP, SIZES, report

PAGE = """<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">
<body style="margin:0;background:#fff;color:#111"><p style="font:16px monospace">{0}</p>
<div style="position:absolute;top:1200px">{1}</div></body></html>"""


def site(folder: Path, **texts: tuple[str, str]) -> Path:
    """A site of a page for each text: what stands on its first screen, and what below it."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(*text), encoding="utf-8")
    return folder


def size(png: Path) -> tuple[int, int]:
    """Width and height of a picture."""
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    return width, height


def test_changed_first_screens_are_shown_and_no_others(tmp_path: Path, many: bool) -> None:
    faint = '<span style="color:rgb(17,17,17)">same</span>'
    before = site(tmp_path / "a", book__digit=("in 59 % of draws", ""), book__below=("same", "first"),
                  book__faint=(faint, ""), book__gone=("x", ""), _tilt__embed__digit=("59", ""))  # fmt: skip
    after = site(tmp_path / "b", book__digit=("in 61 % of draws", ""), book__below=("same", "second"),
                 book__faint=(faint.replace("17,17,17", "30,17,17"), ""), book__new=("x", ""),
                 _tilt__embed__digit=("61", ""))  # fmt: skip
    for folder in (before, after):
        (folder / "index.html").write_text('<meta http-equiv="refresh" content="0; url=book/digit.html" />')
    with ThreadPoolExecutor(1) as thread:  # a browser's loop may be going in this one
        changed = thread.submit(report, before, after, tmp_path / "report").result()
    assert [(c.page, c.size) for c in changed] == [("book/digit.html", s) for s in SIZES]
    assert all(first_screens.PIXELS <= c.share * c.size[0] * c.size[1] < 400 for c in changed)
    pictures = sorted((tmp_path / "report" / "pictures").iterdir())
    assert [p.name for p in pictures] == ["book-digit-1440.png", "book-digit-390.png"]
    assert [size(p) for p in pictures] == [(w, 2 * h + GAP) for w, h in SIZES]
    text = (tmp_path / "report" / "screens.md").read_text(encoding="utf-8")
    assert "2 of 6 first screens changed." in text
    assert "- `book/new.html` is new." in text
    assert "- `book/gone.html` is gone." in text
    assert [f"(pictures/{p.name})" in text for p in pictures] == [True, True]


def test_a_site_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["first_screens", str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "c")])
    assert first_screens.main() == 1
    assert f"{tmp_path / 'a'} holds no built site" in capsys.readouterr().err
