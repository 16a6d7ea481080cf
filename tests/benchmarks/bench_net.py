"""The outbound client beside the bare library that it uses, on a loopback nginx.

Run `python -m tests.benchmarks.bench_net`. Prints requests/s of both at 1, 16 and 64 callers and
their ratio, and ends with 1 when a ratio is below the promised 0.8.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from weavz_tui.model.http import Request
from weavz_tui.net import Client, NetSettings

CALLERS = (1, 16, 64)
ROUNDS = 25
SECONDS = 0.2
PROMISED = 0.8
HEADERS = {"User-Agent": "bench", "Accept": "application/json", "Authorization": "Bearer x"}

_CONF = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 10000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    location / {{ default_type application/json; return 200 '{{"ok":true,"items":[1,2,3]}}'; }}
  }}
}}
"""

Call = Callable[[], Awaitable[None]]


@contextmanager
def nginx() -> Iterator[str]:
    """A loopback nginx that answers every request with a small JSON object; its URL."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder) / "nginx.conf"
        conf.write_text(_CONF.format(folder=folder, port=port))
        process = subprocess.Popen([program, "-e", "stderr", "-p", folder, "-c", str(conf)])
        try:
            _wait(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit("nginx did not start; install nginx")


async def rate(call: Call, callers: int) -> float:
    """Requests per second of so many callers in a closed loop."""
    done = 0
    start = time.perf_counter()
    until = start + SECONDS

    async def caller() -> None:
        nonlocal done
        while time.perf_counter() < until:
            await call()
            done += 1

    await asyncio.gather(*(caller() for _ in range(callers)))
    return done / (time.perf_counter() - start)


async def compare(url: str) -> list[tuple[int, float, float, float]]:
    """For each number of callers the median rates of the bare library and of ours, and the median
    ratio of neighbouring rounds, which a machine busy with other things disturbs least."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        client = Client(NetSettings())

        async def bare() -> None:
            async with session.get(url, headers=HEADERS) as response:
                assert response.status == 200
                await response.read()

        async def ours() -> None:
            response = await client.send(Request("GET", url, HEADERS))
            assert response.status == 200

        found = []
        for callers in CALLERS:
            rates: dict[Call, list[float]] = {bare: [], ours: []}
            for _ in range(ROUNDS):
                for call, seen in rates.items():
                    seen.append(await rate(call, callers))
            ratios = [after / before for before, after in zip(*rates.values(), strict=True)]
            medians = [statistics.median(each) for each in (*rates.values(), ratios)]
            found.append((callers, medians[0], medians[1], medians[2]))
        await client.close()
    return found


def main() -> int:
    """Print the table; 1 when the promise is broken."""
    with nginx() as url:
        found = asyncio.run(compare(url))
    sys.stdout.write("callers  bare/s  ours/s  ratio\n")
    for callers, bare, ours, ratio in found:
        sys.stdout.write(f"{callers:7}  {bare:6.0f}  {ours:6.0f}  {ratio:.2f}\n")
    return int(any(ratio < PROMISED for *_, ratio in found))


if __name__ == "__main__":
    raise SystemExit(main())
