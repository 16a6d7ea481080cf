"""Anthropic's own description of its API, with the answers that the actions can be seen to read."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from tests.fixtures.openapi_check import Description
from tests.fixtures.vendor_specs import published_description
from tests.integrations.claude.service import message, text

BASE = "https://api.anthropic.com"
JSON = "application/json"
MESSAGES = "/v1/messages"
USAGE = (
    "cache_creation cache_creation_input_tokens cache_read_input_tokens inference_geo "
    "output_tokens_details server_tool_use service_tier"
)
ANSWER: dict[str, Any] = {
    **dict.fromkeys(("stop_sequence", "stop_details", "container")),
    **message(
        {**text("Forty-two"), "citations": None},
        {
            "type": "tool_use",
            "id": "t1",
            "name": "extracted_data",
            "input": {"age": 36},
            "caller": {"type": "direct"},
        },
        stop_reason="tool_use",
    ),
}
ANSWER["usage"] = {**dict.fromkeys(USAGE.split()), **ANSWER["usage"]}


@cache
def description() -> Description:
    """The description; a model's answer has words and the use of a tool, which its own example
    has not."""
    document: dict[str, Any] = copy.deepcopy(published_description("anthropic"))
    document["paths"][MESSAGES]["post"]["responses"]["200"]["content"][JSON]["example"] = ANSWER
    return Description(document)
