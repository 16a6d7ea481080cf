"""Files in a repository."""

from __future__ import annotations

import base64
from typing import Any

from weavz_tui.catalog import ActionFailed, Context, Effect, LongText
from weavz_tui.integrations.github.options import Repository
from weavz_tui.integrations.github.service import given, integration, repository_path, segment

RAW = {"Accept": "application/vnd.github.raw+json"}


@integration.action(effect=Effect.READ)
async def get_file_contents(
    ctx: Context, repository: Repository, path: str, ref: str | None = None
) -> Any:
    """Read a file, or the list of a folder.

    A text file's content stands decoded in `text`, beside GitHub's own `content` in base64.

    Args:
        repository: The repository, as owner/name.
        path: Where the file or folder is, like docs/README.md.
        ref: Branch, tag or commit; the default branch when empty.
    """
    address = _address(repository, path)
    params = {"ref": ref or None}
    found = await ctx.get(address, params=params)
    if not isinstance(found, dict) or "content" not in found:
        return found
    if found.get("encoding") == "none":
        # Over 1 MB GitHub leaves the content out, but gives the bare file when asked for it.
        data = (await ctx.request("GET", address, params=params, headers=RAW)).content
    else:
        data = found["content"].encode()
    return {**found, **_text(data, found.get("encoding"))}


@integration.action()
async def create_or_update_file(
    ctx: Context,
    repository: Repository,
    path: str,
    message: str,
    content: LongText,
    branch: str | None = None,
    sha: str | None = None,
) -> Any:
    """Write a file with one commit.

    Args:
        repository: The repository, as owner/name.
        path: Where the file goes, like docs/README.md.
        message: The commit's message.
        content: The file's whole content as text.
        branch: The branch to commit to; the default branch when empty.
        sha: Blob SHA of the content that is replaced, which guards against overwriting another's
            change; without it the file is replaced whatever it holds.
    """
    address = _address(repository, path)
    encoded = base64.b64encode(content.encode()).decode()
    body = given(message=message, content=encoded, branch=branch or None, sha=sha or None)
    try:
        return await ctx.put(address, json=body)
    except ActionFailed as error:
        if "sha" in body or not _wants_sha(error):
            raise
    current = await ctx.get(address, params={"ref": branch or None})
    return await ctx.put(address, json={**body, "sha": current["sha"]})


def _text(data: bytes, encoding: str | None) -> dict[str, str]:
    """`text`, unless the file is no text."""
    try:
        return {"text": (base64.b64decode(data) if encoding == "base64" else data).decode()}
    except ValueError:
        return {}


def _address(repository: str, path: str) -> str:
    return f"{repository_path(repository)}/contents/{segment(path, 'path')}"


def _wants_sha(error: ActionFailed) -> bool:
    """Whether GitHub refused because the file is there already and no SHA was given."""
    text = str(error.details.get("message"))
    return error.details.get("statusCode") == 422 and '"sha"' in text
