"""Our ES modules in the order of their imports, and joined into a few files for the page.

A browser that loads fifty modules one by one spends a second on a slow line before the first of them runs. So pages
load `joined/<entry>.js`: each module within a function of its own, after those it imports. It holds for modules as ours
are written, by name and without circles; what it cannot read it refuses. The modules themselves are shipped beside it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tilt.paths import WEB

ENTRIES = (
    "site/site",
    "explorer/element",
    "site/filter",
    "site/evidence",
    "site/references",
    "site/find/marks",
    "site/find/dialog",
    "app/app",
)
"""What pages name in their heads or ask for by key, those that others rest on first."""

IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>\.{1,2}/[\w./-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (?P<name>[\w$]+))", re.MULTILINE)
LATER = re.compile(r'\bimport\("(?P<path>\.{1,2}/[\w./-]+)\.js"\)')
"""A module asked for when it is needed; in comments, where types are named so, it has no meaning."""
COMMENT = re.compile(r"^\s*//[^\n]*|/\*.*?\*/", re.MULTILINE | re.DOTALL)
UNREAD = re.compile(r"^(import\b(?!\()|export\b).*$", re.MULTILINE)


def place(name: str, path: str) -> str:
    """The module that another one, `name`, imports as `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


@cache
def source(name: str) -> str:
    """The text of the module `name`, a path below `web/` without its ending. Raises FileNotFoundError."""
    return (WEB / f"{name}.js").read_text(encoding="utf-8")


def imported(name: str) -> list[str]:
    """The modules that `name` cannot do without."""
    return [place(name, m["path"]) for m in IMPORT.finditer(source(name))]


def ordered(*entries: str) -> list[str]:
    """The entries and all they import, each after those it imports. Raises ValueError for a circle, naming it."""
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"web/{name}.js imports itself, by way of {', '.join(above[above.index(name) + 1 :])}")
        if name not in done:
            for needed in imported(name):
                visit(needed, (*above, name))
            done.append(name)

    for entry in entries:
        visit(entry, ())
    return done


def write_joined(folder: Path) -> None:
    """Write the joined files into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, text in joined().items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")


def joined(entries: Iterable[str] = ENTRIES) -> dict[str, str]:
    """The text of each joined file by its name: one for each entry, and for each module that is asked for later.

    A module stands in the first file that needs it; files that need it too import it from there.
    """
    home: dict[str, str] = {}
    waiting = list(entries)
    files = []
    for entry in waiting:
        file = posixpath.basename(entry)
        if file in files:
            raise ValueError(f"two modules that pages or others ask for are named {file}")
        files.append(file)
        for name in ordered(entry):
            if name not in home:
                home[name] = file
                later = (place(name, m["path"]) for m in LATER.finditer(COMMENT.sub("", source(name))))
                waiting += [new for new in later if new not in waiting]
    return {file: _file(file, home) for file in files}


def _file(file: str, home: Mapping[str, str]) -> str:
    """`home`: the file that each module stands in, modules in the order of their imports."""
    own = [name for name, where in home.items() if where == file]
    lent: dict[str, set[str]] = {}
    for name in own:
        for needed in imported(name):
            if home[needed] != file:
                lent.setdefault(home[needed], set()).add(_name(needed))
    imports = [f'import {{ {", ".join(sorted(names))} }} from "./{other}.js";' for other, names in lent.items()]
    text = "\n".join([*imports, *(_module(name, home) for name in own), f"export {{ {', '.join(map(_name, own))} }};"])
    return f"// Joined from the modules beside this folder, where they can be read. Do not edit.\n{_small(text)}\n"


def _small(text: str) -> str:
    """The same in fewer letters; as it is on machines that the library has no wheel for."""
    try:
        import minify
    except ImportError:
        return text
    small: str = minify.string("application/javascript", text)
    return small


def _name(module: str) -> str:
    return "$" + re.sub(r"\W", "_", module)


def _module(name: str, home: Mapping[str, str]) -> str:
    """A module as a constant: an object of what it exports."""
    exports = [m["name"] for m in EXPORT.finditer(source(name))]

    def bound(m: re.Match[str]) -> str:
        if m["names"] is None:
            return ""
        names = ", ".join(part.strip().replace(" as ", ": ") for part in m["names"].split(",") if part.strip())
        return f"const {{ {names} }} = {_name(place(name, m['path']))};"

    def later(m: re.Match[str]) -> str:
        wanted = place(name, m["path"])
        return f'import("./{home[wanted]}.js").then((file) => file.{_name(wanted)})' if wanted in home else m[0]

    text = LATER.sub(later, EXPORT.sub("", IMPORT.sub(bound, source(name))))
    text = text.replace("import.meta.url", f'new URL("../{name}.js", import.meta.url).href')
    if unread := UNREAD.search(COMMENT.sub("", text)):
        raise ValueError(f"web/{name}.js: cannot be joined with the others: {unread[0]}")
    return f"const {_name(name)} = (() => {{\n{text}\nreturn {{ {', '.join(exports)} }};\n}})();"
