"""Engines under a name: saved with their key in the vault, opened by command and console."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from textual.pilot import Pilot

from tests.client.conftest import Served
from tests.console.engine import SMALL, shown, until
from tests.mcp.serving import listening
from tests.net.servers import Proxy, raw
from weavz_tui.api.app import ApiServer
from weavz_tui.api.options import ServeOptions
from weavz_tui.client.contexts import Contexts, open_context
from weavz_tui.client.failures import NetworkError
from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.frame.failure import OpenFailed
from weavz_tui.contexts import Context, ContextFile, name_of
from weavz_tui.engine.local import LocalService
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import Duplicate, NotFound, StoreError, Unauthorized, ValidationError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import ActivityQuery, PageQuery
from weavz_tui.model.requests import WorkspaceCreate


async def _saved(served: Served, **options: object) -> Home:
    home = Home.find()
    home.create()
    contexts = Contexts(home)
    await contexts.add("prod", served.url, served.key, **options)  # type: ignore[arg-type]
    await contexts.close()
    return home


async def test_a_context_is_saved_opened_and_removed(served: Served) -> None:
    home = await _saved(served)
    assert [each.name for each in ContextFile(home.data).every()] == ["prod"]
    service = await open_context(home, "prod")
    assert [each.slug for each in (await service.workspaces.list(PageQuery())).items] == ["default"]
    await service.close()
    contexts = Contexts(home)
    with pytest.raises(Duplicate):
        await contexts.add("prod", served.url, served.key)
    await contexts.remove("prod")
    with pytest.raises(NotFound):
        await contexts.open("prod")
    await contexts.close()


async def test_what_the_command_line_runs_there_is_told_from_the_consoles(served: Served) -> None:
    home = await _saved(served)
    service = await open_context(home, "prod")
    given = {"text": "a", "algorithm": "sha256", "encoding": "hex"}
    await service.actions.execute(
        ExecuteRequest(
            workspace_id="default", integration_name="hash-encode", action_name="hash", input=given
        )
    )
    await service.close()
    words = [f"--set={name}={value}" for name, value in given.items()]
    await anyio.run_process(
        [sys.executable, "-m", "weavz_tui", "--context", "prod", "run", "hash-encode.hash", *words]
    )
    ran = (await served.engine.activity.list(ActivityQuery())).items
    assert [each.source for each in ran] == [Source.CLI, Source.PLAYGROUND]


async def test_the_key_is_in_the_vault_alone(served: Served) -> None:
    home = await _saved(served)
    for file in home.data.rglob("*"):
        if file.is_file():
            assert served.key.encode() not in file.read_bytes(), file.name


async def test_a_key_that_the_engine_refuses_is_not_saved(served: Served) -> None:
    home = Home.find()
    home.create()
    contexts = Contexts(home)
    with pytest.raises(Unauthorized):
        await contexts.add("prod", served.url, "wvz_wrong")
    with pytest.raises(NetworkError):
        await contexts.add("prod", "http://127.0.0.1:9", "wvz_any")
    await contexts.close()
    assert ContextFile(home.data).every() == []


async def test_a_move_of_the_vault_takes_the_keys_along(
    served: Served, local: LocalService, secret_service: object
) -> None:
    home = await _saved(served)
    await local.vault.move("keyring")
    service = await open_context(home, "prod")
    await service.close()


@pytest.mark.parametrize("text", ["[]", "{", '{"contexts": [{"name": 1}]}', '{"contexts": {}}'])
def test_a_damaged_file_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    file = ContextFile(tmp_path)
    file.path.write_text(text)
    with pytest.raises(StoreError):
        file.every()


@pytest.mark.parametrize("name", ["", "local", "Prod", "a b", "x" * 41])
def test_names_that_would_not_read_well_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValidationError):
        ContextFile(tmp_path).add(Context(name, "http://x.example", "context-1"))


def test_an_address_has_a_name() -> None:
    assert name_of("https://weavz.example.com") == "weavz.example.com"
    assert name_of("http://127.0.0.1:3000") == "127.0.0.1-3000"


def _console(home: Home, context: Context | None) -> ConsoleApp:
    async def opener() -> object:
        assert context is not None
        return await open_context(home, context.name)

    return ConsoleApp(
        opener,  # type: ignore[arg-type]
        home=home,
        context=context,
        first_place="workspaces",
        read_only=context is not None and context.read_only,
    )


async def test_the_console_shows_the_other_engine_and_its_word(served: Served) -> None:
    await served.engine.workspaces.create(WorkspaceCreate(name="There", slug="there"))
    home = await _saved(served, word="PROD", read_only=True)
    app = _console(home, ContextFile(home.data).get("prod"))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "there" in shown(pilot))
        top = shown(pilot).splitlines()[0]
        assert "prod  PROD" in top and "READ ONLY" in top
        await pilot.press("n")
        await pilot.pause()
        assert "New workspace" not in shown(pilot)
        await _every_screen(pilot)
    assert json.loads((home.data / "state-prod.json").read_text())["place"]
    assert not home.state_file.exists()


async def _every_screen(pilot: Pilot[int]) -> None:
    for digit, word in zip("23456789", ("Integrations", "Connections", "Playground", "Partials",
                                        "MCP", "Activity", "Catalogue", "Settings"),
                           strict=True):  # fmt: skip
        await pilot.press(f"f{digit}")
        await until(pilot, lambda word=word: word in shown(pilot))  # type: ignore[misc]
        await pilot.pause()
        assert "NETWORK" not in shown(pilot) and "HTTP_ERROR" not in shown(pilot)


async def test_another_engine_is_chosen_and_the_console_ends_for_it(served: Served) -> None:
    home = await _saved(served)
    app = _console(home, ContextFile(home.data).get("prod"))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "default" in shown(pilot))
        await pilot.press("W")
        await until(pilot, lambda: "this machine" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: app.next_context is not None)
    assert app.next_context == "local"


async def test_an_engine_that_is_not_there_says_so_and_lets_another_be_opened(
    served: Served,
) -> None:
    home = await _saved(served)
    found = ContextFile(home.data).get("prod")
    gone = Context("gone", "http://127.0.0.1:9", found.id)
    ContextFile(home.data).add(gone)
    app = _console(home, gone)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, OpenFailed))
        assert "NETWORK_ERROR" in shown(pilot)
        await pilot.press("W")
        await until(pilot, lambda: "this machine" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: app.next_context == "local")


@pytest.fixture
async def far(served: Served, home_path: Path) -> AsyncIterator[str]:
    """The address of the other engine as one beyond this machine, in clear: a proxy leads there."""
    options = ServeOptions(allowed_hosts=("weavz.example",))
    app = ApiServer(served.engine, options)
    async with listening(app) as url, raw(Proxy()) as proxy:
        home = Home.find()
        home.create()
        home.config_file.write_text(f'[network]\nproxy = "{proxy}"\n')
        yield url.replace("127.0.0.1", "weavz.example")
        app.stop()


@pytest.mark.parametrize(
    ("url", "is_clear"),
    [
        ("http://weavz.example", True),
        ("HTTP://10.0.0.1:3000", True),
        ("http://[2001:db8::1]/", True),
        ("http://localhost.example", True),
        ("http://[", True),
        ("https://weavz.example", False),
        ("http://127.0.0.1:3000", False),
        ("http://[::1]:3000", False),
        ("http://localhost", False),
        ("http://dev.localhost:3000", False),
    ],
)
def test_plain_http_beyond_this_machine_is_in_clear(url: str, is_clear: bool) -> None:
    assert Context("x", url, "context-1").is_in_clear is is_clear


async def test_no_key_goes_out_in_clear_unless_that_is_wanted(served: Served, far: str) -> None:
    home = Home.find()
    contexts = Contexts(home)
    with pytest.raises(ValidationError) as refused:
        await contexts.add("far", far, served.key)
    assert "--insecure" in refused.value.hint
    assert contexts.file.every() == []
    made = await contexts.add("far", far, served.key, insecure=True)
    assert contexts.file.get("far") == made
    service = await contexts.open("far")
    assert (await service.workspaces.list(PageQuery())).items
    await service.close()
    await contexts.close()


async def test_a_context_saved_before_it_was_asked_for_is_not_opened(far: str) -> None:
    home = Home.find()
    ContextFile(home.data).add(Context("far", far, "context-1"))
    with pytest.raises(ValidationError) as refused:
        await open_context(home, "far")
    assert "contexts remove far" in refused.value.hint and "--insecure" in refused.value.hint


async def test_the_console_says_that_everything_can_be_read(served: Served, far: str) -> None:
    home = Home.find()
    contexts = Contexts(home)
    made = await contexts.add("far", far, served.key, word="PROD", insecure=True)
    await contexts.close()
    app = _console(home, made)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until(pilot, lambda: "default" in shown(pilot))
        assert "PROD UNENCRYPTED" in shown(pilot).splitlines()[0]
        await until(pilot, lambda: f"{far} is not" in shown(pilot))
