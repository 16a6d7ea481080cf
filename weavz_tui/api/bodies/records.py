"""Bodies of workspaces, partials, end users, organisations and API keys (wire B.1 to B.8)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from weavz_tui.api.bodies.base import Body, Moment, Name, Slug, Text, Values
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.requests import (
    EndUserCreate,
    EndUserUpdate,
    OrganisationUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)

PartialName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
Description = Annotated[str, StringConstraints(max_length=500)]


class OrganisationBody(Body):
    """A new organisation."""

    name: Name
    slug: Slug


class OrganisationChange(Body):
    """Changes to an organisation."""

    name: Name | None = None
    slug: Slug | None = None

    def model(self) -> OrganisationUpdate:
        """For the engine."""
        return OrganisationUpdate(**self.given())


class WorkspaceBody(Body):
    """A new workspace."""

    name: Name
    slug: Slug

    def model(self) -> WorkspaceCreate:
        """For the engine."""
        return WorkspaceCreate(**self.given())


class WorkspaceChange(Body):
    """Changes to a workspace."""

    name: Name | None = None
    slug: Slug | None = None

    def model(self) -> WorkspaceUpdate:
        """For the engine."""
        return WorkspaceUpdate(**self.given())


class PartialBody(Body):
    """A new partial. `actionName` and `triggerName` exclude one another."""

    workspace_id: Text
    integration_name: Text
    name: PartialName
    workspace_integration_id: Text | None = None
    integration_alias: Text | None = None
    action_name: Text | None = None
    trigger_name: Text | None = None
    description: Description | None = None
    values: Values = Field(default_factory=dict)
    enforced_keys: list[Text] = Field(default_factory=list)
    is_default: bool = False

    def model(self) -> PartialCreate:
        """For the engine."""
        return PartialCreate(**self.given())


class PartialChange(Body):
    """Changes to a partial; `values` replaces all of them."""

    name: PartialName | None = None
    description: Description | None = None
    values: Values | None = None
    enforced_keys: list[Text] | None = None
    is_default: bool | None = None

    def model(self) -> PartialUpdate:
        """For the engine; null leaves as it is, but for the description."""
        kept = {
            name: value
            for name, value in self.given().items()
            if value is not None or name == "description"
        }
        return PartialUpdate(**kept)


class DefaultBody(Body):
    """Whether a partial is the default of its scope."""

    is_default: bool

    def model(self) -> PartialUpdate:
        """For the engine."""
        return PartialUpdate(is_default=self.is_default)


class EndUserBody(Body):
    """A new end user."""

    workspace_id: Text
    external_id: Name
    display_name: Text | None = None
    email: Text | None = None
    metadata: Values | None = None

    def model(self) -> EndUserCreate:
        """For the engine."""
        return EndUserCreate(**self.given())


class EndUserChange(Body):
    """Changes to an end user; null clears."""

    display_name: Text | None = None
    email: Text | None = None
    metadata: Values | None = None

    def model(self) -> EndUserUpdate:
        """For the engine."""
        return EndUserUpdate(**self.given())


class ApprovalPermissions(Body):
    """Whether a key may decide approvals."""

    decide: bool = False


class Permissions(Body):
    """How far a key reaches."""

    scope: Literal["org", "workspace"] = "org"
    workspace_ids: list[Text] | None = None
    approvals: ApprovalPermissions | None = None


class ApiKeyBody(Body):
    """A new API key."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S")]
    expires_at: Moment | None = None
    permissions: Permissions | None = None

    def model(self, sent: dict[str, Any]) -> ApiKeyCreate:
        """For the engine; the permissions are kept as they were `sent` (wire A.2)."""
        return ApiKeyCreate(
            name=self.name,
            expires_at=moment("expiresAt", self.expires_at),
            permissions=sent.get("permissions"),
        )


def moment(name: str, text: str | None) -> datetime | None:
    """An ISO 8601 moment, in UTC where it does not say otherwise; raises ValidationError about the
    field `name`."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValidationError.of(
            f"{name} is no moment", **{name: "must be ISO 8601, such as 2030-01-31T12:00:00Z"}
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
