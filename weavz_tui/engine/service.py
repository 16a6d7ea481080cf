"""The one protocol through which every door reaches an engine, local or remote.

Every method may raise a `WeavzError`; the code tells which. Identifiers named `ref` may be an id
or the name people use (slug, alias, external id).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from weavz_tui.engine.doors import ApiKeys, Connect, Organisations, Servers
from weavz_tui.engine.signing_in import Authorisations, OAuthApps
from weavz_tui.model.catalogue import IntegrationInfo, IntegrationSummary
from weavz_tui.model.entities import Connection, EndUser, Partial, Workspace, WorkspaceIntegration
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
from weavz_tui.model.lists import (
    ActivityQuery,
    ConnectionQuery,
    ConnectionRow,
    Deleted,
    Dependants,
    EndUserRow,
    IntegrationRow,
    Page,
    PageQuery,
    PartialQuery,
    PartialRow,
    WorkspaceRow,
)
from weavz_tui.model.properties import Options, Property
from weavz_tui.model.requests import (
    AliasCheck,
    ConnectionCreate,
    ConnectionUpdate,
    EndUserCreate,
    EndUserUpdate,
    IntegrationCreate,
    IntegrationUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)
from weavz_tui.model.status import Change, ConnectionTest, UsageReport, VaultStatus, Who, WhoRow


class Workspaces(Protocol):
    """Workspaces of the organisation, by slug."""

    async def list(self, query: PageQuery) -> Page[WorkspaceRow]: ...
    async def get(self, ref: str) -> WorkspaceRow: ...
    async def create(self, data: WorkspaceCreate) -> Workspace: ...
    async def update(self, id: str, data: WorkspaceUpdate) -> Workspace: ...
    async def dependants(self, id: str) -> Dependants:
        """What would go with the workspace."""
        ...

    async def delete(self, id: str) -> Deleted: ...


class Integrations(Protocol):
    """The workspace integrations of one workspace, by alias."""

    async def list(self, workspace_id: str, query: PageQuery) -> Page[IntegrationRow]: ...
    async def get(self, workspace_id: str, ref: str) -> IntegrationRow: ...
    async def create(self, workspace_id: str, data: IntegrationCreate) -> WorkspaceIntegration: ...
    async def update(
        self, workspace_id: str, id: str, data: IntegrationUpdate
    ) -> WorkspaceIntegration: ...
    async def dependants(self, workspace_id: str, id: str) -> Dependants:
        """What follows its alias: partials, tools, drafts."""
        ...

    async def delete(self, workspace_id: str, id: str) -> Deleted: ...

    async def check_alias(
        self, workspace_id: str, alias: str, integration_name: str, *, except_id: str | None = None
    ) -> AliasCheck:
        """Whether the alias may be taken, without taking it."""
        ...

    async def who(
        self,
        workspace_id: str,
        ref: str,
        *,
        end_user_id: str | None = None,
        draft: IntegrationUpdate | None = None,
        limit: int = 50,
    ) -> Who:
        """Who would be used? The first row is the given end user (or nobody), the others are end
        users of the workspace, those whose answer a draft changes first."""
        ...

    async def who_everywhere(self, workspace_id: str, end_user_id: str | None) -> Sequence[WhoRow]:
        """For one end user (or nobody): every alias of the workspace."""
        ...


class Connections(Protocol):
    """Connections of the organisation; their secrets go in and never come out."""

    async def list(self, query: ConnectionQuery) -> Page[ConnectionRow]: ...
    async def get(self, id: str) -> ConnectionRow: ...
    async def find(self, integration_name: str, external_id: str, workspace_id: str) -> Connection:
        """The connection that an explicit external id means in a workspace."""
        ...

    async def create(self, data: ConnectionCreate) -> Connection: ...
    async def update(self, id: str, data: ConnectionUpdate) -> Connection: ...
    async def dependants(self, id: str) -> Dependants:
        """The workspace integrations that name it."""
        ...

    async def delete(self, id: str) -> Deleted: ...
    async def test(self, id: str) -> ConnectionTest: ...


class EndUsers(Protocol):
    """End users of a workspace."""

    async def list(self, workspace_id: str, query: PageQuery) -> Page[EndUserRow]: ...
    async def get(self, workspace_id: str, ref: str) -> EndUserRow: ...
    async def create(self, data: EndUserCreate) -> EndUser: ...
    async def update(self, id: str, data: EndUserUpdate) -> EndUser: ...
    async def dependants(self, id: str) -> Dependants: ...
    async def delete(self, id: str) -> Deleted: ...


class Partials(Protocol):
    """Saved inputs of a workspace."""

    async def list(self, query: PartialQuery) -> Page[PartialRow]: ...
    async def get(self, id: str) -> Partial: ...
    async def create(self, data: PartialCreate) -> Partial: ...
    async def update(self, id: str, data: PartialUpdate) -> Partial: ...
    async def delete(self, id: str) -> Deleted: ...


class Catalogue(Protocol):
    """Every integration that this engine can run."""

    async def list(self) -> Sequence[IntegrationSummary]: ...
    async def get(self, name: str) -> IntegrationInfo: ...
    async def actions(self) -> Sequence[ActionSummary]:
        """Every action of every integration, by integration; nothing is loaded for it."""
        ...

    async def broken(self) -> dict[str, str]:
        """Plugins that could not be loaded: reason by name."""
        ...

    async def preview_import(self, request: ImportRequest) -> ImportReport:
        """What an import would bring and change; raises ImportRefused."""
        ...

    async def import_(self, request: ImportRequest) -> ImportReport:
        """Import, over the import of that name if there is one; choices about actions that stay
        are kept."""
        ...

    async def imports(self) -> Sequence[ImportedRow]:
        """What was imported, by name."""
        ...

    async def dependants(self, name: str) -> Dependants:
        """The workspace integrations and connections of an import."""
        ...

    async def remove(self, name: str) -> Deleted:
        """Take an import away; what uses it stays."""
        ...


class Actions(Protocol):
    """Running actions, and everything that can be known before."""

    async def execute(self, request: ExecuteRequest, files_to: Path | None = None) -> ExecuteResult:
        """Run an action. Files of the result are laid down in the folder `files_to`, if there is
        one, and have a `path` there; else they are in the output as base64, up to 25 MB each."""
        ...

    async def preview(self, request: ExecuteRequest) -> Preview: ...
    async def explain(self, request: ExecuteRequest) -> Explanation:
        """Steps 1 to 4; invalid inputs are in its `errors`, they raise nothing."""
        ...

    async def options(self, request: OptionsRequest) -> Options: ...
    async def resolve_property(self, request: OptionsRequest) -> Sequence[Property]: ...


class Activity(Protocol):
    """The record of executions."""

    async def list(self, query: ActivityQuery) -> Page[ExecutionRow]: ...
    async def get(self, id: str) -> ExecutionRecord: ...


class Vault(Protocol):
    """The place of the credentials."""

    async def status(self, *, check: bool = False) -> VaultStatus:
        """What is known; with `check` the vault is really asked."""
        ...

    async def unlock(self, passphrase: str) -> VaultStatus: ...
    async def lock(self) -> VaultStatus: ...

    async def change_passphrase(self, old: str, new: str) -> VaultStatus:
        """Raises VaultLocked for a wrong old one, VaultUnavailable where there is none."""
        ...

    async def move(
        self, target: Literal["keyring", "encrypted"], passphrase: str | None = None
    ) -> int:
        """Bring every secret into the other vault; how many. `passphrase` is for a new one."""
        ...

    async def purge(self) -> int:
        """Remove every secret from its vault; how many connections there are. They stay, and ask
        for a new secret."""
        ...


class Service(Protocol):
    """An engine as its doors see it."""

    @property
    def workspaces(self) -> Workspaces: ...
    @property
    def integrations(self) -> Integrations: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def end_users(self) -> EndUsers: ...
    @property
    def partials(self) -> Partials: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def activity(self) -> Activity: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def oauth_apps(self) -> OAuthApps: ...
    @property
    def authorisations(self) -> Authorisations: ...

    @property
    def organisations(self) -> Organisations: ...
    @property
    def api_keys(self) -> ApiKeys: ...
    @property
    def servers(self) -> Servers: ...
    @property
    def connect(self) -> Connect: ...

    @property
    def name(self) -> str:
        """`local`, or the address of a remote engine."""
        ...

    async def usage(self, month: str = "") -> UsageReport:
        """Executions of a calendar month (UTC), `2026-11`; empty: of the present one (wire E.11).
        Raises ValidationError for what is no month."""
        ...

    async def undo(self, token: str) -> Any:
        """Take a deletion back; raises NotFound after its ten seconds."""
        ...

    def changes(self) -> AsyncIterator[Change]:
        """Every commit, by this process or another, within a second; bursts are merged."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let everything go."""
        ...
