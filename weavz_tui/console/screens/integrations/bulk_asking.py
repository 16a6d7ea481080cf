"""The dialogs before a step over several integrations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.screens.integrations import bulk
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.console.lists.bulk import BulkVerbs
    from weavz_tui.console.screens.integrations.bulk import Plan
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import IntegrationRow


def choices(screen: BulkVerbs[IntegrationRow]) -> list[tuple[str, str, Any]]:
    """What can be done to marked integrations beside what every list has."""
    return [
        ("allow actions", "choose which", partial(ask_actions, screen, True)),
        ("disallow actions", "choose which", partial(ask_actions, screen, False)),
        ("use another connection", "where they name one", partial(ask_connection, screen)),
    ]


def ask_actions(screen: BulkVerbs[IntegrationRow], allow: bool) -> None:
    """Which actions the marked rows are to allow, or not."""
    word = "Allow" if allow else "Disallow"

    async def run() -> None:
        try:
            service = await screen.console.session.service()
            rows = screen.marked
            known = await bulk.known_actions(service, rows)
        except WeavzError as error:
            screen.post_message(Failed(error))
            return
        chosen: list[str] = []

        async def take(_: Service, values: dict[str, Any]) -> None:
            chosen.extend(values["actions"])

        dialog = FormDialog(f"{word} actions", [bulk.question(known)], take, word="go on")
        if await screen.console.push_screen_wait(dialog):
            plan = bulk.plan_actions(rows, known, chosen, allow)
            _confirm(screen, f"{word} actions?", plan, "Changed the actions of")

    screen.run_worker(run(), group="modal", exclusive=True, exit_on_error=False)


def ask_connection(screen: BulkVerbs[IntegrationRow]) -> None:
    """Which connection the marked rows are to name."""

    async def run() -> None:
        rows = screen.marked
        if not any(row.needs_connection for row in rows):
            screen.console.tell("None of them needs an account.", severity="warning")
            return
        try:
            connection = await bulk.pick_connection(screen.console, rows)
        except WeavzError as error:
            screen.post_message(Failed(error))
            return
        if connection is not None:
            plan = bulk.plan_connection(rows, connection)
            _confirm(screen, f"Use {connection.external_id}?", plan, "Changed the connection of")

    screen.run_worker(run(), group="modal", exclusive=True, exit_on_error=False)


def _confirm(screen: BulkVerbs[IntegrationRow], title: str, plan: Plan, done: str) -> None:
    if plan.steps:
        screen.post_message(
            screen.Answered(
                plan,
                lambda plan: screen.ask_steps(title, plan.summary(), plan.steps, "changing", done),
            )
        )
    else:
        screen.console.tell(f"Nothing to change:\n{plan.summary().plain}", severity="warning")
