"""`run --output`: what a result leaves on the disk."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.cli.conftest import Invoke

TEA = b"\x00Tea"
DIGEST = ("hash-encode.hash", "--set", "text=a", "--set", "algorithm=sha1", "--set", "encoding=hex")


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Type", "application/x-tea")
        self.send_header("Content-Length", str(len(TEA)))
        self.end_headers()
        self.wfile.write(TEA)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Handler.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "saved"
    made.mkdir()
    return made


def fetch(url: str) -> tuple[str, ...]:
    return ("run", "http.send_request", "--set", f"url={url}", "--set", "response_is_binary=true")


def test_a_result_without_a_file_is_saved_as_it_is(invoke: Invoke, folder: Path) -> None:
    done = invoke("run", *DIGEST, "--output", str(folder / "out.json"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads((folder / "out.json").read_text())["algorithm"] == "sha1"
    assert "out.json" in done.stderr


def test_a_file_replaces_what_is_there(invoke: Invoke, folder: Path, url: str) -> None:
    (folder / "tea").write_bytes(b"before")
    done = invoke(*fetch(f"{url}/a.bin"), "-o", str(folder / "tea"), "--json")
    assert done.exit_code == 0, done.stderr
    shown = json.loads(done.stdout)["output"]["body"]
    assert (shown["path"], shown["size"]) == (str(folder / "tea"), len(TEA))
    assert "base64" not in shown
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {"tea": TEA}


def test_a_folder_takes_a_file_by_its_name(invoke: Invoke, folder: Path, url: str) -> None:
    assert invoke(*fetch(f"{url}/a.bin"), "-o", str(folder)).exit_code == 0
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {"a.bin": TEA}


def test_a_failure_leaves_what_is_there(invoke: Invoke, folder: Path, url: str) -> None:
    (folder / "tea").write_bytes(b"before")
    done = invoke(*fetch(f"{url}/missing"), "-o", str(folder / "tea"))
    assert done.exit_code == 1
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {"tea": b"before"}


def test_nothing_is_sent_where_nothing_can_be_saved(invoke: Invoke, folder: Path, url: str) -> None:
    done = invoke(*fetch(f"{url}/a.bin"), "-o", str(folder / "no" / "tea"))
    assert done.exit_code == 2
    assert "Nothing can be saved" in done.stderr
    assert Handler.asked == []
