"""What of the theme's frame is left out, because tilt/hosts/theme/ replaces it, and templates compiled once."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx

from tilt.hosts.pagewise import beside

PARTS = (
    "article_header_start",
    "article_header_end",
    "article_footer_items",
    "content_footer_items",
    "footer_content_items",
    "footer_start",
    "footer_center",
    "footer_end",
    "navbar_start",
    "navbar_center",
    "navbar_end",
    "navbar_persistent",
    "primary_sidebar_end",
    "secondary_sidebar_items",
)
"""The theme's places for its parts: it fills each to see whether anything is in it, page by page."""


def leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Have the theme put nothing where our frame shows nothing of it."""
    context |= {f"theme_{part}": [] for part in PARTS} | {"sidebars": []}


def keep_templates(app: Sphinx) -> None:
    """Keep compiled templates beside the build; Jinja finds each by its name and all of its text."""
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if environment is not None:
        folder = beside(app.outdir) / "templates"
        folder.mkdir(exist_ok=True)
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
