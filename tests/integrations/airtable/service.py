"""An Airtable that keeps a base in memory and checks what it is asked as its reference has it.

No description of Airtable's API is published; paths, parameters and bodies are those of the
reference at airtable.com/developers/web/api, written down here by hand.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import httpx

BASE, TABLE, RECORD = "appAAAAAAAAAAAAAA", "tblTTTTTTTTTTTTTT", "recRRRRRRRRRRRRRR"
FIELD = "fldFFFFFFFFFFFFFF"
SCHEMA = {
    "id": TABLE,
    "name": "Teas",
    "fields": [{"id": FIELD, "name": "Files", "type": "multipleAttachments"}],
    "views": [{"id": "viw1", "name": "Grid"}],
}
LISTING = {"view", "filterByFormula", "pageSize", "offset"}


@dataclass(frozen=True)
class Operation:
    """One operation: its path, what its query may hold, what its body has to and may hold."""

    method: str
    path: str
    query: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


def _operation(
    method: str, path: str, query: set[str] | None = None, required: str = "", optional: str = ""
) -> Operation:
    body = frozenset(required.split()), frozenset(optional.split())
    return Operation(method, path, frozenset(query or ()), *body)


OPERATIONS = (
    _operation("GET", r"/meta/bases", {"offset"}),
    _operation("POST", r"/meta/bases", None, "workspaceId name tables"),
    _operation("GET", r"/meta/bases/app\w{14}/tables", {"include"}),
    _operation("POST", r"/meta/bases/app\w{14}/tables", None, "name fields", "description"),
    _operation("GET", r"/meta/whoami"),
    _operation("GET", r"/app\w{14}/tbl\w{14}", LISTING),
    _operation("POST", r"/app\w{14}/tbl\w{14}", None, "fields", "typecast"),
    _operation("GET", r"/app\w{14}/tbl\w{14}/rec\w{14}", {"returnFieldsByFieldId"}),
    _operation("PATCH", r"/app\w{14}/tbl\w{14}/rec\w{14}", None, "fields", "typecast"),
    _operation("DELETE", r"/app\w{14}/tbl\w{14}/rec\w{14}"),
    _operation("POST", r"/app\w{14}/tbl\w{14}/rec\w{14}/comments", None, "text", "parentCommentId"),
)


def violations(method: str, url: str, content: bytes) -> list[str]:
    """What is wrong with a request; empty when nothing is."""
    address = httpx.URL(url)
    path = address.path.removeprefix("/v0")
    operation = next(
        (each for each in OPERATIONS if each.method == method and re.fullmatch(each.path, path)),
        None,
    )
    if operation is None:
        return [f"unknown operation {method} {path}"]
    names = {name for name, _ in address.params.multi_items()}
    sorting = {each for each in names if re.fullmatch(r"sort\[\d\]\[(field|direction)\]", each)}
    allowed = operation.query | (sorting if "view" in operation.query else set())
    found = [f"query: unknown {each}" for each in names - allowed]
    body = json.loads(content) if content else {}
    found += [
        f"body: unknown {each}" for each in set(body) - operation.required - operation.optional
    ]
    found += [f"body: {each} is missing" for each in operation.required - set(body)]
    return found


def answer(request: httpx.Request) -> httpx.Response:
    """The base's answers; lists have two pages of two records each."""
    assert violations(request.method, str(request.url), request.content) == []
    path = request.url.path.removeprefix("/v0")
    data: Any = {"id": RECORD, "fields": {}}
    if path == "/meta/bases":
        second = "offset" in request.url.params
        name = {"id": BASE, "name": "Tea shop"} if second else {"id": "app0", "name": "Other"}
        data = {"bases": [name], **({} if second else {"offset": "p2"})}
    elif path.endswith("/tables") and request.method == "GET":
        data = {"tables": [SCHEMA, {"id": "tbl2", "name": "Shops", "fields": []}]}
    elif path == f"/{BASE}/{TABLE}" and request.method == "GET":
        size = min(int(request.url.params["pageSize"]), 2)
        second = "offset" in request.url.params
        records = [{"id": f"rec{int(second)}{each}"} for each in range(size)]
        data = {"records": records, **({} if second else {"offset": "p2"})}
    elif path.endswith(RECORD) and request.method == "GET":
        by_id = request.url.params.get("returnFieldsByFieldId") == "true"
        old = [{"id": "att1", "url": "https://dl.example/old", "filename": "old"}]
        data = {"id": RECORD, "fields": {FIELD if by_id else "Files": old}}
    return httpx.Response(200, json=data)
