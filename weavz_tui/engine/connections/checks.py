"""Does a connection work? One harmless call tells."""

from __future__ import annotations

import time
from functools import partial

from weavz_tui.catalog.integration import Integration, TestCall
from weavz_tui.engine.calls.context import CallContext
from weavz_tui.engine.calls.preview import StoppingState
from weavz_tui.engine.calls.redaction import Redactor
from weavz_tui.engine.calls.sending import Sender
from weavz_tui.engine.parts import Parts
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import Effect
from weavz_tui.model.errors import (
    ActionFailed,
    ConnectionRequired,
    NoOAuthApp,
    RefreshFailed,
    WeavzError,
)
from weavz_tui.model.status import ConnectionTest

_PREFERRED = ("get_authenticated_user", "get_profile", "list_models", "list_channels")

UNUSABLE = (ConnectionRequired, RefreshFailed, NoOAuthApp)


def probe(integration: Integration) -> TestCall | None:
    """The integration's own test call, else an action that only reads and needs no input, a
    known one first."""
    if integration.test_call is not None:
        return integration.test_call
    harmless = {
        name: action
        for name, action in integration.actions.items()
        if action.effect is Effect.READ
        and action.requires_auth
        and not any(each.required for each in action.properties)
    }
    for name in _PREFERRED:
        if name in harmless:
            return harmless[name].function
    return next((each.function for each in harmless.values()), None)


def has_probe(integration: Integration) -> bool:
    """Whether there is anything to test a connection of it with."""
    return probe(integration) is not None


async def check_connection(parts: Parts, connection: Connection) -> ConnectionTest:
    """Run the probe of the connection's integration; a refusal is an answer, not an error."""
    integration = parts.registry.get(connection.integration_name)
    call = probe(integration)
    if call is None:
        return ConnectionTest(ok=False, message=f"{integration.title} has no call to test it with")
    try:
        credential = await parts.credentials.read(connection)
    except UNUSABLE as error:
        return ConnectionTest(ok=False, message=_why(error))
    sender = Sender(parts.transport, repeatable=True)
    context = CallContext(
        integration,
        {},
        send=sender,
        state=StoppingState(),
        credential=credential,
        auth=integration.auth_for(connection.type, connection.auth_method_key),
        resolve=sender.resolve,
        renew=partial(parts.credentials.renew, connection),
    )
    started = time.perf_counter()
    try:
        await call(context)
    except ActionFailed as error:
        ok, message = False, str(error.details.get("message") or error.message)
    except UNUSABLE as error:
        ok, message = False, _why(error)
    else:
        ok, message = True, f"{getattr(call, '__name__', 'it')} answered"
    return ConnectionTest(
        ok=ok,
        message=Redactor(context.credential).also(credential.secrets()).text(message),
        status_code=sender.status,
        duration_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def _why(error: WeavzError) -> str:
    return f"{error.message}; {error.hint}" if error.hint else error.message
