"""CODE mode: finding, reading and running what a workspace offers, in Python."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Mapping
from typing import Any

import anyio
import pytest
from mcp_types import CallToolResult, TextContent

from tests.mcp.conftest import Served
from tests.mcp.serving import ERAS, MODERN, client, hearing
from tests.real import need
from weavz_tui.engine.servers.callables import CodeCallable
from weavz_tui.engine.servers.code import CodeRunner
from weavz_tui.engine.servers.code_mode import ServerScripts
from weavz_tui.model.enums import ExecutionStatus, Source
from weavz_tui.model.errors import NativeRuntimeRequired
from weavz_tui.model.execution import ExecuteResult
from weavz_tui.model.requests import EndUserCreate, IntegrationUpdate, PartialCreate
from weavz_tui.model.servers import McpAccess, ServerUpdate
from weavz_tui.sandbox import Places
from weavz_tui.store import organisations

DIGEST = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
HASH = "await weavz.hash_encode.hash(text='hello', algorithm='sha1', encoding='hex')"


@pytest.fixture(autouse=True)
def _interpreter() -> None:
    found = importlib.util.find_spec("pydantic_monty") is not None
    need(found, "install the extra `code`: pip install -e '.[code]'")


async def called(served: Served, tool: str, era: str = MODERN, **arguments: Any) -> CallToolResult:
    async with client(served.url, served.token, era) as made:
        found = await made.call_tool(tool, arguments)
    assert isinstance(found, CallToolResult)
    return found


async def run(served: Served, code: str, era: str = MODERN) -> dict[str, Any]:
    """The structured content of a run."""
    result = await called(served, "weavz_execute", era, code=code)
    assert result.structured_content is not None
    assert result.is_error is (result.structured_content.get("status") != "success")
    content: dict[str, Any] = result.structured_content
    return content


@pytest.mark.parametrize("era", ERAS)
async def test_there_are_exactly_three_tools(coded: Served, era: str) -> None:
    async with client(coded.url, coded.token, era) as made:
        names = [each.name for each in (await made.list_tools()).tools]
    assert names == ["weavz_search", "weavz_read_api", "weavz_execute"]


@pytest.mark.parametrize("era", ERAS)
async def test_code_calls_actions_and_tells_what_it_did(coded: Served, era: str) -> None:
    found = await run(coded, f"print('working')\nr = {HASH}\nreturn r['hash']", era)
    assert (found["status"], found["output"], found["logs"]) == ("success", DIGEST, ["working"])
    (trace,) = found["traces"]
    latest = (await coded.executions())[0]
    assert (trace["alias"], trace["actionName"]) == ("hash_encode", "hash")
    assert (trace["status"], trace["executionId"]) == ("success", latest.id)
    assert (latest.source, latest.status) == (Source.MCP_CODE, ExecutionStatus.SUCCESS)
    assert latest.server_id == coded.id
    timings = found["timings"]
    assert timings["totalMs"] == pytest.approx(timings["actionsMs"] + timings["codeMs"], abs=0.1)


async def test_search_finds_functions_by_several_words(coded: Served) -> None:
    await coded.add("datetime", "work-clock")
    found = (await called(coded, "weavz_search", query="work math")).structured_content
    assert found is not None
    (only,) = found["integrations"]
    assert (only["alias"], only["sourceIntegrationName"]) == ("work_clock", "datetime")
    everything = (await called(coded, "weavz_search")).structured_content
    assert everything is not None
    assert [each["alias"] for each in everything["integrations"]] == ["hash_encode", "work_clock"]


async def test_keys_that_are_fixed_are_hidden_from_code_and_hold(coded: Served) -> None:
    fixed = PartialCreate(
        workspace_id=coded.workspace_id,
        integration_name="hash-encode",
        name="Always SHA-1",
        action_name="hash",
        values={"algorithm": "sha1"},
        enforced_keys=["algorithm"],
        is_default=True,
    )
    await coded.service.partials.create(fixed)
    found = (await called(coded, "weavz_search", query="digest")).structured_content
    assert found is not None
    (function,) = found["integrations"][0]["actions"]
    assert function["hiddenKeys"] == ["algorithm"]
    code = "await weavz.hash_encode.hash(text='hello', encoding='hex', algorithm='sha256')"
    assert (await run(coded, code))["output"]["hash"] == DIGEST


async def test_declarations_are_typed_python(coded: Served) -> None:
    result = await called(coded, "weavz_read_api", alias="hash-encode", actions=["hash"])
    assert result.structured_content is not None
    text = result.structured_content["declarations"]
    assert (
        "async def hash(*, text: str, algorithm: Literal['sha256', 'sha1'], "
        "encoding: Literal['hex', 'base64']) -> Any:"
    ) in text
    short = await called(coded, "weavz_read_api", aliases=["hash_encode"], detail="signatures")
    assert isinstance(short.content[0], TextContent)
    assert short.content[0].text.count("\n") == 4


async def test_a_name_that_is_not_there_is_told_with_the_nearest(coded: Served) -> None:
    result = await called(coded, "weavz_read_api", alias="hash_encoder")
    assert result.is_error
    assert isinstance(result.content[0], TextContent)
    assert "hash_encode" in result.content[0].text


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("x = 1\nx / 0", "ZeroDivisionError", 2),
        ("import os\nos.listdir('/')", None, 2),
        ("open('/etc/passwd')", None, 1),
        ("while True:\n    pass", None, None),
        ("await weavz.nowhere.hash(text='a')", "AttributeError", 1),
        ("weavz.hash_encode.hash(text='a')", "NotAwaited", None),
    ],
)
async def test_code_that_fails_says_why_and_where(
    coded: Served, monkeypatch: pytest.MonkeyPatch, code: str, kind: str | None, line: int | None
) -> None:
    monkeypatch.setattr(
        "weavz_tui.engine.servers.code.CodeRunner.run.__kwdefaults__", {"seconds": 2.0}
    )
    found = await run(coded, code)
    assert found["status"] == "error"
    assert kind in {None, found["error"]["type"]}
    assert line in {None, found["error"]["line"]}


async def test_a_failing_call_can_be_caught_and_is_traced(coded: Served) -> None:
    code = """
try:
    await weavz.hash_encode.hash(text='a', algorithm='md5', encoding='hex')
except RuntimeError as error:
    return str(error)
"""
    found = await run(coded, code)
    assert "VALIDATION_ERROR" in found["output"]
    assert found["traces"][0]["code"] == "VALIDATION_ERROR"


async def test_inputs_may_be_given_as_a_dictionary(coded: Served) -> None:
    code = "await weavz.hash_encode.encode({'text': 'a'}, encoding='hex')"
    assert (await run(coded, code))["output"]["encoded"] == "61"


@pytest.mark.parametrize(
    "code",
    [
        "const r = await weavz.hash_encode.hash({text: 'a'});\nreturn r;",
        "function f() { return 1 }\nf()",
        "[1, 2].map((x) => x + 1)",
    ],
)
async def test_javascript_is_refused_with_what_to_write_instead(coded: Served, code: str) -> None:
    result = await called(coded, "weavz_execute", code=code)
    assert result.is_error
    assert result.structured_content is not None
    assert result.structured_content["code"] == "NATIVE_RUNTIME_REQUIRED"
    assert isinstance(result.content[0], TextContent)
    assert "Python" in result.content[0].text


async def test_an_action_that_is_turned_off_is_out_of_reach_at_once(coded: Served) -> None:
    found = await coded.service.integrations.get(coded.workspace_id, "hash-encode")
    await coded.service.integrations.update(
        coded.workspace_id, found.id, IntegrationUpdate(allowed_actions=["encode"])
    )
    assert (await run(coded, HASH))["error"]["type"] == "AttributeError"


async def test_code_mode_is_not_told_of_changes_that_leave_its_tools_as_they_are(
    coded: Served, served: Served
) -> None:
    async with (
        hearing(coded.url, coded.token, MODERN) as (_, ear),
        hearing(served.url, served.token, MODERN) as (_, other),
    ):
        await coded.add("datetime")
        await served.add("datetime")
        await other.wait(1)
    assert ear.heard == 0


async def test_a_missing_account_is_traced_with_its_link(coded: Served) -> None:
    await coded.service.end_users.create(
        EndUserCreate(workspace_id=coded.workspace_id, external_id="ann")
    )
    await coded.service.servers.update(coded.id, ServerUpdate(end_user_id="ann"))
    await coded.add("slack")
    found = await run(coded, "await weavz.slack.list_channels()")
    (trace,) = found["traces"]
    assert trace["code"] == "CONNECTION_REQUIRED"
    assert trace["connectUrl"].startswith(f"{coded.base}/connect/portal?token=")


async def test_running_code_counts_as_a_request(coded: Served) -> None:
    org_id = coded.service.parts.org_id
    found = await coded.service.parts.directory.organisation(org_id)
    limited = found.model_copy(update={"rate_limit": 1})
    await coded.service.parts.write(lambda rows: organisations.update(rows, limited))
    assert (await run(coded, "1"))["status"] == "success"
    assert (await run(coded, "1"))["code"] == "RATE_LIMITED"


async def test_rest_runs_code_the_same_way(coded: Served) -> None:
    answer = await ServerScripts().run(coded.service, coded.id, f"return ({HASH})['hash']")
    assert (answer["isError"], answer["structuredContent"]["output"]) == (False, DIGEST)
    with pytest.raises(NativeRuntimeRequired):
        await ServerScripts().run(coded.service, coded.id, "const x = 1; return x")


async def test_the_scripts_of_one_organisation_do_not_hold_up_another(coded: Served) -> None:
    runner = CodeRunner()
    access = McpAccess(server=coded.saved.server, scopes=["mcp:code"])
    other = McpAccess(
        server=coded.saved.server.model_copy(update={"org_id": "another"}), scopes=["mcp:code"]
    )
    try:
        async with asyncio.TaskGroup() as group:
            long = [
                group.create_task(runner.run(access, "while True: pass", [], never))
                for _ in range(10)
            ]
            with anyio.fail_after(30):
                found = await runner.run(other, "1 + 1", [], never)
            assert (found.output, any(each.done() for each in long)) == (2, False)
            for each in long:
                each.cancel()
    finally:
        await runner.close()


async def never(
    access: McpAccess, called: CodeCallable, arguments: Mapping[str, Any]
) -> ExecuteResult:
    """A call that no code makes."""
    raise AssertionError("nothing was to be called")


async def test_too_much_waiting_code_is_refused_with_a_reason(
    coded: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Places.__init__, "__defaults__", (1, 1, 0, 0, 0))
    monkeypatch.setattr(CodeRunner.run, "__kwdefaults__", {"seconds": 2.0})
    async with asyncio.TaskGroup() as group:
        runs = [
            group.create_task(called(coded, "weavz_execute", code="while True: pass"))
            for _ in range(3)
        ]
    said = [str(each.result().content[0]) for each in runs]
    assert sum("RATE_LIMITED" in each for each in said) == 2
    assert sum("stopped after 2 seconds" in each for each in said) == 1
