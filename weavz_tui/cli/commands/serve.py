"""`weavz-tui serve`."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from weavz_tui import __version__
from weavz_tui.cli.session import open_home
from weavz_tui.collecting import collect_seldom
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    import uvicorn

    from weavz_tui.api.app import ApiServer
    from weavz_tui.api.logs import RequestLog
    from weavz_tui.api.options import ServeOptions
    from weavz_tui.engine.local import LocalService
    from weavz_tui.home import Home

LEVELS = ("debug", "info", "warning", "error")
# Seconds that requests under way have to come to their end.
DRAIN = 30
BACKLOG = 2048
GUARDED = (
    "Actions reach public addresses alone, as others reach this server; "
    "network.allow_private = true lifts that"
)


class CannotListen(WeavzError):
    """The address cannot be listened on: taken, not of this machine, or not allowed."""

    code = "CANNOT_LISTEN"
    status = 500


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=3000,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--log-level", type=click.Choice(LEVELS), help="What is told on standard error, as JSON."
)
def serve(host: str, port: int, log_level: str | None) -> None:
    """Serve the REST API and MCP.

    Requests need an API key; `weavz-tui keys create NAME` makes one. A systemd unit, TLS and other
    host names are in the README.
    """
    home = open_home()
    is_guarded = guard_network(home, host)
    listener = listen(host, port)
    with contextlib.closing(listener):
        from weavz_tui.api.logs import log_to_stderr

        log = log_to_stderr(log_level or home.settings.log_level)
        if is_guarded:
            click.echo(GUARDED)
        asyncio.run(_serve(home, host, listener, log))


def guard_network(home: Home, host: str) -> bool:
    """Keep actions out of the private network of a server that others reach, where the setting
    `network.allow_private` does not say otherwise; whether that was done. A key would else open
    whatever trusts this machine."""
    from weavz_tui.api.guard import is_loopback

    settings = home.settings
    is_shared = not is_loopback(host) or settings.serve_public_url is not None
    if not is_shared or settings.origin("network_allow_private") != "default":
        return False
    vars(home)["settings"] = dataclasses.replace(settings, network_allow_private=False)
    return True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; raises CannotListen with what mends it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise CannotListen(
            f"Cannot listen on {host}: {error}", hint="--host takes an address of this machine"
        ) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise CannotListen(
            f"Cannot listen on {host}:{port}: {error.strerror or error}",
            details={"host": host, "port": port},
            hint="stop what listens there, or choose another port with --port",
        ) from error
    return listener


async def _serve(home: Home, host: str, listener: socket.socket, log: RequestLog) -> None:
    from weavz_tui import mcp
    from weavz_tui.api.app import ApiServer
    from weavz_tui.engine.local import open_local

    service = await open_local(home, source=Source.REST)
    try:
        # The REST door looks at Host and Origin of whatever comes in.
        hub = mcp.hub(service, hosts=mcp.ANY)
        api = ApiServer(service, _options(home, host), mounts={"/mcp": hub}, log=log)
        server = _server(api)
        async with hub.running():
            with _stopping(server, api.stop, hub.stop):
                warming = asyncio.create_task(_warm(service))
                _announce(host, listener.getsockname()[1], home)
                await server.serve(sockets=[listener])
                warming.cancel()
    finally:
        await service.close()


def _options(home: Home, host: str) -> ServeOptions:
    from weavz_tui.api.options import ServeOptions

    settings = home.settings
    return ServeOptions(
        host=host,
        public_url=settings.serve_public_url,
        allowed_hosts=settings.serve_allowed_hosts,
        max_body=settings.serve_max_body,
        anonymous_rate_limit=settings.limits_anonymous_rate_limit,
    )


def _server(api: ApiServer) -> uvicorn.Server:
    import uvicorn

    class Server(uvicorn.Server):
        """A server whose signals are ours: its own would end the process before the engine has
        been closed."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return Server(
        uvicorn.Config(
            api,
            http="httptools",
            loop="none",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            backlog=BACKLOG,
            timeout_graceful_shutdown=DRAIN,
        )
    )


@contextlib.contextmanager
def _stopping(server: uvicorn.Server, *streams: Callable[[], None]) -> Iterator[None]:
    """Let the first signal end the `streams` and drain the server, the second end it at once."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True
        for end in streams:
            end()

    for each in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows
            loop.add_signal_handler(each, stop)
    yield


async def _warm(service: LocalService) -> None:
    """Load the catalogue before the first call needs it."""
    gc.freeze()
    await service.catalogue.list()
    gc.collect()
    collect_seldom()


def _announce(host: str, port: int, home: Home) -> None:
    shown = f"[{host}]" if ":" in host else host
    address = home.settings.serve_public_url or f"http://{shown}:{port}"
    click.echo(f"weavz-tui {__version__} listens on {address}")
    click.echo("First key:  weavz-tui keys create NAME")
