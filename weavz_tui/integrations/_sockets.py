"""What the integrations have in common that speak another protocol than HTTP."""

from __future__ import annotations

import asyncio
import importlib
import os
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar
from urllib.parse import urlsplit

from weavz_tui.catalog import ActionFailed, Context

Result = TypeVar("Result")
GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens; `tls` where the connection's base URL is an https one."""

    host: str
    port: str
    tls: bool = False

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def place_of(ctx: Context, port: int, tls_port: int | None = None) -> Place:
    """Host and port of the connection: those of its base URL, else its fields `host` and `port`.

    The numbers are what holds where none is given; `tls_port` for an https base URL.
    """
    credential = ctx.credential
    if credential is None:
        return Place("", str(port))
    if not credential.base_url:
        number = credential.get("port").strip().removesuffix(".0")
        return Place(credential.get("host").strip(), number or str(port))
    parts = urlsplit(credential.base_url)
    tls = parts.scheme == "https"
    usual = tls_port if tls and tls_port else port
    return Place(parts.hostname or "", str(parts.port or usual), tls)


def driver(module: str, extra: str) -> ModuleType:
    """The driver of a protocol; raises ActionFailed with what installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise failed(
            f"The package {package} is missing here",
            reason="REFUSED",
            hint=f"install it: pip install 'weavz-tui[{extra}]'",
        ) from error


def failed(message: str, *, reason: str = "", hint: str = "") -> ActionFailed:
    """ACTION_FAILED with what the server said. `reason`: CONNECT (never reached), REFUSED (it
    answered with an error, so nothing was done), TIMEOUT or DROPPED (nobody knows)."""
    details = {"message": message, "statusCode": None, "reason": reason}
    return ActionFailed("Action execution failed", details=details, hint=hint)


async def open_socket(addresses: tuple[str, ...], place: Place, seconds: float) -> socket.socket:
    """A connected socket to the first address that answers, blocking and without a time limit.

    Raises ActionFailed (CONNECT) when none does within `seconds` altogether.
    """
    loop = asyncio.get_running_loop()
    problem = "it has no address"
    try:
        async with asyncio.timeout(seconds):
            for address in addresses:
                family = socket.AF_INET6 if ":" in address else socket.AF_INET
                opened = socket.socket(family, socket.SOCK_STREAM)
                opened.setblocking(False)
                try:
                    await loop.sock_connect(opened, (address, int(place.port)))
                except OSError as error:
                    opened.close()
                    problem = error.strerror or str(error)
                except BaseException:
                    opened.close()
                    raise
                else:
                    opened.setblocking(True)
                    return opened
    except TimeoutError:
        problem = f"no answer within {seconds:g} s"
    raise failed(
        f"{place} cannot be reached: {problem}",
        reason="CONNECT",
        hint=f"check that {place} can be reached from here",
    )


async def in_thread(
    work: Callable[[], Result],
    opened: socket.socket,
    stop: Callable[[], Coroutine[None, None, None]] | None = None,
) -> Result:
    """What a blocking driver on `opened` gives, run in a thread of its own.

    When the caller is cancelled `stop` may tell the server; then the connection is shut, which
    ends the driver's waiting, and the thread has ended when the cancellation goes on.
    """
    loop = asyncio.get_running_loop()
    # The driver may wrap the socket and with it take the descriptor away: this is another one.
    handle = socket.socket(fileno=os.dup(opened.fileno()))
    pool = ThreadPoolExecutor(1, thread_name_prefix="weavz-driver")
    running = loop.run_in_executor(pool, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        if stop is not None:
            await _briefly(stop())
        _shut(handle)
        await asyncio.wait([running])
        running.exception()
        raise
    finally:
        handle.close()
        pool.shutdown(wait=False)


async def _briefly(work: Coroutine[None, None, None]) -> None:
    """Work that is worth a try: neither its failure nor its slowness counts."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task], timeout=GRACE)
    if not done:
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _shut(handle: socket.socket) -> None:
    try:
        handle.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
