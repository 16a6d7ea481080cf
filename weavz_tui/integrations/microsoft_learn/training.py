"""The catalogue of training and certification."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._public import joined, segment
from weavz_tui.integrations.microsoft_learn.service import API_VERSION, integration

Locale = Annotated[str, Prop(description="The language, such as en-us.")]
Ids = Annotated[list[str], Prop(key="ids", title="IDs", description="Only these.")]
Levels = Annotated[list[str], Prop(description="Only for these levels, such as beginner.")]
Roles = Annotated[list[str], Prop(description="Only for these roles, such as developer.")]
Products = Annotated[list[str], Prop(description="Only about these products, such as azure.")]
Subjects = Annotated[list[str], Prop(description="Only about these subjects, such as security.")]
Since = Annotated[
    str,
    Prop(key="updatedAtGt", title="Updated after", description="A moment, 2026-01-31T00:00:00Z."),
]
PageSize = Annotated[
    int, Prop(key="maxPageSize", minimum=1, maximum=100, description="How many at most.")
]
Next = Annotated[
    str, Prop(key="nextLink", description="The page, as `nextLink` of the answer before.")
]
Id = Annotated[str, Prop(title="ID", description="Its id, as the lists give it.")]


@integration.action(effect=Effect.READ, title="List catalogue items")
async def list_catalog_items(
    ctx: Context,
    content_type: Annotated[
        Literal[
            "courses", "learning-paths", "modules", "certifications", "exams", "applied-skills"
        ],
        Prop(key="contentType", description="What is listed."),
    ],
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    subjects: Subjects | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List what the catalogue holds of a kind; `nextLink` of the answer leads to the next page."""
    return await _list(ctx, content_type)


@integration.action(effect=Effect.READ)
async def list_courses(
    ctx: Context,
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List courses with a teacher."""
    return await _list(ctx, "courses")


@integration.action(effect=Effect.READ)
async def get_course(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read a course."""
    return await _read(ctx, "courses", id, locale)


@integration.action(effect=Effect.READ)
async def list_learning_paths(
    ctx: Context,
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    subjects: Subjects | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List learning paths, each made of modules."""
    return await _list(ctx, "learning-paths")


@integration.action(effect=Effect.READ)
async def get_learning_path(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read a learning path."""
    return await _read(ctx, "learning-paths", id, locale)


@integration.action(effect=Effect.READ)
async def list_modules(
    ctx: Context,
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    subjects: Subjects | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List modules, each made of units."""
    return await _list(ctx, "modules")


@integration.action(effect=Effect.READ)
async def get_module(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read a module."""
    return await _read(ctx, "modules", id, locale)


@integration.action(effect=Effect.READ)
async def get_unit(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read a unit of a module."""
    return await _read(ctx, "units", id, locale)


@integration.action(effect=Effect.READ)
async def list_certifications(
    ctx: Context,
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    subjects: Subjects | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List certifications."""
    return await _list(ctx, "certifications")


@integration.action(effect=Effect.READ)
async def get_certification(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read a certification."""
    return await _read(ctx, "certifications", id, locale)


@integration.action(effect=Effect.READ)
async def list_exams(
    ctx: Context,
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List exams."""
    return await _list(ctx, "exams")


@integration.action(effect=Effect.READ)
async def get_exam(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read an exam."""
    return await _read(ctx, "exams", id, locale)


@integration.action(effect=Effect.READ)
async def list_applied_skills(
    ctx: Context,
    locale: Locale | None = None,
    ids: Ids | None = None,
    levels: Levels | None = None,
    roles: Roles | None = None,
    products: Products | None = None,
    subjects: Subjects | None = None,
    updated_at_gt: Since | None = None,
    max_page_size: PageSize | None = None,
    next_link: Next | None = None,
) -> Any:
    """List applied skills, which are proven in an assessment."""
    return await _list(ctx, "applied-skills")


@integration.action(effect=Effect.READ)
async def get_applied_skill(ctx: Context, id: Id, locale: Locale | None = None) -> Any:
    """Read an applied skill."""
    return await _read(ctx, "applied-skills", id, locale)


async def _list(ctx: Context, kind: str) -> Any:
    given = ctx.inputs.get
    if link := given("nextLink"):
        return await ctx.get(str(link))
    params = {
        "api-version": API_VERSION,
        "locale": given("locale"),
        **{key: joined(given(key)) for key in ("ids", "levels", "roles", "products", "subjects")},
        "updatedAt.gt": given("updatedAtGt"),
        "maxpagesize": given("maxPageSize"),
    }
    return await ctx.get(f"/v1/{kind}", params=params)


async def _read(ctx: Context, kind: str, id: str, locale: str | None) -> Any:
    params = {"api-version": API_VERSION, "locale": locale}
    return await ctx.get(f"/v1/{kind}/{segment(id, 'id')}", params=params)
