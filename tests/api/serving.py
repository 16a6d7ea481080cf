"""A server of ours as a process, and a service that it can call."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx

from tests.conftest import PASSPHRASE
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.keys import ApiKeyCreate

SERVICE_KEY = "service-key-of-the-tests"
CANARY = "xoxb-canary-7Qd2Lm0vTz"


@dataclass
class Server:
    """A running server: its address, a key of its first organisation, its output when stopped."""

    url: str
    key: str
    home: Path
    process: subprocess.Popen[bytes]
    output: Path = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The key as a header."""
        return {"Authorization": f"Bearer {self.key}"}

    def client(self, key: str | None = None) -> httpx.Client:
        """A client with a key, the first one by default."""
        bearer = {"Authorization": f"Bearer {key or self.key}"}
        return httpx.Client(base_url=self.url, headers=bearer, timeout=60)

    def log(self) -> list[dict[str, Any]]:
        """What it has told so far, a JSON object a line."""
        lines = self.output.read_text().splitlines()
        return [json.loads(each) for each in lines if each.startswith("{")]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a process with a home of its own, and nothing of this one's."""
    secret = folder / "passphrase"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(PASSPHRASE)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WEAVZ_TUI_") and name != "DBUS_SESSION_BUS_ADDRESS"
    }
    return kept | {
        "WEAVZ_TUI_HOME": str(folder / "home"),
        "WEAVZ_TUI_PASSPHRASE_FILE": str(secret),
        "WEAVZ_TUI_SERVICE_KEY": SERVICE_KEY,
        "WEAVZ_TUI_LIMITS_RATE_LIMIT": "1000000",
        "WEAVZ_TUI_LIMITS_ANONYMOUS_RATE_LIMIT": "1000000",
        "XDG_RUNTIME_DIR": str(folder / "run"),
        **settings,
    }


async def first_key(home: Path) -> str:
    """A key of the home's organisation, made as `weavz-tui keys create` makes it."""
    service = await open_local(Home(home, home), source=Source.CLI)
    try:
        return (await service.api_keys.create(ApiKeyCreate(name="tests"))).plain_key
    finally:
        await service.close()


@contextlib.contextmanager
def serving(folder: Path, *words: str, **settings: str) -> Iterator[Server]:
    """`weavz-tui serve` on a free port, ended with SIGTERM."""
    home = folder / "home"
    key = asyncio.run(first_key(home))
    output = folder / "serve.log"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "weavz_tui", "serve", "--port", "0", *words],
            env=environment(folder, **settings),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Server(_address(process, output), key, home, process, output)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)


def _address(process: subprocess.Popen[bytes], output: Path) -> str:
    """The address that the server prints, once it answers there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(output.read_text())
        for line in output.read_text().splitlines():
            _, found, url = line.partition(" listens on ")
            if found:
                with contextlib.suppress(httpx.TransportError):
                    httpx.get(f"{url}/health", timeout=5).raise_for_status()
                    return url
        time.sleep(0.02)
    raise RuntimeError(f"no answer within 60 s: {output.read_text()}")


class Slack(BaseHTTPRequestHandler):
    """Answers as the service would; remembers what it was sent."""

    seen: ClassVar[list[tuple[str, Mapping[str, str], bytes]]] = []
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        self.seen.append((self.path, dict(self.headers), self.rfile.read(length)))
        if "slow" in self.path:
            time.sleep(1)
        channel = {"id": "C01", "name": "general", "is_member": True}
        body = json.dumps({"ok": True, "channels": [channel], "ts": "1.2", "channel": "C01"})
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


@contextlib.contextmanager
def upstream() -> Iterator[str]:
    """A service on the loopback; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slack)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
