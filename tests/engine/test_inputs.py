"""Which inputs a call has, where each came from, and how files are read."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weavz_tui.engine.calls import inputs
from weavz_tui.engine.calls.inputs import gather, read_file, secret_texts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Partial
from weavz_tui.model.enums import PropertyType, ValueSource
from weavz_tui.model.http import FileContent
from weavz_tui.model.properties import Property

KEYS = ("a", "b", "c", "d")
values = st.dictionaries(st.sampled_from(KEYS), st.text(max_size=3))


@st.composite
def partials(draw: st.DrawFn) -> list[Partial]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        held = draw(values)
        enforced = draw(st.lists(st.sampled_from(KEYS), unique=True))
        found.append(partial(f"p{number}", held, [key for key in enforced if key in held]))
    return found


def partial(name: str, held: dict[str, Any], enforced: list[str]) -> Partial:
    moment = now()
    return Partial(
        id=name,
        org_id="o",
        workspace_id="w",
        integration_name="x",
        name=name,
        values=held,
        enforced_keys=enforced,
        created_at=moment,
        updated_at=moment,
    )


def text(name: str, **fields: Any) -> Property:
    return Property(name=name, type=PropertyType.SHORT_TEXT, display_name=name, **fields)


@given(defaults=values, presets=partials(), caller=values)
def test_defaults_then_partials_then_the_caller_then_what_is_enforced(
    defaults: dict[str, str], presets: list[Partial], caller: dict[str, str]
) -> None:
    properties = [text(key, default_value=defaults.get(key)) for key in KEYS]
    found = gather(properties, caller, presets)
    for key in KEYS:
        enforcing = [each for each in presets if key in each.enforced_keys]
        presetting = [each for each in presets if key in each.values]
        expected: tuple[str, ValueSource, str | None]
        if enforcing:
            expected = (enforcing[-1].values[key], ValueSource.ENFORCED, enforcing[-1].id)
        elif key in caller:
            expected = (caller[key], ValueSource.CALLER, None)
        elif presetting:
            expected = (presetting[-1].values[key], ValueSource.PARTIAL, presetting[-1].id)
        elif key in defaults:
            expected = (defaults[key], ValueSource.DEFAULT, None)
        else:
            assert key not in found.given
            continue
        origin = found.origins[key]
        assert (found.values[key], origin.source, origin.partial_id) == expected


@given(presets=partials(), caller=values)
def test_merging_changes_nothing_that_was_given(
    presets: list[Partial], caller: dict[str, str]
) -> None:
    before = dict(caller), [dict(each.values) for each in presets]
    gather([text(key) for key in KEYS], caller, presets)
    assert (caller, [each.values for each in presets]) == before


def test_a_null_of_the_caller_goes_over_a_preset() -> None:
    found = gather([text("a", default_value="x")], {"a": None}, [])
    assert found.values == {"a": None}


@pytest.mark.parametrize(
    ("value", "content", "mime"),
    [
        ("data:text/plain;base64,aGk=", b"hi", "text/plain"),
        ("data:,h%20i", b"h i", "text/plain"),
        ({"base64": "aG k=", "filename": "a.png"}, b"hi", "image/png"),
        ({"content": "hi", "mimeType": "text/x"}, b"hi", "text/x"),
        ({"content": 5, "data": "hi"}, b"hi", "application/octet-stream"),
        ({"data": "data:text/css,x", "filename": "f"}, b"x", "text/css"),
        ({"url": "data:text/css,x"}, b"x", "text/css"),
    ],
)
def test_every_way_to_give_a_file(value: Any, content: bytes, mime: str) -> None:
    found = read_file(value)
    assert isinstance(found, FileContent)
    assert (found.content, found.mime_type) == (content, mime)


@pytest.mark.parametrize("value", ["https://a.example/f", {"url": "https://a.example/f"}])
def test_a_files_address_is_fetched_only_when_it_is_used(value: Any) -> None:
    assert read_file(value) == "https://a.example/f"


@pytest.mark.parametrize("value", ["data:text/plain;base64", {"base64": "%%%"}])
def test_what_is_no_file_is_an_error_of_its_field(value: Any) -> None:
    found = gather([Property(name="f", type=PropertyType.FILE, display_name="f")], {"f": value}, [])
    assert set(found.errors) == {"f"}


def test_a_file_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "WHOLE_LIMIT", 3)
    with pytest.raises(ValueError, match="at most"):
        read_file({"base64": b64encode(b"four").decode()})


def test_secrets_are_found_inside_objects_and_rows() -> None:
    secret = text("key", secret=True)
    rows = Property(
        name="rows", type=PropertyType.ARRAY, display_name="rows", properties=(secret, text("n"))
    )
    given_ = {"key": "one", "rows": [{"key": "two", "n": "three"}, {"n": "four"}]}
    assert secret_texts([secret, rows], given_) == ["one", "two"]
