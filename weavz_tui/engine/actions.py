"""Running actions, previewing and explaining them, and looking up choices (wire B.5, C.5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from weavz_tui.catalog.integration import Action
from weavz_tui.catalog.schema import Parameter
from weavz_tui.engine.calls.context import CallContext
from weavz_tui.engine.calls.inputs import gather
from weavz_tui.engine.calls.planning import Plan, Target
from weavz_tui.engine.calls.preview import StoppingState, preview
from weavz_tui.engine.calls.redaction import Redactor
from weavz_tui.engine.calls.resolution import Place
from weavz_tui.engine.calls.sending import Sender
from weavz_tui.engine.parts import Parts
from weavz_tui.model.entities import WorkspaceIntegration
from weavz_tui.model.errors import (
    ActionFailed,
    MissingConnection,
    NotDropdown,
    NotDynamic,
    NotFound,
    OptionsFailed,
    ResolveFailed,
    WeavzError,
)
from weavz_tui.model.execution import (
    ExecuteRequest,
    ExecuteResult,
    Explanation,
    OptionsRequest,
    Preview,
)
from weavz_tui.model.properties import Option, Options, Property

MOST_OPTIONS = 1000


class LocalActions:
    """Actions, run for one caller."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def execute(self, request: ExecuteRequest, files_to: Path | None = None) -> ExecuteResult:
        """Run an action; see `Executor.execute`."""
        return await self._parts.executor.execute(self._parts.principal, request, files_to)

    async def explain(self, request: ExecuteRequest) -> Explanation:
        """Which inputs and which connection a call would have."""
        plan = await self._parts.planner.plan(self._parts.principal, request)
        return plan.explanation()

    async def preview(self, request: ExecuteRequest) -> Preview:
        """The first thing that a call would do; raises ValidationError for invalid inputs."""
        plan = await self._parts.planner.plan(self._parts.principal, request)
        return await preview(plan)

    async def options(self, request: OptionsRequest) -> Options:
        """The choices of a select, static or fetched.

        `disabled` says that an input which they depend on is missing. Raises NotDropdown,
        MissingConnection, OptionsFailed with the service's message, NotFound.
        """
        place, instance = await self._parts.planner.place(self._parts.principal, request)
        action, parameter = _parameter(place, request)
        schema = parameter.property
        if not (schema.is_select or schema.is_multi_select):
            raise NotDropdown(f"'{request.property_name}' is not a select")
        if parameter.dropdown is None:
            return _searched(schema.options or Options(), request.search_value)
        missing = _missing(action, schema, request.input)
        if missing is not None:
            return Options(disabled=True, placeholder=f"choose {missing} first")
        plan = await self._plan(place, instance, action, request)
        found = await self._call(plan, request, parameter.dropdown.options, OptionsFailed)
        options = found if isinstance(found, Options) else Options(options=tuple(found))
        if not parameter.dropdown.searchable:
            options = _searched(options, request.search_value)
        return options.model_copy(update={"options": options.options[:MOST_OPTIONS]})

    async def resolve_property(self, request: OptionsRequest) -> Sequence[Property]:
        """The properties of a DYNAMIC input; raises NotDynamic, MissingConnection,
        ResolveFailed."""
        place, instance = await self._parts.planner.place(self._parts.principal, request)
        action, parameter = _parameter(place, request)
        if parameter.dynamic is None:
            raise NotDynamic(f"'{request.property_name}' is not dynamic")
        if _missing(action, parameter.property, request.input) is not None:
            return ()
        plan = await self._plan(place, instance, action, request)
        found = await self._call(plan, request, parameter.dynamic.properties, ResolveFailed)
        return tuple(found)

    async def _plan(
        self,
        place: Place,
        instance: WorkspaceIntegration | None,
        action: Action,
        request: OptionsRequest,
    ) -> Plan:
        """The connection and the inputs that a call would have; raises MissingConnection."""
        chosen = await self._parts.planner.partials(place, request, action.name, instance)
        inputs = gather(action.properties, request.input, chosen)
        resolution = await self._parts.planner.resolve(place, request, instance, action)
        if not resolution.ok:
            raise MissingConnection(
                f"The choices of '{request.property_name}' need a connection",
                details={"steps": [step.wire() for step in resolution.steps]},
                hint=resolution.reason,
            )
        organisation = await self._parts.directory.organisation(self._parts.org_id)
        target = Target(self._parts.principal, organisation, place, instance, action)
        return Plan(target, inputs, resolution)

    async def _call(
        self, plan: Plan, request: OptionsRequest, function: Any, failure: type[WeavzError]
    ) -> Any:
        connection, integration = plan.resolution.connection, plan.target.place.integration
        credential = await self._parts.credentials.read(connection) if connection else None
        sender = Sender(self._parts.transport, repeatable=True)
        context = CallContext(
            integration,
            plan.inputs.values,
            send=sender,
            resolve=sender.resolve,
            state=StoppingState(),
            credential=credential,
            auth=integration.auth_for(connection.type, connection.auth_method_key)
            if connection
            else None,
            search=request.search_value,
            renew=partial(self._parts.credentials.renew, connection) if connection else None,
        )
        try:
            return await function(context)
        except ActionFailed as error:
            redactor = Redactor(credential)
            if context.credential is not None:
                redactor = redactor.also(context.credential.secrets())
            message = redactor.text(str(error.details.get("message", error.message)))
            details = {"message": message, "statusCode": error.details.get("statusCode")}
            raise failure(
                f"'{request.property_name}' could not be looked up: {message}",
                details=details,
                hint=error.hint,
            ) from None


def _parameter(place: Place, request: OptionsRequest) -> tuple[Action, Parameter]:
    """The property that is meant; without an action name, the first action that has it."""
    key = request.property_name.partition(".")[0]
    actions = place.integration.actions
    if request.action_name is not None:
        action = actions.get(request.action_name)
        if action is None:
            raise NotFound(
                f"Action '{request.action_name}' not found on integration "
                f"'{place.integration.name}'"
            )
        candidates = [action]
    else:
        candidates = list(actions.values())
    for action in candidates:
        if (found := action.parameter(key)) is not None:
            return action, found
    raise NotFound(
        f"Property '{request.property_name}' not found on '{place.integration.name}'",
        details={"propertyName": request.property_name},
    )


def _missing(action: Action, schema: Property, given: dict[str, Any]) -> str | None:
    """The display name of the first required input that this one depends on and that is absent."""
    for key in schema.refreshers:
        sibling = action.parameter(key)
        if sibling is None or not sibling.property.required or given.get(key) not in (None, ""):
            continue
        if sibling.property.default_value is None:
            return sibling.property.display_name
    return None


def _searched(options: Options, search: str | None) -> Options:
    if not search:
        return options
    wanted = search.casefold()
    kept: list[Option] = [
        each
        for each in options.options
        if wanted in each.label.casefold() or wanted in str(each.value).casefold()
    ]
    return options.model_copy(update={"options": tuple(kept)})
