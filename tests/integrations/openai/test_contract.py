"""OpenAI's actions against OpenAI's own description of its API, served by prism."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.fixtures.contract import Contract, action_of, case, contract, statically
from tests.fixtures.vendor_specs import PACKAGE
from tests.integrations.contexts import answering, requests_of
from tests.integrations.openai.description import CHAT, JSON, description
from tests.integrations.openai.service import ANSWERS, answer
from tests.integrations.static import Checked
from weavz_tui.integrations.openai import integration

QUESTION = [{"role": "user", "content": "What is six times seven?"}]
LIMITS = {"temperature": 0.5, "max_tokens": 100.0}
COMPLETION = f"POST {CHAT}"
PICTURE = "POST /images/generations"

CASES = {
    "chat_completion": case(COMPLETION, model="gpt-4o", messages=QUESTION),
    "chat_completion: with limits": case(
        COMPLETION, model="gpt-4o", system_message="Be brief", messages="Hi", **LIMITS
    ),
    "chat_completion: of a model that thinks": case(
        COMPLETION, model="o1", messages=QUESTION, max_tokens=100
    ),
    "ask_json": case(COMPLETION, model="gpt-4o-mini", prompt="Six times seven"),
    "ask_json: with a schema": case(
        COMPLETION,
        model="gpt-4o",
        prompt="Six times seven",
        schema={"type": "object", "properties": {"answer": {"type": "number"}}},
        instructions="Calculate",
        **LIMITS,
    ),
    "create_embedding": case("POST /embeddings", model="text-embedding-3-small", input="Hello"),
    "generate_image": case(PICTURE, prompt="A house"),
    "generate_image: of another size": case(
        PICTURE, prompt="A house", model="dall-e-2", size="512x512", n=2.0
    ),
    "generate_image: a wide one": case(PICTURE, prompt="A house", size="1792x1024"),
    "transcribe_audio": case(
        "POST /audio/transcriptions", file_url="https://files.example/talk.mp3", language="de"
    ),
    "text_to_speech": case(
        "POST /audio/speech",
        input="Hello",
        model="tts-1-hd",
        voice="nova",
        response_format="flac",
    ),
    "list_models": case("GET /models"),
    "custom_api_call": case("GET /models", method="GET", path="/models"),
    "custom_api_call: with a body": case(
        "POST /embeddings",
        method="POST",
        path="/embeddings",
        body={"model": "text-embedding-3-small", "input": "Hello"},
    ),
}


async def checked() -> Checked:
    """What the description alone says of every case, for the table of all integrations."""
    return (await statically(integration, description(), CASES, answer)).checked(PACKAGE)


@pytest.fixture(scope="module")
def openai(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Contract]:
    folder = tmp_path_factory.mktemp("openai")
    with contract(
        integration, description(), CASES, {}, folder, request.config, elsewhere=answer
    ) as checks:
        yield checks


def test_every_action_has_a_case() -> None:
    assert {action_of(label) for label in CASES} == set(integration.actions)


@pytest.mark.parametrize("label", CASES)
async def test_requests_are_as_described(openai: Contract, label: str) -> None:
    await openai.check(action_of(label), CASES[label])


def test_the_answer_that_prism_gives_is_one_of_openai() -> None:
    answered = description().document["paths"][CHAT]["post"]["responses"]["200"]["content"][JSON]
    schema = description().schema(answered["schema"])
    assert list(Draft202012Validator(schema).iter_errors(ANSWERS[f"/v1{CHAT}"])) == []


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("chat_completion", {"model": "gpt-4o", "messages": [{"role": "nobody", "content": "a"}]}),
        ("generate_image", {"prompt": "A house", "model": "dall-e-2", "n": 99}),
        ("custom_api_call", {"method": "POST", "path": "/embeddings", "body": {"input": "a"}}),
    ],
)
async def test_the_check_sees_wrong_values(action: str, inputs: dict[str, Any]) -> None:
    (request,) = await requests_of(integration, action, inputs, transport=answering(answer))
    assert description().violations(request, integration.base_url)
