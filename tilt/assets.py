"""What pages load beside themselves: our modules, as they are and joined, and a few style sheets made of one file per
component.

A bundle (`tilt/web/bundles/`) names its components in their order, as Jinja includes: Voilà's templates, which are
Jinja, include the same bundles, so each list stands once. A page loads one sheet for the book, and one more where it
holds an explorer or the evidence.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tilt.modules import write_joined
from tilt.paths import WEB

SITE_SHEETS = ("book", "explorer", "evidence", "app")
"""The bundles that the website's pages link to, as `<name>.css`."""

UNSHIPPED = shutil.ignore_patterns("*.css", "bundles", "*.test.js", "types.js")
"""Beside the page's modules stand components of styles, the modules' tests, and types without code: none is loaded."""


def style_sheet(bundle: str) -> str:
    """The style sheet that `tilt/web/bundles/<bundle>.css.j2` lists.

    Raises jinja2.TemplateNotFound, naming the file, where the bundle or one of its components is missing.
    """
    web = Environment(loader=FileSystemLoader(WEB), autoescape=False)  # noqa: S701 (style sheets, no markup)
    return web.get_template(f"bundles/{bundle}.css.j2").render().lstrip()


def write_web(folder: Path) -> None:
    """Write our modules and the website's style sheets into `folder`."""
    shutil.copytree(WEB, folder, dirs_exist_ok=True, ignore=UNSHIPPED)
    write_joined(folder / "joined")
    for name in SITE_SHEETS:
        (folder / f"{name}.css").write_text(style_sheet(name), encoding="utf-8")
