"""The REST door in this process, as tests of it have it."""

from __future__ import annotations

from tests.api.conftest import Api, api

__all__ = ["Api", "api"]
