"""What is left on the terminal when the console breaks: one line and a report's path."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from textual.app import App

    from weavz_tui.home import Home
    from weavz_tui.model.errors import WeavzError


def report(error: BaseException, home: Home | None) -> Path | None:
    """Write a redacted report without local variables; None where that is not possible."""
    if home is None:
        return None
    from weavz_tui.crash import write_report

    return write_report(home, error, ("weavz-tui", "console"))


def as_error(error: BaseException, path: Path | None) -> WeavzError:
    """An unforeseen failure as an error that a screen can show."""
    return WeavzError(
        f"Something unforeseen happened ({type(error).__name__}).",
        hint=f"A report without secrets is in {path}" if path else "",
    )


def leave(app: App[Any], home: Home | None) -> None:
    """Stop the app over the exception in flight: report file, one line, exit code 1."""
    error = sys.exc_info()[1] or RuntimeError("unknown")
    path = report(error, home)
    where = f" A report without secrets is in {path}" if path else ""
    told = f"The console stopped on a fault of its own ({type(error).__name__}).{where}"
    app.exit(return_code=1, message=Text(told))
