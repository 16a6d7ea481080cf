"""OpenAPI 3.0 and 3.1 (and what `swagger` and `discovery` bring into that form) as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from weavz_tui.importers.description import Call, Common, Description, Operation
from weavz_tui.importers.names import Nameless, named
from weavz_tui.importers.pages import paging_note
from weavz_tui.importers.parameters import InputReader
from weavz_tui.importers.properties import PropertyMaker
from weavz_tui.importers.reading import refuse
from weavz_tui.importers.references import References
from weavz_tui.importers.security import hidden_of, is_open, ways_of
from weavz_tui.importers.servers import server_url
from weavz_tui.importers.shapes import Shapes
from weavz_tui.importers.texts import clean, ended, first_sentence, slug
from weavz_tui.model.enums import Effect

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
MOST_OPERATIONS = 25_000
_READS = frozenset({"get", "head", "options", "trace"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a description: see ImportRequest. `known` are the names that its operations
    have already, by identity."""

    origin: str = ""
    name: str | None = None
    only: tuple[str, ...] = ()
    base_url: str | None = None
    source: str = "openapi"
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Raw:
    """An operation as it is written, with what its path adds."""

    method: str
    path: str
    node: Mapping[str, Any]
    item: Mapping[str, Any]

    @property
    def tags(self) -> tuple[str, ...]:
        tags = self.node.get("tags")
        return tuple(str(each) for each in tags) if isinstance(tags, list) else ()


class OpenApiReader:
    """Reads one document, whose references are all inside it."""

    def __init__(self, root: Mapping[str, Any], wanted: Wanted) -> None:
        self._root = root
        self._wanted = wanted
        self._references = References(root)
        self._shapes = Shapes(self._references)
        self._skipped: list[tuple[str, str]] = []
        self._addresses: dict[str, str] = {}
        info = root.get("info")
        self._info: Mapping[str, Any] = info if isinstance(info, dict) else {}
        servers = server_url(root.get("servers"), wanted.origin)
        self._base_url = (wanted.base_url or servers).rstrip("/")

    def read(self) -> Description:
        """The whole of it; raises ImportRefused."""
        raw = [each for each in self._raw() if _is_wanted(each, self._wanted.only)]
        if not raw:
            refuse("NO_OPERATIONS", "The description has no operations"
                   + (" that --only asks for" if self._wanted.only else ""))  # fmt: skip
        if len(raw) > MOST_OPERATIONS:
            refuse("TOO_LARGE", f"The description has {len(raw):,} operations; "
                   f"at most {MOST_OPERATIONS:,} are read", "--only takes a part")  # fmt: skip
        components = self._root.get("components")
        schemes = components.get("securitySchemes") if isinstance(components, dict) else None
        common = self._root.get("security")
        ways, is_optional = ways_of(
            schemes if isinstance(schemes, dict) else {},
            self._references,
            [common, *(each.node.get("security") for each in raw)],
            self._wanted.origin,
        )
        maker = PropertyMaker(self._shapes)
        reader = InputReader(self._references, self._shapes, maker, hidden_of(ways))
        names = named([Nameless(*_identity(each)) for each in raw], self._wanted.known)
        operations = []
        for each in raw:
            operation = self._operation(each, names[_identity(each)[0]], reader)
            if operation is not None:
                operations.append(operation)
        title = clean(self._info.get("title"), 80) or "API"
        return Description(
            common=Common(
                name=self._wanted.name or slug(title),
                title=title,
                description=clean(self._info.get("description"), 400),
                source=self._wanted.source,
                origin=self._wanted.origin,
                base_url=self._base_url,
                addresses=self._addresses,
                auth=ways,
                auth_is_optional=is_optional,
                only=self._wanted.only,
                given_base_url=self._wanted.base_url or "",
            ),
            operations=tuple(operations),
            skipped=tuple(self._skipped),
            warnings=tuple(self._warnings()),
        )

    def _raw(self) -> Iterator[_Raw]:
        paths = self._root.get("paths")
        if not isinstance(paths, dict):
            refuse("INVALID", "The description has no paths")
        for path, written in paths.items():
            item = self._references.resolve(written)
            for method in METHODS:
                node = item.get(method)
                if isinstance(node, dict):
                    yield _Raw(method, str(path), node, item)

    def _operation(self, raw: _Raw, name: str, reader: InputReader) -> Operation | None:
        node = raw.node
        inputs = reader.read([*_list(raw.item, "parameters"), *_list(node, "parameters")],
                             node.get("requestBody"))  # fmt: skip
        have = {each.name or each.key for each in inputs.bindings if each.place.value == "path"}
        wanted = set(_placeholders(raw.path))
        if missing := wanted - have:
            self._skipped.append(
                (name, f"nothing says what {{{sorted(missing)[0]}}} in {raw.path} is")
            )
            return None
        description = clean(node.get("description"))
        summary = clean(node.get("summary"), 120)
        note = paging_note(inputs, node, self._references, self._shapes)
        whole = f"{ended(description or summary)} {note}" if note else description or summary
        security = node.get("security", self._root.get("security"))
        required = [each for each in inputs.properties if each.required]
        optional = [each for each in inputs.properties if not each.required]
        return Operation(
            name=name,
            title=first_sentence(summary or description) or name.replace("_", " ").capitalize(),
            description=whole,
            effect=_effect(raw.method),
            idempotent=raw.method in _READS or raw.method in {"put", "delete"},
            requires_auth=not is_open(security),
            properties=(*required, *optional),
            call=Call(
                method=raw.method.upper(),
                path=self._located(raw),
                bindings=tuple(inputs.bindings),
                body=inputs.body,
                media_type=inputs.media_type,
                body_required=inputs.body_required,
            ),
        )

    def _located(self, raw: _Raw) -> str:
        """The path, with the name of its own server where it has one."""
        own = server_url(raw.node.get("servers") or raw.item.get("servers"), self._wanted.origin)
        path = raw.path if raw.path.startswith("/") else f"/{raw.path}"
        if not own or own == self._base_url or self._wanted.base_url:
            return path
        known = {url: name for name, url in self._addresses.items()}
        name = known.get(own) or f"server{len(self._addresses) + 1}"
        self._addresses[name] = own
        return f"{name}:{path}"

    def _warnings(self) -> Iterator[str]:
        if not self._base_url:
            yield "no server is named: give --base-url, or a base URL with each connection"
        elif "{" in self._base_url:
            yield f"the address {self._base_url} has open places: give a base URL with a connection"
        if missing := sorted(self._references.missing):
            yield f"{len(missing)} references lead nowhere, such as {missing[0][:100]}"


def _identity(raw: _Raw) -> tuple[str, str]:
    given = raw.node.get("operationId")
    path = raw.path if raw.path.startswith("/") else f"/{raw.path}"
    return f"{raw.method.upper()} {path}", given if isinstance(given, str) else ""


def _effect(method: str) -> Effect:
    if method in _READS:
        return Effect.READ
    return Effect.DESTROY if method == "delete" else Effect.WRITE


def _placeholders(path: str) -> Iterator[str]:
    for part in path.split("{")[1:]:
        name, closed, _ = part.partition("}")
        if closed:
            yield name


def _is_wanted(raw: _Raw, only: tuple[str, ...]) -> bool:
    if not only:
        return True
    tags = {each.casefold() for each in raw.tags}
    for each in only:
        if each.startswith("/"):
            stem = each.rstrip("/")
            if raw.path == each or raw.path.rstrip("/") == stem or raw.path.startswith(f"{stem}/"):
                return True
        elif each.casefold() in tags:
            return True
    return False


def _list(node: Mapping[str, Any], key: str) -> list[Any]:
    found = node.get(key)
    return found if isinstance(found, list) else []
