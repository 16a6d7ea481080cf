"""Choices and dynamic fields of the form, looked up in the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on

from weavz_tui.console.forms.form import Form
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import OptionsRequest

if TYPE_CHECKING:
    from weavz_tui.console.screens.playground.draft import Draft
    from weavz_tui.engine.service import Service


class Lookups(FramedScreen):
    """Answers what a form asks of its owner. A base of the screen."""

    draft: Draft | None

    @on(Form.OptionsWanted)
    def _want_options(self, event: Form.OptionsWanted) -> None:
        event.stop()
        request = self._question(event.prop.name, event.input, event.search)
        if request is None:
            return

        async def ask(service: Service) -> None:
            try:
                event.answer(await service.actions.options(request))
            except WeavzError as error:
                event.fail(told(error))

        self.call("choices", ask, group=f"options {event.prop.name}", quiet=True)

    @on(Form.PropertiesWanted)
    def _want_properties(self, event: Form.PropertiesWanted) -> None:
        event.stop()
        request = self._question(event.prop.name, event.input, None)
        if request is None:
            return

        async def ask(service: Service) -> None:
            try:
                await event.answer(await service.actions.resolve_property(request))
            except WeavzError as error:
                event.fail(told(error))

        self.call("fields", ask, group=f"properties {event.prop.name}", quiet=True)

    def _question(
        self, name: str, given: dict[str, Any], search: str | None
    ) -> OptionsRequest | None:
        if self.draft is None:
            return None
        call = self.draft.request(self.console.session.workspace_id)
        return OptionsRequest(
            **call.model_dump(exclude={"action_name", "input", "idempotency_key"}),
            property_name=name,
            action_name=call.action_name,
            input=given,
            search_value=search or None,
        )


def told(error: WeavzError) -> str:
    """An error in one line: what happened and what mends it."""
    return f"{error.message}. {error.hint}" if error.hint else error.message
