"""Two runs of an action, compared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.text import MUTED, age, line, lines, plain
from weavz_tui.console.widgets.diff_lines import DiffLines
from weavz_tui.console.widgets.diff_rows import by_line, by_path
from weavz_tui.console.widgets.json_diff import Change, differences
from weavz_tui.console.widgets.json_text import text_of, weigh
from weavz_tui.console.widgets.slices import in_slices
from weavz_tui.console.wording import status_mark
from weavz_tui.model.lists import ActivityQuery

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.console.widgets.window_table import WindowTable
    from weavz_tui.engine.service import Service
    from weavz_tui.model.execution import ExecutionRecord, ExecutionRow

_MOST_TEXT = 1_000_000
_TWO = 2
WHO_WIDTH = 24
_PARTS = ("Output", "Input")


class CompareScreen(FramedScreen):
    """The older run at the left, the newer one at the right: outputs or inputs (`[` `]`), by path
    or as text (`v`)."""

    PLACE: ClassVar[str] = "activity"
    CONTEXTS: ClassVar[frozenset[str]] = frozenset({"viewer"})
    DEFAULT_CSS = """
    CompareScreen {
        & > #body > Vertical {
            border: solid $primary;
            border-title-color: $foreground;
            border-subtitle-color: $foreground;
        }
        & #compared { height: 3; padding: 0 1; }
        & DiffLines { height: 1fr; }
    }
    """

    def __init__(self, one: ExecutionRecord, other: ExecutionRecord) -> None:
        super().__init__()
        self.runs = (one, other) if one.created_at <= other.created_at else (other, one)
        self.part = 0
        self.as_text = False
        self._changes: list[Change] = []

    def body(self) -> ComposeResult:
        """What is compared, then how it differs."""
        with Vertical():
            yield Static("", id="compared", markup=False)
            yield DiffLines(id="diff")

    def on_mount(self) -> None:
        """Compare the outputs."""
        self.query_one(DiffLines).focus()
        self._compare()

    def _values(self) -> tuple[Any, Any]:
        old, new = self.runs
        return (old.input, new.input) if self.part else (old.output, new.output)

    @work(exclusive=True, group="compare", exit_on_error=False)
    async def _compare(self) -> None:
        old, new = self._values()
        self._changes = await in_slices(differences(old, new))
        is_short = max([await in_slices(weigh(each)) for each in (old, new)]) < _MOST_TEXT
        if self.as_text and is_short:
            rows = list(by_line(text_of(old).split("\n"), text_of(new).split("\n")))
        else:
            self.as_text = False
            rows = list(by_path(self._changes))
        self.query_one(DiffLines).show(rows)
        self._tell()

    def _tell(self) -> None:
        counts = Counter(change.kind for change in self._changes)
        words = [
            f"{counts[kind]:,} {kind}" for kind in ("added", "removed", "changed") if counts[kind]
        ]
        told = ", ".join(words) or "no difference"
        old, new = self.runs
        self.query_one("#compared", Static).update(
            lines(_run("-", old), _run("+", new), Content.styled(told, "bold"))
        )
        box = self.query_one("#body > Vertical", Vertical)
        parts = [
            Content.styled(f"▸{name}" if number == self.part else name,
                           "bold" if number == self.part else "")
            for number, name in enumerate(_PARTS)
        ]  # fmt: skip
        box.border_title = Content("  ").join([*parts, plain(_title(new))])
        box.border_subtitle = Content(
            f"n N differences  v {'by path' if self.as_text else 'as text'}"
        )

    def do_tab(self, by: str) -> None:
        """`[` and `]`: outputs or inputs."""
        self.part = (self.part + int(by)) % len(_PARTS)
        self._compare()

    def do_view(self) -> None:
        """`v`: by path, or as text."""
        self.as_text = not self.as_text
        self._compare()

    def do_next_find(self, step: str) -> None:
        """`n` and `N`: the next and the previous difference."""
        self.query_one(DiffLines).action_change(int(step))

    def do_copy(self) -> None:
        """`y`: the row under the cursor."""
        self.console.copy(self.query_one(DiffLines).text(), "the row")


def _title(run: ExecutionRow) -> str:
    return f"{run.integration_alias or run.integration_name}.{run.action_name}"


def _run(sign: str, run: ExecutionRow) -> Content:
    when = f"{run.created_at.astimezone():%Y-%m-%d %H:%M:%S}"
    who = plain(run.end_user_id or "nobody").truncate(WHO_WIDTH, ellipsis=True)
    return line(f"{sign} {when}  ", status_mark(run.status), "  ", who, (f"  {age(run.created_at)}",
                MUTED))  # fmt: skip


async def open_compare(console: ConsoleBase, one: str, other: str) -> None:
    """Show how two runs differ, by their ids. Raises WeavzError."""
    service = await console.session.service()
    runs = [await service.activity.get(id) for id in (one, other)]
    console.push_screen(CompareScreen(runs[0], runs[1]))


async def chosen_runs(
    console: ConsoleBase, table: WindowTable[ExecutionRow]
) -> tuple[str, str] | None:
    """The ids of the two runs that are meant: two that are marked; the marked one and the one under
    the cursor; that one and the run of the same action before it. None: told why not."""
    row, marked = table.row, list(table.marked)
    if row is None:
        return None
    chosen = marked if len(marked) > 1 else [*(each for each in marked if each != row.id), row.id]
    if len(chosen) == 1:
        before = await run_before(await console.session.service(), row)
        if before is None:
            console.tell("There is no run of this action before it.")
            return None
        chosen.append(before.id)
    if len(chosen) > _TWO:
        console.tell("A comparison is of two; more are marked.", severity="warning")
        return None
    return chosen[0], chosen[1]


async def run_before(service: Service, run: ExecutionRow) -> ExecutionRow | None:
    """The run of the same action before this one."""
    query = ActivityQuery(
        workspace_id=run.workspace_id,
        integration_name=run.integration_name,
        action_name=run.action_name,
        limit=500,
    )
    page = await service.activity.list(query)
    ids = [each.id for each in page.items]
    place = ids.index(run.id) + 1 if run.id in ids else 0
    return page.items[place] if place < len(ids) else None
