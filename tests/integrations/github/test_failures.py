"""What GitHub's failures are shown as."""

from __future__ import annotations

import json
from typing import Any

import pytest

from weavz_tui.catalog import Response
from weavz_tui.integrations.github import integration


@pytest.mark.parametrize(
    ("status", "answer", "text"),
    [
        (200, {"message": "not an error"}, None),
        (404, {"message": "Not Found", "documentation_url": "https://docs"}, "Not Found"),
        (
            422,
            {"message": "Validation Failed", "errors": [{"message": "name already exists"}]},
            "Validation Failed: name already exists",
        ),
        (
            422,
            {
                "message": "Validation Failed",
                "errors": [{"resource": "Issue", "field": "title", "code": "missing_field"}],
            },
            "Validation Failed: Issue title missing_field",
        ),
        (
            422,
            {"message": "Validation Failed", "errors": ["No commits"]},
            "Validation Failed: No commits",
        ),
        (502, None, "HTTP 502"),
    ],
)
def test_the_message_with_its_first_detail(status: int, answer: Any, text: str | None) -> None:
    content = json.dumps(answer).encode() if answer else b"<html>Bad gateway</html>"
    assert integration.failure(Response(status, {}, content)) == text
