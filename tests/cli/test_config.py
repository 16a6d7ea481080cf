"""`weavz-tui config show`: each value and where it comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from weavz_tui.settings import SETTINGS

FILE = '[log]\nlevel = "debug"\nmax_bytes = "2 MB"\n[keys]\n"list.new" = "n,insert"\n'


def test_every_value_has_its_origin(
    invoke: Invoke, home_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_path.mkdir()
    file = home_path / "config.toml"
    file.write_text(FILE)
    monkeypatch.setenv("WEAVZ_TUI_LOG_LEVEL", "error")
    found = json.loads(invoke("config", "show", "--json").stdout)["settings"]
    assert set(found) == {each.key for each in SETTINGS}
    shown = {key: (found[key]["value"], found[key]["origin"]) for key in found}
    assert shown["log.level"] == ("error", "environment")
    assert shown["log.max_bytes"] == (2 << 20, "file")
    assert shown["limits.rate_limit"] == (600, "default")
    assert shown["keys"] == ({"list.new": "n,insert"}, "file")
    assert file.read_text() == FILE


def test_the_variable_in_force_is_named(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEAVZ_TUI_CONSOLE_THEME", "nord")
    assert "WEAVZ_TUI_CONSOLE_THEME" in invoke("config", "show").stdout


def test_a_password_in_a_proxy_address_is_masked(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEAVZ_TUI_NETWORK_PROXY", "http://me:hunter2@proxy.example:3128")
    shown = invoke("config", "show").stdout
    assert ("hunter2" in shown, "@proxy.example:3128" in shown) == (False, True)


def test_path_names_the_file(invoke: Invoke, home_path: Path) -> None:
    assert invoke("config", "path").stdout == f"{home_path / 'config.toml'}\n"


def test_the_readme_lists_every_setting() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert [each.key for each in SETTINGS if f"`{each.key}`" not in readme] == []
