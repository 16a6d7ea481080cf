"""Verbs over the marked rows of a list: one question with a summary, then a step for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import work

from weavz_tui.console.frame.keys import FooterKeys
from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.frame.screen import PROGRESS_AFTER
from weavz_tui.console.lists.verbs import RecordVerbs
from weavz_tui.console.text import few
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from textual.content import Content
    from textual.worker import Worker

    from weavz_tui.console.lists.removal import Removal
    from weavz_tui.console.lists.steps import Report, Step

Row = TypeVar("Row")
Choice = tuple[str, str, Callable[[], object]]


class BulkVerbs(RecordVerbs, Generic[Row]):
    """Marks, and what is done to all that are marked. With no mark the verbs mean the row with the
    cursor. `ROWS` is what several rows are called."""

    ROWS: ClassVar[str] = "rows"

    @property
    def table(self) -> WindowTable[Row]:
        """The list."""
        found: WindowTable[Row] = self.query_one("#table", WindowTable)
        return found

    @property
    def row(self) -> Row | None:
        """The row with the cursor."""
        return self.table.row

    @property
    def marked(self) -> list[Row]:
        """The marked rows, in the order of marking; they need not be on the screen."""
        return list(self.table.marked.values())

    def row_id(self, row: Row) -> str:
        """What a row is told apart by."""
        return str(getattr(row, "id"))  # noqa: B009 - rows of any model have one

    def row_name(self, row: Row) -> str:
        """What people call it."""
        return self.row_id(row)

    def removal(self, row: Row) -> Removal | None:
        """How a row is deleted; None: the rows of this list are not."""
        return None

    def do_mark(self) -> None:
        """`space`: mark the row, or take its mark away, and on to the next."""
        self.table.toggle_mark()

    def do_mark_all(self) -> None:
        """`*`: every row that the filter lets through; again: none of them."""
        label = "marking"
        self.call(label, lambda _: self.table.every(), self._mark_every, group="mark")

    def _mark_every(self, found: tuple[Sequence[Row], bool]) -> None:
        rows, whole = found
        known = self.table.marked
        self.table.mark_rows(rows, not all(self.row_id(row) in known for row in rows))
        if not whole:
            self.console.tell(f"Marked the first {len(rows):,}; more are not marked at once.",
                              severity="warning")  # fmt: skip

    def counted(self, count: int) -> str:
        """`1 integration`, `3 integrations`."""
        return f"{count:,} {self.ROWS if count != 1 else self.ROWS.removesuffix('s')}"

    def do_copy(self) -> None:
        """`y`: the name of the row, or the names of the marked ones, one a line."""
        if self.marked:
            self._copy_many([self.row_name(row) for row in self.marked], "names")
        elif self.row is not None:
            self.console.copy(self.row_name(self.row), "the name")

    def do_copy_as(self) -> None:
        """`Y`: the id, as the API takes it, or the ids of the marked ones, one a line."""
        if self.marked:
            self._copy_many([self.row_id(row) for row in self.marked], "ids")
        elif self.row is not None:
            self.console.copy(self.row_id(self.row), "the id")

    def _copy_many(self, texts: Sequence[str], what: str) -> None:
        self.console.copy("\n".join(texts), f"{len(texts):,} {what}")

    @property
    def removes(self) -> bool:
        """Whether rows of this list can be deleted."""
        kind = type(self)
        return kind.removal is not BulkVerbs.removal or kind.do_delete is not BulkVerbs.do_delete

    def do_delete(self) -> Worker[None] | None:
        """`d`: the row with the cursor, or all that are marked. It asks first."""
        if self.marked:
            return self._delete_marked(self.marked)
        if self.row is None or (one := self.removal(self.row)) is None:
            return None
        return self.delete(one.name, one.dependants, one.run, typed=one.typed, also=one.also,
                           uses=one.uses)  # fmt: skip

    @work(exclusive=True, group="delete", exit_on_error=False)
    async def _delete_marked(self, rows: Sequence[Row]) -> None:
        from weavz_tui.console.lists import confirming

        found = [(row, each) for row in rows if (each := self.removal(row)) is not None]
        removals = [each for _, each in found]
        if not removals:
            self.console.tell("None of the marked ones can be deleted.", severity="warning")
            return
        try:
            goes = await confirming.sum_of_dependants(self.console, removals)
        except WeavzError as error:
            self.post_message(Failed(error))
            return
        what = self.counted(len(removals))
        if not await confirming.confirm_deletes(self.console, what, removals, goes):
            return
        from weavz_tui.console.lists.steps import Step

        steps = [Step(self.row_id(row), each.name, each.run) for row, each in found]
        self.post_message(
            self.Answered(steps, lambda steps: self.in_steps("deleting", "Deleted", steps))
        )

    def bulk_choices(self) -> list[Choice]:
        """What can be done to the marked rows: name, more about it, and what does it."""
        names: list[Choice] = [
            ("copy names", "one a line", self.do_copy),
            ("copy ids", "as the API takes them", self.do_copy_as),
        ]
        if self.removes and not self.console.read_only:
            names.append(("delete", "after a question that says what goes with them",
                          self.do_delete))  # fmt: skip
        names.append(("take the marks away", "", self.table.clear_marks))
        return names

    def do_bulk(self) -> None:
        """`m`: choose what is done to the marked rows."""
        from weavz_tui.console.frame.ask import choose

        async def find(_: str) -> Sequence[tuple[str, str, Any]]:
            return self.bulk_choices()

        title = f"With {self.counted(len(self.marked))}"
        self.ask_then(choose(self.console, title, find, searching=False), lambda run: run())

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def ask_steps(
        self, title: str, summary: Content, steps: Sequence[Step], doing: str, done: str
    ) -> None:
        """One question that says what will happen; then `in_steps`."""
        from weavz_tui.console.frame.ask import ask

        if steps and await ask(self.console, title, summary, yes="do it"):
            self.post_message(self.Answered(steps, lambda steps: self.in_steps(doing, done, steps)))

    def in_steps(self, doing: str, done: str, steps: Sequence[Step]) -> None:
        """Take steps without blocking the keyboard; `esc` stops before the next one. What was done
        is told in one line, what was not row by row."""
        self._call = self.run_worker(
            partial(self._in_steps, doing, done, steps),
            group="call",
            exclusive=True,
            exit_on_error=False,
        )

    async def _in_steps(self, doing: str, done: str, steps: Sequence[Step]) -> None:
        from weavz_tui.console.lists.steps import Report, take

        report = Report()
        since = self.console.journal.written
        footer = self.query_one(FooterKeys)
        timer = self.set_timer(PROGRESS_AFTER, lambda: footer.start(doing))

        def begun(number: int) -> None:
            if footer.running:
                footer.running = f"{doing} {number:,} of {len(steps):,}"

        try:
            await take(await self.console.session.service(), steps, report, begun)
        finally:
            timer.stop()
            footer.stop()
            self.post_message(self.Answered(report, lambda report: self._told(done, report, since)))

    def _told(self, done: str, report: Report, since: int) -> None:
        gone = {step.id for step, _ in report.done}
        names = {self.row_id(row): self.row_name(row) for row in self.marked}
        named = few([names.get(step.id, step.name) for step, _ in report.done])
        self.table.mark_rows([row for row in self.marked if self.row_id(row) in gone], False)
        what = self.counted(len(gone))
        if report.done:
            whole = self.console.journal.written - since >= len(report.done)
            self.console.offer_undo(f"{done} {what}: {named}", since, whole)
        self.reload()
        if not report.whole:
            from weavz_tui.console.lists.report import ReportScreen

            self.console.push_screen(ReportScreen(f"{done} {what}, not all", report))
