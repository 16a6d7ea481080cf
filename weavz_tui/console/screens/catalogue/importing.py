"""Importing a description or an MCP server: where it is, what it brings, then taking it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.content import Content

from weavz_tui.console.editing.form import text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.frame.ask import Answer, Question
from weavz_tui.console.text import MUTED, line, lines, pairs, plain
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.errors import ImportRefused, ValidationError, WeavzError
from weavz_tui.model.imports import ImportReport, ImportRequest
from weavz_tui.model.properties import Property

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

MOST_NAMES = 6


class ImportEditor(EditorScreen):
    """`ctrl+s` reads it and shows what would come; `y` takes it. `row` imports again."""

    PLACE = "catalogue"
    NOUN = "import"

    def __init__(self, origin: str = "", name: str = "", *, server: bool = False) -> None:
        super().__init__()
        self._start = {
            "server" if server else "source": origin,
            "name": name,
        }
        self._known = name

    def title_shown(self) -> str:
        """New, or which one."""
        return f"Import {self._known} again" if self._known else "Import into the catalogue"

    def fields(self) -> Sequence[Property]:
        """Where it is, what it is called, what of it."""
        return (
            text("source", "File or URL",
                 "OpenAPI 3, Swagger 2 or a Google discovery document, JSON or YAML"),
            text("server", "MCP server", "instead: the command that starts it, or its URL"),
            text("name", "Name", "what the integration is called; empty: after its title"),
            text("only", "Only", "tags or paths, with commas; empty: everything"),
            text("base_url", "Base URL", "where the API is; empty: where it says"),
            text("given", "From accounts",
                 "MCP server: variables or headers that a connection gives, with commas"),
            Property(name="allow_remote_refs", type=PropertyType.CHECKBOX,
                     display_name="Other files",
                     description="read the files and hosts that the description refers to"),
        )  # fmt: skip

    def start(self) -> Mapping[str, Any]:
        """What is known when it is imported again."""
        known = {name: value for name, value in self._start.items() if value}
        return {**known, "allow_remote_refs": False}

    async def do_save(self) -> None:
        """`ctrl+s`: read it, then ask."""
        if await self.form.check():
            await self.form.focus_error()
            return
        try:
            request = asked(await self.form.collected())
        except ValidationError as error:
            self.failed(error)
            return

        async def read(service: Service) -> ImportReport:
            return await service.catalogue.preview_import(request)

        self.call("reading", read, lambda report: self._ask(request, report))

    def failed(self, error: WeavzError) -> None:
        """Why it cannot be imported stands at where it is."""
        if isinstance(error, ImportRefused):
            written = self.form.values()
            error = ValidationError.of(
                error.message, **{"server" if written.get("server") else "source": error.message}
            )
        super().failed(error)

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def _ask(self, request: ImportRequest, report: ImportReport) -> None:
        if report.known and not report.is_different:
            self.console.tell(f"{report.name} is as it was imported.")
            return
        yes = "import again" if report.known else "import"
        question = Question("Import", summary(report), [Answer("y", yes, "y")])
        if await self.console.push_screen_wait(question) == "y":
            self.post_message(self.Answered(request, self._take))

    def _take(self, request: ImportRequest) -> None:
        async def take(service: Service) -> str:
            return (await service.catalogue.import_(request)).name

        self.call("importing", take, self._taken)

    def _taken(self, name: str) -> None:
        self.unsaved, self.saved = False, name
        self.console.tell(f"Imported {plain(name).plain}.")
        self.dismiss(True)


def asked(values: Mapping[str, Any]) -> ImportRequest:
    """What the form asks for."""
    server = str(values.get("server") or "").strip()
    is_url = server.startswith(("http://", "https://"))
    given = _words(values.get("given"))
    return ImportRequest(
        source=str(values.get("source") or "").strip(),
        command=() if is_url else _command(server),
        server_url=server if is_url else "",
        name=str(values.get("name") or "").strip() or None,
        only=_words(values.get("only")),
        base_url=str(values.get("base_url") or "").strip() or None,
        env=() if is_url else given,
        headers=given if is_url else (),
        allow_remote_refs=bool(values.get("allow_remote_refs")),
    )


def summary(report: ImportReport) -> Content:
    """What an import brings and changes, for the question."""
    about = pairs(
        ("name", report.name),
        ("from", report.source),
        ("address", report.base_url or "none"),
        ("account", ", ".join(each.value for each in report.auth_types) or "none needed"),
        ("actions", f"{report.action_count:,}"),
    )
    rows: list[Content] = [about]
    if report.known:
        rows.append(Content(""))
        changed = [each.name for each in report.changed]
        for word, names in (("new", report.added), ("gone", report.removed),
                            ("different", changed)):  # fmt: skip
            if names:
                more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
                rows.append(
                    line((f"{len(names):,} {word}  ", "bold"),
                         (plain(", ".join(names[:MOST_NAMES]) + more).plain, MUTED))
                )  # fmt: skip
        if report.uses:
            used = plain(", ".join(report.uses)).plain
            rows.append(line(("What goes is allowed for ", "$text-warning"), used))
    if report.skipped:
        rows.append(line((f"{len(report.skipped):,} left out: ", "$text-warning"),
                         plain(report.skipped[0].reason)))  # fmt: skip
    rows += [line(("note: ", "$text-warning"), plain(each)) for each in report.warnings[:3]]
    return lines(*rows)


def _command(written: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(written))
    except ValueError as error:
        raise ValidationError.of(server=str(error)) from None


def _words(value: Any) -> tuple[str, ...]:
    return tuple(each.strip() for each in str(value or "").split(",") if each.strip())
