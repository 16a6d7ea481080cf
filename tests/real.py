"""Real programs that tests run against."""

from __future__ import annotations

import os

import pytest


def need(found: bool, what: str) -> None:
    """Skip the test when a real program is missing, saying `what` to do about it.

    With WEAVZ_TUI_REQUIRE_REAL set, as on the build machine, the test fails instead: there
    nothing may be skipped in silence.
    """
    if found:
        return
    if os.environ.get("WEAVZ_TUI_REQUIRE_REAL"):
        pytest.fail(what)
    pytest.skip(what)
