"""The values of a form, apart from how they are shown. Pure but for reading files."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from weavz_tui.console.forms.absent import ABSENT, Given
from weavz_tui.console.forms.field import Problem
from weavz_tui.console.forms.files import is_path, read, read_whole
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property
from weavz_tui.model.validation import check

_FEW = 12


class FormValues:
    """An input with its schema: what was typed, what is given, and which fields are folded away."""

    def __init__(
        self,
        properties: Sequence[Property],
        values: Mapping[str, Any],
        given: Mapping[str, Given],
    ) -> None:
        required = [each for each in properties if each.required]
        optional = [each for each in properties if not each.required]
        self.properties = (*required, *optional)
        self.given = dict(given)
        self._values = dict(values)
        self._open: set[str] = set()
        self._surface()
        if not self.shown and len(self.properties) <= _FEW:
            self.unfold()

    def _surface(self) -> None:
        for each in self.properties:
            default = each.default_value is not None
            if each.required or default or each.name in self._values or each.name in self.given:
                self._open.add(each.name)

    def surface(self, paths: Collection[str]) -> None:
        """Take the fields that these paths lead into out of the fold."""
        self._open |= {path.split(".")[0] for path in paths}

    @property
    def shown(self) -> list[Property]:
        """The properties whose fields are mounted, required first."""
        return [each for each in self.properties if each.name in self._open]

    @property
    def folded(self) -> list[Property]:
        """The others."""
        return [each for each in self.properties if each.name not in self._open]

    def unfold(self) -> list[Property]:
        """Show all; answers those that were folded."""
        folded = self.folded
        self._open |= {each.name for each in folded}
        return folded

    def of(self, key: str) -> Any:
        """What was typed for a key, or ABSENT."""
        return self._values.get(key, ABSENT)

    def put(self, key: str, value: Any) -> None:
        """What was typed for a key; ABSENT takes it away."""
        if value is ABSENT:
            self._values.pop(key, None)
        else:
            self._values[key] = value

    def replace(self, values: Mapping[str, Any]) -> None:
        """Another input."""
        self._values = dict(values)
        self._surface()

    def give(self, given: Mapping[str, Given]) -> None:
        """What partials bring."""
        self.given = dict(given)
        self._surface()

    def values(self) -> dict[str, Any]:
        """What was typed, keys of no property included, in the order it came."""
        locked = {key for key, given in self.given.items() if given.locked}
        return {key: value for key, value in self._values.items() if key not in locked}

    def effective(self) -> dict[str, Any]:
        """Defaults, under partials, under what was typed, under locks."""
        found: dict[str, Any] = {
            each.name: each.default_value
            for each in self.properties
            if each.default_value is not None
        }
        found |= {key: given.value for key, given in self.given.items()}
        return found | self.values()

    def errors(self) -> dict[str, str]:
        """What is wrong with the effective input, by path. A file counts as read."""
        return check(self.properties, self._sendable(self.effective())).errors

    def problems_of(self, key: str, errors: Mapping[str, str]) -> dict[str, Problem]:
        """The problems of one key, by the path below it."""
        found = {}
        for path, message in errors.items():
            if path == key:
                found[""] = Problem.of(message)
            elif path.startswith(f"{key}."):
                found[path[len(key) + 1 :]] = Problem.of(message)
        return found

    async def collected(self, *, whole: bool = True) -> dict[str, Any]:
        """The values with files in place of their paths: `whole` as JSON has them, else opened, to
        be read while they are sent."""
        values = self.values()
        read_file = read_whole if whole else read
        for each in self.properties:
            if each.name in values:
                values[each.name] = await _contents(each, values[each.name], each.name, read_file)
        return values

    def _sendable(self, values: dict[str, Any]) -> dict[str, Any]:
        shown = dict(values)
        for each in self.properties:
            if each.name in shown:
                shown[each.name] = _stand_in(each, shown[each.name])
        return shown


def _stand_in(each: Property, value: Any) -> Any:
    """A value with paths of files replaced by an empty content, for a check."""
    if each.type is PropertyType.FILE and is_path(value):
        return {"base64": "", "filename": value["path"]}
    if each.type is PropertyType.ARRAY and isinstance(value, list):
        return [_stand_in(_item(each), item) for item in value]
    if each.properties and isinstance(value, dict):
        subs = {sub.name: sub for sub in each.properties}
        return {k: _stand_in(subs[k], v) if k in subs else v for k, v in value.items()}
    return value


async def _contents(
    each: Property, value: Any, path: str, read_file: Callable[[str, str], Any]
) -> Any:
    if each.type is PropertyType.FILE and is_path(value):
        return await to_thread(read_file, str(value["path"]), path)
    if each.type is PropertyType.ARRAY and isinstance(value, list):
        item = _item(each)
        return [await _contents(item, v, f"{path}.{i}", read_file) for i, v in enumerate(value)]
    if each.properties and isinstance(value, dict):
        subs = {sub.name: sub for sub in each.properties}
        return {
            k: await _contents(subs[k], v, f"{path}.{k}", read_file) if k in subs else v
            for k, v in value.items()
        }
    return value


def _item(each: Property) -> Property:
    kind = PropertyType.OBJECT if each.properties else each.item_type or PropertyType.JSON
    return each.model_copy(update={"type": kind})
