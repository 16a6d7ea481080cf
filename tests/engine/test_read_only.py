"""A service that may only be read refuses everything that writes, also what is new."""

from __future__ import annotations

import inspect
import typing
from pathlib import Path

import pytest

from tests.console.engine import opened
from weavz_tui.engine.read_only import OWN, READS, read_only
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.errors import ReadOnly
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.pages import PageQuery
from weavz_tui.model.requests import WorkspaceCreate

VERBS = ("create", "update", "delete", "remove", "revoke", "regenerate", "issue", "add", "move")


def parts() -> dict[str, type]:
    """The protocols of the service by the names of its parts."""
    found = {}
    for name, value in inspect.getmembers(Service, lambda each: isinstance(each, property)):
        kind = typing.get_type_hints(value.fget)["return"]
        if kind is not str:
            found[name] = kind
    return found


def methods(kind: type) -> set[str]:
    """The public methods of a protocol."""
    return {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if name[0] != "_"}


WRITES = [(part, each) for part, kind in parts().items() for each in methods(kind) - READS[part]]


@pytest.fixture
def home(home_path: Path, passphrase_file: Path) -> Home:
    """An empty home with the encrypted vault."""
    return Home(home_path, home_path)


def test_every_part_of_the_service_is_known() -> None:
    assert set(parts()) == set(READS)


def test_what_is_let_through_exists_and_does_not_write_by_its_name() -> None:
    for part, reads in READS.items():
        assert reads <= methods(parts()[part]), part
        assert [each for each in reads if each.startswith(VERBS)] == []


def test_what_is_let_through_of_the_service_itself_is_all_but_undo() -> None:
    assert methods(Service) | {"name"} == OWN | {"undo"}


async def test_every_other_method_is_refused(home: Home) -> None:
    service = await opened(home)
    guarded = read_only(service)
    for part, method in WRITES:
        with pytest.raises(ReadOnly) as raised:
            await getattr(getattr(guarded, part), method)()
        assert f"{part}.{method}" in raised.value.message
        assert raised.value.code == "READ_ONLY" and raised.value.hint
    with pytest.raises(ReadOnly):
        await guarded.undo("undo_1")
    await guarded.close()


async def test_reading_goes_through_and_nothing_is_changed(home: Home) -> None:
    service = await opened(home)
    guarded = read_only(service)
    with pytest.raises(ReadOnly):
        await guarded.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
    assert [row.slug for row in (await guarded.workspaces.list(PageQuery())).items] == ["default"]
    assert guarded.name == service.name
    await guarded.close()


async def test_actions_that_only_read_are_run_and_others_are_not(home: Home) -> None:
    service = await opened(home)
    guarded = read_only(service)
    workspace = await guarded.workspaces.get("default")

    def request(integration: str, action: str, **input: object) -> ExecuteRequest:
        return ExecuteRequest(
            integration_name=integration,
            workspace_id=workspace.id,
            action_name=action,
            input=dict(input),
        )

    result = await guarded.actions.execute(
        request("hash-encode", "hash", text="a", algorithm="sha256", encoding="hex")
    )
    assert result.success
    with pytest.raises(ReadOnly) as raised:
        await guarded.actions.execute(request("kv-store", "put", key="a", value="b"))
    assert "kv-store.put" in raised.value.message
    await guarded.close()
