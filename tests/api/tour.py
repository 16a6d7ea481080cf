"""Every method of the published client, in the order in which a customer would call them."""

from __future__ import annotations

import inspect
from typing import Any

import httpx
import pytest
import weavz_sdk
from weavz_sdk import WeavzClient

from tests.api.serving import CANARY, Server

RESOURCES = (
    "workspaces",
    "connections",
    "connect",
    "actions",
    "approval_policies",
    "approvals",
    "triggers",
    "mcp_servers",
    "api_keys",
    "integrations",
    "partials",
    "end_users",
)


class Recorded:
    """A client that remembers which of its methods were called."""

    def __init__(self, client: WeavzClient) -> None:
        self._client = client
        self.called: set[str] = set()

    def __getattr__(self, resource: str) -> Any:
        return _Resource(resource, getattr(self._client, resource), self.called)


class _Resource:
    def __init__(self, name: str, resource: Any, called: set[str]) -> None:
        self._name = name
        self._resource = resource
        self._called = called

    def __getattr__(self, method: str) -> Any:
        self._called.add(f"{self._name}.{method}")
        return getattr(self._resource, method)


def methods(client: WeavzClient) -> set[str]:
    """Every method of every resource."""
    return {
        f"{resource}.{name}"
        for resource in RESOURCES
        for name, _ in inspect.getmembers(getattr(client, resource), inspect.ismethod)
        if not name.startswith("_")
    }


class Tour:
    """Calls every method, in the order in which a customer would."""

    def __init__(self, client: Recorded, server: Server, slack_url: str) -> None:
        self.client = client
        self.server = server
        self.slack_url = slack_url
        self.workspace = ""
        self.connection = ""
        self.instance = ""
        self.user = ""

    def workspaces(self) -> None:
        made = self.client.workspaces.create(name="Tour", slug="tour")["workspace"]
        self.workspace = made["id"]
        assert self.client.workspaces.get(self.workspace)["workspace"]["slug"] == "tour"
        changed = self.client.workspaces.update(self.workspace, name="Grand tour")["workspace"]
        assert changed["name"] == "Grand tour"
        found = self.client.workspaces.list(limit=10, offset=0, include_suspended=True)
        assert self.workspace in [each["id"] for each in found["workspaces"]]
        assert found["total"] == len(found["workspaces"])

    def connections(self) -> None:
        made = self.client.connections.create(
            type="SECRET_TEXT",
            external_id="tour_bot",
            display_name="Bot",
            integration_name="slack",
            workspace_id=self.workspace,
            secret_text=CANARY,
            props={"baseUrl": self.slack_url},
        )["connection"]
        self.connection = made["id"]
        assert CANARY not in str(made)
        assert self.client.connections.get(self.connection)["connection"]["status"] == "ACTIVE"
        assert self.client.connections.list(limit=5)["total"] >= 1
        resolved = self.client.connections.resolve(
            integration_name="slack", workspace_id=self.workspace, external_id="tour_bot"
        )
        assert resolved["connection"]["id"] == self.connection

    def integrations(self) -> None:
        made = self.client.workspaces.add_integration(
            self.workspace,
            integration_name="slack",
            integration_alias="slack_bot",
            connection_strategy="fixed",
            connection_id=self.connection,
            enabled_actions=["send_channel_message", "list_channels"],
            settings=weavz_sdk.WorkspaceIntegrationSettings(),
            display_name="Bot",
            sort_order=3,
            oauth_app_mode="weavz_managed",
        )["integration"]
        self.instance = made["id"]
        assert made["alias"] == made["integrationAlias"] == "slack_bot"
        assert made["enabledActions"] == made["allowedActions"]
        weavz_sdk.WorkspaceIntegration.model_validate(made)
        changed = self.client.workspaces.update_integration(
            self.workspace, self.instance.removeprefix("pi_"), display_name="The bot"
        )["integration"]
        assert changed["displayName"] == "The bot"
        builtin = self.client.workspaces.add_integration(
            self.workspace, integration_name="hash-encode"
        )
        assert builtin["integration"]["connectionId"] is None
        found = self.client.workspaces.list_integrations(self.workspace)["integrations"]
        joined = next(each for each in found if each["id"] == self.instance)
        assert joined["connectionStatus"] == "ACTIVE"
        assert joined["connectionExternalId"] == "tour_bot"

    def actions(self) -> None:
        assert "hash" in self.client.actions.action_names("hash-encode")
        model = self.client.actions.input_model("hash-encode", "hash")
        assert model is not None
        given = {"text": "hello", "algorithm": "sha256", "encoding": "hex"}
        self.client.actions.validate_input("hash-encode", "hash", given)
        done = self.client.actions.execute_typed(
            "hash-encode", "hash", workspace_id=self.workspace, input=given
        )
        assert done["success"] and done["output"]["hash"].startswith("2cf24d")
        assert isinstance(done["duration"], int)
        sent = self.client.actions.execute(
            "slack",
            "send_channel_message",
            workspace_id=self.workspace,
            integration_alias="slack_bot",
            input={"channel": "C01", "text": "hello"},
            idempotency_key="tour-1",
        )
        assert sent["output"]["ts"] == "1.2"
        usage = httpx.get(f"{self.server.url}/api/v1/billing/usage", headers=self.server.headers)
        assert usage.json()["usage"]["bySource"]["sdk"] == 2

    def catalogue(self) -> None:
        everything = self.client.integrations.list()
        assert everything["total"] == len(everything["integrations"])
        assert "slack" in everything["registered"]
        short = self.client.integrations.list(summary=True)["integrations"]
        assert short == self.client.integrations.list_summary()["integrations"]
        slack = self.client.integrations.get("slack")["integration"]
        assert slack["actions"]["send_channel_message"]["props"]["channel"]["required"]
        tool = weavz_sdk.create_action_tool(
            self.client._client,
            integration_name="hash-encode",
            action_name="hash",
            workspace_id=self.workspace,
        )
        assert set(tool.input_schema["required"]) == {"text", "algorithm", "encoding"}
        options = self.client.integrations.resolve_options(
            "slack",
            property_name="channel",
            action_name="send_channel_message",
            connection_external_id="tour_bot",
            workspace_id=self.workspace,
        )
        assert options["options"][0]["value"] == "C01"
        with pytest.raises(weavz_sdk.WeavzError) as caught:
            self.client.integrations.resolve_property(
                "slack",
                property_name="channel",
                action_name="send_channel_message",
                workspace_id=self.workspace,
            )
        assert caught.value.code == "NOT_DYNAMIC"
        assert self.client.integrations.oauth_status() == {"configured": []}

    def partials(self) -> None:
        made = self.client.partials.create(
            self.workspace,
            "slack",
            "General",
            integration_alias="slack_bot",
            action_name="send_channel_message",
            values={"channel": "C01"},
            enforced_keys=["channel"],
        )["partial"]
        weavz_sdk.InputPartial.model_validate(made)
        assert self.client.partials.get(made["id"])["partial"]["values"] == {"channel": "C01"}
        changed = self.client.partials.update(made["id"], description="where all are")["partial"]
        assert changed["description"] == "where all are"
        assert self.client.partials.set_default(made["id"], True)["partial"]["isDefault"]
        found = self.client.partials.list(self.workspace, integration_alias="slack_bot")
        assert [each["id"] for each in found["partials"]] == [made["id"]]
        assert self.client.partials.delete(made["id"])["deleted"]

    def end_users(self) -> None:
        made = self.client.end_users.create(
            workspace_id=self.workspace, external_id="u1", display_name="Ada", metadata={"a": 1}
        )["endUser"]
        self.user = made["id"]
        assert made["connectionCount"] == 0
        assert self.client.end_users.list(self.workspace, limit=10)["total"] == 1
        assert self.client.end_users.get(self.user)["connections"] == []
        changed = self.client.end_users.update(self.user, email="ada@example.com")["endUser"]
        assert changed["email"] == "ada@example.com"
        link = self.client.end_users.create_connect_token(self.user)
        assert "/connect/portal" in link["connectUrl"]
        assert link["token"].startswith("eut_")
        assert (
            self.client.end_users.invite(self.user, email="ada@example.com")["emailSent"] is False
        )

    def connect(self) -> None:
        link = self.client.connect.create_token(
            integration_name="slack",
            connection_name="Ada's Slack",
            external_id="ada",
            workspace_id=self.workspace,
            end_user_id="u1",
        )
        assert link["token"].startswith("cst_")
        assert self.client.connect.poll(link["token"])["status"] == "PENDING"
        with httpx.Client(base_url=self.server.url, follow_redirects=True) as browser:
            page = browser.get(link["connectUrl"]).text
            csrf = page.split('name="csrf" value="')[1].split('"')[0]
            form = {"csrf": csrf, "method": "secret_text", "field.secretText": CANARY}
            assert "Connected" in browser.post("/connect", data=form).text
        done = self.client.connect.wait(link["token"], timeout=5, interval=0.05)
        assert done["status"] == "COMPLETED"
        owned = self.client.connections.get(done["connectionId"])["connection"]
        assert (owned["endUserId"], owned["externalId"]) == ("u1", "ada")
        assert "userId" not in owned
        with pytest.raises(weavz_sdk.WeavzError) as caught:
            self.client.connect.get_session("cs_none")
        assert caught.value.status == 404

    def servers(self) -> None:
        servers = self.client.mcp_servers
        made = servers.create(
            name="Tools", workspace_id=self.workspace, auth_mode="oauth_and_bearer", mode="TOOLS"
        )
        id = made["server"]["id"]
        assert made["mcpEndpoint"] == f"{self.server.url}/mcp/srv_{id}"
        assert made["bearerToken"].startswith("mcp_")
        assert servers.list(workspace_id=self.workspace)["total"] == 1
        assert servers.regenerate_token(id)["bearerToken"] != made["bearerToken"]
        changed = servers.update(id, description="for agents", end_user_id=None)["server"]
        assert changed["description"] == "for agents"
        for create in (
            servers.create_access_token,
            servers.create_bearer_token,
            servers.create_end_user_token,
        ):
            issued = create(id, end_user_id="u1")
            assert issued["accessToken"] == issued["bearerToken"]
            assert issued["token"]["tokenType"] == "mcp_bearer"
        assert servers.create_oauth_token(id, end_user_id="u1")["accessToken"].startswith("mcpo_")
        tool = servers.add_tool(
            id, integration_name="openai", action_name="ask_chatgpt", integration_alias="gpt"
        )["tool"]
        renamed = servers.update_tool(id, tool["id"], display_name="Ask")["tool"]
        assert renamed["displayName"] == "Ask"
        assert servers.delete_tool(id, tool["id"])["deleted"]
        detail = servers.get(id)
        assert {each["actionName"] for each in detail["tools"]} >= {"hash", "list_channels"}
        assert weavz_sdk.create_mcp_server_action_tools(self.client._client, id)
        declared = servers.get_declarations(id, "slack_bot")["declarations"]
        assert "send_channel_message" in declared
        ran = servers.execute_code(id, code="return 1 + 1")
        assert (ran["isError"], ran["structuredContent"]["output"]) == (False, 2)
        assert servers.delete(id)["deleted"]

    def keys(self) -> None:
        made = self.client.api_keys.create(
            name="scoped", scope="workspace", workspace_ids=[self.workspace]
        )
        assert made["plainKey"].startswith(made["apiKey"]["keyPrefix"])
        assert made["apiKey"]["permissions"] == {
            "scope": "workspace",
            "workspaceIds": [self.workspace],
        }
        assert self.client.api_keys.list()["total"] >= 2
        assert self.client.api_keys.delete(made["apiKey"]["id"])["deleted"]
        deleted = WeavzClient(made["plainKey"], base_url=self.server.url, max_retries=0)
        with deleted, pytest.raises(weavz_sdk.WeavzError) as caught:
            deleted.workspaces.list()
        assert (caught.value.status, caught.value.code) == (401, "UNAUTHORIZED")

    def gates(self) -> None:
        policies = self.client.approval_policies
        terms = {
            "name": "Ask first",
            "workspace_id": self.workspace,
            "sources": ["sdk"],
            "integration_names": ["slack"],
            "decision": "require_approval",
        }
        made = policies.create(**terms)["policy"]
        assert policies.get(made["id"])["policy"]["integrationNames"] == ["slack"]
        assert policies.update(made["id"], priority=5)["policy"]["priority"] == 5
        assert policies.list(workspace_id=self.workspace)["total"] == 1
        tried = policies.test(policy=terms, context={"source": "sdk", "integration_name": "slack"})
        assert (tried["matched"], tried["decision"]) == (True, "require_approval")
        assert policies.delete(made["id"])["deleted"]
        approvals = self.client.approvals
        assert approvals.list(status="pending", limit=5) == {"approvals": [], "total": 0}
        for call in (approvals.get, approvals.approve, approvals.reject, approvals.cancel,
                     approvals.wait):  # fmt: skip
            with pytest.raises(weavz_sdk.WeavzError) as caught:
                call("apr_none")
            assert caught.value.code == "APPROVAL_NOT_FOUND"

    def triggers(self) -> None:
        triggers = self.client.triggers
        sample = triggers.test("slack", "new_message")
        assert sample["sampleData"]["type"] == "message"
        made = triggers.enable(
            integration_name="slack",
            trigger_name="new_message",
            callback_url="https://example.com/hook",
            workspace_id=self.workspace,
            callback_headers={"x-secret": CANARY},
            simulate=True,
        )["triggerSource"]
        assert CANARY not in str(made)
        assert triggers.list(workspace_id=self.workspace)["total"] == 1
        assert triggers.disable(made["id"]) == {"disabled": True, "triggerSourceId": made["id"]}

    def deletions(self) -> None:
        assert self.client.workspaces.remove_integration(self.workspace, self.instance)["deleted"]
        assert self.client.connections.delete(self.connection)["deleted"]
        assert self.client.end_users.delete(self.user)["connectionsDeleted"] == 1
        assert self.client.workspaces.delete(self.workspace)["deleted"]
        with pytest.raises(weavz_sdk.WeavzError) as caught:
            self.client.workspaces.delete(self.workspace)
        assert caught.value.status == 404
