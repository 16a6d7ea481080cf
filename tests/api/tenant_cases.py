"""How each route of the door is called for what is another tenant's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MARK = "tenant-a-mark"
# What every workspace of the first tenant's organisation may see.
SHARED_MARK = "organisation-a-mark"


@dataclass(frozen=True)
class Case:
    """How a route is called for what is the first tenant's: names in braces stand for ids of its
    records. `open`: the route answers everybody, each with what is their own. `shared`: every
    workspace of the organisation may see it."""

    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    open: bool = False
    shared: bool = False


def own(**query: str) -> Case:
    """A list, or anything else that answers with what is the caller's own."""
    return Case(query=query, open=True)


def of_workspace(**query: str) -> Case:
    """A route that names the first tenant's workspace in its query."""
    return Case(query={"workspaceId": "{workspace_id}", **query})


EXECUTE = {"integrationName": "hash-encode", "actionName": "hash", "workspaceId": "{workspace_id}"}
INPUT = {"text": "a", "algorithm": "sha1", "encoding": "hex"}
RUN = Case({**EXECUTE, "input": INPUT})
SLACK = {"integrationName": "slack", "workspaceId": "{workspace_id}"}
LOOKUP = Case({"propertyName": "channel", "actionName": "send_channel_message",
               "workspaceId": "{workspace_id}", "connectionExternalId": MARK})  # fmt: skip
NAMED = Case({"name": "x"})
EMPTY = Case({})
TOKEN = Case({"endUserId": "{end_user_id}"})
OAUTH = {"integrationName": "slack", "externalId": "x", "workspaceId": "{workspace_id}"}

CASES: Mapping[str, Case] = {
    "health": own(),
    "ready": own(),
    "metrics": own(),
    "createOrganisation": Case({"name": "x", "slug": "stolen"}),
    "getOrganisation": Case(shared=True),
    "updateOrganisation": NAMED,
    "listWorkspaces": own(),
    "createWorkspace": Case({"name": "x", "slug": MARK}, open=True),
    "getWorkspace": EMPTY,
    "updateWorkspace": NAMED,
    "deleteWorkspace": EMPTY,
    "listWorkspaceIntegrations": EMPTY,
    "addWorkspaceIntegration": Case({"integrationName": "http"}),
    "updateWorkspaceIntegration": Case({"displayName": "x"}),
    "removeWorkspaceIntegration": EMPTY,
    "listConnections": own(),
    "createConnection": Case(
        {**SLACK, "type": "SECRET_TEXT", "externalId": "x", "displayName": "x", "secretText": "x"}
    ),
    "deleteConnection": EMPTY,
    "resolveConnection": Case({**SLACK, "externalId": MARK}),
    "createConnectToken": Case({**SLACK, "connectionName": "x", "externalId": "x"}),
    "getConnectSession": EMPTY,
    "pollConnectSession": Case({"token": "{token}"}),
    "listIntegrations": own(),
    "oauthStatus": own(),
    "getIntegration": own(),
    "resolveOptions": LOOKUP,
    "resolveProperty": LOOKUP,
    "listPartials": of_workspace(),
    "createPartial": Case({**SLACK, "name": "x"}),
    "getPartial": EMPTY,
    "updatePartial": NAMED,
    "deletePartial": EMPTY,
    "setDefaultPartial": Case({"isDefault": True}),
    "listEndUsers": of_workspace(),
    "createEndUser": Case({"workspaceId": "{workspace_id}", "externalId": "x"}),
    "getEndUser": EMPTY,
    "updateEndUser": Case({"displayName": "x"}),
    "deleteEndUser": EMPTY,
    "createPortalLink": EMPTY,
    "inviteEndUser": Case({"email": "a@example.com"}),
    "listApiKeys": own(),
    "createApiKey": Case({"name": "x"}, open=True),
    "deleteApiKey": EMPTY,
    "listServers": own(),
    "createServer": Case({"name": "x", "workspaceId": "{workspace_id}"}),
    "getServer": EMPTY,
    "updateServer": NAMED,
    "deleteServer": EMPTY,
    "regenerateToken": EMPTY,
    "createAccessToken": TOKEN,
    "createOauthToken": TOKEN,
    "addTool": Case({"integrationName": "http", "actionName": "send_request"}),
    "updateTool": Case({"displayName": "x"}),
    "deleteTool": EMPTY,
    "executeCode": Case({"code": "return 1"}),
    "getDeclarations": EMPTY,
    "listPolicies": of_workspace(),
    "createPolicy": Case({"name": "x", "workspaceId": "{workspace_id}"}),
    "tryPolicy": Case({"policy": {"name": "x"}, "context": {}}, open=True),
    "getPolicy": EMPTY,
    "updatePolicy": NAMED,
    "deletePolicy": EMPTY,
    "listApprovals": of_workspace(),
    "getApproval": EMPTY,
    "approve": EMPTY,
    "reject": EMPTY,
    "cancel": EMPTY,
    "listTriggers": of_workspace(),
    "enableTrigger": Case(
        {**SLACK, "triggerName": "new_message", "callbackUrl": "https://example.com"}
    ),
    "disableTrigger": Case({"triggerSourceId": "{trigger_id}"}),
    "sampleTrigger": Case({"integrationName": "slack", "triggerName": "new_message"}, open=True),
    "listActivity": own(),
    "getUsage": own(),
    "executeAction": RUN,
    "getOwnOrganisation": own(),
    "getWorkspaceDependants": EMPTY,
    "getWhoEverywhere": EMPTY,
    "checkAlias": Case(query={"integrationName": "http"}),
    "getWorkspaceIntegration": EMPTY,
    "getIntegrationDependants": EMPTY,
    "getWho": EMPTY,
    "getWorkspaceEndUser": EMPTY,
    "getEndUserDependants": EMPTY,
    "findConnection": of_workspace(integrationName="slack", externalId=MARK),
    "getConnection": EMPTY,
    "updateConnection": Case({"displayName": "x"}),
    "getConnectionDependants": EMPTY,
    "testConnection": EMPTY,
    "executeAtConsole": RUN,
    "previewAction": RUN,
    "explainAction": RUN,
    "getExecution": EMPTY,
    "getBroken": own(),
    "undo": EMPTY,
    "getServerAlone": EMPTY,
    "getServerDependants": EMPTY,
    "listServerTokens": EMPTY,
    "revokeServerToken": EMPTY,
    "listServerTools": EMPTY,
    "listExposedTools": EMPTY,
    "getVault": EMPTY,
    "unlockVault": Case({"passphrase": "x"}),
    "lockVault": EMPTY,
    "changePassphrase": Case({"old": "x", "new": "y"}),
    "moveVault": Case({"target": "encrypted"}),
    "purgeVault": EMPTY,
    "listEveryAction": own(),
    "listImports": own(),
    "importIntegration": Case({"content": "nothing"}),
    "previewImport": Case({"content": "nothing"}),
    "getImportDependants": own(),
    "removeImport": EMPTY,
    "listOauthApps": own(),
    "createOauthApp": Case({"integrationName": "slack", "clientId": "x"}, open=True),
    "getOauthApp": EMPTY,
    "updateOauthApp": Case({"label": "x"}),
    "getOauthAppDependants": EMPTY,
    "deleteOauthApp": EMPTY,
    "startAuthorisation": Case(OAUTH),
    "completeAuthorisationByState": Case({"state": "{state}", "code": "x"}),
    "pollAuthorisation": EMPTY,
    "completeAuthorisation": Case({"state": "{state}", "code": "x"}),
    "cancelAuthorisation": EMPTY,
}
# Held by a test of its own: it does not end.
STREAMS = {"followChanges"}
