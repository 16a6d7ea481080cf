"""GDELT: news of the whole world of the last months."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure

Start = Annotated[str, Prop(key="startDateTime", title="From")]
End = Annotated[str, Prop(key="endDateTime", title="To")]
MaxRecords = Annotated[int, Prop(key="maxRecords", minimum=1, maximum=250)]
Language = Annotated[str, Prop(key="sourceLanguage")]
Country = Annotated[str, Prop(key="sourceCountry")]


def failure(response: Response) -> str | None:
    """GDELT's sentence, which it answers as text with status 200."""
    data = response.data()
    if response.ok and isinstance(data, str):
        return data.strip()[:300] or "an empty answer"
    return default_failure(response)


integration = Integration(
    "gdelt",
    title="GDELT",
    description="Search the news of the whole world of the last months.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.gdeltproject.org/api/v2",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_articles(
    ctx: Context,
    query: str,
    timespan: str | None = None,
    start_date_time: Start | None = None,
    end_date_time: End | None = None,
    max_records: MaxRecords | None = 75,
    sort: str | None = None,
    source_language: Language | None = None,
    source_country: Country | None = None,
    domain: str | None = None,
) -> Any:
    """Search articles.

    Args:
        query: Words and phrases in quotation marks; OR stands in parentheses.
        timespan: How far back, such as 24h, 7d or 3months.
        start_date_time: First moment in UTC, as YYYYMMDDHHMMSS.
        end_date_time: Last moment in UTC, as YYYYMMDDHHMMSS.
        max_records: How many at most.
        sort: The order: datedesc, dateasc, tonedesc, toneasc or hybridrel.
        source_language: Only articles in this language, such as spanish.
        source_country: Only from this country, such as france.
        domain: Only from this site, such as cnn.com.
    """
    return await _search(ctx, "artlist")


@integration.action(effect=Effect.READ)
async def article_timeline(
    ctx: Context,
    query: str,
    timespan: str | None = None,
    start_date_time: Start | None = None,
    end_date_time: End | None = None,
    max_records: MaxRecords | None = None,
    sort: str | None = None,
    source_language: Language | None = None,
    source_country: Country | None = None,
    domain: str | None = None,
) -> Any:
    """How much of all news a query makes up, over time.

    Args:
        query: Words and phrases in quotation marks; OR stands in parentheses.
        timespan: How far back, such as 24h, 7d or 3months.
        start_date_time: First moment in UTC, as YYYYMMDDHHMMSS.
        end_date_time: Last moment in UTC, as YYYYMMDDHHMMSS.
        max_records: How many at most.
        sort: The order: datedesc or dateasc.
        source_language: Only articles in this language, such as spanish.
        source_country: Only from this country, such as france.
        domain: Only from this site, such as cnn.com.
    """
    return await _search(ctx, "timelinevol")


@integration.action(effect=Effect.READ)
async def search_images(
    ctx: Context,
    query: str,
    timespan: str | None = None,
    start_date_time: Start | None = None,
    end_date_time: End | None = None,
    max_records: MaxRecords | None = 75,
    sort: str | None = None,
    source_language: Language | None = None,
    source_country: Country | None = None,
    domain: str | None = None,
) -> Any:
    """Search pictures in the news.

    Args:
        query: What is seen, such as imagetag:"flood", and words of the article.
        timespan: How far back, such as 24h, 7d or 3months.
        start_date_time: First moment in UTC, as YYYYMMDDHHMMSS.
        end_date_time: Last moment in UTC, as YYYYMMDDHHMMSS.
        max_records: How many at most.
        sort: The order: datedesc, dateasc, tonedesc, toneasc or hybridrel.
        source_language: Only articles in this language, such as spanish.
        source_country: Only from this country, such as france.
        domain: Only from this site, such as cnn.com.
    """
    return await _search(ctx, "imagecollageinfo")


async def _search(ctx: Context, mode: str) -> Any:
    given = ctx.inputs.get
    conditions = {
        "sourcelang": given("sourceLanguage"),
        "sourcecountry": given("sourceCountry"),
        "domain": given("domain"),
    }
    terms = [f"{name}:{value}" for name, value in conditions.items() if value]
    params = {
        "query": " ".join([given("query", ""), *terms]),
        "mode": mode,
        "format": "json",
        "timespan": given("timespan"),
        "startdatetime": given("startDateTime"),
        "enddatetime": given("endDateTime"),
        "maxrecords": given("maxRecords"),
        "sort": given("sort"),
    }
    return await ctx.get("/doc/doc", params=params)
