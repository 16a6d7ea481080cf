"""What the description says, the server does: schemathesis, every check on."""

from __future__ import annotations

from pathlib import Path

from tests.api.fuzzing import fuzz
from tests.api.serving import serving

ENOUGH = 1_200


def test_no_request_breaks_the_server_or_its_description(tmp_path: Path) -> None:
    with serving(tmp_path, "--log-level", "warning") as server:
        report = fuzz(server, tmp_path, 15, "--phases", "fuzzing")
    assert report.passed, report.text
    assert report.server_errors == 0
    assert report.requests >= ENOUGH
