"""Kernels of a forker's own notebooks end with their pages, also where a page can say no farewell.

Voilà ends a kernel when its page says so on leaving. A browser that is killed, or a request that is broken off while
the notebook is still run, says nothing; such kernels would stay until they are culled.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ensure_async
from tornado.web import HTTPError
from voila.tornado.handler import TornadoVoilaHandler

ALONE = 15.0
"""Seconds that a kernel outlives the last line to it: time for a network that stumbled."""

_rendering: ContextVar[Rendered | None] = ContextVar("_rendering", default=None)


class Rendered(TornadoVoilaHandler):
    """A notebook rendered by Voilà, whose kernel ends with the request where that is broken off."""

    kernel: str | None = None

    async def prepare(self) -> None:
        """Set the cookie that the page's farewell must show (voila-dashboards/voila#1458); say who starts kernels."""
        await super().prepare()
        _ = self.xsrf_token
        _rendering.set(self)

    def on_connection_close(self) -> None:
        """The reader did not wait for the page."""
        super().on_connection_close()
        if self.kernel:
            self.kernel_manager.end(self.kernel)


class EndingKernels(AsyncMappingKernelManager):
    """Kernels that end once nobody has a line to them."""

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start one, known to the request that asks for it."""
        kernel: str = await super().start_kernel(**kwargs)
        if asked := _rendering.get():
            asked.kernel = kernel
            if asked.request.connection is None or asked.request.connection.stream.closed():
                self.end(kernel)  # gone while it started
        return kernel

    def notify_disconnect(self, kernel_id: str) -> None:
        """A line to a kernel has ended."""
        super().notify_disconnect(kernel_id)
        asyncio.get_running_loop().call_later(ALONE, self._look, kernel_id)

    def _look(self, kernel_id: str) -> None:
        if self._kernel_connections.get(kernel_id) == 0:
            self.end(kernel_id)

    def end(self, kernel_id: str) -> None:
        """End a kernel, if it has not ended by itself."""
        self._ending = asyncio.ensure_future(self._end(kernel_id))

    async def _end(self, kernel_id: str) -> None:
        with suppress(HTTPError, KeyError):
            await ensure_async(self.shutdown_kernel(kernel_id, now=True))
