"""What can be done with a value on the screen beside reading it: save, page, choose columns."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work

from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.frame.pager import page_text, tame
from weavz_tui.console.frame.saving import file_path, may_write, saving
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.text import clock
from weavz_tui.console.widgets.json_text import write
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.console.widgets.slices import in_slices
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.errors import StoreError, ValidationError
from weavz_tui.model.properties import Option, Options, Property

if TYPE_CHECKING:
    from weavz_tui.console.widgets.json_view import JsonView
    from weavz_tui.engine.service import Service

VIEWER_COMMANDS = frozenset(
    {"view", "path_filter", "save_value", "pager", "wrap", "record_columns", "sort_records"}
)


class Viewing(FramedScreen):
    """A screen with a `JsonView`. A base of the screen."""

    @property
    def viewer(self) -> JsonView | None:
        """The view, while it is on the screen with something in it."""
        return None

    @property
    def value_name(self) -> str:
        """What the value is called, for the name of a file."""
        return "value"

    @property
    def contexts(self) -> frozenset[str]:
        """Keys of the viewer apply while it has the focus."""
        focused, viewer = self.focused, self.viewer
        inside = viewer is not None and focused is not None and viewer in focused.ancestors
        return super().contexts | ({"viewer"} if inside else frozenset())

    def allows(self, command: str) -> bool:
        """Keys of the viewer need one, those of its table need that."""
        if command in VIEWER_COMMANDS:
            viewer = self.viewer
            if command in {"record_columns", "sort_records"}:
                return viewer is not None and viewer.table is not None
            return viewer is not None
        return super().allows(command)

    async def do_view(self) -> None:
        """`v`: tree, table, text."""
        if (viewer := self.viewer) is not None:
            await viewer.action_view()

    def do_prompt(self, asked: str) -> None:
        """`/` and `f`: words, or a path."""
        if (viewer := self.viewer) is not None:
            viewer.action_prompt(asked)

    def do_next_find(self, step: str) -> None:
        """`n` and `N`."""
        if (viewer := self.viewer) is not None:
            viewer.action_next(int(step))

    async def do_wrap(self) -> None:
        """`L`: break long lines, or cut them."""
        if (viewer := self.viewer) is not None:
            await viewer.action_wrap()

    def do_sort_records(self) -> None:
        """`s`: by the next column."""
        if (viewer := self.viewer) is not None:
            viewer.action_sort()

    def do_record_columns(self) -> None:
        """`C`: which columns the table has."""
        table = self.viewer.table if self.viewer else None
        if table is None:
            return
        prop = Property(
            name="columns",
            type=PropertyType.STATIC_MULTI_SELECT_DROPDOWN,
            display_name="Columns",
            options=Options(
                options=tuple(Option(label=one_line(key), value=key) for key in table.keys)
            ),
            description="shown as far as there is room, the first ones first",
        )

        async def choose(service: Service, answers: dict[str, Any]) -> None:
            table.choose(answers.get("columns") or [])

        given = {"columns": list(table.chosen)}
        self.console.push_screen(FormDialog("Columns", [prop], choose, given, word="show"))

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_save_value(self) -> None:
        """`S`: what is shown into a file, for its owner alone."""
        viewer = self.viewer
        if viewer is None:
            return
        value = viewer.showing
        prop = Property(
            name="path",
            type=PropertyType.SHORT_TEXT,
            display_name="File",
            required=True,
            description=f"in {Path.cwd()} unless you say where; only you may read it",
        )

        async def save(service: Service, answers: dict[str, Any]) -> None:
            path = file_path(str(answers["path"]))
            if not await may_write(self.console, path):
                raise ValidationError.of("It is there already", path="another name, or overwrite")
            try:
                size = await in_slices(saving(path, value))
            except OSError as error:
                told = f"{path} cannot be written: {error.strerror}"
                raise ValidationError.of(told, path=told) from error
            self.console.tell(f"Saved {size:,} bytes in {path}")

        given = {"path": self._file_name(value)}
        await self.console.push_screen_wait(FormDialog("Save to a file", [prop], save, given))

    def _file_name(self, value: Any) -> str:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", self.value_name).strip("-.") or "value"
        ending = "txt" if isinstance(value, str) else "json"
        return f"{name}-{clock().astimezone():%Y%m%d-%H%M%S}.{ending}"

    def do_pager(self) -> None:
        """`|`: read it in $PAGER, without secrets."""
        viewer = self.viewer
        if viewer is not None:
            value = viewer.showing

            async def run(service: Service) -> None:
                from weavz_tui.redact import redact

                blocks: list[str] = []
                await in_slices(write(value, lambda block: blocks.append(redact(tame(block)))))
                try:
                    page_text(self.console, "\n".join(blocks))
                except OSError as error:
                    raise StoreError(
                        f"{os.environ.get('PAGER', 'less')} cannot be started: {error.strerror}",
                        hint="set PAGER to a program that is there",
                    ) from error

            self.call("writing", run)
