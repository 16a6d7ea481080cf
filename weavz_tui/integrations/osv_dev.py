"""OSV: known vulnerabilities of open packages."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._public import given, segment

MOST_PAGES = 10

integration = Integration(
    "osv-dev",
    title="OSV.dev",
    description="Known vulnerabilities of open packages.",
    categories=[Category.DEVELOPER_TOOLS],
    base_url="https://api.osv.dev/v1",
)


@integration.action(effect=Effect.READ)
async def query_package_version(
    ctx: Context,
    ecosystem: str,
    package_name: Annotated[str, Prop(key="packageName")],
    version: str | None = None,
) -> Any:
    """Vulnerabilities of a package, or of one of its versions.

    Args:
        ecosystem: Where the package lives, such as PyPI, npm, Go or Maven.
        package_name: Its name.
        version: Only what affects this version.
    """
    package = {"ecosystem": ecosystem, "name": package_name}
    return await _query(ctx, given(package=package, version=version or None))


@integration.action(effect=Effect.READ)
async def query_commit(ctx: Context, commit: str) -> Any:
    """Vulnerabilities of the code at a commit.

    Args:
        commit: The commit's hash.
    """
    return await _query(ctx, {"commit": commit.strip()})


@integration.action(effect=Effect.READ)
async def query_batch(ctx: Context, queries: Json) -> Any:
    """Ids of the vulnerabilities of up to 1,000 packages.

    Args:
        queries: `[{"package": {"ecosystem": "npm", "name": "lodash"}, "version": "4.17.0"}]`.
    """
    wanted = [queries] if isinstance(queries, dict) else queries
    if not isinstance(wanted, list) or not all(isinstance(each, dict) for each in wanted):
        raise ValidationError.of(queries="must be a list of objects")
    return await ctx.post("/querybatch", json={"queries": wanted})


@integration.action(effect=Effect.READ)
async def get_vulnerability(ctx: Context, id: str) -> Any:
    """Read about a vulnerability.

    Args:
        id: Its id, such as GHSA-jfh8-c2jp-5v3q or CVE-2021-44228.
    """
    return await ctx.get(f"/vulns/{segment(id, 'id')}")


async def _query(ctx: Context, query: dict[str, Any]) -> Any:
    """Every page of an answer, up to ten; `nextPageToken` tells that there are more."""
    found: list[Any] = []
    token: str | None = None
    for _ in range(MOST_PAGES):
        page = await ctx.post("/query", json=given(**query, page_token=token))
        found += page.get("vulns", [])
        token = page.get("next_page_token")
        if not token:
            break
    more = {"nextPageToken": token} if token else {}
    return {"vulns": found, "count": len(found), **more}
