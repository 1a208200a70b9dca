"""Where a kernel runs: the reader's scenario again in Python, with up to 2^20 draws, beside the page's own figures."""

from __future__ import annotations

import asyncio
import html
import time
from collections.abc import Sequence

import ipywidgets as w

from tilt.engine.claim import Finding
from tilt.engine.draws import MAX_DRAWS, PAGE_DRAWS
from tilt.engine.verdict import Verdict
from tilt.explorer.static import StaticExplorer
from tilt.explorer.widget import Explorer, Told
from tilt.format import with_error

SIZES = tuple(2**k for k in range(12, 21))
CHUNK = 2**15
"""Draws between two looks at the cancel button: about 20 ms of work."""


class Workbench(w.VBox):
    """A panel under the explorer: number of draws, run, progress, cancel, and a table of both engines' figures."""

    def __init__(self, explorer: Explorer) -> None:
        """`explorer`: the widget whose scenario is re-run."""
        self.explorer = explorer
        self._task: asyncio.Task[None] | None = None
        self.size = w.SelectionSlider(
            options=[(f"{n:,}", n) for n in SIZES],
            value=2**18,
            description="Draws in Python",
            style={"description_width": "initial"},
            layout=w.Layout(width="340px"),
        )
        self.run = w.Button(description="Run in Python", button_style="primary", tooltip="Run your scenario in Python")
        self.cancel = w.Button(description="Cancel", disabled=True, tooltip="Stop the run; keeps the last table")
        self.progress = w.FloatProgress(value=0, min=0, max=1, layout=w.Layout(width="160px"))
        self.status = w.HTML("")
        self.table = w.HTML("")
        self.run.on_click(lambda _: self.start())
        self.cancel.on_click(lambda _: self.stop())
        controls = w.HBox([self.size, self.run, self.cancel, self.progress], layout=w.Layout(flex_flow="row wrap"))
        super().__init__([controls, self.status, self.table])
        self.add_class("tilt-workbench")
        explorer.observe(lambda _: self._stale(), "scenario")

    def start(self) -> None:
        """Begin a run unless one is going; the kernel stays free for messages meanwhile."""
        if self._task and not self._task.done():
            return
        self._task = asyncio.ensure_future(self._work(int(self.size.value)))

    def stop(self) -> None:
        """Cancel the run that is going, if any."""
        if self._task:
            self._task.cancel()

    def _stale(self) -> None:
        if self.table.value:
            self.status.value = "You have moved an assumption since this run."

    async def _work(self, draws: int) -> None:
        draws = min(max(int(draws), PAGE_DRAWS), MAX_DRAWS)
        page = {v["id"]: v for v in self.explorer.verdicts}
        self.run.disabled, self.cancel.disabled = True, False
        self.progress.value, self.status.value = 0.0, f"Drawing {draws:,} points…"
        began = time.perf_counter()
        try:
            await asyncio.sleep(0)
            run = self.explorer.run(draws)
            for done in run.work(CHUNK):
                self.progress.value = done
                await asyncio.sleep(0)
            found = run.verdicts
        except asyncio.CancelledError:
            self.status.value = "Cancelled; nothing was changed."
            return
        finally:
            self.run.disabled, self.cancel.disabled = False, True
        seconds = time.perf_counter() - began
        self.status.value = f"{draws:,} draws in {seconds:.2f} s."
        self.table.value = _table(run.claim.findings, found, page)


def _table(findings: tuple[Finding, ...], found: Sequence[Verdict], page: dict[str, Told]) -> str:
    rows = []
    for f, v in zip(findings, found, strict=True):
        own = page.get(f.id)
        shown = with_error(own["credence"], own["error"]) if own else "not yet run"
        rows.append(
            f"<tr><th scope='row'>{html.escape(f.title)}</th><td>{shown}</td>"
            f"<td>{with_error(v.credence, v.error)}</td></tr>"
        )
    head = "<tr><th scope='col'>Finding</th><th scope='col'>This page</th><th scope='col'>Python</th></tr>"
    caption = "<caption>Credence and Monte Carlo error, both engines</caption>"
    return f"<table class='tilt-table'>{caption}<thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def workbench(explorer: Explorer | StaticExplorer) -> Workbench | None:
    """The panel for a live explorer; None for a static one, so that the built page shows nothing."""
    return Workbench(explorer) if isinstance(explorer, Explorer) else None
