"""Which requests are sent again, how long that waits, and what is shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from weavz_tui.engine.calls.redaction import Redactor
from weavz_tui.engine.calls.sending import ATTEMPTS, Sender, curl, retry_after, view
from weavz_tui.integrations.github.service import throttled
from weavz_tui.model.errors import ActionFailed
from weavz_tui.model.http import Request, Response
from weavz_tui.model.transport import TransportError

GET = Request("GET", "https://a.example/x")
POST = Request("POST", "https://a.example/x", content=b"{}")
TIMEOUT = TransportError("slow", kind="timeout", sent=True)
UNREACHED = TransportError("no route", kind="connect", sent=False)
REFUSED = TransportError("not a public address", kind="refused", sent=False)


class Script:
    """A transport that gives these outcomes in turn."""

    def __init__(self, *outcomes: Response | TransportError) -> None:
        self.left = list(outcomes)
        self.sent = 0

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        self.sent += 1
        outcome = self.left.pop(0)
        if isinstance(outcome, TransportError):
            raise outcome
        return outcome


def sender(script: Script, waits: list[float], *, repeatable: bool = False) -> Sender:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return Sender(script, repeatable=repeatable, throttled=throttled, sleep=sleep)


@pytest.mark.parametrize(
    ("request_", "repeatable", "outcomes", "sent"),
    [
        (GET, False, [Response(503), Response(200)], 2),
        (GET, False, [TIMEOUT, Response(200)], 2),
        (GET, False, [Response(503), Response(502), Response(500), Response(200)], ATTEMPTS),
        (POST, False, [Response(503), Response(200)], 1),
        (POST, False, [UNREACHED, Response(200)], 2),
        (POST, False, [Response(429), Response(200)], 2),
        (POST, True, [TIMEOUT, Response(200)], 2),
        (GET, True, [Response(404), Response(200)], 1),
    ],
)
async def test_what_is_safe_is_sent_again(
    request_: Request, repeatable: bool, outcomes: Sequence[Response | TransportError], sent: int
) -> None:
    script = Script(*outcomes)
    await sender(script, [], repeatable=repeatable)(request_)
    assert script.sent == sent


@pytest.mark.parametrize(
    ("request_", "outcomes", "sent"),
    [(POST, [TIMEOUT], 1), (GET, [REFUSED], 1), (GET, [UNREACHED] * ATTEMPTS, ATTEMPTS)],
)
async def test_without_an_answer_it_fails(
    request_: Request, outcomes: Sequence[TransportError], sent: int
) -> None:
    script = Script(*outcomes)
    with pytest.raises(ActionFailed) as caught:
        await sender(script, [])(request_)
    assert script.sent == sent
    assert caught.value.details["reason"] == outcomes[-1].kind.upper()


@pytest.mark.parametrize(
    ("header", "waits"), [("3", [3.0]), ("0", [0.0]), ("21", []), ("-4", [0.0])]
)
async def test_a_busy_service_is_asked_again_when_it_says_unless_that_is_long(
    header: str, waits: list[float]
) -> None:
    waited: list[float] = []
    script = Script(Response(429, {"retry-after": header}), Response(200))
    await sender(script, waited)(POST)
    assert waited == waits


def test_retry_after_may_be_a_moment() -> None:
    then = datetime.now(UTC) + timedelta(seconds=90)
    found = retry_after(Response(429, {"retry-after": format_datetime(then, usegmt=True)}))
    assert found is not None
    assert 85 < found <= 90


@pytest.mark.parametrize("value", ["", "soon", "Mon, 99 Foo"])
def test_nonsense_in_retry_after_is_passed_over(value: str) -> None:
    assert retry_after(Response(429, {"retry-after": value})) is None


async def test_a_service_may_say_too_many_requests_in_its_own_way() -> None:
    waits: list[float] = []
    limited = Response(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "0"})
    secondary = Response(403, {"retry-after": "7"})
    script = Script(limited, secondary, Response(201))
    assert (await sender(script, waits)(POST)).status == 201
    assert waits == [0.0, 7.0]


async def test_an_answer_that_asks_for_a_long_wait_is_taken_as_it_is() -> None:
    far = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999"}
    script = Script(Response(403, far))
    assert (await sender(script, [])(POST)).status == 403


async def test_a_plain_403_says_nothing_of_too_many_requests() -> None:
    script = Script(Response(403))
    assert (await sender(script, [])(POST)).status == 403


@pytest.mark.parametrize(
    ("request_", "outcome", "refused", "expected"),
    [
        (GET, Response(200), False, False),
        (POST, Response(200), False, True),
        (POST, Response(200), True, False),
        (POST, Response(422), False, False),
        (POST, Response(504), True, True),
    ],
)
async def test_what_may_have_happened(
    request_: Request, outcome: Response, refused: bool, expected: bool
) -> None:
    found = sender(Script(outcome), [])
    await found(request_)
    if refused:
        found.refused()
    assert found.may_have_happened is expected


async def test_a_timeout_after_an_earlier_refusal_leaves_it_open() -> None:
    found = sender(Script(Response(429), TIMEOUT), [])
    with pytest.raises(ActionFailed):
        await found(POST)
    assert found.may_have_happened
    assert found.status is None


async def test_what_was_never_reached_has_not_happened() -> None:
    found = sender(Script(REFUSED), [])
    with pytest.raises(ActionFailed):
        await found(POST)
    assert not found.may_have_happened


@pytest.mark.parametrize(
    ("content_type", "content", "kind", "shown"),
    [
        ("application/json", b'{"a":1}', "json", '{"a":1}'),
        ("application/x-www-form-urlencoded", b"a=1", "form", "a=1"),
        ("text/plain", b"a", "text", "a"),
        ("image/png", b"\xff\xd8", "binary", "2 bytes"),
        (
            "multipart/form-data; boundary=x",
            b"--x--",
            "multipart",
            "5 bytes of multipart/form-data",
        ),
        ("", b"", "none", None),
    ],
)
def test_a_body_is_shown_by_its_kind(
    content_type: str, content: bytes, kind: str, shown: str | None
) -> None:
    request = Request("POST", "https://a.example/", {"Content-Type": content_type}, content)
    found = view(request, Redactor())
    assert (found.body_kind, found.body) == (kind, shown)


def test_a_request_as_a_curl_command_keeps_its_mask_and_quotes() -> None:
    headers = {"Authorization": "Bearer xoxb-1234", "Content-Type": "application/json"}
    request = Request("POST", "https://a.example/", headers, b'{"text": "it\'s"}')
    shown = curl(view(request, Redactor(extra=["xoxb-1234"])))
    assert "xoxb-1234" not in shown
    assert "-H 'Authorization: Bearer •••'" in shown
    assert "--data-raw '{\"text\": \"it'\\''s\"}'" in shown
