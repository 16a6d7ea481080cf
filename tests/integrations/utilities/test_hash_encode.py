"""hash-encode: digests that are known, and round trips."""

from __future__ import annotations

import uuid

import pytest

from tests.integrations.contexts import run
from weavz_tui.catalog import ValidationError
from weavz_tui.integrations.hash_encode import integration


@pytest.mark.parametrize(
    ("algorithm", "encoding", "digest"),
    [
        ("sha256", "hex", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
        ("sha256", "base64", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
        ("sha1", "hex", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"),
    ],
)
async def test_digests(algorithm: str, encoding: str, digest: str) -> None:
    inputs = {"text": "hello", "algorithm": algorithm, "encoding": encoding}
    assert (await run(integration, "hash", inputs))["hash"] == digest


@pytest.mark.parametrize("encoding", ["base64", "url", "hex"])
@pytest.mark.parametrize("text", ["", "hello", "é € 😀", "a b&c=d/+%\n"])
async def test_what_is_encoded_decodes_to_itself(encoding: str, text: str) -> None:
    encoded = (await run(integration, "encode", {"text": text, "encoding": encoding}))["encoded"]
    inputs = {"encoded": encoded, "encoding": encoding}
    assert (await run(integration, "decode", inputs))["decoded"] == text


@pytest.mark.parametrize(
    ("encoding", "encoded"),
    [("base64", "%%"), ("base64", "/w=="), ("hex", "zz"), ("hex", "ff"), ("url", "%ff")],
)
async def test_what_does_not_decode_is_refused(encoding: str, encoded: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "decode", {"encoded": encoded, "encoding": encoding})
    assert set(caught.value.fields) == {"encoded"}


async def test_uuids_are_random_and_as_many_as_asked_for() -> None:
    found = await run(integration, "generate_uuid", {"count": 3})
    assert len(set(found["uuids"])) == 3
    assert {uuid.UUID(each).version for each in found["uuids"]} == {4}
    assert found["uuid"] == found["uuids"][0]
