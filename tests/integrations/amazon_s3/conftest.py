"""A real S3 on loopback: moto's server, and boto3 to look at what is in it."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.integrations.contexts import run
from weavz_tui.integrations.amazon_s3 import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.net.client import Client

REGION = "eu-central-1"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Bucket:
    """A bucket of its own for each test."""

    url: str
    name: str

    def client(self, service: str) -> Any:
        """boto3's client."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="AKIATESTTEST",
            aws_secret_access_key="test-secret",
        )

    def credential(self, **fields: str) -> Credential:
        values = {
            "accessKeyId": "AKIATESTTEST",
            "secretAccessKey": "test-secret",
            "region": REGION,
            "bucket": self.name,
            **fields,
        }
        return Credential(ConnectionType.CUSTOM_AUTH, values, self.url)

    def put(self, key: str, content: bytes, **options: Any) -> None:
        self.client("s3").put_object(Bucket=self.name, Key=key, Body=content, **options)

    def get(self, key: str) -> dict[str, Any]:
        """The object, with `Content` for its bytes."""
        found: dict[str, Any] = self.client("s3").get_object(Bucket=self.name, Key=key)
        return {**found, "Content": found["Body"].read()}

    def keys(self) -> list[str]:
        listed = self.client("s3").list_objects_v2(Bucket=self.name)
        return [each["Key"] for each in listed.get("Contents", ())]

    async def call(self, action: str, **inputs: Any) -> Any:
        """Run an action on this bucket."""
        client = Client()
        try:
            return await run(
                integration, action, inputs, transport=client, credential=self.credential()
            )
        finally:
            await client.close()


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_url: str) -> Bucket:
    made = Bucket(s3_url, f"tea-{next(_numbers)}")
    where = {"LocationConstraint": REGION}
    made.client("s3").create_bucket(Bucket=made.name, CreateBucketConfiguration=where)
    return made
