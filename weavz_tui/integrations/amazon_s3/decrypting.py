"""Files that are encrypted with OpenPGP."""

from __future__ import annotations

import base64
import json
from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, FileContent, Prop
from weavz_tui.integrations.amazon_s3.objects import Key
from weavz_tui.integrations.amazon_s3.pgp import decrypted
from weavz_tui.integrations.amazon_s3.service import call, integration, unexpected
from weavz_tui.integrations.amazon_s3.transfer import download
from weavz_tui.model.files import whole

ENDINGS = (".pgp", ".gpg", ".asc")


@integration.action("decrypt-pgp-file", title="Decrypt PGP file", effect=Effect.READ)
async def decrypt_pgp_file(
    ctx: Context,
    key: Key,
    secret_arn: Annotated[str, Prop(key="secretArn", title="ARN of the private key")],
    passphrase_arn: Annotated[str, Prop(key="passphraseArn", title="ARN of the passphrase")]
    | None = None,
    secrets_manager_region: Annotated[str, Prop(key="secretsManagerRegion")] | None = None,
    allow_unauthenticated_messages: Annotated[
        bool, Prop(key="allowUnauthenticatedMessages", title="Allow messages without a seal")
    ] = False,
    allow_insecure_decryption_with_signing_keys: Annotated[
        bool,
        Prop(key="allowInsecureDecryptionWithSigningKeys", title="Allow keys that are for signing"),
    ] = False,
) -> Any:
    """Decrypt a file with a private key from AWS Secrets Manager; it comes as a file.

    Args:
        secret_arn: Secret that holds the private key, armoured.
        passphrase_arn: Secret that holds the key's passphrase, if it has one.
        secrets_manager_region: Region of the secrets; the bucket's when empty.
        allow_unauthenticated_messages: Take old files too that somebody may have changed unseen.
        allow_insecure_decryption_with_signing_keys: Use keys too that are not meant to decrypt.
    """
    message = whole((await download(ctx, key))[0])
    region = secrets_manager_region or None
    private_key = await _secret(ctx, secret_arn, region)
    passphrase = await _secret(ctx, passphrase_arn, region) if passphrase_arn else b""
    content = await decrypted(
        message,
        private_key,
        passphrase,
        without_seal=allow_unauthenticated_messages,
        any_key=allow_insecure_decryption_with_signing_keys,
    )
    name = key.rpartition("/")[2]
    ending = next((each for each in ENDINGS if name.lower().endswith(each)), "")
    return FileContent(name[: len(name) - len(ending)] or name, content)


async def _secret(ctx: Context, arn: str, region: str | None) -> bytes:
    """The value of a secret, without the blanks around it."""
    body = json.dumps({"SecretId": arn}).encode()
    answer = await call(ctx, "secretsmanager", region, "secretsmanager.GetSecretValue", body)
    if isinstance(answer, dict) and answer.get("SecretString"):
        return str(answer["SecretString"]).strip().encode()
    if isinstance(answer, dict) and answer.get("SecretBinary"):
        return base64.b64decode(answer["SecretBinary"])
    raise unexpected(f"The secret {arn} is empty")
