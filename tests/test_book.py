"""What the Sphinx extension watches for: what makes chapters run again, and what a page must not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilt.fingerprint import fingerprint, state
from tilt.hosts.sphinx import foreign_resources
from tilt.paths import COLOURS, PACKAGE, WEB, data


def test_fingerprint_follows_data_and_engine_but_not_the_look(tmp_path: Path) -> None:
    table = tmp_path / "evidence.csv"
    table.write_text("a,b\n1,2\n")
    before = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == before
    table.write_text("a,b\n1,3\n")
    changed = fingerprint([tmp_path])
    assert changed != before
    (tmp_path / "layout.html").write_text("<p>")
    assert fingerprint([tmp_path]) == changed
    (tmp_path / "claim.py").write_text("x = 1")
    assert fingerprint([tmp_path]) != changed


def test_the_state_of_numbers_follows_the_model_and_not_what_words_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = state()
    read = Path.read_bytes
    for changed, other in (
        (PACKAGE / "engine" / "run.py", True),
        (PACKAGE / "claims" / "differential" / "model.py", True),
        (PACKAGE / "trends" / "line.py", True),
        (PACKAGE / "book.py", True),
        (data() / "evidence" / "model_horizons.csv", True),
        (PACKAGE / "app" / "pool.py", False),
        (PACKAGE / "pages" / "show.py", False),
    ):
        assert changed.is_file()
        with monkeypatch.context() as planted:
            planted.setattr(Path, "read_bytes", lambda path, at=changed: read(path) + b"#" * (path == at))
            assert (state() != before) is other, changed


def test_fingerprint_follows_the_colours_that_charts_carry_but_no_other_style(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint([PACKAGE])
    read = Path.read_bytes
    look = ["explorer/verdict.css", "site/book.js", "bundles/book.css.j2"]
    for path in [WEB / name for name in look] + [COLOURS]:
        assert path.exists()
        monkeypatch.setattr(Path, "read_bytes", lambda self, it=path: read(self) + (b" " if self == it else b""))
        assert (fingerprint([PACKAGE]) != before) is (path == COLOURS), path


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://a.org/x.js"></script>',
        "<link rel=stylesheet href=//a.org/x.css>",
        '<img alt="" src="http://a.org/x.png">',
        "<style>@import url(https://a.org/x.css)</style>",
        "@font-face { src: url('https://a.org/x.woff2') }",
    ],
)
def test_foreign_resources_are_found(html: str) -> None:
    assert len(foreign_resources(html)) == 1


def test_links_and_names_are_not_foreign_resources() -> None:
    html = '<a href="https://a.org">a</a><svg xmlns="http://www.w3.org/2000/svg"></svg><img src="data:image/png,x">'
    assert not foreign_resources(html)
