"""The example package as people install one: found, listed, run; what is broken is reported."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.integrations.contexts import requests_of
from weavz_tui.catalog.registry import Registry
from weavz_tui.cli.doctor.machine import plugins
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import IntegrationNotFound
from weavz_tui.net.httpx_transport import HttpxTransport

PACKAGE = Path(__file__).parents[1] / "plugins" / "weavz-tui-acme"


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package with the metadata that an installer writes for it."""
    written = (PACKAGE / "pyproject.toml").read_text()
    points = written.partition('[project.entry-points."weavz_tui.integrations"]')[2]
    meta = tmp_path / "weavz_tui_acme-1.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: weavz-tui-acme\nVersion: 1.0\n")
    text = points.replace('"', "").strip()
    (meta / "entry_points.txt").write_text(f"[weavz_tui.integrations]\n{text}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(PACKAGE))
    yield
    for name in [each for each in sys.modules if each.startswith("weavz_tui_acme")]:
        del sys.modules[name]


async def test_a_plugin_is_found_and_run() -> None:
    found = Registry().get("acme")
    assert found.source == "plugin"
    (request,) = await requests_of(found, "add_note", {"text": "Milk", "pinned": True})
    assert (request.method, request.url) == ("POST", "https://api.acme.example/v1/notes")
    assert json.loads(request.content) == {"text": "Milk", "pinned": True}


async def test_a_broken_one_is_reported_and_takes_nothing_down(
    home_path: Path, passphrase_file: Path
) -> None:
    transport = HttpxTransport(httpx.MockTransport(lambda request: httpx.Response(200)))
    service = await open_local(Home.find(), source=Source.CLI, transport=transport)
    try:
        listed = {each.name: each.source for each in await service.catalogue.list()}
        assert listed["acme"] == "plugin"
        assert "acme-broken" not in listed
        assert "slack" in listed
        assert await service.catalogue.broken() == {
            "acme-broken": "ImportError: acme_sdk is not installed"
        }
        actions = [each.name for each in await service.catalogue.actions()
                   if each.integration_name == "acme"]  # fmt: skip
        assert actions == ["list_notes", "add_note"]
        with pytest.raises(IntegrationNotFound):
            await service.catalogue.get("acme-broken")
    finally:
        await service.close()


def test_the_doctor_names_it() -> None:
    (line,) = [each for each in plugins() if each.name == "plugin acme-broken"]
    assert not line.ok
    assert "acme_sdk is not installed" in line.message
    assert line.remedy
