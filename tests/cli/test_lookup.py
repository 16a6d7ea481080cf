"""Records found by what people call them, however many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from weavz_tui.cli import lookup
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionType, Source
from weavz_tui.model.errors import ConnectionNotFound
from weavz_tui.model.requests import ConnectionCreate


async def test_a_connection_is_found_behind_many_whose_names_hold_its_name(
    home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "PAGE", 2)
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    for name in ("a-me", "b-me", "c-me", "me"):
        await service.connections.create(
            ConnectionCreate(
                type=ConnectionType.SECRET_TEXT,
                external_id=name,
                display_name=name,
                integration_name="slack",
                secret={"secretText": "s"},
            )
        )
    assert (await lookup.connection(service, "me")).external_id == "me"
    with pytest.raises(ConnectionNotFound):
        await lookup.connection(service, "-me")
    await service.close()
