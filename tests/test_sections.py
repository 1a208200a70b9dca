"""A page's sections in the contents, and the parts of a chapter that are folded."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from docutils import nodes
from docutils.core import publish_doctree
from sphinx.environment import BuildEnvironment

from tilt.book import book
from tilt.hosts.sections import fold_details, sections
from tilt.pages import show
from tilt.pages.shown import fold

TEXT = """
Title
=====

One.

First
-----

Two.

Detail & more
~~~~~~~~~~~~~

Three.

Second
------

Four.
"""


def test_third_sections_are_folded_under_their_heading_and_nothing_else_is() -> None:
    doctree = publish_doctree(TEXT, settings_overrides={"doctitle_xform": False})
    fold_details(doctree)
    raw = [node.astext() for node in doctree.findall(nodes.raw)]
    assert len(raw) == 3
    (section,) = {node.parent for node in doctree.findall(nodes.raw)}
    assert [type(child) for child in section.children] == [
        nodes.raw,
        nodes.title,
        nodes.raw,
        nodes.paragraph,
        nodes.raw,
    ]
    assert "".join(raw).count("<") == 6, "what is opened is closed"
    assert section["ids"] == ["detail-more"], "a link to the heading finds what it opens"


def test_contents_list_second_headings_only() -> None:
    def item(name: str, *inner: nodes.Node) -> nodes.list_item:
        link = nodes.reference("", name, anchorname=f"#{name}")
        rest = [nodes.bullet_list("", *inner)] if inner else []
        return nodes.list_item("", nodes.paragraph("", "", link), *rest)

    toc = nodes.bullet_list("", item("title", item("first", item("detail")), item("second")))
    env = cast(BuildEnvironment, SimpleNamespace(tocs={"page": toc}))
    assert [(s.title, s.href) for s in sections(env, "page")] == [("first", "#first"), ("second", "#second")]
    assert sections(env, "search") == []


def test_a_fold_escapes_its_line_and_keeps_what_is_behind_it() -> None:
    html = fold("a < b", "<p>kept</p>", "tilt-x", "3 & 4")
    assert '<details class="tilt-fold tilt-x"><summary>a &lt; b <span>3 &amp; 4</span></summary>' in html
    assert "<p>kept</p>" in html
    assert " open" not in html.partition(">")[0]


def test_tables_of_chapters_are_folded_and_lose_nothing() -> None:
    slug = "buildout-pauses"
    folded, plain = show.computed(slug, "spells").content, show.computed(slug, "spells", folded=False).content
    assert plain in folded
    assert folded.startswith("<details")
    assert not plain.startswith("<details")
    inputs = show.assumptions(slug).content
    assert f"<span>{len(book().record.of(slug))} inputs</span>" in inputs
    assert inputs.count('data-name="90 % interval"') == len(book().record.of(slug))
    sources = show.sources(slug).content
    assert f"<span>{sources.count('<li')} sources</span>" in sources


def test_a_chapter_says_and_asks_through_show_alone() -> None:
    slug = "buildout-pauses"
    assert show.sayer(slug)("{inputs}").content == show.say(slug, "{inputs}").content
    assert "probability of yes" in show.questions(slug).content
