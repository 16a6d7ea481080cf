"""Steps over several integrations: which actions they allow, which connection they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from textual.content import Content

from weavz_tui.console.frame.ask import choose
from weavz_tui.console.lists.confirming import NAMES_SHOWN
from weavz_tui.console.lists.steps import Step
from weavz_tui.console.text import MUTED, line, lines, plain
from weavz_tui.console.widgets.plain import fitted
from weavz_tui.console.wording import uses
from weavz_tui.model.enums import ConnectionStrategy, PropertyType
from weavz_tui.model.lists import ConnectionQuery
from weavz_tui.model.properties import Option, Options, Property
from weavz_tui.model.requests import IntegrationUpdate

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.engine.service import Service
    from weavz_tui.model.entities import Connection, WorkspaceIntegration
    from weavz_tui.model.lists import IntegrationRow

Line = tuple[str, Content | str]
Made = TypeVar("Made")
NAME_WIDTH = 18


class Plan:
    """What would happen to each row: a step with its line of the summary, or why there is none."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._changes: list[Line] = []
        self._kept: list[Line] = []

    def change(self, row: IntegrationRow, told: Content | str, data: IntegrationUpdate) -> None:
        """A row that changes."""

        async def run(service: Service) -> WorkspaceIntegration:
            return await service.integrations.update(row.workspace_id, row.id, data)

        self.steps.append(Step(row.id, row.integration_alias, run))
        self._changes.append((row.integration_alias, told))

    def keep(self, row: IntegrationRow, why: str) -> None:
        """A row that stays as it is."""
        self._kept.append((row.integration_alias, why))

    def summary(self) -> Content:
        """Those that change, then those that do not, a few of each."""
        kept = [line((f"{len(self._kept):,} stay as they are:", MUTED))] if self._kept else []
        return lines(*_rows(self._changes), *kept, *_rows(self._kept))


def _rows(told: Sequence[Line]) -> list[Content]:
    shown = [line("  ", fitted(name, NAME_WIDTH), " ", each) for name, each in told[:NAMES_SHOWN]]
    if len(told) > NAMES_SHOWN:
        shown.append(line(f"  and {len(told) - NAMES_SHOWN:,} more"))
    return shown


async def known_actions(
    service: Service, rows: Sequence[IntegrationRow]
) -> dict[str, tuple[str, ...]]:
    """The actions of every integration among the rows, by its name. Raises IntegrationNotFound."""
    names = dict.fromkeys(row.integration_name for row in rows)
    found = {name: await service.catalogue.get(name) for name in names}
    return {name: tuple(each.name for each in info.actions) for name, info in found.items()}


def question(actions: dict[str, tuple[str, ...]]) -> Property:
    """The check list of actions; where there are several integrations they are named with it."""
    several = len(actions) > 1
    options = [
        Option(label=f"{name}.{each}" if several else each, value=f"{name}\n{each}")
        for name, every in actions.items()
        for each in every
    ]
    return Property(
        name="actions",
        type=PropertyType.STATIC_MULTI_SELECT_DROPDOWN,
        display_name="Actions",
        description="enter opens the list, space checks one",
        required=True,
        options=Options(options=tuple(options)),
    )


def plan_actions(
    rows: Sequence[IntegrationRow],
    known: dict[str, tuple[str, ...]],
    chosen: Sequence[str],
    allow: bool,
) -> Plan:
    """Allow or disallow the chosen actions, as `question` names them."""
    wanted = [tuple(each.split("\n", 1)) for each in chosen]
    plan = Plan()
    for row in rows:
        every = known[row.integration_name]
        named = {action for name, action in wanted if name == row.integration_name}
        before = every if row.allowed_actions is None else tuple(row.allowed_actions)
        after = [each for each in every if (each in before or each in named)
                 and (allow or each not in named)]  # fmt: skip
        if not named:
            plan.keep(row, "has none of these actions")
        elif set(after) == set(before):
            plan.keep(row, "allows them already" if allow else "does not allow them anyway")
        else:
            told = f"{len(before)} → {len(after)} of {len(every)} actions allowed"
            plan.change(row, told, IntegrationUpdate(allowed_actions=after))
    return plan


def plan_connection(rows: Sequence[IntegrationRow], connection: Connection) -> Plan:
    """Name another connection in the rows that name one."""
    plan = Plan()
    for row in rows:
        if row.integration_name != connection.integration_name:
            plan.keep(row, f"is {row.integration_name}, not {connection.integration_name}")
        elif not row.needs_connection:
            plan.keep(row, "needs no account")
        elif row.connection_strategy == ConnectionStrategy.PER_USER:
            plan.keep(row, "own only: it names no connection")
        elif row.connection_id == connection.id:
            plan.keep(row, "names it already")
        else:
            told = line(uses(row), " → ", plain(connection.external_id))
            plan.change(row, told, IntegrationUpdate(connection_id=connection.id))
    return plan


async def pick_connection(console: ConsoleBase, rows: Sequence[IntegrationRow]) -> Any:
    """One of the connections of the rows' integrations, from a worker; None: no choice."""
    names = list(dict.fromkeys(row.integration_name for row in rows if row.needs_connection))
    workspace_id = console.session.workspace_id

    async def find(text: str) -> Sequence[tuple[str, str, Any]]:
        service = await console.session.service()
        found: list[Connection] = []
        for name in names:
            query = ConnectionQuery(
                limit=50, search=text, integration_name=name, workspace_id=workspace_id
            )
            found += (await service.connections.list(query)).items
        return [(each.external_id, each.integration_name, each) for each in found]

    return await choose(console, "Connection", find)
