"""Records: what is unique, what goes with what, and that every field comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.store import made
from tests.store.made import ORG
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionScope, ConnectionStatus
from weavz_tui.model.errors import ConnectionNotFound, Duplicate, NotFound
from weavz_tui.model.http import FileContent
from weavz_tui.model.lists import ConnectionQuery, PageQuery, PartialQuery
from weavz_tui.store import (
    connections,
    end_users,
    integrations,
    organisations,
    partials,
    settings,
    state,
    workspaces,
)
from weavz_tui.store.protocol import Rows
from weavz_tui.store.sqlite import SqliteStore

Work = Callable[[Rows], object]


def own(rows: Rows, id: str, user: str) -> None:
    made.connect(rows, id, workspace_id="w", end_user_id=user, scope=ConnectionScope.USER)


def everything(rows: Rows) -> None:
    made.connect(rows, "c", workspace_id="w")
    integrations.insert(rows, made.integration("slack", connection_id="c"))
    end_users.insert(rows, made.end_user("ann"))
    own(rows, "c-ann", "ann")
    partials.insert(rows, made.partial("p", values={"channel": "C1"}, enforced_keys=["channel"]))


CLASHES: list[tuple[str, str, Work]] = [
    ("workspace_slug", "slug", lambda r: workspaces.insert(r, made.workspace("x", slug="w"))),
    (
        "workspace_integration_alias",
        "integrationAlias",
        lambda r: integrations.insert(r, made.integration("x", integration_alias="slack")),
    ),
    (
        "connection_external_id",
        "externalId",
        lambda r: made.connect(r, "x", external_id="c", workspace_id="w"),
    ),
    (
        "end_user_external_id",
        "externalId",
        lambda r: end_users.insert(r, made.end_user("x", external_id="ann")),
    ),
    ("partial_name", "name", lambda r: partials.insert(r, made.partial("x", name="p"))),
]


@pytest.mark.parametrize(("constraint", "field", "work"), CLASHES, ids=[c[0] for c in CLASHES])
async def test_a_duplicate_names_what_is_there_already(
    store: SqliteStore, constraint: str, field: str, work: Work
) -> None:
    await store.write(everything)

    with pytest.raises(Duplicate) as caught:
        await store.write(work)

    assert caught.value.details["constraint"] == constraint
    assert list(caught.value.details["fields"]) == [field]


ALLOWED: list[Work] = [
    lambda r: made.connect(r, "x", external_id="c"),
    lambda r: made.connect(r, "x", external_id="c", workspace_id="w", integration_name="github"),
    lambda r: partials.insert(r, made.partial("x", name="p", action_name="send")),
    lambda r: partials.insert(r, made.partial("x", name="p", integration_alias="slack")),
]


@pytest.mark.parametrize("work", ALLOWED)
async def test_the_same_name_elsewhere_is_no_duplicate(store: SqliteStore, work: Work) -> None:
    await store.write(everything)
    before = store.version()

    await store.write(work)

    assert store.version() != before


async def test_an_organisation_has_one_row_without_a_workspace_of_it(store: SqliteStore) -> None:
    first = await store.read(organisations.first)
    assert first is not None
    changed = first.model_copy(update={"monthly_quota": 5})

    assert await store.write(lambda rows: organisations.update(rows, changed))
    assert await store.read(lambda rows: organisations.get(rows, ORG)) == changed


async def test_every_field_of_a_record_comes_back(store: SqliteStore) -> None:
    integration = made.integration(
        allowed_actions=["send"], settings={"persistence": {"scope": "workspace"}}, sort_order=3
    )
    partial = made.partial(values={"text": "ü", "n": 1}, enforced_keys=["n"], is_default=True)
    connection = made.connection(base_url="http://127.0.0.1:1", status=ConnectionStatus.ERROR)
    user = made.end_user(metadata={"plan": "pro"}, email="a@example.org")

    def keep(rows: Rows) -> None:
        integrations.insert(rows, integration)
        partials.insert(rows, partial)
        connections.insert_creating(rows, connection)
        connections.activate(rows, ORG, "c", 1)
        end_users.insert(rows, user)

    await store.write(keep)

    assert await store.read(lambda r: integrations.by_alias(r, "w", "i")) == integration
    assert await store.read(lambda r: partials.get(r, ORG, "p")) == partial
    found = await store.read(lambda r: connections.get(r, ORG, "c"))
    assert found == connection.model_copy(update={"generation": 1})
    row = await store.read(lambda r: end_users.by_external_id(r, ORG, "w", "u"))
    assert row is not None
    assert row.model_dump(exclude={"integrations"}) == user.model_dump()


async def test_a_workspace_goes_with_what_belongs_to_it(store: SqliteStore) -> None:
    scope = state.scope("w", "workspace")
    other = state.scope("w2", "workspace")

    def fill(rows: Rows) -> None:
        everything(rows)
        workspaces.insert(rows, made.workspace("w2"))
        for each in (scope, other):
            state.kv_put(rows, ORG, each, "k", 1)
            state.file_put(rows, ORG, each, "f", FileContent("f", b"x"))

    await store.write(fill)
    dependants = await store.read(lambda r: workspaces.dependants(r, ORG, "w"))
    assert dependants.sentence() == "1 integration, 2 connections, 1 end user, 1 partial"

    assert await store.write(lambda r: workspaces.delete(r, ORG, "w"))

    def left(rows: Rows) -> list[int]:
        tables = ("workspace_integration", "connection", "end_user", "partial", "kv", "file")
        return [len(rows.all(f"select * from {table}")) for table in tables]

    assert await store.read(left) == [0, 0, 0, 0, 1, 1]
    assert await store.read(lambda r: state.kv_get(r, ORG, other, "k")) == 1


async def test_a_workspace_row_counts_its_own(store: SqliteStore) -> None:
    await store.write(everything)
    page = await store.read(lambda r: workspaces.page(r, ORG, PageQuery()))

    row = page.items[0]
    assert (row.integration_count, row.connection_count, row.end_user_count) == (1, 2, 1)
    assert row == await store.read(lambda r: workspaces.row(r, ORG, "w"))


async def test_an_integration_row_knows_its_connection_and_who_has_an_own_one(
    store: SqliteStore,
) -> None:
    def fill(rows: Rows) -> None:
        everything(rows)
        end_users.insert(rows, made.end_user("bob"))

    await store.write(fill)
    page = await store.read(lambda r: integrations.page(r, ORG, "w", PageQuery()))

    row = page.items[0]
    assert row.connection is not None
    assert (row.connection.id, row.own_count, row.end_user_count) == ("c", 1, 2)


async def test_a_connection_is_seen_between_its_secret_s_coming_and_going(
    store: SqliteStore,
) -> None:
    async def seen() -> bool:
        return await store.read(lambda r: connections.get(r, ORG, "c")) is not None

    await store.write(lambda r: connections.insert_creating(r, made.connection()))
    assert not await seen()
    await store.write(lambda r: connections.activate(r, ORG, "c", 1))
    assert await seen()
    assert await store.read(connections.unfinished) == []

    assert await store.write(lambda r: connections.begin_rotate(r, ORG, "c")) == 2
    (left,) = await store.read(connections.unfinished)
    assert (left.state, left.generation, left.next_gen) == ("active", 1, 2)
    await store.write(lambda r: connections.finish_rotate(r, ORG, "c", 2))
    assert await store.read(connections.unfinished) == []

    await store.write(lambda r: connections.begin_delete(r, ORG, "c"))
    assert not await seen()
    assert [each.state for each in await store.read(connections.unfinished)] == ["deleting"]
    await store.write(lambda r: connections.remove(r, ORG, "c"))
    assert await store.read(connections.unfinished) == []
    with pytest.raises(ConnectionNotFound):
        await store.write(lambda r: connections.begin_rotate(r, ORG, "c"))


async def test_an_update_does_not_touch_the_generation(store: SqliteStore) -> None:
    stale = await store.write(made.connect)
    await store.write(lambda r: connections.finish_rotate(r, ORG, "c", 7))

    await store.write(lambda r: connections.update(r, stale))

    found = await store.read(lambda r: connections.get(r, ORG, "c"))
    assert found is not None
    assert found.generation == 7


async def test_a_removed_connection_is_named_by_nobody(store: SqliteStore) -> None:
    await store.write(everything)
    named = await store.read(lambda r: integrations.naming_connection(r, ORG, "c"))
    assert [each.integration_alias for each in named] == ["slack"]

    await store.write(lambda r: connections.remove(r, ORG, "c"))

    row = await store.read(lambda r: integrations.by_alias(r, "w", "slack"))
    assert row is not None
    assert row.connection_id is None


async def test_which_connections_a_call_may_choose_from(store: SqliteStore) -> None:
    def fill(rows: Rows) -> None:
        everything(rows)
        workspaces.insert(rows, made.workspace("w2"))
        made.connect(rows, "shared")
        made.connect(rows, "same", external_id="twice")
        made.connect(rows, "same-w", external_id="twice", workspace_id="w")
        made.connect(rows, "elsewhere", workspace_id="w2")

    await store.write(fill)

    def ids(found: Sequence[Connection]) -> list[str]:
        return [connection.id for connection in found]

    def look(r: Rows) -> dict[str, list[str]]:
        return {
            "visible": ids(connections.visible(r, ORG, "w", "slack")),
            "explicit": ids(connections.explicit(r, ORG, "slack", "twice", "w")),
            "anywhere": ids(connections.explicit(r, ORG, None, "elsewhere", None)),
            "elsewhere": ids(connections.explicit(r, ORG, "slack", "elsewhere", "w")),
            "own": ids(connections.own(r, ORG, "w", "slack", "ann")),
            "of ann": ids(connections.of_end_user(r, ORG, "w", "ann")),
            "by user": sorted(connections.own_by_user(r, ORG, "w", "slack")),
            "list": ids(connections.page(r, ORG, ConnectionQuery(workspace_id="w2")).items),
        }

    assert await store.read(look) == {
        "visible": ["c", "same-w", "shared", "same"],
        "explicit": ["same-w", "same"],
        "anywhere": ["elsewhere"],
        "elsewhere": [],
        "own": ["c-ann"],
        "of ann": ["c-ann"],
        "by user": ["ann"],
        "list": ["elsewhere", "shared", "same"],
    }


async def test_last_use_is_kept_to_the_minute(store: SqliteStore) -> None:
    await store.write(made.connect)
    before = store.configuration()
    for second in (0, 20, 59):
        moment = made.AT.replace(second=second)
        await store.write(lambda r, m=moment: connections.touch(r, ORG, "c", m))  # type: ignore[misc]

    row = await store.read(lambda r: connections.row(r, ORG, "c"))
    assert row is not None
    assert row.last_used_at == made.AT
    assert store.configuration() == before


async def test_an_end_user_row_shows_what_is_connected(store: SqliteStore) -> None:
    await store.write(everything)
    page = await store.read(lambda r: end_users.page(r, ORG, "w", PageQuery(search="ANN")))

    assert [(u.external_id, u.connection_count, u.integrations) for u in page.items] == [
        ("ann", 1, ["slack"])
    ]


async def test_an_end_user_takes_their_values_along(store: SqliteStore) -> None:
    scope = state.scope("w", "end_user", "ann")
    await store.write(everything)
    await store.write(lambda r: state.kv_put(r, ORG, scope, "k", 1))

    await store.write(lambda r: end_users.delete(r, ORG, "ann"))

    assert await store.read(lambda r: state.kv_get(r, ORG, scope, "k")) is None


async def test_nothing_is_added_to_a_workspace_that_is_gone(store: SqliteStore) -> None:
    for work in (
        lambda r: end_users.insert(r, made.end_user(workspace_id="gone")),
        lambda r: partials.insert(r, made.partial(workspace_id="gone")),
        lambda r: integrations.insert(r, made.integration(workspace_id="gone")),
        lambda r: made.connect(r, workspace_id="gone"),
    ):
        with pytest.raises(NotFound):
            await store.write(work)


async def test_one_default_in_a_scope(store: SqliteStore) -> None:
    def fill(rows: Rows) -> None:
        partials.insert(rows, made.partial("a", is_default=True))
        partials.insert(rows, made.partial("b", is_default=True))
        partials.insert(rows, made.partial("c", is_default=True, action_name="send"))

    await store.write(fill)
    await store.write(lambda r: partials.clear_default(r, made.partial("b")))

    found = await store.read(lambda r: partials.of_workspace(r, ORG, "w", "slack"))
    assert {each.id: each.is_default for each in found} == {"a": False, "b": True, "c": True}


async def test_partials_follow_a_renamed_alias_and_are_found_by_it(store: SqliteStore) -> None:
    await store.write(lambda r: partials.insert(r, made.partial(integration_alias="old")))

    assert await store.write(lambda r: partials.rename_alias(r, ORG, "w", "old", "new")) == 1

    query = PartialQuery(workspace_id="w", search="new")
    page = await store.read(lambda r: partials.page(r, ORG, query))
    assert [each.integration_alias for each in page.items] == ["new"]


async def test_a_setting_is_any_json_value(store: SqliteStore) -> None:
    await store.write(lambda r: settings.put(r, ORG, "retention", {"days": 30}))
    await store.write(lambda r: settings.put(r, ORG, "retention", {"days": 7}))

    assert await store.read(lambda r: settings.get(r, ORG, "retention")) == {"days": 7}
    assert await store.read(lambda r: settings.get(r, ORG, "nothing", 5)) == 5
