"""Catalogue, actions and their record of a remote engine (wire B.5, E.11, E.12, E.17)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from weavz_tui.client.door import ACTION_SECONDS, API, LOCAL, part
from weavz_tui.client.files import sendable, with_contents
from weavz_tui.client.reading import Resource, given
from weavz_tui.engine.calls.files import laid_down
from weavz_tui.model.base import iso
from weavz_tui.model.catalogue import IntegrationInfo, IntegrationSummary
from weavz_tui.model.errors import NotAvailable
from weavz_tui.model.execution import (
    ExecuteRequest,
    ExecuteResult,
    ExecutionRecord,
    ExecutionRow,
    Explanation,
    OptionsRequest,
    Preview,
)
from weavz_tui.model.imports import ActionSummary, ImportedRow, ImportReport, ImportRequest
from weavz_tui.model.lists import ActivityQuery, Deleted, Dependants, Page
from weavz_tui.model.properties import Options, Property
from weavz_tui.model.status import UsageReport


class RemoteCatalogue(Resource):
    """Every integration that the engine at the other end can run."""

    async def list(self) -> Sequence[IntegrationSummary]:
        """All of them."""
        answer = await self._door.get(f"{API}/integrations", summary=True)
        rows = [_summary(each) for each in answer.get("integrations") or ()]
        return self._every(IntegrationSummary, {"rows": rows}, "rows")

    async def get(self, name: str) -> IntegrationInfo:
        """One with its actions; raises IntegrationNotFound."""
        answer = await self._door.get(f"{API}/integrations/{part(name)}")
        return self._read(IntegrationInfo, _metadata(answer.get("integration") or {}))

    async def broken(self) -> dict[str, str]:
        """Plugins that could not be loaded there."""
        answer = await self._door.get(f"{LOCAL}/catalogue/broken")
        return {str(name): str(reason) for name, reason in answer.get("broken", {}).items()}

    async def actions(self) -> Sequence[ActionSummary]:
        """Every action of every integration there."""
        answer = await self._door.get(f"{LOCAL}/catalogue/actions")
        return self._every(ActionSummary, answer, "actions")

    async def preview_import(self, request: ImportRequest) -> ImportReport:
        """What an import would bring there; a file is read here and sent."""
        body = given(await sendable(request))
        answer = await self._door.post(
            f"{LOCAL}/catalogue/imports/preview", body, seconds=ACTION_SECONDS
        )
        return self._read(ImportReport, answer, "report")

    async def import_(self, request: ImportRequest) -> ImportReport:
        """Import there; a file is read here and sent."""
        body = given(await sendable(request))
        answer = await self._door.post(f"{LOCAL}/catalogue/imports", body, seconds=ACTION_SECONDS)
        return self._read(ImportReport, answer, "report")

    async def imports(self) -> Sequence[ImportedRow]:
        """What was imported there."""
        answer = await self._door.get(f"{LOCAL}/catalogue/imports")
        return self._every(ImportedRow, answer, "imports")

    async def dependants(self, name: str) -> Dependants:
        """What uses an import there."""
        path = f"{LOCAL}/catalogue/imports/{part(name)}/dependants"
        return self._read(Dependants, await self._door.get(path), "dependants")

    async def remove(self, name: str) -> Deleted:
        """Take an import away there."""
        path = f"{LOCAL}/catalogue/imports/{part(name)}"
        return self._read(Deleted, await self._door.delete(path))


class RemoteActions(Resource):
    """Running actions at the other end."""

    async def execute(self, request: ExecuteRequest, files_to: Path | None = None) -> ExecuteResult:
        """Run one as the playground or the command line does; where only the public API is there,
        through that. Files go there and come back in JSON, whatever becomes of them here, so that
        25 MB is their limit."""
        body = given(with_contents(request))
        try:
            answer = await self._door.post(f"{LOCAL}/actions/execute", body, seconds=ACTION_SECONDS)
        except NotAvailable:
            found = await self._door.post(f"{API}/actions/execute", body, seconds=ACTION_SECONDS)
            result = self._read(ExecuteResult, found)
        else:
            result = self._read(ExecuteResult, answer, "result")
        if files_to is not None:
            result.output = await asyncio.to_thread(laid_down, result.output, files_to)
        return result

    async def preview(self, request: ExecuteRequest) -> Preview:
        """The first thing that a call would do."""
        answer = await self._door.post(f"{LOCAL}/actions/preview", given(with_contents(request)))
        return self._read(Preview, answer, "preview")

    async def explain(self, request: ExecuteRequest) -> Explanation:
        """Which inputs and which connection a call would have."""
        answer = await self._door.post(f"{LOCAL}/actions/explain", given(with_contents(request)))
        return self._read(Explanation, answer, "explanation")

    async def options(self, request: OptionsRequest) -> Options:
        """The choices of a select."""
        answer = await self._door.post(_property(request, "options"), _lookup(request))
        return self._read(Options, answer)

    async def resolve_property(self, request: OptionsRequest) -> Sequence[Property]:
        """The properties that a dynamic one stands for."""
        answer = await self._door.post(_property(request, "resolve"), _lookup(request))
        rows = [{"name": name, **_shown(each)} for name, each in answer.items()]
        return self._every(Property, {"rows": rows}, "rows")


class RemoteActivity(Resource):
    """The record of executions."""

    async def list(self, query: ActivityQuery) -> Page[ExecutionRow]:
        """A page, newest first."""
        return await self._page(
            f"{API}/activity",
            "events",
            ExecutionRow,
            query,
            workspaceId=query.workspace_id,
            status=query.status.value if query.status else None,
            source=query.source.value if query.source else None,
            integrationAlias=query.integration_alias,
            integrationName=query.integration_name,
            actionName=query.action_name,
            serverId=query.server_id,
            since=iso(query.since) if query.since else None,
        )

    async def get(self, id: str) -> ExecutionRecord:
        """One with everything kept of it."""
        answer = await self._door.get(f"{LOCAL}/activity/{part(id)}")
        return self._read(ExecutionRecord, answer, "execution")

    async def usage(self, month: str = "") -> UsageReport:
        """Executions of a calendar month, `2026-11`; empty: of the present one. Raises NotAvailable
        where the engine knows the present month alone."""
        answer = await self._door.get(f"{API}/billing/usage", month=month or None)
        usage, period = answer.get("usage") or {}, answer.get("period") or {}
        report = {
            **usage,
            "counted": usage.get("counted", usage.get("actions", 0)),
            "limit": (answer.get("limits") or {}).get("actions"),
            "byAction": [(each["action"], each["runs"]) for each in usage.get("byAction", ())],
            "byDay": [(each["day"], each["runs"]) for each in usage.get("byDay", ())],
            "byWorkspace": [
                (each["workspace"], each["runs"]) for each in usage.get("byWorkspace", ())
            ],
            "months": answer.get("months") or (),
            "start": period.get("start"),
            "end": period.get("end"),
        }
        found = self._read(UsageReport, report)
        if month and f"{found.start:%Y-%m}" != month:
            raise NotAvailable(
                f"{self._door.url} tells the usage of the present month alone",
                hint="another version of weavz-tui is needed there",
            )
        return found


def _property(request: OptionsRequest, verb: str) -> str:
    return f"{API}/integrations/{part(request.integration_name)}/properties/{verb}"


def _lookup(request: OptionsRequest) -> dict[str, Any]:
    body = given(request)
    body.pop("integrationName", None)
    return body


def _summary(found: Mapping[str, Any]) -> dict[str, Any]:
    """A summary of the wire as ours; a plain server names one kind of auth."""
    auth = found.get("auth")
    kinds = found.get("authTypes") or ([auth["type"]] if isinstance(auth, dict) else [])
    return {**found, "authTypes": kinds}


def _metadata(found: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata of the wire as ours: actions and properties are named objects there."""
    actions = [
        {"name": name, **each, "properties": [_shown(prop) for prop in each["props"].values()]}
        for name, each in (found.get("actions") or {}).items()
    ]
    return {**found, "actions": actions}


def _shown(prop: Mapping[str, Any]) -> dict[str, Any]:
    return {"displayName": prop.get("name", ""), **prop}
