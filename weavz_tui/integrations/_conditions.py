"""Conditions on JSON values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from weavz_tui.catalog import ValidationError
from weavz_tui.integrations._paths import MISSING, find, parts_of

Test = Callable[[Any, Any], bool]


def _same(found: Any, wanted: Any) -> bool:
    """JSON equality: true is not 1."""
    return isinstance(found, bool) == isinstance(wanted, bool) and bool(found == wanted)


def _ordered(compare: Callable[[Any, Any], bool]) -> Test:
    def test(found: Any, wanted: Any) -> bool:
        numbers = isinstance(found, int | float) and isinstance(wanted, int | float)
        texts = isinstance(found, str) and isinstance(wanted, str)
        return (numbers or texts) and compare(found, wanted)

    return test


def _contains(found: Any, wanted: Any) -> bool:
    if isinstance(found, str):
        return str(wanted).casefold() in found.casefold()
    if isinstance(found, list):
        return any(_same(each, wanted) for each in found)
    return isinstance(found, dict) and wanted in found


def _in(found: Any, wanted: Any) -> bool:
    if not isinstance(wanted, list):
        raise ValidationError.of(conditions="`in` and `notIn` compare with a list")
    return any(_same(found, each) for each in wanted)


def _is_empty(found: Any) -> bool:
    return found is MISSING or found is None or found in ("", [], {})


_TESTS: dict[str, Test] = {
    "eq": _same,
    "ne": lambda found, wanted: not _same(found, wanted),
    "gt": _ordered(operator.gt),
    "gte": _ordered(operator.ge),
    "lt": _ordered(operator.lt),
    "lte": _ordered(operator.le),
    "in": _in,
    "notin": lambda found, wanted: not _in(found, wanted),
    "contains": _contains,
    "notcontains": lambda found, wanted: not _contains(found, wanted),
    "startswith": lambda found, wanted: isinstance(found, str) and found.startswith(str(wanted)),
    "endswith": lambda found, wanted: isinstance(found, str) and found.endswith(str(wanted)),
    "exists": lambda found, wanted: (found is not MISSING) is bool(wanted),
    "empty": lambda found, wanted: _is_empty(found) is bool(wanted),
}
_SPELLINGS = {
    "=": "eq",
    "==": "eq",
    "equals": "eq",
    "!=": "ne",
    "notequals": "ne",
    ">": "gt",
    "greaterthan": "gt",
    ">=": "gte",
    "<": "lt",
    "lessthan": "lt",
    "<=": "lte",
    "isempty": "empty",
}


def matches(conditions: Any, item: Any) -> bool:
    """Whether an item meets all of the conditions; raises ValidationError for unknown ones."""
    if isinstance(conditions, list):
        return all(matches(each, item) for each in conditions)
    if not isinstance(conditions, dict):
        raise ValidationError.of(conditions="conditions are an object or a list of objects")
    if "field" in conditions and "operator" in conditions:
        wanted = conditions.get("value", True)
        return _test(item, str(conditions["field"]), str(conditions["operator"]), wanted)
    return all(_matches(key, wanted, item) for key, wanted in conditions.items())


def _matches(key: str, wanted: Any, item: Any) -> bool:
    if key in {"any", "or"} and isinstance(wanted, list):
        return any(matches(each, item) for each in wanted)
    if key in {"all", "and"} and isinstance(wanted, list):
        return all(matches(each, item) for each in wanted)
    if key == "not" and isinstance(wanted, dict | list):
        return not matches(wanted, item)
    if isinstance(wanted, dict) and wanted and all(_name(each) in _TESTS for each in wanted):
        return all(_test(item, key, name, value) for name, value in wanted.items())
    return _test(item, key, "eq", wanted)


def _name(spelling: str) -> str:
    plain = spelling.lower().replace("_", "").replace("$", "").strip()
    return _SPELLINGS.get(plain, plain)


def _test(item: Any, path: str, spelling: str, wanted: Any) -> bool:
    test = _TESTS.get(_name(spelling))
    if test is None:
        known = ", ".join(_TESTS)
        raise ValidationError.of(conditions=f"unknown operator {spelling!r}; there are {known}")
    return test(find(item, parts_of(path)), wanted)
