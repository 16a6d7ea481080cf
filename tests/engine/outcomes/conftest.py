"""The lab in the catalogue."""

from __future__ import annotations

import pytest

from tests.engine.outcomes.lab import lab
from weavz_tui.engine.local import LocalService


@pytest.fixture(autouse=True)
def _lab(service: LocalService) -> None:
    service.parts.shared.registry.add(lab)
