"""Cut the book's typefaces and write the style file that declares them.

Adobe publishes the families as the npm packages source-serif and source-sans, locked beside this file; `make type`
fetches them. Their licence reserves the name Source for the whole fonts, so what is cut from them is called Tilt.
Readers, builders and forkers need none of this: the cut files are committed (docs/decisions/031-type.md).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from tools.javascript import NPM, node
from tools.type.characters import CORE, ITALIC, MORE
from tools.type.fallbacks import sheet

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WEB = ROOT / "tilt" / "web" / "type"
DRAWN = ROOT / "tilt" / "charts" / "faces"
PACKAGES = HERE / "node_modules"
SERIF = PACKAGES / "source-serif" / "VAR" / "SourceSerif4Variable-Roman.ttf"
SLANTED = PACKAGES / "source-serif" / "VAR" / "SourceSerif4Variable-Italic.ttf"
SANS = PACKAGES / "source-sans" / "VF" / "SourceSans3VF-Upright.ttf"

SIZE = 17
"""The optical size of the serif, in pixels: that of running text."""

LARGER = 1.06
"""How much larger than its family the sans is drawn on its em, so that 13 px of it read like 13 px of other sans."""

WEIGHTS = (400, 600)
"""Text and emphasis, and what lies between them: no other weight is used."""

MADE_AT = 3_786_912_000
"""Seconds from 1904 to 2024: one date in all files, so that making them again makes the same bytes."""


@dataclass(frozen=True)
class Cut:
    """A file to make: which characters of which font, at which places of its axes, and how it is called."""

    file: Path
    source: Path
    family: str
    style: str
    characters: str
    axes: dict[str, Any]
    features: tuple[str, ...] = ("kern",)


def cuts() -> list[Cut]:
    """Every file: those pages load, and those that charts are measured and cards drawn with while the book is built."""
    serif, sans = {"opsz": SIZE, "wght": WEIGHTS}, {"wght": WEIGHTS}
    found = [
        Cut(WEB / "serif.woff2", SERIF, "Tilt Serif", "Regular", CORE, serif),
        Cut(WEB / "serif-more.woff2", SERIF, "Tilt Serif", "Regular", MORE, serif),
        Cut(WEB / "serif-italic.woff2", SLANTED, "Tilt Serif", "Italic", ITALIC, {"opsz": SIZE, "wght": 400}),
        Cut(WEB / "sans.woff2", SANS, "Tilt Sans", "Regular", CORE, sans),
        Cut(WEB / "sans-more.woff2", SANS, "Tilt Sans", "Regular", MORE, sans),
    ]
    for weight, style in zip(WEIGHTS, ("Regular", "SemiBold"), strict=True):
        for name, source, axes in (("Serif", SERIF, {"opsz": SIZE}), ("Sans", SANS, {})):
            file = DRAWN / f"{name.lower()}-{weight}.ttf"
            found.append(Cut(file, source, f"Tilt {name}", style, CORE + MORE, {**axes, "wght": weight}))
    return found


def cut(wanted: Cut) -> TTFont:
    """The font of a cut, its name and its em changed."""
    font = TTFont(wanted.source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = list(wanted.features)
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 14]
    options.drop_tables += ["STAT", "MVAR", "BASE", "DSIG"]
    chosen = subset.Subsetter(options)
    chosen.populate(text=wanted.characters)
    chosen.subset(font)
    font = instancer.instantiateVariableFont(font, wanted.axes)
    if wanted.source == SANS:
        font["head"].unitsPerEm = round(font["head"].unitsPerEm / LARGER)
    font["head"].modified = font["head"].created = MADE_AT
    font["OS/2"].usWeightClass = wanted.axes["wght"] if isinstance(wanted.axes["wght"], int) else WEIGHTS[0]
    name, names = f"{wanted.family} {wanted.style}", font["name"]
    for number, text in {1: wanted.family, 2: wanted.style, 4: name, 6: name.replace(" ", "")}.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)
    return font


def licence() -> str:
    """The licence of both families, with the notices of each."""
    sans, serif = (PACKAGES / name / "LICENSE.md" for name in ("source-sans", "source-serif"))
    notice = sans.read_text(encoding="utf-8").splitlines()[0]
    return "\n".join([notice, *serif.read_text(encoding="utf-8").splitlines(), ""])


def main() -> int:
    """Fetch the families as locked, cut every file, write the style file; return the exit code."""
    fetched = subprocess.run(node(NPM, "ci", "--no-audit", "--no-fund", "--silent"), cwd=HERE).returncode
    if fetched:
        return fetched
    made = [(wanted, cut(wanted)) for wanted in cuts()]
    for folder in (WEB, DRAWN):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "OFL.txt").write_text(licence(), encoding="utf-8")
    for wanted, font in made:
        font.flavor = "woff2" if wanted.file.suffix == ".woff2" else None
        font.save(wanted.file)
        print(f"  {wanted.file.relative_to(ROOT)}  {wanted.file.stat().st_size / 1000:.1f} kB", flush=True)
    (ROOT / "tilt" / "web" / "type.css").write_text(sheet(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
