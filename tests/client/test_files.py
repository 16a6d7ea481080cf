"""Files that were opened here, for an engine elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from weavz_tui.client.files import with_contents
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.files import WHOLE_LIMIT
from weavz_tui.stored_file import opened


def call(path: Path) -> ExecuteRequest:
    file = opened(path)
    given = {"file": file, "rows": [{"file": file}], "text": "a"}
    return ExecuteRequest(integration_name="i", action_name="a", input=given)


def test_they_go_as_json_has_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Tea")
    sent = with_contents(call(path)).input
    file = {"filename": "a.txt", "mimeType": "text/plain", "base64": "VGVh"}
    assert sent == {"file": file, "rows": [{"file": file}], "text": "a"}


def test_json_carries_25_mb(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(WHOLE_LIMIT + 1)
    with pytest.raises(ValidationError, match="large has 26 MB; at most 25 MB"):
        with_contents(call(path))
