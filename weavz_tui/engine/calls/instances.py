"""Which configured instance a call means (specification, connection resolution)."""

from __future__ import annotations

from weavz_tui.model.entities import WorkspaceIntegration
from weavz_tui.model.errors import AmbiguousIntegration, NotFound, ValidationError
from weavz_tui.model.execution import Selectors


def choose_instance(
    instances: list[WorkspaceIntegration], request: Selectors
) -> WorkspaceIntegration | None:
    """The configured instance that a request means, or None when the integration has none.

    Raises NotFound for an unknown id or alias, ValidationError when it belongs to another
    integration, AmbiguousIntegration when several would do.
    """
    if request.workspace_integration_id is not None:
        return _by_id(instances, request)
    if request.integration_alias is not None:
        return _by_alias(instances, request)
    same = [each for each in instances if each.integration_name == request.integration_name]
    if len(same) <= 1:
        return same[0] if same else None
    for each in same:
        if each.integration_alias == request.integration_name:
            return each
    aliases = [each.integration_alias for each in same]
    raise AmbiguousIntegration(
        f"Several instances of '{request.integration_name}' are configured",
        details={"integrationAliases": aliases},
        hint=f"name one of them with integrationAlias: {', '.join(aliases)}",
    )


def _by_id(instances: list[WorkspaceIntegration], request: Selectors) -> WorkspaceIntegration:
    wanted = (request.workspace_integration_id or "").removeprefix("pi_")
    for each in instances:
        if each.id.removeprefix("pi_") == wanted:
            return _of_that_name(each, request)
    raise NotFound(
        f"Workspace integration '{request.workspace_integration_id}' not found",
        details={"workspaceIntegrationId": request.workspace_integration_id},
    )


def _by_alias(
    instances: list[WorkspaceIntegration], request: Selectors
) -> WorkspaceIntegration | None:
    for each in instances:
        if each.integration_alias == request.integration_alias:
            return _of_that_name(each, request)
    if request.integration_alias == request.integration_name:
        return None
    raise NotFound(
        f"No integration with alias '{request.integration_alias}' in this workspace",
        details={"integrationAlias": request.integration_alias},
        hint="`weavz-tui integrations list` shows every alias",
    )


def _of_that_name(each: WorkspaceIntegration, request: Selectors) -> WorkspaceIntegration:
    if request.integration_name and each.integration_name != request.integration_name:
        raise ValidationError.of(
            f"'{each.integration_alias}' is an instance of '{each.integration_name}'",
            integrationName=f"the instance is one of {each.integration_name}",
        )
    return each
