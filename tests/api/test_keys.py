"""Keys over REST: which are made, and which of two in one request counts."""

from __future__ import annotations

from tests.api.conftest import Api

KEYS = "/api/v1/api-keys"


async def test_a_key_for_workspaces_that_are_not_there_is_refused_and_names_them(api: Api) -> None:
    permissions = {"scope": "workspace", "workspaceIds": ["nowhere", "default"]}
    answer = await api.client.post(KEYS, json={"name": "k", "permissions": permissions})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (400, "VALIDATION_ERROR")
    assert "nowhere, default" in told["details"]["fields"]["permissions"]
    assert (await api.client.get(KEYS)).json()["total"] == 1


async def test_of_two_host_headers_it_is_the_first_that_is_looked_at_and_used(api: Api) -> None:
    """A link that an answer holds must not lead where the guard has not looked."""
    workspace = (await api.service.workspaces.get("default")).id
    link = {
        "integrationName": "slack",
        "connectionName": "Slack",
        "externalId": "bot",
        "workspaceId": workspace,
    }
    for hosts, status in (
        (("localhost:3000", "evil.example"), 200),
        (("evil.example", "localhost:3000"), 403),
    ):
        headers = [*api.client.headers.items(), *(("host", each) for each in hosts)]
        async with api.other(None) as client:
            request = client.build_request("POST", "/api/v1/connect/token", json=link)
            length = ("content-length", request.headers["content-length"])
            request.headers = type(request.headers)(
                [*headers, length, ("content-type", "application/json")]
            )
            answer = await client.send(request)
        assert answer.status_code == status
        if status == 200:
            assert answer.json()["connectUrl"].startswith("http://localhost:3000/")
