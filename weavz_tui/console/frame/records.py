"""Every record of the workspace by name, held so that the palette finds them at each keystroke."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.lists import ConnectionQuery, PageQuery, PartialQuery, ServerQuery

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import Page

# A page of this size is read without a keystroke having to wait for it.
PER_PAGE = 250
MOST = 50_000
SHOWN = 60


class Record(NamedTuple):
    """One record: what it is called, what its place's list finds it by, and where it is."""

    label: str
    found_by: str
    kind: str
    place: str
    id: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its word, the change that makes it old, its place, how a page is read and
    what a row is called and found by. `row_id` is the attribute that tells rows apart."""

    word: str
    change: str
    place: str
    page: Callable[[Service, str, dict[str, Any]], Awaitable[Page[Any]]]
    names: Callable[[Any], tuple[str, str]]

    async def read(self, service: Service, workspace_id: str) -> AsyncIterator[list[Record]]:
        """The records page by page, no more than `MOST`. Raises WeavzError."""
        cursor: str | None = None
        count = 0
        while count < MOST:
            asked = {"limit": PER_PAGE, "cursor": cursor, "counted": False}
            page = await self.page(service, workspace_id, asked)
            count += len(page.items)
            yield [self._record(row) for row in page.items]
            if (cursor := page.next) is None:
                return

    def _record(self, row: Any) -> Record:
        label, found_by = self.names(row)
        return Record(one_line(label), found_by, self.word, self.place, str(row.id))


KINDS: tuple[Kind, ...] = (
    Kind("integration", "workspace_integration", "integrations",
         lambda service, id, asked: service.integrations.list(id, PageQuery(**asked)),
         lambda row: (row.integration_alias, row.integration_alias)),
    Kind("workspace", "workspace", "workspaces",
         lambda service, _, asked: service.workspaces.list(PageQuery(**asked)),
         lambda row: (f"{row.name} ({row.slug})", row.slug)),
    Kind("connection", "connection", "connections",
         lambda service, _, asked: service.connections.list(ConnectionQuery(**asked)),
         lambda row: (row.external_id, row.external_id)),
    Kind("partial", "partial", "partials",
         lambda service, id, asked: service.partials.list(PartialQuery(workspace_id=id, **asked)),
         lambda row: (row.name, row.name)),
    Kind("MCP server", "mcp_server", "servers",
         lambda service, id, asked: service.servers.list(ServerQuery(workspace_id=id, **asked)),
         lambda row: (row.name, row.name)),
    Kind("end user", "end_user", "end_users",
         lambda service, id, asked: service.end_users.list(id, PageQuery(**asked)),
         lambda row: (f"{row.external_id}  {row.display_name or ''}".strip(), row.external_id)),
)  # fmt: skip
OF_NO_WORKSPACE = frozenset({"workspace", "connection"})


class RecordIndex:
    """The records of one workspace and of the organisation. `fill` reads what is old; until it is
    through, what was known before is found."""

    def __init__(self) -> None:
        self._workspace_id = ""
        self._records: dict[str, list[Record]] = {}
        self._folded: dict[str, list[str]] = {}
        self._old = {each.word for each in KINDS} | {"catalogue"}

    def changed(self, kind: str) -> None:
        """Records of a kind have changed, as changes of the engine name it; `*`: of any."""
        self._old |= {each.word for each in KINDS if kind in {"*", each.change}}
        if kind in {"*", "catalogue"}:
            self._old.add("catalogue")

    async def fill(self, service: Service, workspace_id: str) -> AsyncIterator[None]:
        """Read what is old, yielding whenever more can be found. Raises WeavzError."""
        if workspace_id != self._workspace_id:
            self._workspace_id = workspace_id
            self.changed("*")
        for kind in KINDS:
            if kind.word not in self._old:
                continue
            self._old.discard(kind.word)
            found: list[Record] = []
            if workspace_id or kind.word in OF_NO_WORKSPACE:
                async for page in kind.read(service, workspace_id):
                    found += page
                    if kind.word not in self._records:
                        yield
            self._put(kind.word, found)
            yield
        if "catalogue" in self._old:
            self._old.discard("catalogue")
            every = [each.name for each in await service.catalogue.list()]
            self._put(
                "catalogue",
                [Record(each, each, "in the catalogue", "catalogue", each) for each in every],
            )
            yield

    def _put(self, word: str, records: list[Record]) -> None:
        self._records[word] = records
        self._folded[word] = [each.label.casefold() for each in records]

    def of(self, word: str) -> Sequence[Record]:
        """The records of one kind."""
        return self._records.get(word, ())

    def find(self, search: str, word: str = "", most: int = SHOWN) -> list[Record]:
        """The records whose names have all the words of a search, the best first: the name itself,
        its beginning, the beginning of a part of it, anywhere. `word`: of that kind alone. Once
        as many of a kind begin so as are shown, no more of it are looked for."""
        wanted = search.casefold().split()
        if not wanted:
            return list(self.of(word)[:most])
        best: list[list[Record]] = [[], [], [], []]
        for kind, folded in self._folded.items():
            if not word or kind == word:
                self._find_of(kind, folded, wanted, best, most)
        return _first([record for some in best for record in some], most)

    def _find_of(
        self,
        kind: str,
        folded: Sequence[str],
        wanted: Sequence[str],
        best: Sequence[list[Record]],
        most: int,
    ) -> None:
        """Put records of a kind into `best` by rank, no more than `most` more into each."""
        records, first = self._records[kind], wanted[0]
        full = [len(some) + most for some in best]
        for number, text in enumerate(folded):
            at = text.find(first)
            if at < 0 or (len(wanted) > 1 and not all(each in text for each in wanted)):
                continue
            if at:
                rank = 3 if text[at - 1].isalnum() else 2
            else:
                rank = 0 if records[number].found_by.casefold() == first else 1
            if len(best[rank]) < full[rank]:
                best[rank].append(records[number])
            elif rank == 1:
                return


def _first(records: Iterable[Record], most: int) -> list[Record]:
    """The first of them, each kind having some room while there are more of another."""
    kinds: dict[str, list[Record]] = {}
    ranked = list(records)
    if len(ranked) <= most:
        return ranked
    for record in ranked:
        kinds.setdefault(record.kind, []).append(record)
    share = max(5, most // len(kinds))
    kept = {id(record) for some in kinds.values() for record in some[:share]}
    shared = [record for record in ranked if id(record) in kept]
    return shared[:most]
