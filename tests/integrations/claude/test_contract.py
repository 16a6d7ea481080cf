"""Claude's actions against Anthropic's own description of its API, served by prism."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator

from tests.fixtures.contract import Contract, action_of, case, contract, statically
from tests.fixtures.vendor_specs import PACKAGE
from tests.integrations.claude.description import ANSWER, BASE, JSON, MESSAGES, description
from tests.integrations.claude.service import answer
from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.static import Checked
from weavz_tui.catalog import FileContent
from weavz_tui.integrations.claude import integration

MODEL = {"model": "claude-haiku-4-5-20251001"}
ASK = {**MODEL, "prompt": "Six times seven"}
POST = f"POST {MESSAGES}"

CASES = {
    "ask_claude": case(POST, **ASK),
    "ask_claude: with everything": case(
        POST,
        **ASK,
        systemPrompt="Be brief",
        temperature=0.5,
        maxTokens=100.0,
        image=FileContent("a.png", b"PNG", "image/png"),
        roles=[
            {"role": "system", "content": "Be kind"},
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": [{"type": "text", "text": "Hi"}]},
        ],
    ),
    "ask_claude: about a document": case(
        POST, **ASK, image=FileContent("a.pdf", b"%PDF", "application/pdf")
    ),
    "ask_claude: thinking": case(
        POST, **ASK, thinkingMode=True, thinkingModeParams={"budgetTokens": 2000}
    ),
    "extract-structured-data": case(
        POST,
        **MODEL,
        text="Ada, 36",
        schema={
            "fields": [
                {"name": "name", "description": "In full", "isRequired": True},
                {"name": "age", "type": "integer"},
            ]
        },
    ),
    "extract-structured-data: from a picture": case(
        POST,
        **MODEL,
        image="https://files.example/card.png",
        mode="advanced",
        schema={"fields": {"type": "object", "properties": {"age": {"type": "integer"}}}},
        maxTokens=50,
    ),
    "custom_api_call": case("GET /v1/models", url="/models", method="GET"),
}


async def checked() -> Checked:
    """What the description alone says of every case, for the table of all integrations."""
    return (await statically(integration, description(), CASES, answer, BASE)).checked(PACKAGE)


@pytest.fixture(scope="module")
def claude(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Contract]:
    folder = tmp_path_factory.mktemp("claude")
    with contract(
        integration,
        description(),
        CASES,
        {},
        folder,
        request.config,
        prefix="/v1",
        elsewhere=answer,
    ) as checks:
        yield checks


def test_every_action_has_a_case() -> None:
    assert {action_of(label) for label in CASES} == set(integration.actions)


@pytest.mark.parametrize("label", CASES)
async def test_requests_are_as_described(claude: Contract, label: str) -> None:
    await claude.check(action_of(label), CASES[label])


@pytest.mark.parametrize("label", CASES)
async def test_key_and_version_are_sent(label: str) -> None:
    requests = await requests_of(
        integration,
        action_of(label),
        CASES[label].inputs,
        transport=answering(answer),
        credential=token("k"),
    )
    own = [each for each in requests if each.url.startswith(BASE)]
    assert own
    for each in own:
        sent = (each.headers["x-api-key"], each.headers["anthropic-version"])
        assert sent == ("k", "2023-06-01")


def test_the_answer_that_prism_gives_is_one_of_anthropic() -> None:
    answered = description().document["paths"][MESSAGES]["post"]["responses"]["200"]
    schema = description().schema(answered["content"][JSON]["schema"])
    assert list(Draft202012Validator(schema).iter_errors(ANSWER)) == []


async def test_the_check_sees_a_strange_block() -> None:
    roles = [{"role": "user", "content": [{"type": "strange"}]}]
    (request,) = await requests_of(
        integration, "ask_claude", {**ASK, "roles": roles}, transport=answering(answer)
    )
    assert description().violations(request, BASE)
