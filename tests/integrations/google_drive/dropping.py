"""A Drive whose connections end in the middle of an upload."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from tests.integrations.google_drive.service import FILE


@dataclass
class Session:
    """What a resumable session was told. `cuts`: after how many bytes of each request with content
    the connection ends; `statuses`: what a question is answered with before the truth."""

    cuts: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    content: bytearray = field(default_factory=bytearray)
    ranges: list[str] = field(default_factory=list)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    session: ClassVar[Session]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"{}", Location=f"{self.session.url}/upload/place")

    def do_PUT(self) -> None:
        session, told = self.session, self.headers.get("Content-Range", "")
        session.ranges.append(told)
        size = int(self.headers["Content-Length"])
        if told.startswith("bytes */"):
            if session.statuses:
                self._answer(session.statuses.pop(0), b"{}")
            elif len(session.content) == int(told.removeprefix("bytes */")):
                self._answer(200, json.dumps(FILE).encode())
            else:
                self._incomplete()
            return
        start = int(found[1]) if (found := re.match(r"bytes (\d+)-", told)) else 0
        assert start == len(session.content)
        cut = session.cuts.pop(0) if session.cuts else None
        session.content += self.rfile.read(size if cut is None else cut)
        if cut is None:
            self._answer(200, json.dumps(FILE).encode())
        else:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _incomplete(self) -> None:
        count = len(self.session.content)
        self._answer(308, b"", **({"Range": f"bytes=0-{count - 1}"} if count else {}))

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def dropping(*cuts: int, statuses: tuple[int, ...] = ()) -> Iterator[Session]:
    """A Drive that ends connections after so many bytes, one upload after the other."""
    session = Session(list(cuts), list(statuses))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (_Handler,), {"session": session}))
    session.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield session
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
