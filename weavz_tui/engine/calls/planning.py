"""Steps 1 to 4 of a call: where, which integration, which inputs, which connection.

Nothing is sent and no secret is read; `explain` is these steps alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from weavz_tui.catalog.auth import Auth
from weavz_tui.catalog.integration import Action
from weavz_tui.catalog.registry import Known
from weavz_tui.engine.calls.inputs import Inputs, choose_partials, gather, mismatch, secret_texts
from weavz_tui.engine.calls.instances import choose_instance
from weavz_tui.engine.calls.resolution import Place, Resolver
from weavz_tui.engine.directory import Directory
from weavz_tui.engine.principal import Principal
from weavz_tui.model.entities import Organisation, Partial, WorkspaceIntegration
from weavz_tui.model.errors import (
    ActionNotAllowed,
    AmbiguousIntegration,
    ConnectionNotFound,
    NotFound,
    PartialNotFound,
    ValidationError,
)
from weavz_tui.model.execution import (
    Choice,
    ExecuteRequest,
    Explanation,
    Resolution,
    Selectors,
)

_CHOICE = set(Choice.model_fields)
_OPEN = Resolution()
_SELECTORS = attrgetter(*(name for name in Selectors.model_fields if name != "partial_ids"))


@dataclass(slots=True)
class Target:
    """Steps 1 and 2: what is called, and under which configuration.

    Calls of the same caller with the same selectors share one, and with it what else follows from
    these alone: the partials that apply and the choice of a connection.
    """

    principal: Principal
    organisation: Organisation
    place: Place
    instance: WorkspaceIntegration | None
    action: Action
    partials: list[Partial] | None = None
    resolution: Resolution | None = None
    _choice: str = ""

    @property
    def workspace_id(self) -> str:
        """The workspace, or an empty text for a call that only names a connection."""
        return self.place.workspace_id or ""

    def choice(self, resolution: Resolution) -> str:
        """How the connection was chosen, as JSON text for a record."""
        if resolution is not self.resolution:
            return resolution.model_dump_json(include=_CHOICE, exclude_none=True)
        if not self._choice:
            self._choice = resolution.model_dump_json(include=_CHOICE, exclude_none=True)
        return self._choice

    def secrets(self, values: Mapping[str, Any]) -> list[str]:
        """The texts among the action's inputs whose property is a secret."""
        action = self.action
        return secret_texts(action.properties, values) if action.takes_secrets else []

    @property
    def alias(self) -> str | None:
        """The alias of the configured instance."""
        return self.instance.integration_alias if self.instance else None


@dataclass(slots=True)
class Plan:
    """Steps 1 to 4: everything that is decided before anything is sent; then how the connection
    authenticates."""

    target: Target
    inputs: Inputs = field(default_factory=Inputs)
    resolution: Resolution = field(default_factory=lambda: _OPEN)
    auth: Auth | None = None

    def secrets(self) -> list[str]:
        """The texts of inputs whose property is a secret."""
        return [
            *self.target.secrets(self.inputs.given),
            *self.target.secrets(self.inputs.values),
        ]

    def explanation(self) -> Explanation:
        """As the console shows it and an error carries it."""
        return Explanation(
            resolution=self.resolution,
            input=self.inputs.given,
            origins=self.inputs.origins,
            errors=self.inputs.errors,
            unknown_keys=self.inputs.unknown,
            partials=[each.name for each in self.inputs.partials],
        )


class Planner:
    """Finds out what a request means."""

    def __init__(self, directory: Directory, known: Callable[[str], Known]) -> None:
        self._directory = directory
        self._known = known
        self._resolver = Resolver(directory)

    async def target(self, principal: Principal, request: ExecuteRequest) -> Target:
        """Steps 1 and 2. Raises IntegrationNotFound, NotFound, ActionNotAllowed and the errors of
        choosing an instance."""
        target = await self._directory.keep(
            ("target", principal, request.action_name, *_selectors(request)),
            lambda: self._target(principal, request),
        )
        integration = target.place.integration
        if self._known(principal.org_id).get(integration.name) is integration:
            return target
        return await self._target(principal, request)

    async def _target(self, principal: Principal, request: ExecuteRequest) -> Target:
        place, instance = await self.place(principal, request)
        action = place.integration.actions.get(request.action_name)
        if action is None:
            raise NotFound(
                f"Action '{request.action_name}' not found on integration "
                f"'{place.integration.name}'",
                details={
                    "integrationName": place.integration.name,
                    "actionName": request.action_name,
                },
                hint=f"`weavz-tui catalog show {place.integration.name}` lists its actions",
            )
        await self._require_allowed(principal, place, instance, action)
        organisation = await self._directory.organisation(principal.org_id)
        return Target(principal, organisation, place, instance, action)

    async def place(
        self, principal: Principal, request: Selectors
    ) -> tuple[Place, WorkspaceIntegration | None]:
        """Where a request takes place and the configured instance that it means."""
        workspace_id = await self._workspace(principal, request)
        instances = (
            await self._directory.instances(principal.org_id, workspace_id) if workspace_id else []
        )
        try:
            instance = choose_instance(instances, request)
        except AmbiguousIntegration:
            if request.connection_external_id is None:
                raise
            instance = None
        name = instance.integration_name if instance else request.integration_name
        integration = self._known(principal.org_id).get(name)
        return Place(principal.org_id, workspace_id, integration), instance

    async def inputs(self, target: Target, request: ExecuteRequest) -> Inputs:
        """Step 3: merged and checked; what is wrong is in its `errors`."""
        if target.partials is None:
            target.partials = await self.partials(
                target.place, request, target.action.name, target.instance
            )
        return gather(
            target.action.properties, request.input, target.partials, request.input_defaults
        )

    async def partials(
        self,
        place: Place,
        request: Selectors,
        action_name: str | None,
        instance: WorkspaceIntegration | None,
    ) -> list[Partial]:
        """The partials that apply."""
        if request.partial_ids == [] or (place.workspace_id is None and not request.partial_ids):
            return []
        if place.workspace_id is None:
            raise ValidationError.of(
                "Partials belong to a workspace", workspaceId="required where partialIds are given"
            )
        known = await self._directory.partials(
            place.org_id, place.workspace_id, place.integration.name
        )
        try:
            return choose_partials(known, request, action_name, instance)
        except PartialNotFound as missing:
            other = await self._directory.partial(place.org_id, missing.details["partialId"])
            if other is None or other.workspace_id != place.workspace_id:
                raise
            raise mismatch(other, other.id) from None

    async def resolution(self, target: Target, request: ExecuteRequest) -> Resolution:
        """Step 4: the choice of a connection, as a value."""
        if target.resolution is None:
            target.resolution = await self.resolve(
                target.place, request, target.instance, target.action
            )
        return target.resolution

    async def resolve(
        self,
        place: Place,
        request: Selectors,
        instance: WorkspaceIntegration | None,
        action: Action | None = None,
    ) -> Resolution:
        """The choice of a connection for a place."""
        if action is not None and not action.requires_auth:
            return Resolution(
                required=False,
                integration=instance,
                strategy=instance.connection_strategy if instance else None,
                reason=f"{action.name} needs no account",
            )
        found = await self._resolver.resolve(place, request, instance)
        chosen = found.connection
        if chosen is not None and not place_reaches(found, place):
            raise ConnectionNotFound(f"Connection '{chosen.external_id}' not found")
        return found

    async def plan(self, principal: Principal, request: ExecuteRequest) -> Plan:
        """Steps 1 to 4 together; invalid inputs and a missing connection are values in it."""
        target = await self.target(principal, request)
        inputs = await self.inputs(target, request)
        return Plan(target, inputs, await self.resolution(target, request))

    async def _workspace(self, principal: Principal, request: Selectors) -> str | None:
        if request.workspace_id:
            found = await self._directory.workspace(principal.org_id, request.workspace_id)
            principal.require(found.id)
            return found.id
        if request.connection_external_id is None:
            raise ValidationError.of(
                "workspaceId is required",
                workspaceId="required unless connectionExternalId is given",
            )
        seen = await self._directory.explicit(
            principal.org_id, request.connection_external_id, None
        )
        same = [each for each in seen if each.integration_name == request.integration_name]
        only = same[0].workspace_id if len(same) == 1 else None
        if only is not None:
            principal.require(only)
        elif not principal.reaches(None):
            raise ValidationError.of(
                "workspaceId is required",
                workspaceId="required: the API key does not reach the whole organisation",
            )
        return only

    async def _require_allowed(
        self,
        principal: Principal,
        place: Place,
        instance: WorkspaceIntegration | None,
        action: Action,
    ) -> None:
        """An explicit connection may leave open which instance is meant; then one of the
        configured ones has to allow the action."""
        candidates = [instance] if instance else []
        if instance is None and place.workspace_id is not None:
            candidates = [
                each
                for each in await self._directory.instances(principal.org_id, place.workspace_id)
                if each.integration_name == place.integration.name
            ]
        if candidates and not any(each.allows(action.name) for each in candidates):
            alias = candidates[0].integration_alias
            raise ActionNotAllowed(
                f"Action '{action.name}' is not allowed for '{alias}'",
                details={
                    "integrationAlias": alias,
                    "actionName": action.name,
                    "allowedActions": candidates[0].allowed_actions,
                },
                hint=f"allow it in the workspace integration '{alias}'",
            )


def _selectors(request: Selectors) -> tuple[Hashable, ...]:
    """Everything of a request that decides where and with what it is done, as a key."""
    partials = request.partial_ids
    return *_SELECTORS(request), partials if partials is None else tuple(partials)


def place_reaches(found: Resolution, place: Place) -> bool:
    """Whether the chosen connection may be used in the place: its own workspace's, or nobody's."""
    workspace_id = found.connection.workspace_id if found.connection else None
    return workspace_id is None or place.workspace_id in {None, workspace_id}
