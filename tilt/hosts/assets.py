"""What pages load beside themselves: compiled claims, libraries, the credences their contents show, and their cards.

Compiling takes the engine and seconds, so it is done once per state of data and engine, in a process of its own while
the chapters run, and Sphinx itself never loads the engine.
"""

from __future__ import annotations

import json
import shutil
from functools import cached_property
from multiprocessing.process import BaseProcess
from pathlib import Path

from sphinx.errors import ExtensionError

from tilt.assets import write_web
from tilt.fingerprint import everything
from tilt.hosts.kernels import warm_process
from tilt.paths import PACKAGE, WEB

CREDENCES = "credences.json"
DESCRIPTIONS = "descriptions.json"
CARDS = "cards"
"""Folder of the cards that links to pages show, one a claim, named by its slug, and the book's."""

WHOLE = "the-book"
"""The name of the book's own card and description, which pages show that are no claim's chapter."""


def compile_into(folder: Path) -> None:
    """Write everything that pages load into `folder`, whole or not at all, and what the frame says of each claim."""
    from tilt.book import book
    from tilt.explorer.payload import write_assets
    from tilt.format import percent
    from tilt.pages import cards
    from tilt.pages.bibliography import BIBTEX
    from tilt.pages.evidence import ARCHIVE
    from tilt.record.archive import write_archive
    from tilt.record.bibtex import bibtex

    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    whole = book()
    write_assets(fresh, whole)
    credences = {
        c.slug: {"finding": c.headline.title, "credence": percent(whole.run(c.slug).verdicts[0].credence)}
        for c in whole.claims
    }
    (fresh / BIBTEX).write_text(bibtex(), encoding="utf-8")
    write_archive(fresh / ARCHIVE)
    cards.write(fresh / CARDS, fresh / DESCRIPTIONS, WHOLE)
    (fresh / CREDENCES).write_text(json.dumps(credences, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def web(kept: Path) -> Path:
    """The folder with our modules and style sheets, written once for a state of what they are made from and by.

    `kept`: where it is, a folder of ours; those of other states are cleared away.
    """
    code = (PACKAGE / name for name in ("assets.py", "modules.py"))
    state = everything([WEB, *code], ("jinja2", "tdewolff-minify"))[:16]
    current = kept / f"web-{state}"
    if not current.exists():
        for stale in kept.glob("web-*"):
            shutil.rmtree(stale)
        fresh = current.with_name(f"web-{state}.new")
        fresh.mkdir(parents=True)
        write_web(fresh)
        fresh.rename(current)
    return current


class Assets:
    """The compiled files of one state of data and engine."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where they are, or will be; its name says of which state they are."""
        self._folder = folder
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Begin compiling beside the caller, unless it is done or under way."""
        if not self._folder.exists() and self._process is None:
            self._process = warm_process(compile_into, self._folder)

    @cached_property
    def folder(self) -> Path:
        """The folder, once it is complete. Raises ExtensionError when it could not be compiled."""
        self.start()
        if self._process:
            self._process.join()
        if not self._folder.exists():
            raise ExtensionError("the explorer's files could not be compiled: see above")
        return self._folder

    @cached_property
    def credences(self) -> dict[str, dict[str, str]]:
        """The headline of each claim by name, and its credence under the book's defaults, as the contents show them."""
        read: dict[str, dict[str, str]] = json.loads((self.folder / CREDENCES).read_text(encoding="utf-8"))
        return read

    @cached_property
    def descriptions(self) -> dict[str, str]:
        """What pages say of themselves where they are linked: claims' by slug, the book's as `WHOLE`."""
        read: dict[str, str] = json.loads((self.folder / DESCRIPTIONS).read_text(encoding="utf-8"))
        return read

    def copy(self, folder: Path) -> None:
        """Put them into a site."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(CREDENCES, DESCRIPTIONS), dirs_exist_ok=True)
