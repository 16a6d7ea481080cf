"""Calls over kept HTTP connections, each in a closed loop, by a client that costs little itself."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MODERN = "2026-07-28"
TEXT = {"text": "hello", "algorithm": "sha256", "encoding": "hex"}
DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@dataclass(frozen=True, slots=True)
class Figures:
    """Calls a second, and the latency of one in milliseconds."""

    rate: float
    p50: float
    p99: float


def request(
    port: int, path: str, token: str, tool: str, *, session: str | None = None, id: int = 1
) -> bytes:
    """A `tools/call` as it goes over the wire: of the modern revision, or of a session, in which
    every connection needs an `id` of its own."""
    params: dict[str, Any] = {"name": tool, "arguments": TEXT}
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }
    if session is None:
        params["_meta"] = {
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
        headers |= {
            "MCP-Protocol-Version": MODERN,
            "Mcp-Method": "tools/call",
            "Mcp-Name": tool,
        }
    else:
        headers |= {"MCP-Protocol-Version": "2025-11-25", "Mcp-Session-Id": session}
    body = {"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}
    return _written(path, headers, json.dumps(body).encode())


def _written(path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


async def load(port: int, sent: Sequence[bytes], seconds: float) -> Figures:
    """Call for so long, over a connection for each request; every answer has the digest."""
    latencies: list[float] = []
    began = time.perf_counter()
    until = began + seconds

    async def caller(request: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while (start := time.perf_counter()) < until:
                writer.write(request)
                body = await _answer(reader)
                if DIGEST.encode() not in body:
                    raise SystemExit(f"not the digest: {body[:300]!r}")
                latencies.append(time.perf_counter() - start)
        finally:
            writer.close()

    await asyncio.gather(*(caller(each) for each in sent))
    took = time.perf_counter() - began
    marks = statistics.quantiles(latencies, n=100)
    return Figures(len(latencies) / took, marks[49] * 1000, marks[98] * 1000)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, found, rest = head.partition(b"content-length:")
    if found:
        return await reader.readexactly(int(rest.partition(b"\r\n")[0]))
    parts: list[bytes] = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size + 2))
    await reader.readline()
    return b"".join(parts)
