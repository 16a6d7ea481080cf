"""What is told in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.journal import UNDO_SECONDS, Journal
from weavz_tui.console.type_ahead import TypeAhead
from weavz_tui.console.widgets.plain import harmless

if TYPE_CHECKING:
    from weavz_tui.model.errors import WeavzError


class Toasts(TypeAhead):
    """An application that tells things at its lower right. A base of the console."""

    journal: Journal

    def tell(self, text: Content | str, *, severity: str = "information") -> None:
        """A toast; the text is shown as it is, never parsed."""
        shown = harmless(text.plain if isinstance(text, Content) else text)
        level = {"warning": "warning", "error": "error"}.get(severity, "information")
        self.notify(shown, severity=level, markup=False)  # type: ignore[arg-type]

    def tell_error(self, error: WeavzError) -> None:
        """An error as a toast: code, message, and what mends it."""
        message = harmless(f"{error.message}\n{error.hint}" if error.hint else error.message)
        self.notify(message, title=error.code, severity="error", markup=False, timeout=10)

    def offer_undo(self, what: str, since: int, whole: bool = True) -> None:
        """After writes: `u` takes back, for ten seconds, what the journal has `since`; `what` says
        what was done, `whole` whether all of it is in the journal."""
        if not self.journal.join(since, what):
            why = f": {self.journal.why}" if self.journal.why else ""
            self.tell(f"{what}. This cannot be taken back{why}.")
            return
        part = "" if whole else ", as far as that is possible,"
        self.tell(f"{what}. u takes it back{part}.")
        self.refresh_bindings()
        self.set_timer(UNDO_SECONDS + 0.1, self.refresh_bindings)
