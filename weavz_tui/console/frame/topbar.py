"""The top of every screen: where one is, which workspace, vault, usage."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from weavz_tui.console.places import PLACES, Place
from weavz_tui.console.text import line, plain, short
from weavz_tui.console.widgets.sparkline import sparkline

WIDE = 110


@dataclass(frozen=True, slots=True)
class Status:
    """What the top line tells. `word` warns of a context (`PROD`); `vault` is the state's word;
    `used` None: usage not known yet. `hours`: executions of the last 24 hours, the oldest first, or
    nothing."""

    context: str = "local"
    word: str = ""
    slug: str = ""
    name: str = ""
    vault: str = "not checked"
    used: int | None = None
    limit: int | None = None
    hours: tuple[int, ...] = ()
    read_only: bool = False


class TopBar(Widget):
    """One line below 110 columns, two from there. Short of room, the last hours go first, then the
    usage, then the vault (never when locked or missing), then the context; never the workspace."""

    DEFAULT_CSS = """
    TopBar {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    status: reactive[Status] = reactive(Status())

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def render(self) -> Content:
        """The line or the two lines."""
        width = self.size.width
        if width >= WIDE:
            return Content("\n").join([self._facts_line(width), self._places_line(width)])
        return self._both(width)

    def _both(self, width: int) -> Content:
        left = Content(" ").join([Content(""), *(self._digit(place) for place in PLACES)])
        right = Content("")
        for facts in self._shorter():
            right = Content("  ").join(facts)
            if left.cell_length + right.cell_length + 2 <= width:
                break
        room = width - left.cell_length - 2
        if right.cell_length > room:
            right = right.truncate(max(room, 0), ellipsis=True)
        return left + right.pad_left(max(width - left.cell_length - right.cell_length - 1, 1))

    def _shorter(self) -> list[list[Content]]:
        status = self.status
        context = self._engine()
        workspace = self._workspace(plain(status.slug) if status.slug else Content("no workspace"))
        vault, brief = self._vault(False), self._vault(True)
        usage = self._usage(True)
        used = [usage] if usage else []
        must = [brief] if status.vault in {"locked", "missing", "unreachable"} else []
        return [
            [context, workspace, vault, *used],
            [context, workspace, brief, *used],
            [context, workspace, brief],
            [context, workspace, *must],
            [*([context] if status.word else []), workspace, *must],
        ]

    def _facts_line(self, width: int) -> Content:
        status = self.status
        name = plain(status.slug) if status.slug else Content("no workspace")
        if status.name and status.name != status.slug:
            name = line(name, " (", plain(status.name).truncate(40, ellipsis=True), ")")
        left = line(" ", self._engine(), " ▸ ", self._workspace(name), "   ")
        left += self._vault(False)
        usage = self._usage(False)
        if usage:
            left += line("   ", usage)
        right = line(("w", "bold $text-primary"), " workspace  ")
        right += line(("ctrl+p", "bold $text-primary"), " anything ")
        for hours in (self._hours(1), self._hours(2)):
            if left.cell_length + hours.cell_length + right.cell_length <= width:
                right = hours + right
                break
        if left.cell_length + right.cell_length > width:
            return left.truncate(width, ellipsis=True)
        return left + right.pad_left(width - left.cell_length - right.cell_length)

    def _places_line(self, width: int) -> Content:
        for gap in (" ", ""):
            parts = [
                self._link(place, f"{gap}{place.digit} {place.title}{gap}", place.id == self.place)
                for place in PLACES
            ]
            shown = Content("" if gap else " ").join(parts)
            if shown.cell_length <= width:
                break
        return shown.truncate(width)

    def _digit(self, place: Place) -> Content:
        if place.id == self.place:
            return self._link(place, f" {place.digit} {place.title} ", True)
        return self._link(place, place.digit, False)

    def _link(self, place: Place, text: str, present: bool) -> Content:
        style = Style.from_meta({"@click": f"app.command('go.{place.id}')"})
        return Content.styled(text, "reverse" if present else "").stylize(style)

    def _engine(self) -> Content:
        status = self.status
        click = Style.from_meta({"@click": "app.command('context')"})
        name = plain(status.context).stylize(click)
        if not status.word:
            return name
        warning = (f" {plain(status.word).plain} ", "bold reverse $text-error")
        return line(name, " ", warning)

    def _workspace(self, name: Content) -> Content:
        click = Style.from_meta({"@click": "app.command('workspace')"})
        shown = name.stylize("bold").stylize(click)
        if self.status.read_only:
            return line(shown, " ", (" READ ONLY ", "reverse"))
        return shown

    def _vault(self, brief: bool) -> Content:
        state = self.status.vault
        if state == "open":
            mark, style, word = "✓", "$text-success", "open"
        elif state == "not checked":
            return Content("vault -" if brief else "vault not checked")
        else:
            return line("vault ", (f"✗ {state}", "bold $text-error"))
        return line("vault ", (mark, style), "" if brief else f" {word}")

    def _hours(self, together: int) -> Content:
        """How many ran in the last hours, so many of them in one bar. It stands on the right, where
        it moves nothing when it comes."""
        hours = self.status.hours
        if not hours:
            return Content("")
        counts = [sum(hours[at : at + together]) for at in range(0, len(hours), together)]
        click = Style.from_meta({"@click": "app.command('go.settings')"})
        bars = Content.styled(sparkline(counts), "$text-primary").stylize(click)
        return line("  ", bars, " 24 h   ")

    def _usage(self, brief: bool) -> Content:
        status = self.status
        if status.used is None:
            return Content("")
        if status.limit is None:
            word = "run" if status.used == 1 else "runs"
            return Content(f"{short(status.used) if brief else f'{status.used:,}'} {word}")
        if brief:
            return Content(f"{short(status.used)}/{short(status.limit)}")
        return Content(f"{status.used:,} of {status.limit:,} runs")
