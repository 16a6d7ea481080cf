"""Records, their comments and their attachments."""

from __future__ import annotations

import re
from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Json, LongText, Prop, ValidationError
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.airtable.service import Base, Table, View, integration

PAGE = 100
MOST = 1000

MaxRecords = Annotated[float, Prop(minimum=1)]
Formula = Annotated[str, Prop(description="An Airtable formula, such as {Status} = 'Open'.")]


@integration.action()
async def create_record(ctx: Context, base: Base, table: Table, fields: Json) -> Any:
    """Add a record.

    Args:
        base: The base.
        table: The table.
        fields: Values by field name or ID, as an object; texts become what the field holds.
    """
    body = {"fields": _fields(fields), "typecast": True}
    return await ctx.post(_path(base, table), json=body)


@integration.action(effect=Effect.READ)
async def find_record(
    ctx: Context,
    base: Base,
    table: Table,
    filter_by_formula: Formula,
    max_records: MaxRecords | None = None,
    sort: Json | None = None,
) -> Any:
    """Find the records that a formula holds for.

    Args:
        base: The base.
        table: The table.
        max_records: How many at most; 1,000 when empty.
        sort: What comes first: [{"field": "Name", "direction": "desc"}].
    """
    params = {"filterByFormula": filter_by_formula}
    return await _listed(ctx, _path(base, table), params, max_records, sort)


@integration.action(effect=Effect.READ)
async def get_record(ctx: Context, base: Base, table: Table, record_id: str) -> Any:
    """Read a record.

    Args:
        base: The base.
        table: The table.
        record_id: The record's ID (rec...).
    """
    return await ctx.get(_path(base, table, record_id))


@integration.action(idempotent=True)
async def update_record(
    ctx: Context, base: Base, table: Table, record_id: str, fields: Json
) -> Any:
    """Change some fields of a record; the others stay.

    Args:
        base: The base.
        table: The table.
        record_id: The record's ID (rec...).
        fields: Values by field name or ID, as an object; null empties a field.
    """
    body = {"fields": _fields(fields), "typecast": True}
    return await ctx.patch(_path(base, table, record_id), json=body)


@integration.action(effect=Effect.DESTROY)
async def delete_record(ctx: Context, base: Base, table: Table, record_id: str) -> Any:
    """Delete a record.

    Args:
        base: The base.
        table: The table.
        record_id: The record's ID (rec...).
    """
    return await ctx.delete(_path(base, table, record_id))


@integration.action(effect=Effect.READ)
async def list_records(
    ctx: Context,
    base: Base,
    table: Table,
    view: View | None = None,
    filter_by_formula: Formula | None = None,
    max_records: MaxRecords | None = None,
    sort: Json | None = None,
) -> Any:
    """List records; `offset` is there when there are more than were asked for.

    Args:
        base: The base.
        table: The table.
        view: Only what this view shows, in its order.
        max_records: How many at most; 1,000 when empty.
        sort: What comes first: [{"field": "Name", "direction": "desc"}].
    """
    params = {"view": view or None, "filterByFormula": filter_by_formula or None}
    return await _listed(ctx, _path(base, table), params, max_records, sort)


@integration.action()
async def add_comment(
    ctx: Context, base: Base, table: Table, record_id: str, text: LongText
) -> Any:
    """Comment on a record.

    Args:
        base: The base.
        table: The table.
        record_id: The record's ID (rec...).
        text: The comment; @[usr...] mentions a person.
    """
    return await ctx.post(f"{_path(base, table, record_id)}/comments", json={"text": text})


@integration.action()
async def upload_attachment(
    ctx: Context, base: Base, table: Table, record_id: str, field_name: str, url: str
) -> Any:
    """Attach a file to a record, beside those that are there; Airtable fetches it itself.

    Args:
        base: The base.
        table: The table.
        record_id: The record's ID (rec...).
        field_name: Name or ID of a field for attachments.
        url: Address of the file, which has to be reachable from the internet.
    """
    if not url.strip().startswith(("http://", "https://")):
        raise ValidationError.of(url="must be an http(s) address")
    path = _path(base, table, record_id)
    by_id = bool(re.fullmatch(r"fld[A-Za-z0-9]{14}", field_name))
    current = await ctx.get(path, params={"returnFieldsByFieldId": by_id or None})
    # What is not named again would be removed from the field.
    kept = [{"id": each["id"]} for each in (current.get("fields") or {}).get(field_name) or []]
    return await ctx.patch(path, json={"fields": {field_name: [*kept, {"url": url.strip()}]}})


async def _listed(
    ctx: Context, path: str, params: dict[str, Any], most: float | None, sort: Any
) -> Any:
    wanted = int(most or MOST)
    found: list[Any] = []
    offset = None
    while True:
        query = {**params, "pageSize": min(PAGE, wanted - len(found)), "offset": offset}
        page = await ctx.get(path, params={**query, **_sorting(sort)})
        found += page.get("records") or []
        offset = page.get("offset")
        if not offset or len(found) >= wanted:
            return {"records": found[:wanted], **({"offset": offset} if offset else {})}


def _sorting(sort: Any) -> dict[str, str]:
    """`sort[0][field]` and so on; raises ValidationError for what is no sorting."""
    rows = [sort] if isinstance(sort, dict | str) else sort or []
    query: dict[str, str] = {}
    for index, each in enumerate(rows):
        row = {"field": each} if isinstance(each, str) else each
        if not isinstance(row, dict) or not row.get("field"):
            raise ValidationError.of(sort='must be [{"field": "Name", "direction": "asc"}]')
        direction = row.get("direction") or "asc"
        if direction not in {"asc", "desc"}:
            raise ValidationError.of(sort="a direction is asc or desc")
        query[f"sort[{index}][field]"] = str(row["field"])
        query[f"sort[{index}][direction]"] = direction
    return query


def _fields(fields: Any) -> dict[str, Any]:
    if not isinstance(fields, dict):
        raise ValidationError.of(fields='must be an object, like {"Name": "Tea"}')
    return fields


def _path(base: str, table: str, record_id: str | None = None) -> str:
    path = f"/{segment(base, 'base')}/{segment(table, 'table')}"
    return path if record_id is None else f"{path}/{segment(record_id, 'record_id')}"
