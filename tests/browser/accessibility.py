"""What axe-core finds on a page, in either mode: all rules, or only those that look at colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

# axe reads the text of each element's colours anew, through a library for all colour spaces: half its time. A page has
# a few dozen colours, so each text is read once.
READ_ONCE = """
;(() => {
  const { prototype } = axe.commons.color.Color;
  const read = prototype.parseString;
  const known = new Map();
  prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, new axe.commons.color.Color(read.call(this, text)));
    const { r, g, b, alpha } = known.get(text);
    return Object.assign(this, { r, g, b, alpha });
  };
})();
"""

AXE = Axe(AXE_SCRIPT + READ_ONCE)
ABOUT_COLOURS = ("color-contrast", "link-in-text-block")


def violations(visit: Visit, rules: Sequence[str] = (), within: str | None = None) -> list[str]:
    """What axe-core finds on a page, or in its part `within`: rule, where, and its advice."""
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    options = {"resultTypes": ["violations"], **only}
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in AXE.run(visit.page, context=within, options=options).response["violations"]
        for node in rule["nodes"]
    ]


def change_colours(visit: Visit, dark: bool) -> None:
    """Ask for the other mode, as a system's switch does, and wait until the page has followed."""
    mode: Literal["dark", "light"] = "dark" if dark else "light"
    visit.page.emulate_media(color_scheme=mode)
    visit.page.wait_for_function("mode => document.documentElement.dataset.theme === mode", arg=mode)
