"""What a live explorer is made of in the browser: texts named by their content, which its page asks the kernel for.

None of it is widget state: a page is sent each once, however many explorers it shows, and a saved notebook keeps none.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b

from tilt.assets import style_sheet
from tilt.explorer.prepared import Prepared
from tilt.modules import IMPORT, ordered, place, source

ENTRY = "explorer/notebook"


@cache
def modules() -> dict[str, str]:
    """Our ES modules by their path below `web/`, each after those it imports, so that a browser can link them in order.

    Imports name modules by that path, as `tilt:engine/engine`: linked from strings, a module has no place of its own.
    """

    def linked(name: str) -> str:
        return IMPORT.sub(lambda m: m[0].replace(f"{m['path']}.js", f"tilt:{place(name, m['path'])}"), source(name))

    return {name: linked(name) for name in ordered(ENTRY)}


@cache
def styles() -> str:
    """The colours and the explorer's own style sheet."""
    return style_sheet("widget")


def parts(ready: Prepared) -> dict[str, str]:
    """The parts of an explorer by kind, as `web/explorer/widget.js` reads them.

    `styles` and `vega` are texts as they are; `modules` is a JSON list of path and text; `claim` a JSON object of
    `payload`, `markup` and the compiled `module`.
    """
    pictures = [{k: v for k, v in p.items() if k != "svg"} for p in ready.payload["pictures"]]  # in the markup already
    claim = {"payload": ready.payload | {"pictures": pictures}, "markup": ready.markup, "module": ready.claim}
    return {
        "styles": styles(),
        "modules": json.dumps([*modules().items()], ensure_ascii=False),
        "vega": ready.vega,
        "claim": json.dumps(claim, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
    }


def name(kind: str, text: str) -> str:
    """What a part is asked for by: another edition's has another name."""
    return f"{kind}-{blake2b(text.encode(), digest_size=8).hexdigest()}"
