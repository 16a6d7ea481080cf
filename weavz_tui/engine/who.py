"""Who would be used? The resolution of many callers, now and after saving a draft."""

from __future__ import annotations

from collections.abc import Mapping

from weavz_tui.engine.calls.resolution import Place, Resolver
from weavz_tui.engine.parts import Parts
from weavz_tui.model.entities import Connection, WorkspaceIntegration
from weavz_tui.model.enums import ConnectionStatus, ConnectionStrategy
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import Resolution, Selectors
from weavz_tui.model.status import Who, WhoRow, WhoSummary
from weavz_tui.store import connections, end_users

NOBODY = "nobody"


class WhoQuestions:
    """Answers the question for one alias, or for every alias of a workspace."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._resolver = Resolver(parts.directory)

    async def of_instance(
        self,
        now: WorkspaceIntegration,
        then: WorkspaceIntegration | None,
        end_user_id: str | None,
        limit: int,
    ) -> Who:
        """The given end user first, then those whose answer the draft changes, then others."""
        org_id, workspace_id = self._parts.org_id, now.workspace_id
        known = await self._parts.read(
            lambda rows: end_users.external_ids(rows, org_id, workspace_id, limit)
        )
        first = await self._row(now, then, end_user_id)
        others = [
            await self._row(now, then, each) for each in (None, *known) if each != end_user_id
        ]
        others.sort(key=lambda row: not row.changes)
        summary = await self._summary(now)
        return Who(
            rows=[first, *others[:limit]],
            summary=summary,
            summary_then=await self._summary(then) if then is not None else None,
        )

    async def everywhere(self, workspace_id: str, end_user_id: str | None) -> list[WhoRow]:
        """One row for each alias."""
        instances = await self._parts.directory.instances(self._parts.org_id, workspace_id)
        return [
            WhoRow(label=each.integration_alias, now=await self._resolve(each, end_user_id))
            for each in instances
        ]

    async def _row(
        self,
        now: WorkspaceIntegration,
        then: WorkspaceIntegration | None,
        end_user_id: str | None,
    ) -> WhoRow:
        return WhoRow(
            label=end_user_id or NOBODY,
            now=await self._resolve(now, end_user_id),
            then=await self._resolve(then, end_user_id) if then is not None else None,
        )

    async def _resolve(self, instance: WorkspaceIntegration, end_user_id: str | None) -> Resolution:
        request = Selectors(
            integration_name=instance.integration_name,
            workspace_id=instance.workspace_id,
            end_user_id=end_user_id,
            auth_method_key=instance.auth_method_key,
        )
        try:
            integration = self._parts.registry.get(instance.integration_name)
        except WeavzError as error:
            return Resolution(integration=instance, reason=error.message)
        place = Place(self._parts.org_id, instance.workspace_id, integration)
        return await self._resolver.resolve(place, request, instance)

    async def _summary(self, instance: WorkspaceIntegration) -> WhoSummary:
        org_id, workspace_id = self._parts.org_id, instance.workspace_id
        name, given_id = instance.integration_name, instance.connection_id
        total = await self._parts.read(lambda rows: end_users.count(rows, org_id, workspace_id))
        if not self._needs_connection(name):
            return WhoSummary(total=total)
        own = await self._parts.read(
            lambda rows: connections.own_by_user(rows, org_id, workspace_id, name)
        )
        given = await self._parts.directory.connection(org_id, given_id) if given_id else None
        return _counted(instance.connection_strategy, total, own, given)

    def _needs_connection(self, name: str) -> bool:
        try:
            return self._parts.registry.get(name).needs_connection
        except WeavzError:
            return True


def _counted(
    strategy: ConnectionStrategy,
    total: int,
    own: Mapping[str, Connection],
    given: Connection | None,
) -> WhoSummary:
    """How many end users the strategy serves with their own or the given connection."""
    usable = given is not None and given.status is ConnectionStatus.ACTIVE
    if strategy is ConnectionStrategy.FIXED:
        served = total if usable else 0
        return WhoSummary(
            total=total,
            given=served,
            given_name=given.external_id if given else None,
            required=total - served,
        )
    owners = sum(1 for each in own.values() if each.status is ConnectionStatus.ACTIVE)
    broken = len(own) - owners
    rest = max(0, total - len(own))
    falls_back = strategy is ConnectionStrategy.PER_USER_WITH_FALLBACK and usable
    return WhoSummary(
        total=total,
        own=owners,
        given=rest if falls_back else 0,
        given_name=given.external_id if given and falls_back else None,
        required=broken + (0 if falls_back else rest),
    )
