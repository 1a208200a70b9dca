"""The page's modules joined into few files: complete, in order, and doing what they do one by one."""

from __future__ import annotations

import re
import subprocess

import pytest

from tilt import modules
from tilt.modules import ENTRIES, imported, joined, ordered, source
from tools.javascript import node


@pytest.fixture
def small(monkeypatch, tmp_path):
    """Modules of a test's own, by name; run as joined, what they print."""

    def write(**files: str) -> None:
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text)

    monkeypatch.setattr(modules, "WEB", tmp_path)
    source.cache_clear()
    yield write
    source.cache_clear()


def printed(tmp_path, files: dict[str, str], first: str) -> str:
    (tmp_path / "joined").mkdir()
    for name, text in files.items():
        (tmp_path / "joined" / f"{name}.js").write_text(text)
    done = subprocess.run(node(tmp_path / "joined" / f"{first}.js"), capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_stands_in_one_file_after_those_it_imports():
    files = joined()
    everything = {name for entry in ENTRIES for name in ordered(entry)}
    constants = {file: re.findall(r"(?:const |,)(\$\w+)=\(", text) for file, text in files.items()}
    found = [name for names in constants.values() for name in names]
    assert len(found) == len(set(found)) >= len(everything)
    assert {"$" + re.sub(r"\W", "_", name) for name in everything} <= set(found)
    for name in everything:
        places = ordered(name)
        assert all(places.index(needed) < places.index(name) for needed in imported(name))


def test_a_page_needs_few_files_and_a_shared_module_is_one():
    files = joined()
    assert "$store=" not in files["element"].replace(" ", ""), "the explorer has the page's store, not one of its own"
    assert set(re.findall(r'from"\./(\w+)\.js"', files["element"].replace(" ", ""))) == {"site"}


FILES = {
    "words": "export const word = (n) => `${n} of ${3} a`;\nexport async function later() {}\nexport class Word {}",
    "own": """import { word as say, Word } from "./words.js";
/** @type {import("./words.js").Word} */
const w = new Word();
export const told = say(1) + (w instanceof Word);""",
    "late": """import { told } from "./own.js";
export const end = told.length;""",
    "first": """import { told } from "./own.js";
import "./words.js";
// import nothing
console.log(told, import.meta.url.split("/").slice(-2).join("/"));
import("./late.js").then(({ end }) => console.log(end));""",
}


def test_joined_modules_do_what_they_do_one_by_one(small, tmp_path):
    small(**FILES)
    files = joined(["first"])
    assert set(files) == {"first", "late"}
    assert printed(tmp_path, files, "first") == f"1 of 3 atrue {tmp_path.name}/first.js\n12\n"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"first": 'import { b } from "./b.js";', "b": 'import { a } from "./first.js";\nexport const b = 1;'},
            "by way of b",
        ),
        ({"first": "export default 1;"}, r"first\.js: cannot be joined .* export default 1"),
        ({"first": 'import * as all from "./b.js";', "b": "export const b = 1;"}, r"import \* as all"),
        ({"first": "export let count = 0;"}, "export let count"),
    ],
)
def test_what_cannot_be_joined_is_refused_by_name(small, files, said):
    small(**files)
    with pytest.raises(ValueError, match=said):
        joined(["first"])
