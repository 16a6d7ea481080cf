"""`weavz-tui run`: results, inputs, and an exit code for each way to fail."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke, Process

HASH = ("run", "hash-encode.hash", "--set", "algorithm=sha256", "--set", "encoding=hex")
HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_a_first_command_on_an_empty_home_succeeds(process: Process, home_path: Path) -> None:
    done = process(*HASH, "--set", "text=hello", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["success"] is True
    assert answer["output"]["hash"] == HELLO
    assert home_path.stat().st_mode & 0o777 == 0o700


def test_a_result_without_json_is_the_output_alone(invoke: Invoke) -> None:
    done = invoke(*HASH, "--set", "text=hello")
    assert json.loads(done.stdout) == {"hash": HELLO, "algorithm": "sha256", "encoding": "hex"}


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (("--set", "text=hello"), ""),
        (("--set-json", 'text="hello"'), ""),
        (("--input", '{"text": "hello"}'), ""),
        (("--input", "-"), '{"text": "hello"}'),
        (("--input", '{"text": "other"}', "--set", "text=hello"), ""),
    ],
)
def test_inputs_come_from_arguments_or_standard_input(
    invoke: Invoke, words: tuple[str, ...], stdin: str
) -> None:
    done = invoke(*HASH, *words, "--json", stdin=stdin)
    assert json.loads(done.stdout)["output"]["hash"] == HELLO


def test_input_comes_from_a_file(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text('{"text": "hello"}')
    done = invoke(*HASH, "--input", f"@{file}", "--json")
    assert json.loads(done.stdout)["output"]["hash"] == HELLO


def test_text_becomes_what_the_property_is(invoke: Invoke) -> None:
    done = invoke("run", "hash-encode.generate_uuid", "--set", "count=3", "--json")
    assert len(json.loads(done.stdout)["output"]["uuids"]) == 3


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("run", "hash-encode"), 2, "VALIDATION_ERROR"),
        (("run", "hash-encode."), 2, "VALIDATION_ERROR"),
        (("run", "--frobnicate"), 2, "VALIDATION_ERROR"),
        (("frobnicate",), 2, "VALIDATION_ERROR"),
        ((*HASH, "--dry-run", "--explain"), 2, "VALIDATION_ERROR"),
        ((*HASH,), 2, "VALIDATION_ERROR"),
        ((*HASH, "--set", "text"), 2, "VALIDATION_ERROR"),
        ((*HASH, "--set-json", "text={"), 2, "VALIDATION_ERROR"),
        ((*HASH, "--input", "[1]"), 2, "VALIDATION_ERROR"),
        ((*HASH, "--input", "@/nowhere/at/all"), 2, "VALIDATION_ERROR"),
        (("run", "hash-encode.generate_uuid", "--set", "count=many"), 2, "VALIDATION_ERROR"),
        (("run", "slack.list_channels", "-w", "default"), 3, "CONNECTION_REQUIRED"),
        (("run", "nothing.at_all"), 5, "INTEGRATION_NOT_FOUND"),
        (("run", "hash-encode.nothing"), 5, "NOT_FOUND"),
        ((*HASH, "--set", "text=a", "-w", "nowhere"), 5, "NOT_FOUND"),
        ((*HASH, "--set", "text=a", "--partial", "none"), 5, "PARTIAL_NOT_FOUND"),
        (("run", "slack.list_channels", "--connection", "none"), 5, "CONNECTION_NOT_FOUND"),
    ],
)
def test_each_way_to_fail_has_its_exit_code_and_envelope(
    invoke: Invoke, words: tuple[str, ...], code: int, error: str
) -> None:
    done = invoke(*words, "--json")
    assert done.exit_code == code
    assert json.loads(done.stdout)["code"] == error
    assert done.stderr.startswith(f"{error}: ")
    assert "Traceback" not in done.output


def test_without_json_an_error_is_on_standard_error_alone(invoke: Invoke) -> None:
    done = invoke(*HASH)
    assert done.stdout == ""
    assert "text: required" in done.stderr


def test_an_error_names_the_command_that_mends_it(invoke: Invoke) -> None:
    assert "hint: `weavz-tui catalog list`" in invoke("run", "nothing.at_all").stderr


def test_a_spent_quota_exits_with_6(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEAVZ_TUI_LIMITS_MONTHLY_QUOTA", "1")
    assert invoke(*HASH, "--set", "text=a").exit_code == 0
    done = invoke(*HASH, "--set", "text=a", "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (6, "QUOTA_EXCEEDED")


def test_an_idempotency_key_replays_the_result(invoke: Invoke) -> None:
    words = ("run", "hash-encode.generate_uuid", "--idempotency-key", "k1", "--json")
    first, second = (json.loads(invoke(*words).stdout) for _ in range(2))
    assert second["output"] == first["output"]
    assert (first["replayed"], second["replayed"]) == (False, True)


def test_an_explanation_tells_where_values_come_from(invoke: Invoke) -> None:
    done = invoke(*HASH, "--set", "text=hello", "--explain", "--json")
    answer = json.loads(done.stdout)
    assert answer["origins"]["text"]["source"] == "caller"
    assert answer["resolution"]["required"] is False


@pytest.mark.parametrize(
    ("words", "code"),
    [((*HASH, "--explain"), 2), (("run", "slack.list_channels", "--explain"), 3)],
)
def test_an_explanation_of_what_cannot_run_fails_as_the_run_would(
    invoke: Invoke, words: tuple[str, ...], code: int
) -> None:
    done = invoke(*words)
    assert (done.exit_code, done.stdout != "") == (code, True)


def test_a_dry_run_shows_the_request_and_sends_nothing(invoke: Invoke) -> None:
    done = invoke(
        *("run", "slack.send_channel_message", "--dry-run"),
        *("--set", "channel=C1", "--set", "text=hi"),
    )
    assert done.stdout.startswith("curl -X POST 'https://slack.com/api/chat.postMessage'")
    assert json.loads(invoke("activity", "list", "--json").stdout)["total"] == 0


@pytest.mark.usefixtures("passphrase_file")
def test_a_call_without_an_answer_ends_after_the_timeout(invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"baseUrl=http://127.0.0.1:{silent.getsockname()[1]}"
        made = invoke(
            *("connections", "create", "--integration", "slack", "--external-id", "c1"),
            *("--type", "SECRET_TEXT", "--set", address),
            stdin="xoxb-1-2-3",
        )
        assert made.exit_code == 0, made.output
        done = invoke("run", "slack.list_channels", "--timeout", "0.2", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["code"] == "ACTION_FAILED"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl+c reaches what is started: a shell's background makes its children deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("passphrase_file", "interruptible")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_call_is_closed_and_recorded(process: Process, kind: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        address = f"baseUrl=http://127.0.0.1:{silent.getsockname()[1]}"
        process(
            *("connections", "create", "--integration", "slack", "--external-id", "c1"),
            *("--set", address),
            stdin="xoxb-1-2-3",
        )
        words = [sys.executable, "-m", "weavz_tui", "run", "slack.list_channels"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            called, _ = silent.accept()
            with called:
                called.settimeout(30)
                called.recv(1)
                running.send_signal(kind)
                output, errors = running.communicate(timeout=30)
                while called.recv(65536):
                    continue
    assert (running.returncode, output, errors) == (130, b"", b"\nStopped.\n")
    listed = json.loads(process("activity", "list", "--json").stdout)["executions"]
    assert [each["status"] for each in listed] == ["canceled"]


def test_words_that_are_no_text_are_refused(home_path: Path) -> None:
    words = [sys.executable, "-m", "weavz_tui", "workspaces", "create", os.fsdecode(b"\xff")]
    done = subprocess.run(words, capture_output=True, check=False, timeout=60)
    assert (done.returncode, b"not UTF-8" in done.stderr) == (2, True)


def test_standard_input_that_is_no_text_is_refused(home_path: Path) -> None:
    words = [sys.executable, "-X", "utf8=1", "-m", "weavz_tui", *HASH, "--input", "-"]
    done = subprocess.run(
        words,
        input=b'{"text": "\xff"}',
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )
    assert (done.returncode, b"not UTF-8" in done.stderr) == (2, True)


def test_a_home_that_cannot_be_made_is_told(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WEAVZ_TUI_HOME", str(tmp_path / "file" / "home"))
    done = invoke(*HASH, "--set", "text=a", "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (74, "STORAGE_ERROR")
    assert "WEAVZ_TUI_HOME" in done.stderr
