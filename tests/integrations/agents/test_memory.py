"""agent-memory, agent-scratchpad and sequential-thinking on a state of their own."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.integrations.contexts import MemoryState, run
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.agent_memory import integration as memory
from weavz_tui.integrations.agent_scratchpad import integration as scratchpad
from weavz_tui.integrations.sequential_thinking import integration as thinking

ADA = {"name": "Ada", "entityType": "person", "observations": ["Likes tea", "Likes tea"]}
CHARLES = {"name": "Charles", "entityType": "person"}
WORKS = {"from": "Ada", "to": "Charles", "relationType": "works with"}


@pytest.fixture
def state() -> MemoryState:
    """Kept for one test."""
    return MemoryState()


@pytest.fixture
async def remember(state: MemoryState) -> Any:
    """Runs actions of agent-memory on a graph of two people who work together."""
    act = partial(run, memory, state=state)
    await act("create_entities", {"entities": [ADA, CHARLES]})
    await act("create_relations", {"relations": WORKS})
    return act


async def test_entities_are_created_once(remember: Any) -> None:
    again = await remember("create_entities", {"entities": {"name": "Ada", "entityType": "ship"}})
    assert again == {"created": [], "existing": ["Ada"]}
    assert await remember("get_entity", {"name": "Ada"}) == {
        "name": "Ada",
        "entityType": "person",
        "observations": ["Likes tea"],
        "relations": [WORKS],
    }


async def test_the_graph_is_read_whole(remember: Any) -> None:
    graph = await remember("read_graph")
    assert [each["name"] for each in graph["entities"]] == ["Ada", "Charles"]
    assert (graph["relations"], graph["count"]) == ([WORKS], 2)


async def test_observations_are_added_once_and_deleted(remember: Any) -> None:
    noted = {"entityName": "Ada", "contents": ["Likes tea", "Lives in London"]}
    added = await remember("add_observations", {"observations": [noted]})
    assert added == {"results": [{"entityName": "Ada", "added": ["Lives in London"]}]}
    given = {"entityName": "Ada", "observations": ["Likes tea", "Unknown"]}
    assert (await remember("delete_observations", given))["deleted"] == ["Likes tea"]
    assert (await remember("get_entity", {"name": "Ada"}))["observations"] == ["Lives in London"]


@pytest.mark.parametrize(
    ("query", "names", "relations"),
    [
        ("TEA ada", ["Ada"], 0),
        ("person", ["Ada", "Charles"], 1),
        ("", ["Ada", "Charles"], 1),
        ("ship", [], 0),
    ],
)
async def test_entities_are_found_by_all_words(
    remember: Any, query: str, names: list[str], relations: int
) -> None:
    found = await remember("search", {"query": query})
    assert [each["name"] for each in found["entities"]] == names
    assert len(found["relations"]) == relations


async def test_a_relation_is_made_once_and_taken_back(remember: Any) -> None:
    assert (await remember("create_relations", {"relations": [WORKS, WORKS]}))["count"] == 0
    assert (await remember("delete_relations", {"relations": [WORKS]}))["deleted"] == [WORKS]
    assert (await remember("read_graph"))["relations"] == []


async def test_an_entity_goes_with_all_that_is_known_of_it(
    remember: Any, state: MemoryState
) -> None:
    gone = await remember("delete_entities", {"names": ["Ada", "Nobody"]})
    assert gone == {"deleted": ["Ada"], "deletedRelations": 1}
    assert not any("Ada" in key for key in state.values)
    assert (await remember("read_graph"))["relations"] == []


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("add_observations", {"observations": [{"entityName": "Bob", "contents": ["x"]}]}),
        ("create_relations", {"relations": [{**WORKS, "to": "Bob"}]}),
        ("get_entity", {"name": "Bob"}),
        ("delete_observations", {"entityName": "Bob", "observations": ["x"]}),
    ],
)
async def test_an_entity_that_is_not_there_is_a_failure(
    remember: Any, action: str, inputs: dict[str, Any]
) -> None:
    before = await remember("read_graph")
    with pytest.raises(ActionFailed) as failed:
        await remember(action, inputs)
    assert failed.value.details == {"message": "there is no entity 'Bob'", "statusCode": 404}
    assert await remember("read_graph") == before


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("create_entities", {"entities": "Ada"}, "entities"),
        ("create_entities", {"entities": [{"entityType": "person"}]}, "entities"),
        ("create_entities", {"entities": [{**ADA, "observations": [1]}]}, "entities"),
        ("add_observations", {"observations": [{"entityName": "Ada"}]}, "contents"),
        ("create_relations", {"relations": [{"from": "Ada", "to": "Charles"}]}, "relations"),
        ("delete_entities", {"names": {"name": "Ada"}}, "names"),
        ("get_entity", {"name": " "}, "name"),
        ("delete_observations", {"entityName": "Ada", "observations": 1}, "observations"),
    ],
)
async def test_what_is_no_part_of_a_graph_is_refused(
    remember: Any, action: str, inputs: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        await remember(action, inputs)
    assert list(refused.value.fields) == [field]


@pytest.fixture
async def note(state: MemoryState) -> Any:
    """Runs actions of agent-scratchpad, on which two pages are."""
    act = partial(run, scratchpad, state=state)
    await act("write_page", {"pageName": "plan", "content": "Buy tea\nSail north"})
    await act("append_page", {"pageName": "log", "content": "Left harbour"})
    return act


async def test_a_page_is_written_read_and_replaced(note: Any) -> None:
    page = await note("read_page", {"pageName": "plan"})
    assert (page["pageName"], page["content"]) == ("plan", "Buy tea\nSail north")
    await note("write_page", {"pageName": "plan", "content": "New"})
    assert (await note("read_page", {"pageName": "plan"}))["content"] == "New"


async def test_what_is_appended_stands_on_a_line_of_its_own(note: Any) -> None:
    for text in ("Saw a whale\n", "Back"):
        await note("append_page", {"pageName": "log", "content": text})
    page = await note("read_page", {"pageName": "log"})
    assert page["content"] == "Left harbour\nSaw a whale\nBack"


async def test_pages_are_listed_and_searched(note: Any) -> None:
    listed = await note("list_pages")
    assert [(each["pageName"], each["length"]) for each in listed["pages"]] == [
        ("log", 12),
        ("plan", 18),
    ]
    found = await note("search_pages", {"query": "NORTH plan"})
    assert [each["pageName"] for each in found["pages"]] == ["plan"]
    assert found["pages"][0]["matches"] == [{"line": 2, "text": "Sail north"}]


async def test_pages_are_deleted(note: Any) -> None:
    assert (await note("delete_page", {"pageName": "plan"}))["deleted"] is True
    assert (await note("delete_page", {"pageName": "plan"}))["deleted"] is False
    assert await note("clear_all") == {"deleted": 1}
    assert (await note("list_pages"))["count"] == 0


async def test_a_page_that_is_not_there_is_a_failure(note: Any) -> None:
    with pytest.raises(ActionFailed) as failed:
        await note("read_page", {"pageName": "other"})
    assert failed.value.details["statusCode"] == 404


@pytest.mark.parametrize("name", ["", "  ", "x" * 301])
async def test_a_page_needs_a_name(note: Any, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        await note("write_page", {"pageName": name, "content": "x"})
    assert list(refused.value.fields) == ["pageName"]


@pytest.fixture
async def think(state: MemoryState) -> Any:
    """Runs actions of sequential-thinking on a chain with a branch and two revisions."""

    async def act(action: str, **inputs: Any) -> Any:
        return await run(thinking, action, {"chainId": "c", **inputs}, state=state)

    await act("add_thought", content="One")
    await act("add_thought", content="Two")
    await act("branch_thought", thoughtId=1, branchName="b", content="Other")
    await act("revise_thought", thoughtId=2, content="Two, better")
    await act("revise_thought", thoughtId=4.0, content="Two, best")
    return act


async def test_a_thought_says_its_id(think: Any) -> None:
    thought = await think("add_thought", content="Three")
    assert thought == {"chainId": "c", "thoughtId": 6, "content": "Three", "count": 6}


async def test_a_chain_shows_its_thoughts_as_they_stand(think: Any) -> None:
    chain = await think("get_chain")
    assert [each["content"] for each in chain["thoughts"]] == ["One", "Two, best"]
    assert chain["thoughts"][1]["before"] == ["Two", "Two, better"]
    assert [each["content"] for each in chain["branches"]["b"]] == ["Other"]
    assert "branches" not in await think("get_chain", includeBranches=False)


async def test_a_chain_is_summarized(think: Any) -> None:
    found = await think("summarize_chain")
    figures = {key: found[key] for key in ("thoughts", "branches", "revisions", "conclusion")}
    assert figures == {
        "thoughts": 2,
        "branches": {"b": 1},
        "revisions": 2,
        "conclusion": "Two, best",
    }
    assert found["summary"] == "1. One\n2. Two, best\n\nBranch b, from thought 1:\n- Other"


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("branch_thought", {"thoughtId": 9, "branchName": "b", "content": "x"}),
        ("revise_thought", {"thoughtId": 0, "content": "x"}),
        ("revise_thought", {"thoughtId": 1.5, "content": "x"}),
        ("get_chain", {"chainId": "other"}),
        ("summarize_chain", {"chainId": "other"}),
    ],
)
async def test_a_thought_that_is_not_there_is_a_failure(
    think: Any, action: str, inputs: dict[str, Any]
) -> None:
    with pytest.raises(ActionFailed) as failed:
        await think(action, **inputs)
    assert failed.value.details["statusCode"] == 404
    assert failed.value.hint
