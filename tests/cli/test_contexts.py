"""Engines on other machines, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from weavz_tui.contexts import Context, ContextFile
from weavz_tui.home import Home

FAR = "http://weavz.example:3000"


@pytest.mark.parametrize(
    "words", [("contexts", "add", "far", FAR), ("--server", FAR, "workspaces", "list")]
)
def test_an_address_in_clear_is_refused_before_its_key_is_asked_for(
    invoke: Invoke, passphrase_file: Path, words: tuple[str, ...]
) -> None:
    refused = invoke(*words, stdin="")
    assert refused.exit_code == 2
    assert f"{FAR} is not encrypted" in refused.stderr
    assert "--insecure" in refused.stderr
    assert "API key of" not in refused.stderr


def test_saving_one_nevertheless_warns(invoke: Invoke, passphrase_file: Path) -> None:
    tried = invoke(
        "contexts", "add", "far", "http://127.1.invalid:1", "--insecure", stdin="wvz_any\n"
    )
    assert "WARNING: http://127.1.invalid:1 is not encrypted" in tried.stderr
    assert "NETWORK_ERROR" in tried.stderr


def test_every_command_on_it_warns(invoke: Invoke, passphrase_file: Path) -> None:
    home = Home.find()
    home.create()
    ContextFile(home.data).add(Context("far", FAR, "context-1", insecure=True))
    ran = invoke("--context", "far", "workspaces", "list", "--json")
    assert f"WARNING: {FAR} is not encrypted" in ran.stderr
    assert "WARNING" not in ran.stdout


def test_the_list_tells_which_are_in_clear(invoke: Invoke, passphrase_file: Path) -> None:
    home = Home.find()
    home.create()
    for name, url in (("far", FAR), ("safe", "https://weavz.example")):
        ContextFile(home.data).add(Context(name, url, "context-1", insecure=True))
    listed = invoke("contexts", "list", "--json")
    rows = json.loads(listed.stdout)["contexts"]
    assert [(each["name"], each["inClear"]) for each in rows] == [("far", True), ("safe", False)]
    assert "YES" in invoke("contexts", "list").stdout
