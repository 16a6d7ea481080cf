"""`weavz-tui oauth-apps` and `weavz-tui connections authorize`."""

from __future__ import annotations

import asyncio
import json
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from click.testing import Result

from tests.cli.conftest import Invoke, invoke
from tests.oauth.person import agree, enter_code
from tests.oauth.world import SECRET, acme, oidc_auth
from weavz_tui.browser import has_browser
from weavz_tui.catalog.registry import Registry
from weavz_tui.cli.commands import authorize
from weavz_tui.cli.commands.authorize import Way, choose_way
from weavz_tui.model.authorisations import Authorisation
from weavz_tui.model.oauth import Grant

__all__ = ["invoke"]

CODE, DEVICE, CLIENT = Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE, Grant.CLIENT_CREDENTIALS


@pytest.fixture
def shell(
    invoke: Invoke,
    provider: str,
    passphrase_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Invoke]:
    """Commands of an installation that has `acme`, with its OAuth app."""
    made = Registry.__init__

    def with_acme(self: Registry, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        self.add(acme(oidc_auth(provider), provider))

    monkeypatch.setattr(Registry, "__init__", with_acme)
    created = invoke("oauth-apps", "create", "--integration", "acme", "--client-id", "basic",
                     stdin=SECRET)  # fmt: skip
    assert created.exit_code == 0, created.output
    yield invoke


def connection(result: Result) -> dict[str, Any]:
    """The connection that a command printed."""
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)["connection"]
    return found


def by(way: str, name: str = "a1") -> tuple[str, ...]:
    return ("connections", "authorize", "--integration", "acme", "--external-id", name, way,
            "--json")  # fmt: skip


def test_an_app_is_registered_changed_and_removed(shell: Invoke) -> None:
    listed = json.loads(shell("oauth-apps", "list", "--json").stdout)["oauthApps"]
    assert [(each["label"], each["hasSecret"]) for each in listed] == [("default", True)]
    assert SECRET not in json.dumps(listed)
    changed = shell("oauth-apps", "update", "default", "--label", "own", "--public", "--json")
    assert json.loads(changed.stdout)["oauthApp"]["hasSecret"] is False
    again = shell("oauth-apps", "create", "--integration", "acme", "--client-id", "x",
                  "--label", "own", stdin="another-secret")  # fmt: skip
    assert "DUPLICATE" in again.output
    assert shell("oauth-apps", "delete", "own", "--yes").exit_code == 0
    assert shell("oauth-apps", "update", "own", "--label", "x").exit_code == 5


def test_an_app_needs_an_integration_with_oauth(shell: Invoke) -> None:
    result = shell("oauth-apps", "create", "--integration", "openai", "--client-id", "x",
                   stdin="secret-77")  # fmt: skip
    assert "NOT_OAUTH2" in result.output


def test_as_the_client_itself(shell: Invoke) -> None:
    made = connection(shell(*by("--client")))
    assert (made["type"], made["status"]) == ("OAUTH2", "ACTIVE")
    assert made["externalId"] == "a1"


def test_over_ssh_the_address_is_pasted_back(
    shell: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(authorize, "_show_address", lambda begun, **_: sent.append(begun.url))
    monkeypatch.setattr(authorize, "read_line", lambda: elsewhere(agree(sent[0])))
    assert connection(shell(*by("--paste")))["status"] == "ACTIVE"
    assert json.loads(shell("connections", "test", "a1", "--json").stdout)["ok"] is True


def test_a_browser_on_this_machine_comes_back_by_itself(
    shell: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def browse(url: str) -> bool:
        async def visit() -> str:
            address = await agree(url)
            async with aiohttp.ClientSession() as browser, browser.get(address) as page:
                return await page.text()

        return "Connected" in elsewhere(visit())

    monkeypatch.setattr(webbrowser, "open", browse)
    assert connection(shell(*by("--browser")))["status"] == "ACTIVE"


def test_a_code_is_entered_on_another_device(
    shell: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(begun: Authorisation, **_: object) -> None:
        threading.Thread(target=asyncio.run, args=(enter_code(begun.url),)).start()

    monkeypatch.setattr(authorize, "_show_address", show)
    assert connection(shell(*by("--device")))["status"] == "ACTIVE"


def test_a_connection_is_authorised_again_by_its_name(
    shell: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = connection(shell(*by("--client")))
    second = connection(shell("connections", "authorize", "a1", "--client", "--json"))
    assert (second["id"], second["generation"]) == (first["id"], first["generation"] + 1)


def test_a_wrong_address_ends_it_with_what_mends_it(
    shell: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = shell(*by("--paste"), stdin="http://127.0.0.1/callback?code=c&state=other\n")
    assert result.exit_code == 1
    assert "OAUTH_ERROR" in result.output
    assert "paste the whole address" in result.output


def test_without_an_app_or_oauth_it_says_so_before_anything(shell: Invoke) -> None:
    assert shell("oauth-apps", "delete", "default", "--yes").exit_code == 0
    missing = shell(*by("--paste"))
    assert (missing.exit_code, "NO_OAUTH_APP" in missing.output) == (3, True)
    other = shell("connections", "authorize", "--integration", "openai", "--external-id", "x")
    assert "NOT_OAUTH2" in other.output
    assert shell("connections", "authorize").exit_code == 2


@pytest.mark.parametrize(
    ("grants", "browser", "way"),
    [
        ((CODE,), True, "browser"),
        ((CODE, DEVICE), True, "browser"),
        ((CODE, DEVICE), False, "device"),
        ((CODE,), False, "paste"),
        ((DEVICE,), True, "device"),
        ((CLIENT,), True, "client"),
        ((CLIENT, CODE), False, "paste"),
    ],
)
def test_the_way_fits_the_place(grants: tuple[Grant, ...], browser: bool, way: Way) -> None:
    assert choose_way(grants, browser=browser) == way


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1"}, "linux", False),
        ({"SSH_TTY": "/dev/pts/0"}, "darwin", False),
    ],
)
def test_over_ssh_there_is_no_browser(
    environment: dict[str, str], platform: str, there: bool
) -> None:
    assert has_browser(environment, platform) is there


def elsewhere(work: Any) -> str:
    """What another thread's event loop makes of it; this one has its own running."""
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(work)))
    thread.start()
    thread.join(30)
    return found[0]
