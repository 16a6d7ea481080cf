"""Answers in the shapes that actions look into; `{}` for all others."""

from __future__ import annotations

import json
from typing import Any

import httpx

ARXIV = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
<opensearch:totalResults>41</opensearch:totalResults><opensearch:startIndex>5</opensearch:startIndex>
<entry><id>http://arxiv.org/abs/2301.00001v1</id><title>On
 tides</title><summary> Of the sea. </summary><published>2023-01-01T00:00:00Z</published>
<updated>2023-01-02T00:00:00Z</updated><author><name>Ada</name></author>
<arxiv:primary_category term="physics.ao-ph"/><category term="physics.ao-ph"/>
<arxiv:doi>10.1/x</arxiv:doi><link href="http://arxiv.org/abs/2301.00001v1" rel="alternate"/>
<link title="pdf" href="http://arxiv.org/pdf/2301.00001v1" rel="related"/></entry></feed>"""
POINT = {"properties": {"gridId": "TOP", "gridX": 32, "gridY": 81}}
CHECK = {"name": "Branch-Protection", "score": 8, "reason": "mostly"}
MATCH = {"participantID": {"value": "0208:1"}, "docTypes": [{"value": "urn:a::Invoice-2"}]}
FIRST_PAGE = {"vulns": [{"id": "A"}], "next_page_token": "more"}
BY_HOST: dict[str, Any] = {
    "api.scorecard.dev": {"repo": {"name": "ossf/scorecard"}, "score": 8.5, "checks": [CHECK]},
    "directory.peppol.eu": {"total-result-count": 1, "matches": [MATCH]},
    "npiregistry.cms.hhs.gov": {"result_count": 1, "results": [{"number": "1234567893"}]},
    "api.neso.energy": {"success": True, "result": {"count": 1}},
}
BY_PATH: dict[str, Any] = {
    "get_facilities": {"Results": {"QueryID": "77", "QueryRows": "1"}},
    "get_qid": {"Results": {"Facilities": [{"FacName": "Mill"}]}},
    "/points/": POINT,
}


def answer(request: httpx.Request) -> httpx.Response:
    """What the service behind an address answers."""
    host, path = request.url.host, request.url.path
    if host == "export.arxiv.org":
        return httpx.Response(200, text=ARXIV, headers={"content-type": "application/atom+xml"})
    if path == "/api/mcp":
        return _protocol(json.loads(request.content))
    return httpx.Response(200, json=_json(host, path, request))


def _json(host: str, path: str, request: httpx.Request) -> Any:
    if host == "api.osv.dev" and path == "/v1/query":
        more = "page_token" in json.loads(request.content)
        return {"vulns": [{"id": "B"}]} if more else FIRST_PAGE
    by_path = (found for part, found in BY_PATH.items() if part in path)
    return BY_HOST.get(host) or next(by_path, {})


def _protocol(message: dict[str, Any]) -> httpx.Response:
    """A server of the Model Context Protocol: a session, and answers as a stream of events."""
    if "id" not in message:
        return httpx.Response(202)
    results: dict[str, Any] = {
        "initialize": {"protocolVersion": "2025-06-18"},
        "tools/list": {"tools": [{"name": "microsoft_docs_search"}]},
        "tools/call": {"content": [{"type": "text", "text": '[{"title": "Blobs"}]'}]},
    }
    reply = {"jsonrpc": "2.0", "id": message["id"], "result": results[message["method"]]}
    headers = {"content-type": "text/event-stream", "mcp-session-id": "s1"}
    return httpx.Response(
        200, text=f"event: message\ndata: {json.dumps(reply)}\n\n", headers=headers
    )
