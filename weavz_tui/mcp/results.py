"""What an execution came to, as the result of a tool call.

The result is structured content and, for clients that read text alone, the same as text; what is a
picture, a sound or another file is a content block of its own. An error is a result as well, so
that a model can read what mends it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteResult

Content = dict[str, Any]
MOST_FILES = 10


def of_success(result: ExecuteResult) -> Content:
    """The result of a call that succeeded. An output that is no object is under `result`; `_meta`
    holds the id of the execution, its duration in milliseconds and warnings."""
    output = result.output
    structured = output if isinstance(output, dict) else {"result": output}
    files = list(_files(output))[:MOST_FILES]
    content = [{"type": "text", "text": _text(output, is_file=bool(files))}]
    meta: Content = {"weavz/executionId": result.execution_id, "weavz/duration": result.duration}
    if result.replayed:
        meta["weavz/replayed"] = True
    if result.warnings:
        meta["weavz/warnings"] = result.warnings
    return {
        "content": content + [_block(each) for each in files],
        "structuredContent": structured,
        "isError": False,
        "_meta": meta,
    }


def of_error(error: WeavzError, base: str | None = None) -> Content:
    """The result of a call that failed: code, message, what mends it, and the link that connects a
    missing account where the error has one (`details.connectUrl`). `base` is the address that the
    client knows this server by; None where there is none."""
    wire = error.wire()
    details = wire.get("details", {})
    if "connectUrl" in details:
        details["connectUrl"] = absolute(details["connectUrl"], base)
    lines = [f"{error.code}: {error.message}"]
    fields = details.get("fields")
    if isinstance(fields, Mapping):
        lines += [f"- {name}: {message}" for name, message in fields.items()]
    upstream = details.get("message")
    if isinstance(upstream, str) and upstream not in error.message:
        status = details.get("statusCode")
        lines.append(f"{upstream} (HTTP {status})" if status else upstream)
    if link := details.get("connectUrl"):
        lines.append(f"Connect the account here, then call again: {link}")
    elif error.hint:
        lines.append(f"To mend it: {error.hint}")
    return {
        "content": [{"type": "text", "text": "\n".join(lines)}],
        "structuredContent": wire,
        "isError": True,
    }


def absolute(link: str | None, base: str | None) -> str | None:
    """A link that may be a path, as an address; None where nobody could follow it."""
    if link is None or not link.startswith("/"):
        return link
    return f"{base}{link}" if base else None


def of_failure() -> Content:
    """The result of a call that failed in a way that nobody foresaw."""
    text = "INTERNAL_ERROR: the call failed in a way it should not; the server's log says more"
    wire = {"error": "Internal error", "code": "INTERNAL_ERROR"}
    return {
        "content": [{"type": "text", "text": text}],
        "structuredContent": wire,
        "isError": True,
    }


def as_json(value: Any) -> str:
    """A value as compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _text(output: Any, *, is_file: bool) -> str:
    if isinstance(output, str):
        return output
    return as_json(_without_files(output) if is_file else output)


def _is_file(value: Any) -> bool:
    """Whether a value has the shape that files have in an output."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("base64"), str)
        and isinstance(value.get("mimeType"), str)
    )


def _files(value: Any) -> Iterator[Mapping[str, Any]]:
    """The output itself, or what stands directly in it, where it is a file."""
    if _is_file(value):
        yield value
        return
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        yield from (each for each in value if _is_file(each))


def _without_files(value: Any, depth: int = 0) -> Any:
    if _is_file(value):
        return {**value, "base64": f"({len(value['base64'])} characters, see the other content)"}
    if depth:
        return value
    if isinstance(value, dict):
        return {key: _without_files(each, 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_files(each, 1) for each in value]
    return value


def _block(file: Mapping[str, Any]) -> Content:
    mime, data = file["mimeType"], file["base64"]
    kind = mime.partition("/")[0]
    if kind in {"image", "audio"}:
        return {"type": kind, "data": data, "mimeType": mime}
    uri = f"file:///{quote(str(file.get('filename') or 'file'))}"
    return {"type": "resource", "resource": {"uri": uri, "mimeType": mime, "blob": data}}
