"""The steps of the tour: one sentence each, and how it is seen that the person did it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from weavz_tui.model.enums import Source
from weavz_tui.model.lists import ConnectionQuery, PartialQuery
from weavz_tui.model.pages import ActivityQuery

if TYPE_CHECKING:
    from textual.screen import Screen

    from weavz_tui.engine.service import Service

# How many records are looked at: what was just made is among the first of these.
LATEST = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step may look at: the engine, the workspace, the present screen, and the moment when
    the tour began (by the clock of this machine, cut to what records keep)."""

    service: Service
    workspace_id: str
    screen: Screen[object]
    began: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, in a sentence where `{command}` is the key in force for that command.

    `offline` is added where every account is a sample; `editing` stands in its place in the editor
    of `place`, `aside` in the playground while the result has not the focus. `kinds` are the
    records whose change may mean that it was done; without any it shows on a screen.
    """

    sentence: str
    done: Callable[[Seen], Awaitable[bool]]
    kinds: frozenset[str] = frozenset()
    offline: str = ""
    place: str = ""
    editing: str = ""
    aside: str = ""


async def _ran(seen: Seen) -> bool:
    query = ActivityQuery(limit=1, workspace_id=seen.workspace_id, source=Source.PLAYGROUND)
    page = await seen.service.activity.list(query)
    return any(each.created_at >= seen.began for each in page.items)


async def _looked_why(seen: Seen) -> bool:
    """The Resolution tab of the playground or of an execution, or the answer of screen 2."""
    from weavz_tui.console.lists.detail import DetailPane
    from weavz_tui.console.screens.playground.result_pane import RESOLUTION, ResultPane

    for result in seen.screen.query(ResultPane):
        ran = result.result is not None or result.error is not None
        if result.display and ran and result.tab == RESOLUTION:
            return True
    # Where there is room it stands below the result.
    for below in seen.screen.query("BelowPane"):
        if below.display and below.has_focus_within:
            return True
    return any(
        pane.tabs[pane.tab] in {"Resolution", "Who would be used?"} and pane.has_focus
        for pane in seen.screen.query(DetailPane)
    )


async def _connected(seen: Seen) -> bool:
    page = await seen.service.connections.list(
        ConnectionQuery(limit=LATEST, workspace_id=seen.workspace_id, sort="-created_at")
    )
    return any(each.created_at >= seen.began for each in page.items)


async def _locked(seen: Seen) -> bool:
    query = PartialQuery(limit=LATEST, workspace_id=seen.workspace_id)
    page = await seen.service.partials.list(query)
    return any(each.updated_at >= seen.began and each.enforced_keys for each in page.items)


async def _saw_activity(seen: Seen) -> bool:
    return "activity" in getattr(seen.screen, "contexts", ())


STEPS: tuple[Step, ...] = (
    Step(
        "Run an action: {execute} sends what stands in the form.",
        _ran,
        kinds=frozenset({"execution"}),
    ),
    Step(
        "See why that account was used: {next_tab} until Resolution.",
        _looked_why,
        aside="See why that account was used: {next_pane}, {next_tab} to Resolution.",
    ),
    Step(
        "Connect an account: {go.connections}, then {new}",
        _connected,
        kinds=frozenset({"connection"}),
        offline="; any token is good",
        place="connections",
        editing="Connect an account: fill in each *, then {save}.",
    ),
    Step(
        "Lock a field: {go.partials}, then {edit} or {new}.",
        _locked,
        kinds=frozenset({"partial"}),
        place="partials",
        editing="Lock a field: {lock} on an input, then {save}.",
    ),
    Step("See it all in the activity: {go.activity}.", _saw_activity),
)
END = "That was all. {help} tells what can be done, wherever you are."
