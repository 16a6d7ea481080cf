"""The published client, unmodified, against a server of ours (wire B)."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from weavz_sdk import WeavzClient

from tests.api.serving import SERVICE_KEY, Server
from tests.api.tour import Recorded, Tour, methods


@pytest.fixture
def sdk(server: Server) -> Iterator[WeavzClient]:
    with WeavzClient(server.key, base_url=server.url, max_retries=0) as client:
        yield client


def test_every_method_of_the_published_client_works(
    sdk: WeavzClient, server: Server, slack_url: str
) -> None:
    client = Recorded(sdk)
    tour = Tour(client, server, slack_url)
    tour.workspaces()
    tour.connections()
    tour.integrations()
    tour.actions()
    tour.catalogue()
    tour.partials()
    tour.end_users()
    tour.connect()
    tour.servers()
    tour.keys()
    tour.gates()
    tour.triggers()
    tour.deletions()
    assert methods(sdk) - client.called == set()


def test_an_organisation_begins_with_the_service_key(server: Server) -> None:
    service = {"X-Service-Key": SERVICE_KEY}
    with httpx.Client(base_url=server.url) as client:
        made = client.post("/api/v1/orgs", json={"name": "Begun", "slug": "begun"}, headers=service)
        assert made.status_code == 201
        acting = service | {"X-Org-ID": made.json()["org"]["id"]}
        key = client.post("/api/v1/api-keys", json={"name": "first"}, headers=acting)
        assert key.status_code == 201
        with WeavzClient(key.json()["plainKey"], base_url=server.url) as begun:
            assert begun.workspaces.list()["total"] == 0
        id = key.json()["apiKey"]["id"]
        assert client.delete(f"/api/v1/api-keys/{id}", headers=acting).json()["deleted"]
