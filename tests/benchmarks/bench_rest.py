"""The REST door beside bare forwarders: calls a second, latency, processor time, memory.

Run `python -m tests.benchmarks.bench_rest`; it needs `nginx` and `wrk` (Debian: nginx-light, wrk).
A call is `POST /api/v1/actions/execute` of `slack.send_channel_message` with a key, a connection
whose secret is in the vault, and a record; its upstream is a loopback nginx. The target has one
core, nginx and wrk share the other. Ends with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_net import nginx
from tests.benchmarks.engine_home import engine
from weavz_tui.model.keys import ApiKeyCreate

CALLERS = (1, 16, 64)
OF_AIOHTTP = 0.35
OF_HTTPX = 3.0
TAIL = 3.0
PATH = "/api/v1/actions/execute"
HERTZ = os.sysconf("SC_CLK_TCK")

SCRIPT = """
local body
function init(args)
  body = args[1]
  wrk.method = "POST"
  wrk.body = body
  wrk.headers["Content-Type"] = "application/json"
  if args[2] then wrk.headers["Authorization"] = args[2] end
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('WRK {"requests":%d,"seconds":%.6f,"p50":%.4f,"p99":%.4f,"errors":%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, e.status + e.connect + e.read + e.write + e.timeout))
end
"""


@dataclass(frozen=True)
class Target:
    """A server that is measured."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    body: str
    authorization: str | None = None


@dataclass(frozen=True)
class Run:
    """One run of the load: calls a second, milliseconds, processor milliseconds a call."""

    rate: float
    p50: float
    p99: float
    processor: float


@contextlib.contextmanager
def running(target: Target, port: int) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The target on one core, and how many seconds it took to its first answer."""
    started = time.perf_counter()
    process = subprocess.Popen(
        ["taskset", "-c", "0", *target.command, "--port", str(port)],
        env={**os.environ, **target.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}{PATH}", target):
            if process.poll() is not None or time.perf_counter() - started > 60:
                raise RuntimeError(f"{target.name} did not start")
            time.sleep(0.01)
        yield process, time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def answers(url: str, target: Target) -> bool:
    """Whether a call succeeds; an answer that is an error is raised."""
    headers = {"Content-Type": "application/json"}
    if target.authorization:
        headers["Authorization"] = target.authorization
    request = urllib.request.Request(url, target.body.encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return bool(json.loads(response.read())["success"])
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{target.name}: {error.code} {error.read()!r}") from error
    except OSError:
        return False


def load(script: Path, port: int, target: Target, callers: int, seconds: int) -> dict[str, Any]:
    """What wrk measured."""
    words = [
        *("taskset", "-c", "1", "wrk", "-t1", f"-c{callers}", f"-d{seconds}s"),
        *("--timeout", "20s", "-s", str(script), f"http://127.0.0.1:{port}{PATH}", "--"),
        target.body,
        *([target.authorization] if target.authorization else []),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    line = next(each for each in done.stdout.splitlines() if each.startswith("WRK "))
    found: dict[str, Any] = json.loads(line[4:])
    if found["errors"]:
        raise RuntimeError(f"{target.name}: {found['errors']} errors")
    return found


def one_run(
    script: Path, port: int, target: Target, process: int, callers: int, seconds: int
) -> Run:
    """One run of the load."""
    before = processor_seconds(process)
    found = load(script, port, target, callers, seconds)
    used = processor_seconds(process) - before
    return Run(
        found["requests"] / found["seconds"],
        found["p50"],
        found["p99"],
        1000 * used / found["requests"],
    )


def processor_seconds(process: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / HERTZ


def resident(process: int) -> float:
    """Megabytes of a process in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1_000_000


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def targets(folder: Path, upstream: str, quota: str = "1000000000") -> list[Target]:
    """Ours, with a month's quota unless it is empty, and the two forwarders."""
    workspace, key = asyncio.run(prepared(folder, upstream))
    inputs = {"channel": "C01", "text": "hello"}
    call = {
        "integrationName": "slack",
        "actionName": "send_channel_message",
        "workspaceId": workspace,
        "input": inputs,
    }
    ours = {
        "WEAVZ_TUI_HOME": str(folder / "home"),
        "WEAVZ_TUI_PASSPHRASE_FILE": str(folder / "passphrase"),
        "WEAVZ_TUI_LIMITS_RATE_LIMIT": "100000000",
        "WEAVZ_TUI_LIMITS_MONTHLY_QUOTA": quota,
    }
    program = [sys.executable, "-m", "weavz_tui", "serve"]
    forwarder = [sys.executable, "-m", "tests.benchmarks.forwarders", "--upstream"]
    address = f"{upstream}chat.postMessage"
    body = json.dumps(call)
    return [
        Target("weavz-tui", program, ours, body, f"Bearer {key}"),
        Target("aiohttp", [*forwarder, address, "--client", "aiohttp"], {}, body),
        Target("httpx", [*forwarder, address, "--client", "httpx"], {}, body),
    ]


async def prepared(folder: Path, upstream: str) -> tuple[str, str]:
    """A home with a connection and a key: the workspace and the key."""
    async with engine(folder, None, upstream.rstrip("/")) as (service, _):
        key = await service.api_keys.create(ApiKeyCreate(name="bench"))
        found = await service.workspaces.get("default")
        return found.id, key.plain_key


def measure(folder: Path, rounds: int, seconds: int, calls: int, quota: str) -> bool:
    """Print the tables; whether the goals are met."""
    script = folder / "post.lua"
    script.write_text(SCRIPT)
    within = True
    with nginx() as upstream, contextlib.ExitStack() as stack:
        found = targets(folder, upstream, quota)
        ports = {each.name: free_port() for each in found}
        begun = {each.name: stack.enter_context(running(each, ports[each.name])) for each in found}
        for name, (process, took) in begun.items():
            say(f"{name:10} first answer after {took:.2f} s, {resident(process.pid):.0f} MB")
        say("\ncallers  target      calls/s   p50 ms   p99 ms  p99/p50  processor ms  ours/it")
        for callers in CALLERS:
            runs: dict[str, list[Run]] = {each.name: [] for each in found}
            for turn in range(rounds + 1):
                for each in found:
                    pid = begun[each.name][0].pid
                    run = one_run(script, ports[each.name], each, pid, callers, seconds)
                    if turn:
                        runs[each.name].append(run)
            within = shown(callers, runs) and within
        ours = begun["weavz-tui"][0].pid
        before, done = resident(ours), 0
        while done < calls:
            done += load(script, ports["weavz-tui"], found[0], 16, 5)["requests"]
        say(f"\nmemory {before:.0f} MB, after {done} calls more {resident(ours):.0f} MB")
    return within


def shown(callers: int, runs: Mapping[str, Sequence[Run]]) -> bool:
    """A line a target, medians; whether ours meets the goals at 16 callers."""
    middle = {
        name: Run(*(statistics.median(getattr(each, part) for each in found) for part in PARTS))
        for name, found in runs.items()
    }
    ours = middle["weavz-tui"]
    for name, each in middle.items():
        say(
            f"{callers:7}  {name:10} {each.rate:8.0f} {each.p50:8.2f} {each.p99:8.2f} "
            f"{each.p99 / each.p50:8.1f} {each.processor:13.3f} {ours.rate / each.rate:8.2f}"
        )
    if callers != 16:
        return True
    return (
        ours.rate >= OF_AIOHTTP * middle["aiohttp"].rate
        and ours.rate >= OF_HTTPX * middle["httpx"].rate
        and ours.p99 <= TAIL * ours.p50
    )


PARTS = ("rate", "p50", "p99", "processor")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Print the tables; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--calls", type=int, default=50_000, help="calls of the memory part")
    parser.add_argument(
        "--quota", default="1000000000", help="executions a month; empty: unlimited, the default"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        within = measure(Path(folder), given.rounds, given.seconds, given.calls, given.quota)
    say(f"goals at 16 callers: {'met' if within else 'missed'}")
    return int(not within)


if __name__ == "__main__":
    raise SystemExit(main())
