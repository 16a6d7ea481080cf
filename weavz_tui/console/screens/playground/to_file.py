"""Running into a file: what comes back is laid down, however large it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work

from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.frame.saving import file_path, may_write
from weavz_tui.console.screens.playground.running import PlaygroundRuns
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteResult
from weavz_tui.model.files import WHOLE_LIMIT, in_megabytes
from weavz_tui.model.properties import Property
from weavz_tui.result_files import saved

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

LOCAL = "a name, or a folder for files under their own names"
REMOTE = f"a name or a folder; at most {in_megabytes(WHOLE_LIMIT)}, as this engine is elsewhere"


class RunsToFile(PlaygroundRuns):
    """As `run --output` of the command line does. A base of the screen."""

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_execute_to(self) -> None:
        """`O`: where to, then run."""
        if not await self.is_ready():
            return
        prop = Property(
            name="path",
            type=PropertyType.SHORT_TEXT,
            display_name="File or folder",
            required=True,
            description=LOCAL if self.console.context is None else REMOTE,
        )
        chosen: list[Path] = []

        async def check(service: Service, answers: dict[str, Any]) -> None:
            path = file_path(str(answers["path"]))
            if not (path if path.is_dir() else path.parent).is_dir():
                raise ValidationError.of("There is no such folder", path="a folder that exists")
            if not path.is_dir() and not await may_write(self.console, path):
                raise ValidationError.of("It is there already", path="another name, or overwrite")
            chosen.append(path)

        given = {"path": f"{Path.cwd()}/"}
        dialog = FormDialog("Run and save the files", [prop], check, given, word="run")
        if await self.console.push_screen_wait(dialog):
            self.post_message(self.Answered(chosen[-1], self._run_to))

    def _run_to(self, target: Path) -> None:
        async def execute(service: Service) -> ExecuteResult:
            request = await self.collected()
            done = await saved(target, partial(service.actions.execute, request), gently=True)
            for each in done.told:
                self.console.tell(each)
            return done.result

        self.run_as(execute)
