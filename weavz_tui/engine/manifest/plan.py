"""What has to happen for a workspace to be what a file says."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from weavz_tui.engine.manifest.document import (
    Document,
    Entry,
    IntegrationEntry,
    PartialEntry,
    ServerEntry,
    ToolEntry,
)
from weavz_tui.engine.manifest.snapshot import Snapshot
from weavz_tui.engine.manifest.steps import Facts, Held, Plan, Step, Verb

Part = TypeVar("Part", bound=Entry)


class Planning:
    """Makes the plan for one document."""

    def __init__(self, document: Document, now: Snapshot, facts: Facts, *, prune: bool) -> None:
        self._wanted = document
        self._present = now.document or Document(workspace=document.workspace)
        self._exists = now.document is not None
        self._facts = facts
        self._prune = prune
        self._held_aliases: dict[str, Held] = {}
        self.plan = Plan(slug=document.workspace.slug)

    def run(self) -> Plan:
        """The plan; what is deleted goes before what may take its name."""
        self._workspace()
        integrations = self._integrations()
        partials = self._partials()
        servers, tools = self._servers()
        deletions = [
            each
            for each in (*tools, *servers, *partials, *integrations)
            if each.verb is Verb.DELETE
        ]
        rest = [
            each
            for each in (*integrations, *partials, *servers, *tools)
            if each.verb is not Verb.DELETE
        ]
        self.plan.steps += [*deletions, *rest]
        return self.plan

    def _workspace(self) -> None:
        wanted, present = self._wanted.workspace, self._present.workspace
        if not self._exists:
            self.plan.steps.append(Step(Verb.CREATE, f"workspace {wanted.slug}", wanted))
        elif changes := _differences(wanted, present):
            title = f"workspace {wanted.slug}"
            self.plan.steps.append(Step(Verb.UPDATE, title, wanted, present, changes))

    def _integrations(self) -> list[Step]:
        steps = self._compare(
            self._wanted.integrations, self._present.integrations, lambda each: each.alias
        )
        kept: list[Step] = []
        for step in steps:
            wanted, present = step.wanted, step.present
            if not isinstance(wanted, IntegrationEntry):
                kept.append(step)
                continue
            if held := self._integration_held(wanted, present):
                self._held_aliases[wanted.alias] = held
                self.plan.held.append(held)
            elif isinstance(present, IntegrationEntry) and "integration" in step.changes:
                kept.append(Step(Verb.DELETE, present.title, present=present))
                kept.append(Step(Verb.CREATE, wanted.title, wanted))
            else:
                kept.append(step)
        return kept

    def _integration_held(self, wanted: IntegrationEntry, present: Entry | None) -> Held | None:
        known = self._facts.actions.get(wanted.integration)
        if known is None:
            return Held(wanted.title, f"there is no integration '{wanted.integration}' here")
        unknown = [each for each in wanted.actions or () if each not in known]
        if unknown:
            return Held(wanted.title, f"{wanted.integration} has no action {', '.join(unknown)}")
        is_other = (
            isinstance(present, IntegrationEntry) and present.integration != wanted.integration
        )
        if is_other and not self._prune:
            return Held(
                wanted.title,
                f"'{wanted.alias}' stands for another integration now; --prune replaces it",
            )
        return self._missing(wanted.title, wanted.integration, wanted.connection)

    def _missing(self, title: str, integration: str, connection: str | None) -> Held | None:
        """What is held because a connection is not there."""
        if connection is None or (integration, connection) in self._facts.connections:
            return None
        name = f"{integration} connection '{connection}'"
        return Held(title, f"waits for the {name}", name)

    def _partials(self) -> list[Step]:
        kept: list[Step] = []
        aliases = self._aliases()
        wanted_partials = [_bound(each, aliases) for each in self._wanted.partials]
        for step in self._compare(wanted_partials, self._present.partials, lambda each: each.key):
            wanted = step.wanted
            if isinstance(wanted, PartialEntry) and (held := self._partial_held(wanted, aliases)):
                self.plan.held.append(held)
                continue
            if isinstance(wanted, PartialEntry) and step.verb is Verb.CREATE and wanted.secrets:
                self._hold_secrets(wanted.title, wanted.secrets)
            kept.append(step)
        return kept

    def _partial_held(self, wanted: PartialEntry, aliases: Mapping[str, str]) -> Held | None:
        if wanted.alias is not None:
            if (cause := self._held_aliases.get(wanted.alias)) and wanted.alias not in aliases:
                return Held(wanted.title, cause.reason, cause.waits_for)
            if aliases.get(wanted.alias) != wanted.integration:
                return Held(wanted.title, f"'{wanted.alias}' is no {wanted.integration} here")
        elif wanted.integration not in aliases.values():
            causes = [
                self._held_aliases[each.alias]
                for each in self._wanted.integrations
                if each.integration == wanted.integration and each.alias in self._held_aliases
            ]
            if causes:
                return Held(wanted.title, causes[0].reason, causes[0].waits_for)
            return Held(wanted.title, f"'{wanted.integration}' is not configured here")
        return None

    def _aliases(self) -> dict[str, str]:
        """The integration of each alias once the plan has been carried out."""
        found = {each.alias: each.integration for each in self._present.integrations}
        for each in self._wanted.integrations:
            if each.alias not in self._held_aliases:
                found[each.alias] = each.integration
        return found

    def _servers(self) -> tuple[list[Step], list[Step]]:
        steps = self._compare(
            self._wanted.servers, self._present.servers, lambda each: each.name, skip={"tools"}
        )
        present = {each.name: each for each in self._present.servers}
        tools: list[Step] = []
        for server in self._wanted.servers:
            tools += self._tools(server, present.get(server.name))
        return steps, tools

    def _tools(self, wanted: ServerEntry, present: ServerEntry | None) -> list[Step]:
        before = {each.key: each for each in present.tools} if present else {}
        aliases = self._aliases()
        steps: list[Step] = []
        for tool in wanted.tools:
            found = before.pop(tool.key, None)
            if found is not None and not (changes := _differences(tool, found)):
                continue
            if held := self._tool_held(tool, aliases):
                self.plan.held.append(held)
                continue
            is_new = tool.added and (found is None or not found.added)
            verb = Verb.CREATE if is_new else Verb.UPDATE
            changes = _differences(tool, found or ToolEntry(alias=tool.alias, action=tool.action))
            if is_new and tool.secrets:
                self._hold_secrets(tool.title, tool.secrets)
            steps.append(Step(verb, tool.title, tool, found, changes, wanted.name))
        for tool in before.values():
            if not tool.added:
                usual = ToolEntry(alias=tool.alias, action=tool.action)
                changes = _differences(usual, tool)
                if tool.alias in aliases:
                    steps.append(Step(Verb.UPDATE, tool.title, usual, tool, changes, wanted.name))
            elif self._prune:
                steps.append(Step(Verb.DELETE, tool.title, present=tool, server=wanted.name))
            else:
                self.plan.beyond.append(f"{tool.title} of {wanted.title}")
        return steps

    def _tool_held(self, tool: ToolEntry, aliases: Mapping[str, str]) -> Held | None:
        integration = tool.integration or aliases.get(tool.alias)
        if not tool.added and tool.alias not in aliases:
            cause = self._held_aliases.get(tool.alias)
            reason = cause.reason if cause else f"there is no alias '{tool.alias}' here"
            return Held(tool.title, reason, cause.waits_for if cause else "")
        if integration is None or integration not in self._facts.actions:
            return Held(tool.title, f"there is no integration '{integration}' here")
        return self._missing(tool.title, integration, tool.connection)

    def _hold_secrets(self, title: str, keys: Sequence[str]) -> None:
        self.plan.held.append(
            Held(title, f"made without {', '.join(keys)}: a file holds no secrets, enter them")
        )

    def _compare(
        self,
        wanted: Sequence[Part],
        present: Sequence[Part],
        key: Callable[[Part], Hashable],
        skip: set[str] | None = None,
    ) -> list[Step]:
        """What has to be created, updated and, with pruning, deleted."""
        before = {key(each): each for each in present}
        steps: list[Step] = []
        for each in wanted:
            title = str(getattr(each, "title"))  # noqa: B009
            found = before.pop(key(each), None)
            if found is None:
                steps.append(Step(Verb.CREATE, title, each))
            elif changes := _differences(each, found, skip):
                steps.append(Step(Verb.UPDATE, title, each, found, changes))
        for each in before.values():
            title = str(getattr(each, "title"))  # noqa: B009
            if self._prune:
                steps.append(Step(Verb.DELETE, title, present=each))
            else:
                self.plan.beyond.append(title)
        return steps


def _bound(partial: PartialEntry, aliases: Mapping[str, str]) -> PartialEntry:
    """A partial for every alias belongs to the only one where there is one (wire C.3)."""
    fitting = [alias for alias, name in aliases.items() if name == partial.integration]
    if partial.alias is not None or len(fitting) != 1:
        return partial
    return partial.model_copy(update={"alias": fitting[0]})


def _differences(wanted: Entry, present: Entry, skip: set[str] | None = None) -> tuple[str, ...]:
    """The keys, as the file spells them, in which two entries differ. A strategy that is not given
    is the engine's choice."""
    fields = type(wanted).model_fields
    found: list[str] = []
    for name, info in fields.items():
        if name in (skip or ()) or name == "secrets":
            continue
        value = getattr(wanted, name)
        if name == "strategy" and value is None:
            continue
        if value != getattr(present, name):
            found.append(info.alias or name)
    return tuple(found)
