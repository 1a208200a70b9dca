"""How a build asks its kernels: by Jupyter's own client, without the tenths of a second that it waits in silence."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager


class PromptClient(AsyncKernelClient):
    """A client that is ready when its kernel is.

    Jupyter's listens for a fifth of a second more, until the kernel is silent. Here the kernel's word that it has
    nothing left to do with the question ends the listening.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel answers and is heard. Raises RuntimeError when it has died or the time is over."""
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > until:
                raise RuntimeError(f"the kernel did not answer in {timeout} seconds")

    async def _answers(self) -> bool:
        """Ask the kernel who it is; whether it says so, and on the other channel that it is done with it."""
        asked = self.kernel_info()
        try:
            while _parent(await self.get_shell_msg(timeout=1)) != asked:
                pass
            while not _is_idle(said := await self.get_iopub_msg(timeout=0.2)) or _parent(said) != asked:
                pass
        except Empty:  # not listening yet, or what it said came before it was listened to
            return False
        return True


class PromptManager(AsyncKernelManager):
    """Jupyter's own manager of a kernel, with such a client."""

    client_class = f"{__name__}.PromptClient"
    client_factory = PromptClient


def _parent(message: dict[str, Any]) -> str:
    """The id of what a message answers."""
    return str(message["parent_header"].get("msg_id"))


def _is_idle(message: dict[str, Any]) -> bool:
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
