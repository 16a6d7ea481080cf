"""Carrying an action's requests: repeating what is safe to repeat, keeping what was exchanged."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from weavz_tui.catalog.integration import ThrottleCheck
from weavz_tui.engine.calls.redaction import Redactor
from weavz_tui.model.errors import ActionFailed, ValidationError
from weavz_tui.model.execution import BodyKind, HttpRequestView
from weavz_tui.model.files import SAVING
from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import Resolver, Transport, TransportError

ATTEMPTS = 3
BACKOFF = 0.5
LONGEST_WAIT = 20.0
_UNAVAILABLE = frozenset({500, 502, 503, 504})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_BODY_LIMIT = 64 * 1024


@dataclass(slots=True)
class Exchange:
    """One request of an action and what became of it."""

    request: Request
    attempts: int = 0
    status: int | None = None
    sent: bool = False
    refused: bool = False

    @property
    def may_have_happened(self) -> bool:
        """Whether the service may have done what it was asked to, and that was more than reading.

        It has not where it answered with an error of the caller's; one of its own may come late.
        """
        if not self.sent or self.request.method in _SAFE_METHODS:
            return False
        if self.status is None or self.status >= 500:
            return True
        return self.status < 400 and not self.refused


class Sender:
    """Sends the requests of one call.

    What did not reach the service is sent again; what may have reached it only when the action is
    `repeatable` or the method is safe; 429 waits as long as `Retry-After` says, up to 20 s.
    `throttled` knows how a service says the same in another way (see Integration).
    """

    def __init__(
        self,
        transport: Transport,
        *,
        repeatable: bool,
        throttled: ThrottleCheck | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._transport = transport
        self._repeatable = repeatable
        self._throttled = throttled
        self._sleep = sleep
        self.exchanges: list[Exchange] = []
        self._reached = False

    @property
    def may_have_happened(self) -> bool:
        """Whether any request of this call may have changed something at a service.

        Of a driver's own connection nothing more is known than that it was about to be opened.
        """
        return self._reached or any(each.may_have_happened for each in self.exchanges)

    def refused(self) -> None:
        """The last answer says that nothing was done, whatever its status."""
        self._reached = False
        if self.exchanges:
            self.exchanges[-1].refused = True

    @property
    def attempts(self) -> int:
        """The most attempts that one request took; 1 when nothing was sent."""
        return max((each.attempts for each in self.exchanges), default=1)

    @property
    def status(self) -> int | None:
        """The status of the last answer."""
        return self.exchanges[-1].status if self.exchanges else None

    async def resolve(self, host: str, port: int | str, purpose: str) -> tuple[str, ...]:
        """The addresses under which a driver may reach a host; see `Context.resolve`."""
        if not str(port).isdecimal() or not 0 < int(port) < 65536:
            raise ValidationError.of(port=f"must be a number from 1 to 65535, not {port}")
        if not isinstance(self._transport, Resolver):
            error = TransportError("only HTTP is possible here", kind="refused", sent=False)
            raise unreachable(error, host)
        try:
            found = await self._transport.resolve(host, int(port))
        except TransportError as error:
            raise unreachable(error, host) from None
        self._reached = True
        return found

    def announce(self, purpose: str) -> None:
        """Something is done at a service that this does not carry; see `Context.announce`."""
        self._reached = True

    async def __call__(self, request: Request, proxy: str | None = None) -> Response:
        """Send one request; raises ActionFailed when no answer comes."""
        exchange = Exchange(request)
        self.exchanges.append(exchange)
        repeatable = self._repeatable or request.method in _SAFE_METHODS
        while True:
            exchange.attempts += 1
            exchange.sent, exchange.status = True, None
            try:
                response = await self._transport.send(request, proxy=proxy)
            except TransportError as error:
                exchange.sent = error.sent or exchange.attempts > 1
                again = (repeatable and error.kind in {"timeout", "dropped"}) or not error.sent
                if error.kind in {"refused", "invalid", "too large"} or not again:
                    raise unreachable(error, request) from None
                if exchange.attempts >= ATTEMPTS:
                    raise unreachable(error, request) from None
                await self._sleep(backoff(exchange.attempts))
                continue
            exchange.status = response.status
            wait = self._throttled(response) if self._throttled else None
            if wait is None:
                wait = waiting_time(response, exchange.attempts, repeatable)
            elif wait > LONGEST_WAIT:
                return response
            if wait is None or exchange.attempts >= ATTEMPTS:
                return response
            await self._sleep(wait)


def waiting_time(response: Response, attempt: int, repeatable: bool) -> float | None:
    """Seconds until the request is worth sending again, or None to take the answer as it is."""
    if response.status == 429:
        wait = retry_after(response)
        if wait is None:
            return backoff(attempt)
        return wait if wait <= LONGEST_WAIT else None
    if response.status in _UNAVAILABLE and repeatable:
        wait = retry_after(response)
        return backoff(attempt) if wait is None else wait if wait <= LONGEST_WAIT else None
    return None


def backoff(attempt: int) -> float:
    """Half a second doubling, with jitter so that many callers do not come back together."""
    span: float = BACKOFF * 2 ** (attempt - 1)
    return span * random.uniform(0.5, 1.0)


def retry_after(response: Response) -> float | None:
    """`Retry-After` in seconds, given as seconds or as a date; None when absent or nonsense."""
    value = response.headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def unreachable(error: TransportError, target: Request | str) -> ActionFailed:
    """ACTION_FAILED for a request that got no answer, or a host that cannot be reached."""
    url = target.url if isinstance(target, Request) else f"//{target}"
    host = url.partition("//")[2].partition("/")[0].rpartition("@")[2]
    hints = {
        "connect": f"check that {host} can be reached from here, and the proxy settings",
        "timeout": "try again, or give the call more time",
        "too large": SAVING,
        "refused": "the address policy of this installation forbids it; the setting "
        "network.allow_private = true opens private addresses",
    }
    return ActionFailed(
        "Action execution failed",
        details={"message": error.message, "statusCode": None, "reason": error.kind.upper()},
        hint=hints.get(error.kind, "") if error.kind != "too large" or _saves(target) else "",
    )


def _saves(target: Request | str) -> bool:
    """Whether what was too large is a file that was to be stored."""
    return isinstance(target, Request) and target.sink is not None


def view(request: Request, redactor: Redactor) -> HttpRequestView:
    """A request as a person may see it."""
    kind, text = _body(request)
    return HttpRequestView(
        method=request.method,
        url=redactor.text(request.url),
        headers=redactor.headers(request.headers),
        body=None if text is None else redactor.text(text)[:_BODY_LIMIT],
        body_kind=kind,
    )


def _body(request: Request) -> tuple[BodyKind, str | None]:
    if not request.size:
        return "none", None
    content_type = _header(request, "Content-Type").lower()
    if content_type.startswith("multipart/"):
        return "multipart", f"{request.size} bytes of {content_type.partition(';')[0]}"
    if request.body is not None:
        return "binary", f"{request.size} bytes"
    try:
        text = request.content.decode()
    except UnicodeDecodeError:
        return "binary", f"{len(request.content)} bytes"
    if "json" in content_type:
        return "json", text
    return ("form", text) if "urlencoded" in content_type else ("text", text)


def _header(request: Request, name: str) -> str:
    """A header, however it is spelled; mostly it is as here."""
    value = request.headers.get(name)
    if value is None:
        spelled = {each.lower(): each for each in request.headers}
        value = request.headers.get(spelled.get(name.lower(), name), "")
    return value


def curl(shown: HttpRequestView) -> str:
    """The request as a curl command; masked values stay masked."""
    lines = [f"curl -X {shown.method} {_quoted(shown.url)}"]
    lines += [f"-H {_quoted(f'{name}: {value}')}" for name, value in shown.headers.items()]
    if shown.body_kind == "form" and shown.body is not None:
        for name, value in parse_qsl(shown.body, keep_blank_values=True):
            lines.append(f"--data-urlencode {_quoted(f'{name}={value}')}")
    elif shown.body is not None:
        lines.append(f"--data-raw {_quoted(shown.body)}")
    return " \\\n  ".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
