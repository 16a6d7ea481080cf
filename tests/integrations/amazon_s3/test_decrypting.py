"""Encrypted files, made with GnuPG, in a real S3 with its keys in a real Secrets Manager."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.amazon_s3.conftest import Bucket
from tests.real import need
from weavz_tui.catalog import ActionFailed, FileContent
from weavz_tui.integrations.amazon_s3 import integration

PASSPHRASE = "open sesame"
TEXT = b"Assam, Sencha\n"


class Keyring:
    """Keys of a person."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def gpg(self, *arguments: str, given: bytes = b"", passphrase: str = "") -> bytes:
        loopback = ("--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", passphrase)
        command = ["gpg", "--homedir", str(self.home), *loopback, "--trust-model", "always"]
        done = subprocess.run([*command, *arguments], input=given, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def make(self, name: str, passphrase: str, *uses: str) -> None:
        self.gpg("--quick-gen-key", name, "rsa2048", *uses, passphrase=passphrase)

    def private(self, name: str, passphrase: str = "") -> str:
        return self.gpg("--armor", "--export-secret-key", name, passphrase=passphrase).decode()

    def encrypted(self, name: str, *options: str) -> bytes:
        return self.gpg(*options, "-r", name, "--encrypt", given=TEXT)


@pytest.fixture(scope="module")
def keyring() -> Iterator[Keyring]:
    need(shutil.which("gpg") is not None, "install GnuPG: apt-get install gnupg")
    home = Path(tempfile.mkdtemp(prefix="weavz-gpg-"))
    made = Keyring(home)
    made.make("ann", PASSPHRASE, "sign,encrypt")
    made.make("bob", "", "sign,encrypt")
    yield made
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    shutil.rmtree(home, ignore_errors=True)


async def decrypt(bucket: Bucket, private: str, message: bytes, **inputs: Any) -> Any:
    """Decrypt what is put into the bucket, with what is put into the Secrets Manager."""
    secrets = bucket.client("secretsmanager")

    def stored(kind: str, value: str) -> str:
        arn: str = secrets.create_secret(Name=f"{bucket.name}-{kind}", SecretString=value)["ARN"]
        return arn

    bucket.put("in/Tea.CSV.gpg", message)
    given = {"key": "in/Tea.CSV.gpg", "secretArn": stored("key", f"\n{private}\n"), **inputs}
    if "passphraseArn" in inputs:
        given["passphraseArn"] = stored("passphrase", inputs["passphraseArn"])
    return await bucket.call("decrypt-pgp-file", **given)


async def test_a_binary_file_with_a_passphrase(bucket: Bucket, keyring: Keyring) -> None:
    private = keyring.private("ann", PASSPHRASE)
    message = keyring.encrypted("ann")
    found = await decrypt(bucket, private, message, passphraseArn=PASSPHRASE)
    assert found == FileContent("Tea.CSV", TEXT)


async def test_an_armoured_file_without_one(bucket: Bucket, keyring: Keyring) -> None:
    found = await decrypt(bucket, keyring.private("bob"), keyring.encrypted("bob", "--armor"))
    assert found.content == TEXT


async def test_a_key_for_signing_is_refused_unless_allowed(
    bucket: Bucket, keyring: Keyring
) -> None:
    keyring.make("cem", "", "sign,encrypt")
    message = keyring.encrypted("cem")
    commands = b"change-usage\nE\nQ\nsave\n"
    keyring.gpg("--command-fd", "0", "--edit-key", "cem", given=commands)
    private = keyring.private("cem")
    with pytest.raises(ActionFailed) as caught:
        await decrypt(bucket, private, message)
    assert "not marked for encryption" in caught.value.details["message"]
    bucket.client("secretsmanager").delete_secret(
        SecretId=f"{bucket.name}-key", ForceDeleteWithoutRecovery=True
    )
    found = await decrypt(bucket, private, message, allowInsecureDecryptionWithSigningKeys=True)
    assert found.content == TEXT


async def test_a_message_without_a_seal_is_refused_unless_allowed(
    bucket: Bucket, keyring: Keyring
) -> None:
    message = keyring.encrypted("bob", "--rfc2440", "--disable-mdc")
    with pytest.raises(ActionFailed) as caught:
        await decrypt(bucket, keyring.private("bob"), message)
    assert "no seal" in caught.value.details["message"]
    bucket.client("secretsmanager").delete_secret(
        SecretId=f"{bucket.name}-key", ForceDeleteWithoutRecovery=True
    )
    found = await decrypt(
        bucket, keyring.private("bob"), message, allowUnauthenticatedMessages=True
    )
    assert found.content == TEXT


@pytest.mark.parametrize(
    ("private", "message", "inputs", "reason"),
    [
        ("ann", "ann", {"passphraseArn": "wrong"}, "passphrase"),
        ("ann", "ann", {}, "passphrase"),
        ("bob", "ann", {}, "another key"),
        ("bob", "", {}, "no OpenPGP message"),
        ("", "bob", {}, "no private key"),
    ],
)
async def test_what_is_wrong_is_told(
    bucket: Bucket, keyring: Keyring, private: str, message: str, inputs: Any, reason: str
) -> None:
    key = keyring.private(private, PASSPHRASE) if private else "nonsense"
    content = keyring.encrypted(message) if message else b"nonsense"
    with pytest.raises(ActionFailed) as caught:
        await decrypt(bucket, key, content, **inputs)
    assert reason in caught.value.details["message"]
    assert "wrong" not in str(caught.value.details["message"]).replace("missing or wrong", "")


async def test_a_missing_secret_is_told_as_aws_tells_it(bucket: Bucket) -> None:
    bucket.put("a.gpg", b"x")
    with pytest.raises(ActionFailed) as caught:
        await bucket.call("decrypt-pgp-file", key="a.gpg", secretArn="missing")
    assert "ResourceNotFoundException" in caught.value.details["message"]


async def test_a_missing_program_says_what_installs_it(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ActionFailed) as caught:
        await decrypt(bucket, "key", b"x")
    assert "install GnuPG" in caught.value.hint


def test_it_only_reads() -> None:
    assert integration.actions["decrypt-pgp-file"].idempotent
