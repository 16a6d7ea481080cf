"""A command on the local engine: opened for it, closed after it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeAlias

from weavz_tui.home import Home
from weavz_tui.model.enums import Source

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

Parameters = ParamSpec("Parameters")
Handler: TypeAlias = "Callable[Concatenate[Service, Parameters], Coroutine[Any, Any, None]]"


def open_home() -> Home:
    """The home of this process, made where it is missing, with logging into it."""
    from weavz_tui.logs import configure_logging

    home = Home.find()
    home.create()
    configure_logging(home)
    return home


def engine_command(handler: Handler[Parameters]) -> Callable[Parameters, None]:
    """Make a callback of click's from an async function whose first argument is the Service."""

    @wraps(handler)
    def callback(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            asyncio.run(_call(open_home(), handler, *args, **kwargs))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    return callback


async def _call(
    home: Home, handler: Handler[Parameters], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> None:
    from weavz_tui.cli.elsewhere import elsewhere, open_engine

    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    service = await open_engine(home, await elsewhere().name(home), Source.CLI)
    try:
        await handler(service, *args, **kwargs)
    finally:
        await service.close()
