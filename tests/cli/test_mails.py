"""Large files as attachments from the command line: whole, and never whole in memory."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.cli.conftest import Process
from tests.cli.test_files import GROWTH, connect, digest, resident

MEGABYTE = 1024 * 1024
MAILED = 120 * MEGABYTE
# As mail it is 34 MB, and Gmail takes 35.
UPLOADED = 24 * MEGABYTE
LINES = 78 * 10_000


class Post(socketserver.StreamRequestHandler):
    """A mail server that writes what it gets into a file."""

    taken: ClassVar[Path]

    def handle(self) -> None:
        self._say(b"220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                with self.taken.open("wb") as file:
                    while (line := self.rfile.readline()) != b".\r\n":
                        assert line
                        file.write(line)
            self._say(b"221 bye" if word == b"QUIT" else b"250 fine")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class Gmail(BaseHTTPRequestHandler):
    """A service that writes what it gets into a file."""

    taken: ClassVar[Path]

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        with self.taken.open("wb") as file:
            while left:
                block = self.rfile.read(min(left, MEGABYTE))
                file.write(block)
                left -= len(block)
        content = b'{"id": "m1"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(server: Any) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def made(path: Path, size: int) -> Path:
    block = os.urandom(MEGABYTE)
    with path.open("wb") as file:
        for _ in range(size // MEGABYTE):
            file.write(block)
    return path


def attached(path: Path) -> str:
    """The digest of the last attachment of a mail in a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while not file.readline().startswith(b"Content-Disposition: attachment"):
            pass
        while file.readline() != b"\r\n":
            pass
        while block := file.read(LINES):
            lines, end, _ = block.partition(b"\r\n--")
            found.update(base64.b64decode(lines))
            if end:
                break
    return found.hexdigest()


def test_a_large_file_is_mailed_and_never_held(
    process: Process, passphrase_file: Path, tmp_path: Path
) -> None:
    small, large = made(tmp_path / "small.bin", 0), made(tmp_path / "large.bin", MAILED)
    taken = tmp_path / "taken"
    server = socketserver.ThreadingTCPServer(
        ("127.0.0.1", 0), type("Handler", (Post,), {"taken": taken})
    )
    mail = {"from": "a@example.com", "to": ["b@example.com"], "subject": "Tea", "body": "."}
    words = ["run", "smtp.send-email", "--connection", "files", "--set", "body_type=plain_text"]
    for name, value in mail.items():
        words += ["--set-json", f"{name}={json.dumps(value)}"]
    with serving(server) as port:
        login = {"host": "127.0.0.1", "port": str(port), "email": "ann", "password": "x"}
        connect(process, "smtp", f"http://127.0.0.1:{port}", "CUSTOM_AUTH", json.dumps(login))
        few = resident(*words, "--set-file", f"attachments.0.file={small}")
        many = resident(*words, "--set-file", f"attachments.0.file={large}")
    assert attached(taken) == digest(large)
    assert many - few < GROWTH


def test_a_large_file_is_uploaded_to_gmail_and_never_held(
    process: Process, passphrase_file: Path, tmp_path: Path
) -> None:
    small, large = made(tmp_path / "small.bin", 0), made(tmp_path / "large.bin", UPLOADED)
    taken = tmp_path / "taken"
    handler = type("Handler", (Gmail,), {"taken": taken})
    words = ["run", "gmail.send_email", "--connection", "files"]
    for each in ("to=b@example.com", "subject=Tea", "body=Leaves"):
        words += ["--set", each]
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as port:
        connect(process, "gmail", f"http://127.0.0.1:{port}", "SECRET_TEXT", "token")
        few = resident(*words, "--set-file", f"attachments.0.file={small}")
        many = resident(*words, "--set-file", f"attachments.0.file={large}")
    assert attached(taken) == digest(large)
    assert many - few < GROWTH // 2


@pytest.mark.parametrize("size", [36, 200])
def test_more_than_gmail_takes_is_refused_before_it_is_sent(
    process: Process, passphrase_file: Path, tmp_path: Path, size: int
) -> None:
    large = made(tmp_path / "large.bin", size * MEGABYTE)
    connect(process, "gmail", "http://127.0.0.1:1", "SECRET_TEXT", "token")
    words = ("--set", "to=b@example.com", "--set", "subject=Tea", "--set", "body=Leaves")
    done = process(
        *("run", "gmail.send_email", "--connection", "files", *words),
        *("--set-file", f"attachments.0.file={large}"),
    )
    assert "35 MiB" in done.stderr
