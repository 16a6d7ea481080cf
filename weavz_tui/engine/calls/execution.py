"""A call from the request to the record, in eight steps that never go back."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from weavz_tui.catalog.auth import Auth
from weavz_tui.engine.calls import limits
from weavz_tui.engine.calls.context import CallContext, Renew
from weavz_tui.engine.calls.files import laid_down
from weavz_tui.engine.calls.idempotency import Idempotency, settle
from weavz_tui.engine.calls.inputs import validated
from weavz_tui.engine.calls.ledger import Ledger
from weavz_tui.engine.calls.limits import RateLimiter
from weavz_tui.engine.calls.places import Places
from weavz_tui.engine.calls.plain import plain
from weavz_tui.engine.calls.planning import Plan, Planner, Target
from weavz_tui.engine.calls.recording import Account, Run
from weavz_tui.engine.calls.redaction import Redactor
from weavz_tui.engine.calls.resolution import require
from weavz_tui.engine.calls.sending import Sender
from weavz_tui.engine.calls.shielding import to_its_end
from weavz_tui.engine.calls.state import StoreState, scope_of
from weavz_tui.engine.connections.credentials import Credentials
from weavz_tui.engine.principal import Principal
from weavz_tui.model.base import now
from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import OAUTH2_TYPES, ExecutionStatus
from weavz_tui.model.errors import ActionFailed, WeavzError
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult
from weavz_tui.model.transport import Transport
from weavz_tui.store.entries import Entry
from weavz_tui.store.lines import Line
from weavz_tui.store.protocol import Store

REDACTORS = 500

_log = logging.getLogger(__name__)


class Executor:
    """Runs actions. One for the process; every call brings its own principal."""

    def __init__(
        self,
        store: Store,
        planner: Planner,
        credentials: Credentials,
        transport: Transport,
    ) -> None:
        self._store = store
        self._planner = planner
        self._credentials = credentials
        self._transport = transport
        self._idempotency = Idempotency(store)
        self._ledger = Ledger(store)
        self._redactors: dict[str, tuple[Any, Redactor]] = {}
        self.places = Places(store)
        self.rate = RateLimiter()

    async def execute(
        self, principal: Principal, request: ExecuteRequest, files_to: Path | None = None
    ) -> ExecuteResult:
        """Run an action; raises the WeavzError that says why it did not succeed.

        Failures are recorded too, as soon as the action is known; a cancelled call closes its
        request and is recorded as canceled. Files of the result are laid down in the folder
        `files_to`, if there is one, whatever their size; else they are in the output.
        """
        run = Run(request, now(), files_to=files_to)
        try:
            return await self._flow(run, principal)
        except WeavzError as error:
            await self._record_failure(run, error, ExecutionStatus.ERROR)
            raise
        except asyncio.CancelledError:
            await self._record_failure(run, None, ExecutionStatus.CANCELED)
            raise

    async def close(self) -> None:
        """Give back what calls have left of the quota."""
        await self.places.close()

    async def _flow(self, run: Run, principal: Principal) -> ExecuteResult:
        request, watch = run.request, run.watch
        target = run.target = await self._planner.target(principal, request)
        watch.lap("target")
        if (replayed := await self._idempotency.replay(run, target)) is not None:
            run.target = None
            return replayed

        if target.action.takes_secrets:
            run.redactor = Redactor(extra=target.secrets(request.input))
        inputs = await self._planner.inputs(target, request)
        plan = run.plan = Plan(target, inputs)
        secrets = plan.secrets()
        if secrets:
            run.redactor = Redactor(extra=secrets)
        run.notes += [f"unknown input passed over: {key}" for key in inputs.unknown]
        values = validated(inputs)
        watch.lap("inputs")

        plan.resolution = await self._planner.resolution(target, request)
        connection = require(plan.resolution)
        watch.lap("connection")

        self.rate.take(principal, target.organisation.rate_limit)
        quota = limits.quota_of(principal, target.organisation)
        if quota is not None:
            await self.places.take(principal.org_id, quota, run.moment)
            run.quota = quota
        watch.lap("limits")

        credential = await self._credentials.read(connection) if connection else None
        auth = plan.auth = _auth(plan, credential)
        if credential is not None and auth is not None and (public := auth.public_fields()):
            credential = replace(credential, public=public)
        run.redactor = self._redactor(connection, credential, secrets)
        if request.idempotency_key:
            await to_its_end(self._idempotency.claim(run, target))
        watch.lap("credential")

        output = await self._call(run, plan, values, credential)
        watch.lap("call")
        return await self._record_success(run, plan, output)

    def _redactor(
        self, connection: Connection | None, credential: Credential | None, secrets: list[str]
    ) -> Redactor:
        """The redactor of a credential is made once; one that knows inputs, for its call alone."""
        if connection is None or credential is None or secrets:
            return Redactor(credential, secrets)
        made = self._redactors.get(connection.id)
        if made is None or made[0] is not credential.values:
            if len(self._redactors) >= REDACTORS:
                self._redactors.clear()
            made = credential.values, Redactor(credential)
            self._redactors[connection.id] = made
        return made[1]

    async def _call(
        self, run: Run, plan: Plan, values: dict[str, Any], credential: Credential | None
    ) -> Any:
        """Step 7: the action function on a Context of its own."""
        target = plan.target
        sender = run.sender = Sender(
            self._transport,
            repeatable=target.action.idempotent,
            throttled=target.place.integration.throttled,
        )
        state = run.state = self._state(plan)
        context = CallContext(
            target.place.integration,
            values,
            send=sender,
            state=state,
            credential=credential,
            auth=plan.auth,
            settings=target.instance.settings if target.instance else None,
            resolve=sender.resolve,
            announce=sender.announce,
            renew=self._renewal(run, plan.resolution.connection),
            files_to=run.files_to,
            caller=target.principal.org_id,
        )
        try:
            output = await target.action.function(context, **target.action.arguments(values))
            if run.files_to is not None:
                output = await asyncio.to_thread(laid_down, output, run.files_to)
            return plain(output)
        except WeavzError as error:
            if isinstance(error, ActionFailed) and _nothing_was_done(error):
                sender.refused()
            error.message = run.redactor.text(error.message)
            error.hint = run.redactor.text(error.hint)
            error.details = run.redactor.data(plain(error.details))
            raise error from None
        except Exception as error:
            kind = type(error).__name__
            where = f"{target.place.integration.name}.{target.action.name}"
            _log.error("%s failed unexpectedly: %s", where, kind)
            message = run.redactor.text(f"{kind}: {error}")[:300]
            raise ActionFailed(
                "Action execution failed",
                details={"message": message, "statusCode": sender.status},
                hint=f"the integration did not expect this answer; please report it ({where})",
            ) from None
        finally:
            context.close()
            run.notes += context.notes

    def _renewal(self, run: Run, connection: Connection | None) -> Renew | None:
        """The one way back: another credential in the middle of a call."""
        if connection is None or connection.type not in OAUTH2_TYPES:
            return None

        async def renew(refused: Credential) -> Credential | None:
            if run.sender is not None:
                run.sender.refused()
            renewed = await self._credentials.renew(connection, refused)
            if renewed is not None:
                run.redactor = run.redactor.also(renewed.secrets())
            return renewed

        return renew

    def _state(self, plan: Plan) -> StoreState:
        instance, workspace_id = plan.target.instance, plan.target.workspace_id
        settings = instance.settings if instance else {}

        def scope() -> str:
            return scope_of(settings, workspace_id, plan.resolution.end_user_id)

        return StoreState(self._store, plan.target.principal.org_id, scope)

    async def _record_success(self, run: Run, plan: Plan, output: Any) -> ExecuteResult:
        """Step 8, the good end: one transaction for record, usage and idempotency."""
        account = Account(run, plan.target, output)
        line = account.line(ExecutionStatus.SUCCESS)
        result = ExecuteResult(
            output=account.output,
            duration=round(account.timing.total),
            execution_id=run.id,
            explanation=plan.explanation(),
            requests=account.requests,
            timing=account.timing,
            warnings=account.warnings,
        )
        try:
            await self._keep(run, plan.target, line, result)
        except WeavzError as failure:
            # It has happened; an error would make the caller do it again.
            _log.error("an execution could not be recorded: %s", failure.code)
            result.warnings.append(f"not recorded: {failure.code}: {failure.message}")
        return result

    async def _record_failure(
        self, run: Run, error: WeavzError | None, status: ExecutionStatus
    ) -> None:
        """Step 8, the other ends; what is not known to be an action is not recorded."""
        if run.target is None or run.recorded:
            return
        run.watch.lap("failed")
        line = Account(run, run.target).line(status, error)
        try:
            await self._keep(run, run.target, line, None)
        except WeavzError as failure:
            _log.error("an execution could not be recorded: %s", failure.code)

    async def _keep(
        self, run: Run, target: Target, line: Line, result: ExecuteResult | None
    ) -> None:
        principal, is_success = target.principal, result is not None
        if run.quota is not None and not is_success:
            self.places.give_back(principal.org_id, run.quota, run.moment)
        entry = Entry(
            line,
            counted=limits.is_counted(principal),
            reserved=run.quota is not None and is_success,
            success=is_success,
            connection_id=run.connection_id,
        )
        if run.claimed:
            entry.settle = partial(settle, run=run, target=target, result=result)
        # A write is not taken back when its caller is cancelled: from here on it counts as done.
        run.recorded = True
        await self._ledger.keep(entry)


def _nothing_was_done(error: ActionFailed) -> bool:
    """Whether the other side answered with an error, or was never reached."""
    answered = error.details.get("statusCode") is not None
    return answered or error.details.get("reason") in {"CONNECT", "REFUSED"}


def _auth(plan: Plan, credential: Credential | None) -> Auth | None:
    connection, integration = plan.resolution.connection, plan.target.place.integration
    if credential is None or connection is None:
        return None
    return integration.auth_for(connection.type, connection.auth_method_key)
