"""Files from the command line to a service and back: whole, and never whole in memory."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import boto3
import pytest

from tests.cli.conftest import Process

SIZE = 200 * 1024 * 1024
GROWTH = 40 * 1024
"""Kilobytes by which a call with a large file may outgrow one with a small file."""
_TELLING = """
import atexit, runpy, sys, threading, time

def forget():
    # The key of the vault takes 64 MB to make; what counts begins with the first request.
    while "weavz_tui.net.pool" not in sys.modules:
        time.sleep(0.001)
    open("/proc/self/clear_refs", "w").write("5")

def tell():
    _, name, rest = open("/proc/self/status").read().partition("VmHWM:")
    sys.stderr.write(name + rest.partition("kB")[0])

atexit.register(tell)
threading.Thread(target=forget, daemon=True).start()
runpy.run_module("weavz_tui", run_name="__main__")
"""
REGION = "eu-central-1"
BUCKET = "leaves"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "large.bin"
    block = os.urandom(1024 * 1024)
    with path.open("wb") as file:
        for number in range(SIZE // len(block)):
            file.write(number.to_bytes(8, "big") + block[8:])
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "small.bin"
    path.write_bytes(b"\x00Tea")
    return path


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def resident(*words: str) -> int:
    """Kilobytes that `weavz-tui` held at most with these words; it has to succeed."""
    done = subprocess.run(
        [sys.executable, "-c", _TELLING, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stderr.rpartition("VmHWM:")[2].split()[0])


@contextmanager
def s3() -> Iterator[str]:
    """moto's server with an empty bucket, in a process of its own: it holds what it gets."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as server:
        assert server.stderr is not None
        assert any(b"Running on" in line for line in server.stderr), "moto did not start"
        threading.Thread(target=server.stderr.read, daemon=True).start()
        url = f"http://127.0.0.1:{port}"
        boto3.client(
            "s3",
            endpoint_url=url,
            region_name=REGION,
            aws_access_key_id="AKIATESTTEST",
            aws_secret_access_key="test-secret",
        ).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        try:
            yield url
        finally:
            server.terminate()


def connect(process: Process, integration: str, url: str, type: str, secret: str) -> None:
    done = process(
        "connections",
        "create",
        "--integration",
        integration,
        "--external-id",
        "files",
        "--type",
        type,
        "--set",
        f"baseUrl={url}",
        stdin=secret,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def bucket(process: Process, passphrase_file: Path) -> Iterator[None]:
    keys = {
        "accessKeyId": "AKIATESTTEST",
        "secretAccessKey": "test-secret",
        "region": REGION,
        "bucket": BUCKET,
    }
    with s3() as url:
        connect(process, "amazon-s3", url, "CUSTOM_AUTH", json.dumps(keys))
        yield


@pytest.mark.usefixtures("bucket")
def test_a_large_file_goes_through_s3_and_is_never_held(
    large: Path, small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    put = ("run", "amazon-s3.upload-file", "--connection", "files", "--set-file")
    get = ("run", "amazon-s3.read-file", "--connection", "files", "--output")
    few = resident(*put, f"file={small}")
    many = resident(*put, f"file={large}")
    back = folder / "back.bin"
    few_back = resident(*get, str(back), "--set", "key=small.bin")
    assert back.read_bytes() == small.read_bytes()
    many_back = resident(*get, str(back), "--set", "key=large.bin")
    assert digest(back) == digest(large)
    print(f"s3: up {few} {many} kB, down {few_back} {many_back} kB")  # noqa: T201
    assert many - few < GROWTH
    assert many_back - few_back < GROWTH
    assert [each.name for each in folder.iterdir()] == ["back.bin"]


@dataclass
class Drive:
    """What a Drive was given: announcements, and the digests of contents."""

    announced: list[dict[str, str]] = field(default_factory=list)
    stored: list[tuple[int, str]] = field(default_factory=list)


class DriveHandler(BaseHTTPRequestHandler):
    """Resumable uploads, and downloads of one file, a block at a time."""

    drive: ClassVar[Drive]
    file: ClassVar[Path]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.drive.announced.append(dict(self.headers))
        self._answer(b"{}", Location=f"http://{self.headers['Host']}/upload/place")

    def do_PUT(self) -> None:
        left, found = int(self.headers["Content-Length"]), hashlib.sha256()
        while left:
            block = self.rfile.read(min(left, 1 << 20))
            found.update(block)
            left -= len(block)
        self.drive.stored.append((int(self.headers["Content-Length"]), found.hexdigest()))
        self._answer(b'{"id": "f1"}')

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-tea")
        self.send_header("Content-Length", str(self.file.stat().st_size))
        self.end_headers()
        with self.file.open("rb") as file, suppress(ConnectionError):
            while block := file.read(1 << 20):
                self.wfile.write(block)

    def _answer(self, content: bytes, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def drive(process: Process, passphrase_file: Path, large: Path) -> Iterator[Drive]:
    found = Drive()
    handler = type("Handler", (DriveHandler,), {"drive": found, "file": large})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    connect(
        process, "google-drive", f"http://127.0.0.1:{server.server_port}", "SECRET_TEXT", "token"
    )
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_large_file_goes_through_drive_and_is_never_held(
    drive: Drive, large: Path, tmp_path: Path
) -> None:
    put = ("run", "google-drive.upload_file", "--connection", "files", "--set", "name=a.bin")
    few = resident(*put, "--set", "content=Tea")
    many = resident(*put, "--set-file", f"content={large}")
    assert drive.stored == [(SIZE, digest(large))]
    back = tmp_path / "back.bin"
    get = ("run", "google-drive.custom_api_call", "--connection", "files", "--set", "method=GET")
    down = resident(*get, "--set", "url=/drive/v3/files/f1?alt=media", "--output", str(back))
    assert digest(back) == digest(large)
    print(f"drive: up {few} {many} kB, down {down} kB")  # noqa: T201
    assert many - few < GROWTH
    assert down - few < GROWTH


@pytest.mark.usefixtures("drive")
def test_what_json_carries_is_limited_and_says_how_to_get_more(process: Process) -> None:
    done = process(
        "run",
        "google-drive.custom_api_call",
        "--connection",
        "files",
        "--set",
        "method=GET",
        "--set",
        "url=/drive/v3/files/f1?alt=media",
    )
    assert done.returncode != 0
    assert "larger than 25 MB" in done.stderr
    assert "--output FILE" in done.stderr


@pytest.mark.usefixtures("bucket")
def test_a_preview_shows_name_and_size_of_a_file(process: Process, large: Path) -> None:
    words = ("run", "amazon-s3.upload-file", "--connection", "files", "--dry-run", "--set-file")
    started = process(*words, f"file={large}")
    assert "large.bin?uploads=" in started.stdout
    explained = process(*words[:4], "--explain", "--json", "--set-file", f"file={large}")
    shown = json.loads(explained.stdout)["input"]["file"]
    assert shown == {"filename": "large.bin", "mimeType": "application/octet-stream", "size": SIZE}
