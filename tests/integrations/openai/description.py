"""OpenAI's own description of its API, with the answers that the actions can be seen to read."""

from __future__ import annotations

import copy
from functools import cache

from tests.fixtures.openapi_check import Description
from tests.fixtures.vendor_specs import published_description
from tests.integrations.openai.service import ANSWERS

JSON = "application/json"
CHAT = "/chat/completions"


@cache
def description() -> Description:
    """The description; a model's answer is one that is JSON, which its own example is not, and
    speech has no header that contradicts the length that prism gives."""
    document = copy.deepcopy(published_description("openai"))
    answered = document["paths"][CHAT]["post"]["responses"]["200"]["content"][JSON]
    answered.pop("examples", None)
    answered["example"] = ANSWERS[f"/v1{CHAT}"]
    document["paths"]["/audio/speech"]["post"]["responses"]["200"].pop("headers")
    return Description(document)
