"""Every action of every open service sends what `requests.txt` says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.fixtures.signatures import sections
from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.public_data.service import answer
from tests.integrations.public_data.table import Case, cases, sent
from weavz_tui.catalog.registry import Registry

CASES = cases()
REGISTRY = Registry(plugins=False)
PUBLISHED = sections(Path(__file__).with_name("published.txt").read_text("utf-8"))
WITH_ACCOUNT = {"create_doi", "update_doi", "get_own_state_vectors"}


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_action_sends_what_the_service_documents(case: Case) -> None:
    requests = await requests_of(
        REGISTRY.get(case.slug),
        case.action,
        case.inputs,
        transport=answering(answer),
        credential=token() if case.action in WITH_ACCOUNT else None,
    )
    assert [sent(each) for each in requests] == case.requests


def test_every_input_of_every_action_is_in_a_case() -> None:
    tried: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        tried[str(case)] |= set(case.inputs)
    published = {
        f"{slug}.{action}": set(inputs)
        for slug, (_, actions) in PUBLISHED.items()
        for action, inputs in actions.items()
    }
    assert tried == published


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_action_works_with_what_it_requires_alone(case: Case) -> None:
    integration = REGISTRY.get(case.slug)
    required = {each.name for each in integration.actions[case.action].properties if each.required}
    requests = await requests_of(
        integration,
        case.action,
        {key: value for key, value in case.inputs.items() if key in required},
        transport=answering(answer),
        credential=token() if case.action in WITH_ACCOUNT else None,
    )
    assert all(each.headers["User-Agent"].startswith("weavz-tui/") for each in requests)
    assert "None" not in "".join(each.url for each in requests)
