"""The Sphinx extension behind the website: the page's frame, formulas as MathML, and what the explorer needs.

Named in `_config.yml`; Jupyter Book calls `setup`. Nothing here knows a claim: chapters whose file name has a
credence among the compiled files count as claim chapters, and pages that hold a `<tilt-explorer>` get its modules.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from tilt.fingerprint import fingerprint, state
from tilt.hosts import backlinks, embed, places, search
from tilt.hosts.assets import CARDS, CREDENCES, WHOLE, Assets, web
from tilt.hosts.chapters import run_ahead, touched
from tilt.hosts.frame import keep_templates, leave_out
from tilt.hosts.imprint import configure
from tilt.hosts.pagewise import beside, kept
from tilt.hosts.sections import fold_details, links_behind, sections
from tilt.pages.mathml import display_math, mathml
from tilt.paths import PACKAGE, data

LOGGER = logging.getLogger(__name__)
ASSETS = "_tilt"  # folder of the site that holds the modules, style sheets and compiled claims
EXPLORER = "<tilt-explorer"
INSTRUMENT = "<tilt-instrument"
STARTS = re.compile(r'<tilt-instrument [^>]*data-claim="(?P<slug>[\w-]+)"(?P<alone> data-alone)?')
EVIDENCE = 'class="tilt-evidence"'
BIBLIOGRAPHY = 'class="tilt-bibliography"'
ITALIC = re.compile(r'<em>|<cite>|class="letter"')
"""What is set in the serif's italic: a page that has it loads the face before the first paint."""
# What the theme ships and no page loads, because tilt/hosts/theme/ replaces the page's frame.
UNUSED = (
    "scripts",
    "styles/pydata-sphinx-theme.css",
    "vendor",
    "locales",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    # Sphinx's own search, which the book's takes the place of.
    "doctools.js",
    "documentation_options.js",
    "language_data.js",
    "searchtools.js",
    "sphinx_highlight.js",
)
STATE = "TILT_STATE"
"""Environment variable by which `tools/watch.py`, who follows single files, names the state of data and engine."""


def watch_inputs(app: Sphinx, config: Config) -> None:
    """Give each state of data and engine its own cache of executed chapters.

    jupyter-cache compares notebooks only, and Sphinx source files only: both would go on showing the numbers of an
    older model. The configuration value `tilt_inputs` makes Sphinx read every chapter again, and the cache's folder
    makes each execute again.
    """
    os.environ["TILT_BOOK"] = "1"  # cells show the static form of a widget
    config.tilt_inputs = os.environ.get(STATE) or fingerprint([data(), PACKAGE, *_editions()])
    caches = Path(app.outdir).parent
    current = caches / f".jupyter_cache-{config.tilt_inputs}"
    for stale in caches.glob(".jupyter_cache-*"):
        if stale != current:
            shutil.rmtree(stale, ignore_errors=True)
    config.nb_execution_cache_path = str(current)
    with suppress(FileNotFoundError):  # where they are known by now, pages whose contents show others are written again
        config.tilt_credences = (caches / f"assets-{config.tilt_inputs}" / CREDENCES).read_text(encoding="utf-8")
    config.templates_path.insert(0, str(PACKAGE / "hosts" / "theme"))


def _editions() -> list[Path]:
    """Where the editions are that a page sets side by side."""
    folder = data().parent / "editions"
    return [folder] if folder.is_dir() else []


@cache
def _state(app: Sphinx) -> str:
    """Of what this build's numbers are, for the app to compare (tilt/app/state.py)."""
    return state()


@cache
def assets(app: Sphinx) -> Assets:
    """The compiled files of this build, those of other states of data and engine cleared away."""
    beside = Path(app.outdir).parent
    current = beside / f"assets-{app.config.tilt_inputs}"
    for stale in beside.glob("assets-*"):
        if stale != current:
            shutil.rmtree(stale)
    return Assets(current)


def compile_beside(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Begin compiling what pages load while their chapters run."""
    if app.builder.format == "html":
        assets(app).start()


def read_again(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Documents that Sphinx must read although their own files are unchanged."""
    return [name for name in touched() if name in env.found_docs]


def navigation(app: Sphinx, pagename: str) -> list[dict[str, Any]]:
    """Return the book's table of contents for the frame's sidebar.

    Returns:
        One dictionary per part: `caption` (None for the first page) and `pages`, each with `title`, `href` (relative
        to `pagename`), `current` and `claim` (slug, or None where the page is no claim's chapter); a claim's also
        `finding`, the headline's name, and its `credence`.
    """
    root = app.config.root_doc
    credences = assets(app).credences

    def page(docname: str, title: str | None) -> dict[str, Any]:
        slug = docname.rpartition("/")[2]
        return {
            "title": title or app.env.titles[docname].astext(),
            # The page's own address is spelt out too: "#" would drop the reader's values from the address bar.
            "href": app.builder.get_relative_uri(pagename, docname) or f"{slug}.html",
            "current": docname == pagename,
            "claim": slug if slug in credences else None,
            **credences.get(slug, {}),
        }

    home = app.config.html_context.get("tilt_home")
    parts: list[dict[str, Any]] = [{"caption": None, "pages": [page(root, home)]}]
    for toctree in app.env.get_doctree(root).findall(addnodes.toctree):
        entries = [page(name, title) for title, name in toctree["entries"] if name in app.env.titles]
        parts.append({"caption": toctree.get("caption"), "pages": entries})
    return parts


def fold(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fold the details of a claim's chapter."""
    if app.builder.format == "html" and docname.rpartition("/")[2] in assets(app).credences:
        fold_details(doctree)


def frame_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Fill the page's frame (tilt/hosts/theme/layout.html): navigation, neighbours, style sheets and scripts."""
    relative = context["pathto"]
    context["tilt_navigation"] = navigation(app, pagename)
    if "body" in context:
        context["body"] = links_behind(context["body"])
    context["tilt_sections"] = sections(app.env, pagename)
    context["tilt_asset"] = lambda name: relative(f"{ASSETS}/{name}", 1)
    context["tilt_explorer"] = EXPLORER in context.get("body", "")
    context["tilt_explore"] = "#explore" if context["tilt_explorer"] else f"{_question(context)}#explore"
    context["tilt_instrument"] = INSTRUMENT in context.get("body", "")
    context["tilt_needed"] = needed(context.get("body", ""))
    context["tilt_evidence"] = EVIDENCE in context.get("body", "")
    context["tilt_bibliography"] = BIBLIOGRAPHY in context.get("body", "")
    context["tilt_state"] = _state(app)
    context |= described(app, pagename, doctree)
    context["tilt_faces"] = ["serif", "sans", *(["serif-italic"] if ITALIC.search(context.get("body", "")) else [])]
    context["tilt_notebook"] = f"_sources/{context['sourcename']}" if context.get("sourcename") else None
    # The theme's and MyST-NB's own styles are for their frame and their cells, and ours dress both. Of Sphinx's the
    # colours of code are left, where there is code.
    wanted = "pygments" if 'class="highlight' in context.get("body", "") else None
    context["css_files"] = [file for file in context["css_files"] if wanted and wanted in _name(file)]
    context["script_files"] = []  # Sphinx's and the theme's own scripts serve their frame and their search


def needed(body: str) -> list[str]:
    """The modules that a page's explorer, or its instrument without one, asks for when it starts."""
    found = STARTS.search(body)
    if not found:
        return []
    alone = ["joined/element.js", "joined/opening.js"] if found["alone"] else []
    return [*alone, "whole.js", f"claims/{found['slug']}.js"]


def _name(file: Any) -> str:
    """The name of a style sheet as Sphinx keeps it: text, or an object that has it."""
    return str(getattr(file, "filename", None) or file)


def replace_search(app: Sphinx) -> None:
    """Keep Sphinx from making an index of words: the book's search has its own."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The search as a page of its own, for links to it and for who has no room for a dialog."""
    yield "search", {}, "search.html"


def room_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page of a room's host, which the app brings to life."""
    yield "room", {}, "room.html"


def titles(app: Sphinx) -> dict[str, str]:
    """The pages' names as the contents have them, by file name, in the book's order."""
    return {f"{name.rpartition('/')[2]}.html": title for name, title in named(app)}


def named(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Every page of the table of contents with its name there."""
    root = app.config.root_doc
    yield root, app.config.html_context.get("tilt_home") or app.env.titles[root].astext()
    for toctree in app.env.get_doctree(root).findall(addnodes.toctree):
        for title, name in toctree["entries"]:
            if name in app.env.titles:
                yield name, title or app.env.titles[name].astext()


def look_through(app: Sphinx) -> None:
    """Read the built pages once, for the search's index and for the links back from what is cited."""
    out = Path(app.outdir)
    names = titles(app)
    folders = Counter(Path(app.builder.get_target_uri(name)).parent for name, _ in named(app))
    folder = folders.most_common(1)[0][0]  # the chapters' own: plain Sphinx has its first page above it
    with kept(places.read_page, beside(out) / "places") as read:
        found = places.read_pages(out / folder, read)
    (out / ASSETS / search.FILE).write_text(search.index(found, names, folder.as_posix()), encoding="utf-8")
    backlinks.fill(out / folder, found, names)


def described(app: Sphinx, pagename: str, doctree: nodes.Node | None) -> dict[str, str]:
    """What a link to a page shows where it is posted.

    Returns:
        `tilt_description`: of a claim's chapter its claim and verdict, of the first page the question's, of another its
        first paragraph; `tilt_card`: the address of its picture; `tilt_page`: the page's own. Addresses start with the
        site's where it is known (`tilt.hosts.imprint`), since most places that show cards ask for that; else the
        card's is relative and the page's is empty.
    """
    told, slug = assets(app).descriptions, pagename.rpartition("/")[2]
    card = slug if slug in told else WHOLE
    description = told[card]
    if card == WHOLE and pagename != app.config.root_doc:
        first = next(iter(doctree.findall(nodes.paragraph)), None) if doctree else None
        description = shortened(first.astext()) if first else app.config.html_context["tilt_description"]
    picture = f"{ASSETS}/{CARDS}/{card}.png"
    site = app.config.html_baseurl.rstrip("/")
    uri = app.builder.get_target_uri(pagename)
    return {
        "tilt_description": description,
        "tilt_card": f"{site}/{picture}" if site else relative_uri(uri, picture),
        "tilt_page": f"{site}/{uri}" if site else "",
    }


def shortened(text: str, most: int = 240) -> str:
    """The sentences of a paragraph that so many characters hold; where the first is longer, as many words of it."""
    sentences = re.split(r"(?<=[.?!:]) ", re.sub(r"[ \n]+", " ", text.strip()))
    while len(sentences) > 1 and len(" ".join(sentences)) > most:
        sentences.pop()
    kept = re.sub(":$", ".", " ".join(sentences))
    return kept if len(kept) <= most else f"{kept[: kept.rindex(' ', 0, most)]} …"


def _question(context: dict[str, Any]) -> str:
    """The address of the last claim's chapter, whose explorer holds every input there is."""
    claims = [page for part in context["tilt_navigation"] for page in part["pages"] if page["claim"]]
    return str(claims[-1]["href"]) if claims else ""


def ship_assets(app: Sphinx, exception: Exception | None) -> None:
    """Write what pages load beside themselves into `<outdir>/_tilt`, and the page that leads to the first chapter."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    folder = out / ASSETS
    shutil.rmtree(folder, ignore_errors=True)
    assets(app).copy(folder)
    shutil.copytree(web(beside(out)), folder, dirs_exist_ok=True)  # the look may have changed since
    shutil.copytree(data() / "evidence", folder / "evidence", dirs_exist_ok=True)  # the evidence page offers them
    shutil.copy(data() / "forecasts.csv", folder)  # and the forecasts page
    # A page whose chapter has left the table of contents would stay for ever.
    for page in out.rglob("*.html"):
        name = page.relative_to(out).with_suffix("").as_posix()
        if name not in app.env.found_docs and name not in {"index", "search", "room"}:
            page.unlink()
    (out / "searchindex.js").unlink(missing_ok=True)  # of a build before the book's own search
    claims = {name.rpartition("/")[2]: out / app.builder.get_target_uri(name) for name in app.env.found_docs}
    chapters = {slug: page for slug, page in sorted(claims.items()) if slug in assets(app).credences}
    embed.write_pages(folder, chapters, app.builder.templates.render)
    for name in UNUSED:
        unused = out / "_static" / name
        shutil.rmtree(unused) if unused.is_dir() else unused.unlink(missing_ok=True)
    for unused in (out / "_static").rglob("*.map"):
        unused.unlink()
    if not (out / "index.html").exists() or app.config.root_doc != "index":
        first = app.builder.get_target_uri(app.config.root_doc)
        page = app.builder.templates.render("first.html", {"first": first, "title": app.config.html_title})
        (out / "index.html").write_text(page, encoding="utf-8")
    look_through(app)


def render_math(translator: HTML5Translator, node: nodes.Element) -> None:
    """Write a formula as MathML (Sphinx's `html_math_renderer: mathml`)."""
    display = isinstance(node, nodes.math_block)
    try:
        element = mathml(node.astext(), display=display)
    except ValueError as error:
        LOGGER.warning("%s", error, location=node)
        raise nodes.SkipNode from error
    translator.body.append(display_math(element) if display else element)
    raise nodes.SkipNode


def warn_of_foreign_resources(app: Sphinx, exception: Exception | None) -> None:
    """Fail when a built page would load anything from another host: the site must work without a network."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    with kept(lambda _, html: foreign_resources(html), beside(out) / "foreign") as foreign:
        for path in sorted(out.rglob("*.html")):
            page = path.relative_to(out).as_posix()
            for address in foreign(page, path.read_text(encoding="utf-8")):
                LOGGER.warning("%s would load %s from another host", page, address)


FOREIGN = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|use|image)\b[^>]*?\b(?:src|href|srcset)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)
    |<link\b(?![^>]*\brel=["']?(?:canonical|license|author)\b)[^>]*?\bhref\s*=\s*["']?((?:https?:)?//[^"'\s>]+)
    |(?:@import\s+(?:url\()?|url\()\s*["']?((?:https?:)?//[^"'\s)]+)""",
    re.VERBOSE | re.IGNORECASE,
)


def foreign_resources(html: str) -> list[str]:
    """Return the addresses on other hosts that a page or style sheet would load by itself (links to click are fine)."""
    return [next(filter(None, match.groups())) for match in FOREIGN.finditer(html)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value("tilt_inputs", "", "env", str)
    app.add_config_value("tilt_credences", "", "html", str)
    if "comments_config" not in app.config:  # Jupyter Book always sets it, even without the extension that reads it
        app.add_config_value("comments_config", {}, "")
    app.add_html_math_renderer("mathml", inline_renderers=(render_math, None), block_renderers=(render_math, None))
    app.connect("config-inited", configure, priority=400)  # before themes and extensions take it for stated
    app.connect("config-inited", watch_inputs)
    app.connect("builder-inited", replace_search)
    app.connect("builder-inited", keep_templates)
    app.connect("html-collect-pages", search_page)
    app.connect("html-collect-pages", room_page)
    app.connect("env-get-outdated", read_again)
    app.connect("env-before-read-docs", compile_beside, priority=400)  # before the chapters run
    app.connect("env-before-read-docs", run_ahead)
    app.connect("doctree-resolved", fold)
    app.connect("html-page-context", leave_out, priority=100)  # before the theme fills its places
    app.connect("html-page-context", frame_page, priority=900)  # after the themes have filled the context
    app.connect("build-finished", ship_assets)
    app.connect("build-finished", warn_of_foreign_resources, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
