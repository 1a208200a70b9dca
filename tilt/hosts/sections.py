"""A page's sections: what the contents list of the page that is open, and the parts of a chapter that are folded.

A chapter's third headings are detail: each closes its part into a `<details>`, whose summary is the heading. Browsers
open it when their find or a link to something inside leads there; `web/site/around.js` does where the link is to the
heading itself. Voilà and JupyterLab show the same parts open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docutils import nodes
from sphinx.environment import BuildEnvironment

OPENING = '<details class="tilt-fold"><summary>'
BETWEEN = '</summary><div class="tilt-folded">'
CLOSING = "</div></details>"
PERMALINK = re.compile(r'(<a class="headerlink"[^>]*>[^<]*</a>)(</h3>\s*</summary><div class="tilt-folded">)')


@dataclass(frozen=True)
class Section:
    """A second heading of a page: its words, and where it stands."""

    title: str
    href: str


def sections(env: BuildEnvironment, docname: str) -> list[Section]:
    """The second headings of a document, in their order; none for a page that is no document."""
    found = []
    for item in env.tocs[docname].children if docname in env.tocs else []:
        for inner in item.findall(nodes.list_item):
            if inner.parent.parent is not item:
                continue
            link = next(iter(inner.findall(nodes.reference)))
            found.append(Section(link.astext(), link["anchorname"]))
    return found


def fold_details(doctree: nodes.document) -> None:
    """Close each third section of a document into a `<details>`."""
    for section in list(doctree.findall(nodes.section)):
        if _depth(section) != THIRD:
            continue
        title, *rest = section.children
        section.children = []
        section.extend([_raw(OPENING), title, _raw(BETWEEN), *rest, _raw(CLOSING)])


def links_behind(body: str) -> str:
    """A page's body with the link at each folded heading behind it: a summary is a control, and holds no other."""
    return PERMALINK.sub(r"\2\1", body)


THIRD = 3


def _depth(section: nodes.Node | None) -> int:
    """How many sections a section is in, itself among them."""
    return 0 if section is None else _depth(section.parent) + isinstance(section, nodes.section)


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
