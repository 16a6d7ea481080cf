"""Which connection a call uses, and why (specification, connection resolution; wire E.5).

First match wins: an explicit connection; then the configured instance, whose strategy decides;
without one the end user's own connection, else the only one of the integration.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.directory import Directory
from weavz_tui.model.entities import Connection, WorkspaceIntegration
from weavz_tui.model.enums import ConnectionScope, ConnectionStatus, ConnectionStrategy
from weavz_tui.model.errors import (
    ConnectionNotFound,
    ConnectionRequired,
    ValidationError,
)
from weavz_tui.model.execution import Resolution, Selectors, Step, StepName


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call takes place. `workspace_id` None: only an explicit connection says it."""

    org_id: str
    workspace_id: str | None
    integration: Integration


def end_user_of(request: Selectors) -> str | None:
    """The end user of a request: `endUserId`, or the specification's `externalId`."""
    first, second = request.end_user_id, request.external_id
    if first is not None and second is not None and first != second:
        raise ValidationError.of(
            "endUserId and externalId name different end users",
            endUserId="differs from externalId; give one of the two",
        )
    return first if first is not None else second


class Resolver:
    """Chooses connections; nothing is sent and no secret is read."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def resolve(
        self, place: Place, request: Selectors, instance: WorkspaceIntegration | None
    ) -> Resolution:
        """The choice and its steps; a choice that failed is a value, see `require`.

        Raises ConnectionNotFound or ValidationError for an explicit connection that is not there
        or belongs to another integration.
        """
        end_user = end_user_of(request)
        found = Resolution(
            integration=instance,
            strategy=instance.connection_strategy if instance else None,
            end_user_id=end_user,
        )
        named = request.connection_external_id or (instance and instance.connection_id)
        is_given = named is not None and bool(place.integration.auth)
        if not place.integration.needs_connection and not is_given:
            found.required = False
            found.reason = f"{place.integration.title} needs no account"
            return found
        if request.connection_external_id is not None:
            return await self._explicit(place, request, found)
        found.steps.append(_skipped("explicit connection", "not given"))
        if place.workspace_id is None:
            raise ValidationError.of(
                "workspaceId is required",
                workspaceId="required unless connectionExternalId is given",
            )
        if instance is None:
            return await self._unconfigured(place, place.workspace_id, request, found)
        return await self._by_strategy(place, instance, request, found)

    async def _explicit(self, place: Place, request: Selectors, found: Resolution) -> Resolution:
        external_id = request.connection_external_id or ""
        seen = await self._directory.explicit(place.org_id, external_id, place.workspace_id)
        same = [each for each in seen if each.integration_name == place.integration.name]
        if not same and seen:
            raise ValidationError.of(
                f"Connection '{external_id}' belongs to '{seen[0].integration_name}'",
                connectionExternalId=f"is a connection of {seen[0].integration_name}, "
                f"not of {place.integration.name}",
            )
        if not same:
            raise ConnectionNotFound(
                f"Connection '{external_id}' not found",
                details={"connectionExternalId": external_id},
                hint="`weavz-tui connections list` shows every connection",
            )
        if place.workspace_id is None:
            _require_one_place(same, external_id)
        return _take(found, "explicit connection", same[0], "given by the caller")

    async def _unconfigured(
        self, place: Place, workspace_id: str, request: Selectors, found: Resolution
    ) -> Resolution:
        name = place.integration.name
        found.steps.append(_skipped("workspace integration", f"{name} is not configured here"))
        if await self._own(place, workspace_id, request, found):
            return found
        visible = _of_method(
            await self._directory.visible(place.org_id, workspace_id, name), request
        )
        shared = [
            each
            for each in visible
            if each.scope is not ConnectionScope.USER and each.end_user_id is None
        ]
        if len(shared) == 1:
            return _take(found, "only connection", shared[0], f"the only connection of {name}")
        reason = f"{len(shared)} connections of {name}" if shared else f"no connection of {name}"
        found.steps.append(Step(name="only connection", outcome="none", reason=reason))
        found.reason = (
            f"{name} has {len(shared)} connections and nothing says which"
            if shared
            else f"{name} is not configured in this workspace and has no connection"
        )
        return found

    async def _by_strategy(
        self,
        place: Place,
        instance: WorkspaceIntegration,
        request: Selectors,
        found: Resolution,
    ) -> Resolution:
        alias = instance.integration_alias
        if instance.connection_strategy is ConnectionStrategy.FIXED:
            found.steps.append(_skipped("end user", f"not asked: {alias} is fixed"))
            return await self._given(place, instance, found, "fixed")
        if await self._own(place, instance.workspace_id, request, found):
            if instance.connection_strategy is ConnectionStrategy.PER_USER_WITH_FALLBACK:
                found.steps.append(_unreached("fallback"))
            return found
        if instance.connection_strategy is ConnectionStrategy.PER_USER_WITH_FALLBACK:
            return await self._given(place, instance, found, "fallback")
        found.steps.append(_skipped("fallback", "none: the strategy is per user"))
        found.reason = f"{alias} asks each end user for their own connection and " + (
            f"{found.end_user_id} has none" if found.end_user_id else "no end user is given"
        )
        return found

    async def _own(
        self, place: Place, workspace_id: str, request: Selectors, found: Resolution
    ) -> bool:
        """Look for the end user's own connection; whether the choice ends here."""
        user = found.end_user_id
        if user is None:
            found.steps.append(_skipped("end user", "no end user is given"))
            return False
        owned = _of_method(
            await self._directory.own(place.org_id, workspace_id, place.integration.name, user),
            request,
        )
        if not owned:
            found.steps.append(
                Step(name="end user", outcome="none", reason=f"{user} has no connection")
            )
            return False
        _take(found, "end user", owned[0], f"own connection of {user}")
        return True

    async def _given(
        self,
        place: Place,
        instance: WorkspaceIntegration,
        found: Resolution,
        step: StepName,
    ) -> Resolution:
        given = None
        if instance.connection_id is not None:
            given = await self._directory.connection(place.org_id, instance.connection_id)
        if given is not None:
            reason = "fixed: whoever calls" if step == "fixed" else "the fallback"
            return _take(found, step, given, reason)
        alias = instance.integration_alias
        found.steps.append(Step(name=step, outcome="none", reason=f"{alias} names no connection"))
        found.reason = (
            f"{alias} is fixed but names no connection"
            if step == "fixed"
            else f"{found.end_user_id or 'the caller'} has no connection of their own "
            f"and {alias} has no fallback"
        )
        return found


def require(resolution: Resolution) -> Connection | None:
    """The connection to use, None where none is needed; raises ConnectionRequired."""
    if resolution.ok:
        return resolution.connection
    unusable = any(step.outcome == "unusable" for step in resolution.steps)
    details = {
        "reason": "REAUTHORISE" if unusable else "NOT_CONNECTED",
        "message": resolution.reason,
        "steps": [step.wire() for step in resolution.steps],
    }
    if unusable:
        details["connectionExternalId"] = _unusable(resolution)
    if resolution.end_user_id is not None:
        details["endUserId"] = resolution.end_user_id
    raise ConnectionRequired(
        "Connection required for this action", details=details, hint=_remedy(resolution, unusable)
    )


def _unusable(resolution: Resolution) -> str:
    """The connection that was chosen and cannot be used, by its external id."""
    names = [each.connection_external_id for each in resolution.steps if each.outcome == "unusable"]
    return names[0] or ""


def _remedy(resolution: Resolution, unusable: bool) -> str:
    if unusable:
        name = _unusable(resolution)
        return (
            f"{resolution.reason}: `weavz-tui connections authorize {name}` where it is OAuth 2, "
            f"else `weavz-tui connections update {name} --secret`"
        )
    return f"{resolution.reason}; create a connection, or name one with connectionExternalId"


def _take(found: Resolution, step: StepName, given: Connection, reason: str) -> Resolution:
    """End the choice with this connection, or with the reason why it cannot be used."""
    usable = given.status is ConnectionStatus.ACTIVE
    found.steps.append(
        Step(
            name=step,
            outcome="used" if usable else "unusable",
            reason=reason if usable else "must be authorised again",
            connection_external_id=given.external_id,
        )
    )
    if usable:
        found.connection = given
        found.reason = reason
    else:
        found.reason = f"connection {given.external_id} must be authorised again"
    return found


def _of_method(connections: list[Connection], request: Selectors) -> list[Connection]:
    if request.auth_method_key is None:
        return connections
    return [each for each in connections if each.auth_method_key == request.auth_method_key]


def _require_one_place(same: list[Connection], external_id: str) -> None:
    if len(same) > 1:
        raise ValidationError.of(
            f"Connection '{external_id}' exists in several workspaces",
            workspaceId="required: the connection exists in several workspaces",
        )


@lru_cache(maxsize=256)
def _skipped(name: StepName, reason: str) -> Step:
    return Step(name=name, outcome="skipped", reason=reason)


def _unreached(name: StepName) -> Step:
    return Step(name=name, outcome="not reached", reason="not needed")
