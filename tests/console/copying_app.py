"""An app that copies one text in the terminal it runs in, and writes down how it went.

python -m tests.console.copying_app TEXT FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App

from weavz_tui.console.frame.clipboard import copy


class CopyingApp(App[None]):
    """Copies as soon as it stands, and stays until it is ended."""

    def __init__(self, text: str, file: Path) -> None:
        super().__init__()
        self.text = text
        self.file = file

    def on_mount(self) -> None:
        """The copy needs a first frame."""
        self.call_after_refresh(self.run_copy)

    async def run_copy(self) -> None:
        """Copy, then say how, in one step."""
        way = await copy(self, self.text)
        draft = self.file.with_suffix(".new")
        draft.write_text(f"{way.arrives} {way.word}", "utf-8")
        draft.rename(self.file)


if __name__ == "__main__":
    CopyingApp(sys.argv[1], Path(sys.argv[2])).run()
