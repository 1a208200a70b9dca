"""Kernels that are forked from one process which has the package imported already, in place of cold ones.

A cold kernel imports Jupyter, NumPy, SciPy, SymPy, pandas and Altair before it runs the first cell: 2.5 s of work for
each of a dozen chapters. Python's own fork server (`multiprocessing`) imports them once; Jupyter's own interface for
starting kernels in other ways (a provisioner) has each kernel begin as a copy of it. What runs in it is the same.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib.metadata import EntryPoint
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.managers import BaseManager
from multiprocessing.process import BaseProcess
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "tilt-forked"
LENDER = "TILT_KERNELS"
"""Environment variable with the address of the process that forks kernels for those it has forked."""
PRELOADED = ["tilt.hosts.preloaded"]
"""Modules that the fork server imports when it starts."""


def use_forked_kernels() -> None:
    """Let every kernel that this process starts from now on be forked from a warm one.

    On Linux only: elsewhere system libraries may not survive a fork, and kernels start cold as they always did.
    """
    if sys.platform != "linux":
        return
    factory = KernelProvisionerFactory.instance()
    group = KernelProvisionerFactory.GROUP_NAME
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:ForkedKernel", group)
    factory.default_provisioner_name = NAME


def warm_process(work: Callable[..., object], *arguments: object, daemon: bool = True) -> BaseProcess:
    """Start `work(*arguments)` in a process that has the package imported; a daemon ends with its parent."""
    process = warm_context(PRELOADED).Process(target=work, args=arguments, daemon=daemon)
    process.start()
    return process


def warm_context(preloaded: list[str]) -> ForkServerContext | SpawnContext:
    """The fork server, with these modules imported; where forks are not safe, new processes that import themselves.

    A program has one fork server: who asks first says what it imports.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preloaded)
    return context


class ForkedKernel(LocalProvisioner):
    """Jupyter's local provisioner, with a fork of the warm process where it runs a command."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel that `cmd` would start; its interpreter and module are the warm process's own."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder, environment = kwargs.get("cwd"), dict(kwargs.get("env") or {})
        lender = os.environ.get(LENDER)
        begin = partial(_borrowed, lender) if lender else _fork
        forked = begin(arguments, folder, environment)
        self.process = forked  # type: ignore[assignment]  # has the methods that are called
        self.pid, self.cwd = forked.number(), folder
        return self.connection_info

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait for the end that the kernel was asked for: Jupyter looks only every tenth of a second, this often."""
        for _ in range(50):
            if await self.poll() is not None:
                break
            await asyncio.sleep(0.01)


class _Forked:
    """A forked process with the methods of `subprocess.Popen` that Jupyter calls."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    def number(self) -> int | None:
        """The process's id."""
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self._process.pid and self.poll() is None:
            os.kill(self._process.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _fork(arguments: list[str], folder: str | None, environment: dict[str, str]) -> _Forked:
    return _Forked(warm_process(become_kernel, arguments, folder, environment))


class _Lent:
    """A process that another process has forked for us."""

    stdin = stdout = stderr = None

    def __init__(self, there: Any) -> None:
        self._there = there

    def __getattr__(self, name: str) -> Any:
        return getattr(self._there, name)


class _Lender(BaseManager):
    """Forks kernels for others: a process that is forked itself would first have to start a fork server of its own."""


_Lender.register("fork", _fork, exposed=("number", "poll", "wait", "send_signal", "terminate", "kill"))


def lend_kernels() -> None:
    """From now on let what this process forks have its kernels forked by this process. Call it before the first."""
    server = _Lender(authkey=multiprocessing.current_process().authkey).get_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ[LENDER] = str(server.address)


def _borrowed(lender: str, arguments: list[str], folder: str | None, environment: dict[str, str]) -> _Lent:
    manager = _Lender(lender, authkey=multiprocessing.current_process().authkey)
    manager.connect()
    return _Lent(manager.fork(arguments, folder, environment))  # type: ignore[attr-defined]  # registered above


def become_kernel(arguments: list[str], folder: str | None, environment: dict[str, str]) -> None:
    """Run ipykernel in this forked process until it is told to stop, or until who asked for it is gone."""
    from ipykernel.kernelapp import IPKernelApp

    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # the fork server ignores it, and Jupyter interrupts with it
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
    # With a parent to watch it takes itself for what it is, a kernel with a manager, and prints no advice for people.
    IPKernelApp.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
