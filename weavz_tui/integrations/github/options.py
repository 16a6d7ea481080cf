"""The choices of GitHub's selects, fetched page by page."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Option, Options
from weavz_tui.integrations.github.service import pages, repository_path

REPOSITORY_PAGES = 3
BRANCH_PAGES = 10


async def repositories(ctx: Context) -> Options:
    """The account's repositories, latest first; a search finds the rest of GitHub as well."""
    wanted = (ctx.search or "").strip().casefold()
    found: dict[str, Option] = {}
    more = False
    pages_seen = 0
    async for page in pages(ctx, "/user/repos", REPOSITORY_PAGES, sort="updated"):
        pages_seen += 1
        found |= {each["full_name"]: _repository(each) for each in page}
        more = pages_seen == REPOSITORY_PAGES and len(page) > 0
    if wanted:
        own = {name: each for name, each in found.items() if wanted in name.casefold()}
        found = {**own, **await _everywhere(ctx, wanted)}
        more = False
    hint = "The latest are listed; type to find another" if more else ""
    return Options(options=tuple(found.values()), placeholder=hint)


async def _everywhere(ctx: Context, wanted: str) -> dict[str, Option]:
    owner, slash, name = wanted.rpartition("/")
    query = f"{name} in:name user:{owner} fork:true" if slash else f"{name} in:name fork:true"
    answer = await ctx.get("/search/repositories", params={"q": query, "per_page": 30})
    return {each["full_name"]: _repository(each) for each in answer.get("items") or []}


def _repository(repository: dict[str, Any]) -> Option:
    name = repository["full_name"]
    return Option(label=f"{name} (private)" if repository.get("private") else name, value=name)


async def branches(ctx: Context) -> Options:
    """The branches of the chosen repository."""
    repository = ctx.inputs.get("repository")
    if not repository:
        return Options(disabled=True, placeholder="Choose a repository first")
    options: list[Option] = []
    path = f"{repository_path(str(repository))}/branches"
    async for page in pages(ctx, path, BRANCH_PAGES):
        options += [Option(label=each["name"], value=each["name"]) for each in page]
    return Options(options=tuple(options))


Repository = Annotated[str, Dropdown(repositories, searchable=True)]
Branch = Annotated[str, Dropdown(branches, refreshers=["repository"])]
