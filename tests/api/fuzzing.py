"""Schemathesis against `/openapi.json` of a running server, every check on.

`python -m tests.api.fuzzing --examples 60` starts a server, runs it, and prints what it found and
how many requests the server counted. It calls with the key of an organisation that is not the
installation's own, so that no request can lock or empty the vault, and leaves out the stream of
changes, which does not end. What passes the description and breaks a rule that no schema can tell
(an integration that is not there, a name that is taken) is refused with 400, 404 or 409.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.api.serving import SERVICE_KEY, Server, serving

CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409"]
"""
ENDLESS = "/api/v1/local/changes"
COUNTED = re.compile(r"^weavz_tui_requests_total\{.*status=\"(\d+)\"\} ([\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Report:
    """What a run found: whether all checks held, its text, requests and server errors."""

    passed: bool
    text: str
    requests: int
    server_errors: int


def tenant_key(server: Server) -> str:
    """A key of a new organisation with a workspace."""
    service = {"X-Service-Key": SERVICE_KEY}
    with httpx.Client(base_url=server.url) as client:
        body = {"name": "Fuzzed", "slug": "fuzzed"}
        org = client.post("/api/v1/orgs", json=body, headers=service).json()["org"]
        acting = service | {"X-Org-ID": org["id"]}
        key: str = client.post("/api/v1/api-keys", json={"name": "fuzz"}, headers=acting).json()[
            "plainKey"
        ]
        bearer = {"Authorization": f"Bearer {key}"}
        made = client.post("/api/v1/workspaces", json={"name": "W", "slug": "w"}, headers=bearer)
        made.raise_for_status()
    return key


def fuzz(server: Server, folder: Path, examples: int, *words: str) -> Report:
    """Run with so many examples an operation at most."""
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG)
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config)),
        *("run", f"{server.url}/openapi.json", "--checks", "all", "--seed", "1"),
        *("--header", f"Authorization: Bearer {tenant_key(server)}"),
        *("--exclude-path", ENDLESS, "--max-examples", str(examples), "--generation-database"),
        *("none", "--continue-on-failure", "--warnings", "off", "--request-timeout", "30", *words),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    counted = COUNTED.findall(httpx.get(f"{server.url}/metrics").text)
    return Report(
        passed=done.returncode == 0,
        text=done.stdout + done.stderr,
        requests=sum(int(float(number)) for _, number in counted),
        server_errors=sum(int(float(n)) for status, n in counted if status.startswith("5")),
    )


def main() -> int:
    """Run and print; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with serving(folder, "--log-level", "warning") as server:
            report = fuzz(server, folder, given.examples)
            told = server.output.read_text()
    sys.stdout.write(f"{report.text}\n{told}\n")
    sys.stdout.write(f"{report.requests} requests, {report.server_errors} server errors\n")
    return int(not report.passed)


if __name__ == "__main__":
    raise SystemExit(main())
