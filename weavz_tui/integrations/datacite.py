"""DataCite: DOIs of research data and other outputs."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    BasicAuth,
    Category,
    Context,
    Effect,
    Integration,
    Json,
    NoAuth,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._public import segment
from weavz_tui.model.errors import ConnectionRequired

PageSize = Annotated[int, Prop(key="pageSize", minimum=1, maximum=1000)]

integration = Integration(
    "datacite",
    title="DataCite",
    description="Search the DOIs of DataCite; with a repository's account, register some.",
    categories=[Category.CONTENT_AND_FILES],
    auth=[
        NoAuth(),
        BasicAuth(
            title="Repository account",
            description="Only to create and change DOIs.",
            username_title="Repository ID",
        ),
    ],
    base_url="https://api.datacite.org",
    headers={"Accept": "application/vnd.api+json, application/json"},
)


@integration.action(effect=Effect.READ, title="Search DOIs")
async def search_dois(
    ctx: Context,
    query: str | None = None,
    resource_type_general: Annotated[str | None, Prop(key="resourceTypeGeneral")] = None,
    repository_client_id: Annotated[str | None, Prop(key="repositoryClientId")] = None,
    provider_id: Annotated[str | None, Prop(key="providerId")] = None,
    page_size: PageSize | None = 25,
    page_number: Annotated[int | None, Prop(key="pageNumber", minimum=1)] = None,
    sort: str | None = None,
) -> Any:
    """Search DOIs; all that is given must hold.

    Args:
        query: Words, or conditions such as titles.title:climate.
        resource_type_general: A kind such as Dataset or JournalArticle.
        repository_client_id: A repository, such as cern.zenodo.
        provider_id: A member of DataCite, such as cern.
        page_size: How many at most.
        page_number: Which page, of the first 10,000 results.
        sort: What decides the order, such as -created or relevance.
    """
    params = {
        "query": query,
        "resource-type-id": resource_type_general,
        "client-id": repository_client_id,
        "provider-id": provider_id,
        "page[size]": page_size,
        "page[number]": page_number,
        "sort": sort,
    }
    return await ctx.get("/dois", params=params)


@integration.action(effect=Effect.READ, title="Get DOI")
async def get_doi(ctx: Context, doi: Annotated[str, Prop(title="DOI")]) -> Any:
    """Read a DOI with its metadata.

    Args:
        doi: The DOI, such as 10.5281/zenodo.1.
    """
    return await ctx.get(_path(doi))


@integration.action(title="Create DOI")
async def create_doi(ctx: Context, attributes: Json) -> Any:
    """Register a DOI; needs a repository's account.

    Args:
        attributes: Its attributes: `{"prefix": "10.5072", "titles": [{"title": "Tides"}]}`.
    """
    return await _send(ctx, "POST", "/dois", attributes)


@integration.action(title="Update DOI", idempotent=True)
async def update_doi(ctx: Context, doi: Annotated[str, Prop(title="DOI")], attributes: Json) -> Any:
    """Change a DOI; what is not given stays. Needs a repository's account.

    Args:
        doi: The DOI.
        attributes: The attributes that change.
    """
    return await _send(ctx, "PUT", _path(doi), attributes)


@integration.action(effect=Effect.READ, title="List repositories")
async def list_clients(
    ctx: Context, query: str | None = None, page_size: PageSize | None = 25
) -> Any:
    """List the repositories that register DOIs.

    Args:
        query: Words of the name.
        page_size: How many at most.
    """
    return await ctx.get("/clients", params={"query": query, "page[size]": page_size})


async def _send(ctx: Context, method: str, path: str, attributes: Any) -> Any:
    if not isinstance(attributes, dict):
        raise ValidationError.of(attributes='must be an object such as {"titles": []}')
    if ctx.credential is None:
        raise ConnectionRequired(
            "DataCite registers DOIs for repositories alone",
            hint="Connect the account of a repository and name the connection",
        )
    body = {"data": {"type": "dois", "attributes": attributes}}
    headers = {"Content-Type": "application/vnd.api+json"}
    return (await ctx.request(method, path, json=body, headers=headers)).data()


def _path(doi: str) -> str:
    return f"/dois/{segment(doi.strip().removeprefix('https://doi.org/'), 'doi', keep='/')}"
